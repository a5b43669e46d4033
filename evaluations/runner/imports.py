"""Brings suites and stored answers into the database."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from evaluations.actions.keep_suite import keep_version
from evaluations.errors import SuiteError
from evaluations.models import (
    Candidate,
    Generation,
    LanguageModel,
    ModelServer,
    Run,
    RunModel,
    State,
    Suite,
    SuiteVersion,
    Task,
    Team,
)
from evaluations.records import storable
from evaluations.runner.answers import StoredAnswer
from evaluations.suites import benchmarks, folders

BATCH = 500
SLUG = re.compile(r"[A-Za-z0-9_-]{1,80}")


def import_suite(team: Team, folder: Path, *, name: str = "") -> SuiteVersion:
    """The version that holds this folder's tasks: a new one only when the content changed. Raises SuiteError."""
    return keep_suite(team, folders.load_suite(folder), name=name)


def import_benchmark(
    team: Team, form: str, path: Path, *, name: str = "", references: Path | None = None
) -> tuple[SuiteVersion, tuple[str, ...]]:
    """The version that holds the tasks of other people's file, and a sentence for each line that was left out.

    form: an entry of formats.FORMATS. Raises SuiteError when nothing can be read.
    """
    found = benchmarks.load(form, path, references=references)
    return keep_suite(team, found.suite, name=name), found.complaints


@transaction.atomic
def keep_suite(team: Team, spec: folders.SuiteSpec, *, name: str = "") -> SuiteVersion:
    """The version with this content, found or made."""
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
            "origin": Suite.Origin.SHIPPED,
        },
    )
    return keep_version(suite, spec.tasks)


@dataclass(slots=True)
class ImportReport:
    """What an import brought: the run (None when nothing fitted), and what was left out with why."""

    run: Run | None = None
    n_answers: int = 0
    n_models: int = 0
    is_known: bool = False
    left_out: Counter[str] = field(default_factory=Counter)


def import_answers(version: SuiteVersion, answers: Iterable[StoredAnswer], *, title: str) -> ImportReport:
    """A run whose candidates have their answers already; they wait for the sandbox like any other.

    The same answers into the same version are imported once: the run made before is returned, is_known set.
    """
    report = ImportReport()
    tasks = {_key(task.slug): task for task in version.tasks.all()}
    fitting = []
    for answer in answers:
        if task := tasks.get(_key(answer.task_id.rpartition("/")[2])) or tasks.get(_key(answer.task_id)):
            fitting.append((task, answer))
        else:
            report.left_out[f'no task "{answer.task_id}" in {version}'] += 1
    if not fitting:
        return report
    key = _import_key(version, fitting)
    report.run = Run.objects.filter(team=version.suite.team, import_key=key).first()
    report.is_known = report.run is not None
    if report.run is None:
        report.run = _write(version, fitting, title, key)
    report.n_answers, report.n_models = len(fitting), report.run.run_models.count()
    return report


def _key(name: str) -> str:
    """Task names are compared without case and punctuation: SanityList, sanity-list."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _import_key(version: SuiteVersion, fitting: list[tuple[Task, StoredAnswer]]) -> str:
    lines = sorted(f"{task.slug}\0{a.model}\0{a.run_id}\0{a.raw_answer}" for task, a in fitting)
    return hashlib.sha256("\n".join([version.digest, *lines]).encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def _write(version: SuiteVersion, fitting: list[tuple[Task, StoredAnswer]], title: str, key: str) -> Run:
    models = _models(answer for _, answer in fitting)
    run = Run.objects.create(
        team=version.suite.team,
        suite_version=version,
        title=title,
        origin=Run.Origin.STORED,
        sampling={},
        strategies=sorted({answer.template for _, answer in fitting}),
        import_key=key,
    )
    RunModel.objects.bulk_create(RunModel(run=run, model=m, position=i) for i, m in enumerate(models.values()))
    samples: Counter[tuple[int, int, str]] = Counter()
    rows: list[tuple[Candidate, StoredAnswer]] = []
    for task, answer in fitting:
        model, strategy = models[answer.model], answer.template[:80]
        place = (task.pk, model.pk, strategy)
        candidate = Candidate(
            run=run,
            task=task,
            model=model,
            strategy=strategy,
            sample=samples[place],
            state=State.EXECUTING,
            answered_at=now(),
        )
        samples[place] += 1
        rows.append((candidate, answer))
    Candidate.objects.bulk_create([candidate for candidate, _ in rows], batch_size=BATCH)
    Generation.objects.bulk_create([_generation(c, a) for c, a in rows], batch_size=BATCH)
    Run.objects.filter(pk=run.pk).update(n_samples=max(samples.values()))
    return run


def _models(answers: Iterable[StoredAnswer]) -> dict[str, LanguageModel]:
    server, _ = ModelServer.objects.get_or_create(slug="stored", defaults={"kind": ModelServer.Kind.STORED})
    found: dict[str, LanguageModel] = {}
    for answer in answers:
        if answer.model not in found:
            found[answer.model], _ = LanguageModel.objects.get_or_create(
                server=server,
                name=answer.model[:200],
                defaults={
                    "family": answer.family,
                    "parameter_size": answer.size,
                    "quantisation": answer.quantisation,
                    "is_present": False,
                },
            )
    return found


def _generation(candidate: Candidate, answer: StoredAnswer) -> Generation:
    prompt = answer.prompt
    messages: list[Any] = prompt if isinstance(prompt, list) else [{"role": "user", "content": prompt}]
    source = {**answer.source, "run_id": answer.run_id, "asked_on": answer.asked_on, "weights": answer.weights}
    return Generation(
        candidate=candidate,
        prompt=storable({"messages": messages, "strategy": answer.template}),
        options=storable(answer.params),
        text=storable(answer.raw_answer),
        stop_reason="stop",
        quantisation=answer.quantisation,
        source=storable(source),
    )


def shipped_suites(folder: Path) -> list[Path]:
    """Folders of the suites that ship, by name. Raises SuiteError when there are none."""
    found = sorted(path.parent for path in folder.glob("*/suite.toml"))
    if not found:
        raise SuiteError(f"No suite in {folder}. The project's folder `suites/` is missing: clone it again.")
    return found
