"""Answers made elsewhere become stored generations of a run, and wait for the sandbox like any other."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from evaluations.errors import SuiteError
from evaluations.limits import MAX_ANSWER, MAX_MODEL_NAME
from evaluations.models import (
    Candidate,
    Generation,
    LanguageModel,
    ModelServer,
    Run,
    RunModel,
    State,
    SuiteVersion,
    Task,
)
from evaluations.records import Json, storable
from evaluations.stored_json import StoredSampling

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """One answer of a file. settings: settings that must be equal for two answers to be comparable."""

    line: int
    model: str
    task_id: str
    raw_answer: str
    family: str = ""
    size: str = ""
    quantisation: str = ""
    weights: str = ""
    prompt: Json = ""
    template: str = "plain"
    params: Mapping[str, Json] = field(default_factory=dict)
    run_id: str = ""
    asked_on: str = ""
    source: Mapping[str, Json] = field(default_factory=dict)

    @property
    def suite(self) -> str:
        """First half of `suite/task`; empty when the id has none."""
        return self.task_id.rpartition("/")[0]


@dataclass(slots=True)
class ImportReport:
    """Result of an import: the run (None when nothing was imported), and lines that were left out with the reason."""

    run: Run | None = None
    n_answers: int = 0
    n_models: int = 0
    is_known: bool = False
    left_out: Counter[str] = field(default_factory=Counter)


def import_answers(version: SuiteVersion, answers: Iterable[StoredAnswer], *, title: str) -> ImportReport:
    """Make a run whose candidates already have answers; they wait for the sandbox like any other.

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
    """Return a task's name without case and punctuation, as names are compared: SanityList, sanity-list."""
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
        sampling=StoredSampling(),
        strategies=sorted({answer.template for _, answer in fitting}),
        import_key=key,
    )
    RunModel.objects.bulk_create(RunModel(run=run, model=m, position=i) for i, m in enumerate(models.values()))
    samples: Counter[tuple[int, int, str]] = Counter()
    rows: list[tuple[Candidate, StoredAnswer]] = []
    for task, answer in fitting:
        model, strategy = models[answer.model], answer.template[:80]
        task_and_model = (task.pk, model.pk, strategy)
        candidate = Candidate(
            run=run,
            task=task,
            model=model,
            strategy=strategy,
            sample=samples[task_and_model],
            state=State.EXECUTING,
            answered_at=now(),
        )
        samples[task_and_model] += 1
        rows.append((candidate, answer))
    Candidate.objects.bulk_create([candidate for candidate, _ in rows], batch_size=BATCH)
    Generation.objects.bulk_create([_generation(c, a) for c, a in rows], batch_size=BATCH)
    Run.objects.filter(pk=run.pk).update(n_samples=max(samples.values()))
    return run


def _models(answers: Iterable[StoredAnswer]) -> dict[str, LanguageModel]:
    server, _ = ModelServer.objects.get_or_create(slug="stored", defaults={"kind": ModelServer.Kind.STORED})
    result: dict[str, LanguageModel] = {}
    for answer in answers:
        if answer.model not in result:
            result[answer.model], _ = LanguageModel.objects.get_or_create(
                server=server,
                name=answer.model[:200],
                defaults={
                    "family": answer.family,
                    "parameter_size": answer.size,
                    "quantisation": answer.quantisation,
                    "is_present": False,
                },
            )
    return result


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


def add_answer(task: Task, model: str, text: str, by: Any) -> Candidate:
    """Add an answer made elsewhere to a task, under the model's name; the same answer is added once.

    Raises SuiteError.
    """
    name = model.strip().removeprefix("stored/").strip()
    if not name or len(name) > MAX_MODEL_NAME or not name.isprintable():
        raise SuiteError(f"Say which model wrote it, in 1 to {MAX_MODEL_NAME} characters, like gpt-4o.")
    if not text.strip():
        raise SuiteError("The answer is empty. Paste what the model wrote, with its code.")
    if len(text) > MAX_ANSWER:
        raise SuiteError(f"The answer has {len(text):,} characters, more than {MAX_ANSWER:,}. Keep to its code.")
    version = task.version
    answer = StoredAnswer(line=1, model=name, task_id=f"{version.suite.slug}/{task.slug}", raw_answer=text)
    report = import_answers(version, [answer], title=f"{version.suite.title[:120]}: answer by {name[:60]}")
    if report.run is None:
        raise SuiteError(f"{version} has no task {task.slug}.")
    if not report.is_known and by is not None and by.is_authenticated:
        Run.objects.filter(pk=report.run.pk).update(created_by=by)
    return report.run.candidates.get(task=task)
