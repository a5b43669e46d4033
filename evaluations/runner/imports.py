"""Brings suites into the database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from evaluations.actions.save_suite import save_version
from evaluations.errors import SuiteError
from evaluations.jsonl import objects_of
from evaluations.models import EntryCheck, MutationScore, Suite, SuiteVersion, Team
from evaluations.runner.check_versions import check_versions
from evaluations.stored_json import StoredMutation
from evaluations.suites import benchmarks, folders

SUITES = Path(settings.BASE_DIR) / "suites"
OF_A_TRIAL = ("conditions", "is_met", "checked_at", "harness_version", "grader_version")
OF_A_SCORE = ("n_mutants", "n_refused", "survivors", "measured_at")
SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")


def import_suite(team: Team, folder: Path, *, name: str = "") -> SuiteVersion:
    """Return the version with this folder's tasks: a new one only when the content changed. Raises SuiteError."""
    return save_suite(team, folders.load_suite(folder), name=name)


def import_benchmark(
    team: Team, form: str, path: Path, *, name: str = "", references: Path | None = None
) -> tuple[SuiteVersion, tuple[str, ...]]:
    """Return the version with the tasks of other people's file, and a sentence for each line that was left out.

    form: an entry of formats.FORMATS. Raises SuiteError when nothing can be read.
    """
    loaded = benchmarks.load(form, path, references=references)
    return save_suite(team, loaded.suite, name=name), loaded.complaints


@transaction.atomic
def save_suite(team: Team, spec: folders.SuiteSpec, *, name: str = "") -> SuiteVersion:
    """Return the version with this content, found or made."""
    slug = name or spec.name
    if not SLUG.fullmatch(slug):
        raise SuiteError(f'"{slug}" cannot be the name of a suite: up to 80 letters, digits, - and _. Give --name.')
    suite, _ = Suite.objects.update_or_create(
        team=team,
        slug=slug,
        defaults={
            "title": spec.title,
            "description": spec.description,
            "licence": spec.licence,
            "readme": spec.readme,
            "origin": Suite.Origin.SHIPPED,
        },
    )
    return save_version(suite, spec.tasks)


def save_shipped_conditions(folder: Path) -> None:
    """Store the shipped results of a suite: entry conditions and mutation scores, so that they need not be tried again.

    By the digest of a task's content: what was tried with other content than the version has is never looked up.
    A stored result stays, unless only the shipped one was tried with the present checks. A stored score stays, unless
    the shipped one was measured with more mutants.
    """
    if not (path := folder / folders.CONDITIONS).exists():
        return
    with path.open("rb") as file:
        rows = list(objects_of(path.name, file))
    _save_shipped_scores(row["mutation"] for row in rows if "mutation" in row)
    checks = {row["digest"]: _shipped_check(row) for row in rows}  # tasks of the same content have one digest
    stored, present = EntryCheck.objects.in_bulk(checks), check_versions()
    newer = [
        check for check in checks.values() if check.pk not in stored or _is_better(check, stored[check.pk], present)
    ]
    EntryCheck.objects.bulk_create(newer, update_conflicts=True, unique_fields=["digest"], update_fields=OF_A_TRIAL)


def _shipped_check(row: dict[str, Any]) -> EntryCheck:
    return EntryCheck(
        pk=row["digest"],
        conditions=row["conditions"],
        is_met=True,
        harness_version=row.get("harness_version", ""),
        grader_version=row.get("grader_version", ""),
    )


def _save_shipped_scores(rows: Iterable[StoredMutation]) -> None:
    scores = {
        row["digest"]: MutationScore(
            pk=row["digest"], n_mutants=row["n_mutants"], n_refused=row["n_refused"], survivors=row["survivors"]
        )
        for row in rows
    }
    stored = MutationScore.objects.in_bulk(scores)
    better = [score for pk, score in scores.items() if pk not in stored or stored[pk].n_mutants < score.n_mutants]
    MutationScore.objects.bulk_create(better, update_conflicts=True, unique_fields=["digest"], update_fields=OF_A_SCORE)


def _is_better(shipped: EntryCheck, stored: EntryCheck, present: tuple[str, str]) -> bool:
    """Return whether only the shipped result was tried with the present checks, or only its versions are known."""
    is_known = shipped.versions != ("", "") and stored.versions == ("", "")
    return is_known or (shipped.versions == present and stored.versions != present)


def shipped_suites(folder: Path) -> list[Path]:
    """Return the folders of the suites that ship, by name. Raises SuiteError if no suite ships."""
    folders = sorted(path.parent for path in folder.glob("*/suite.toml"))
    if not folders:
        raise SuiteError(f"No suite in {folder}. The project's folder `suites/` is missing: clone it again.")
    return folders
