"""A suite that somebody uploaded: read in a process of its own under limits, kept as a version."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from evaluations.errors import SuiteError, WorkbookError
from evaluations.models import Suite, SuiteVersion, Team
from evaluations.models.suites import spec_from_json
from evaluations.records import TaskSpec
from evaluations.runner.imports import SLUG, save_suite
from evaluations.suites.folders import SuiteSpec
from evaluations.workbooks.reading.subprocess_reader import Limits, Source, call

READER = "evaluations.suites.benchmarks.reader"
SHIPPED = Path(settings.BASE_DIR) / "suites"
# What the reader's own limits mean for a suite; its other sentences are the suite's already.
LIMIT_REACHED = {
    "too_large": "{name} is larger than {size_mb} MB. Take files out of it, or raise UPLOAD_MAX_MB.",
    "over_memory": "{name} needs too much memory to read. Split it into several suites.",
    "over_time": "{name} takes too long to read. Split it into several suites.",
}


def import_upload(
    team: Team, form: str, name: str, content: Source, *, suite: str = "", references: tuple[str, bytes] | None = None
) -> tuple[SuiteVersion, tuple[str, ...]]:
    """Return the version with an upload's tasks, and a sentence for each line that was left out. Raises SuiteError.

    form: folder, or an entry of suites.benchmarks.FORMATS. suite: its name; the upload's own, or the format's, when
    empty.
    """
    spec, complaints = read_upload(form, name, content, references=references)
    slug = suite or spec.name
    _check_name(team, slug)
    return save_suite(team, spec, name=slug), complaints


def read_upload(
    form: str, name: str, content: Source, *, references: tuple[str, bytes] | None = None
) -> tuple[SuiteSpec, tuple[str, ...]]:
    """Read the suite in an upload. Return it, and a sentence per line that was left out. Raises SuiteError.

    form: folder, code (a zip of code files with their tests), or an entry of suites.benchmarks.FORMATS.
    """
    with tempfile.TemporaryDirectory(prefix="bakeoff-suite-") as folder:
        order: dict[str, Any] = {"format": form, "folder": folder, "references": ""}
        if references:
            path = Path(folder) / f"references{Path(references[0]).suffix}"
            path.write_bytes(references[1])
            order["references"] = str(path)
        upload = _read(name, content, order)
    return suite_of(upload), tuple(upload["complaints"])


def suite_of(upload: dict[str, Any]) -> SuiteSpec:
    """Return the suite in the reader's answer."""
    return SuiteSpec(
        name=upload["name"],
        title=upload["title"][:200],
        description=upload["description"],
        licence=upload["licence"][:200],
        readme=upload["readme"],
        tasks=tuple(_task(task) for task in upload["tasks"]),
    )


def _read(name: str, content: Source, order: dict[str, Any]) -> dict[str, Any]:
    limits = Limits(size_mb=settings.UPLOAD_MAX_MB)
    try:
        result: dict[str, Any] = call(name, content, order, limits, reader=READER)
    except WorkbookError as exc:
        limit = LIMIT_REACHED.get(exc.reason)
        raise SuiteError(limit.format(name=name, size_mb=limits.size_mb) if limit else str(exc)) from exc
    return result


def _task(fields: dict[str, Any]) -> TaskSpec:
    fixtures = {name: base64.b64decode(text) for name, text in fields["fixtures"].items()}
    return spec_from_json(fields, fixtures)


def _check_name(team: Team, slug: str) -> None:
    """Refuse another suite's name: it would make this one its next version."""
    if not SLUG.fullmatch(slug):
        raise SuiteError(
            f'"{slug[:80]}" cannot be the name of a suite: up to 80 letters, digits, - and _. Send a name.'
        )
    suite = Suite.objects.filter(team=team, slug=slug).first()
    if (SHIPPED / slug / "suite.toml").exists():
        raise SuiteError(f'The suite "{slug}" ships with the site. Send another name.')
    if suite and suite.origin != Suite.Origin.SHIPPED:
        raise SuiteError(f'The suite "{slug}" was written here. Send another name.')
