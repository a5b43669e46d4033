"""Try a task: its reference, an empty answer, its mutants and pasted answers, at once, for somebody who is waiting.

What is given and found is in `job_data`: the page beside the editor shows each verdict as soon as it is there. The
trials are repeated quietly afterwards, so that the conditions of entry are known for this content.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.utils.timezone import now

from evaluations import broker_names, job_data
from evaluations.actions.task_drafts import save_fixture
from evaluations.errors import EvaluationError
from evaluations.execution_records import Case, OnVerdict, Outcome, Report
from evaluations.graders.conditions import (
    NO_REFERENCE,
    TIMES,
    Condition,
    Trial,
    conditions_of,
    entry_conditions,
    trials_of,
    try_answer,
)
from evaluations.job_results import TriedAnswer, TriedCheck, TriedWindow, TryResult
from evaluations.models import Candidate, EntryCheck, StoredFile, Task, TaskDraft
from evaluations.models.suites import spec_from_json
from evaluations.queries.entry_conditions import check_of
from evaluations.records import Kind, TaskSpec, Verdict, storable
from evaluations.runner.check_versions import check_versions
from evaluations.runner.draw_pictures import pictures_of
from evaluations.runner.grading import Executor, grade_answer
from evaluations.stored_json import read_details
from evaluations.task_digests import verdict_digest

log = logging.getLogger(__name__)
ANSWER_S = 900  # how long a result can be read
BUDGET_S = 90  # for all executions of one try: the next person waits
MOST_CHECKS = 30  # shown of one answer
LONGEST = 600  # characters of a cause


@dataclass(slots=True, kw_only=True)
class Row:
    """One answer that is tried. about: reference, empty, mutant, alternative, answer or stored; before: its verdict."""

    about: str
    name: str
    should_pass: bool | None = None
    verdict: str = ""
    score: float | None = None
    cause: str = ""
    checks: list[TriedCheck] = field(default_factory=list)
    duration_ms: float = 0.0
    before: str = ""
    candidate: int | None = None
    windows: list[TriedWindow] = field(default_factory=list)  # of kind visual

    @property
    def is_met(self) -> bool | None:
        """Whether the result is as expected; None while it is not known, or if nothing is expected."""
        if not self.verdict or self.should_pass is None:
            return None
        return (self.verdict == Verdict.PASSED) == self.should_pass and self.verdict != Verdict.UNSCORED

    def fill(self, outcome: Outcome, reports: Sequence[Report], duration_ms: float) -> None:
        """Store the result of the answer."""
        self.verdict, self.score, self.cause = outcome.verdict, outcome.score, outcome.cause[:LONGEST]
        self.duration_ms = duration_ms
        views = read_details(outcome.details).get("views", [])
        self.windows = [
            TriedWindow(
                width=view["width"],
                height=view["height"],
                score=view["score"],
                figures=view["figures"],
                n_faults=view["n_faults"],
            )
            for view in views
        ]
        checks = [check for report in reports[:1] for check in report.checks][:MOST_CHECKS]
        self.checks = [
            {"name": check.name, "verdict": check.verdict, "message": check.message[:LONGEST]} for check in checks
        ]


class _Reports:
    """The sandbox, without evidence that is not shown here; it remembers its reports."""

    def __init__(self, executor: Executor) -> None:
        self._executor, self.reports = executor, list[Report]()

    def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
        """Run one case."""
        case = replace(case, wants_screenshot=False, wants_types=case.must_type_check)
        report = self._executor.execute(case)
        self.reports.append(report)
        return report


class Progress:
    """The progress, stored where the page reads it."""

    def __init__(self, token: str, person: int, rows: Sequence[Row]) -> None:
        self._token, self._person, self.rows = token, person, list(rows)
        self._lock = threading.Lock()
        self._begun = time.monotonic()
        self.first_round_ms: float | None = None

    @property
    def must_stop(self) -> str:
        """Why no further execution begins; empty while they may."""
        if cache.get(broker_names.trying(self._person)) != self._token:
            return "You pressed Try again: this one was ended."
        if time.monotonic() - self._begun > BUDGET_S:
            return f"The trial took more than {BUDGET_S} s. Lower the time limit, or take mutants out."
        return ""

    def elapsed_ms(self) -> float:
        """Return the time since the worker took it."""
        return (time.monotonic() - self._begun) * 1000

    def show(self, *, error: str = "", conditions: Sequence[Condition] | None = None) -> None:
        """Store what is known. conditions: given, it is done."""
        with self._lock:
            rows = [{**asdict(row), "is_met": row.is_met} for row in self.rows]
            answer: TryResult = {
                "rows": cast(list[TriedAnswer], storable(rows)),
                "error": error,
                "is_done": conditions is not None or bool(error),
                "first_round_ms": self.first_round_ms,
                "conditions": storable([asdict(condition) for condition in conditions or ()]),
            }
            job_data.store_answer(self._token, answer, ANSWER_S)


def try_task(token: str, executor: Executor, *, n_threads: int) -> None:
    """Do the try that `job_data` has under this token; nothing when it is too old."""
    order = job_data.take_input(token)
    if order is None:
        return
    spec = spec_of_order(order)
    if spec.kind is Kind.VISUAL:
        spec = _with_pictures(spec, order, executor)
    trials = trials_of(spec)
    rows = [Row(about=trial.about, name=trial.name, should_pass=trial.should_pass) for trial in trials]
    answers = [*order["answers"], *_stored(order["candidates"])]
    extra = [
        Row(
            about=answer["about"],
            name=answer["name"],
            before=answer.get("before", ""),
            candidate=answer.get("candidate"),
        )
        for answer in answers
    ]
    progress = Progress(token, order["person"], [*rows, *extra])
    progress.show()
    try:
        outcomes = _try_all(spec, trials, answers, progress, executor, n_threads)
    except EvaluationError as exc:
        progress.show(error=str(exc))
        return
    if reason := progress.must_stop:
        progress.show(error=reason)
        return
    conditions = conditions_of(spec, [(trial, outcomes[at]) for at, trial in enumerate(trials)])
    if any(outcome.verdict is Verdict.UNSCORED for group in outcomes for outcome in group):
        progress.show(conditions=conditions)
        return  # our own failure says nothing about the task
    if spec.kind is not Kind.FREE and not spec.reference:
        conditions = [NO_REFERENCE]
    _store_result(spec, order["fixtures"], conditions)
    progress.show(conditions=conditions)


def _with_pictures(spec: TaskSpec, order: dict[str, Any], executor: Executor) -> TaskSpec:
    """Return the task with the pictures of its reference as it is now, which are kept in the draft as well."""
    try:
        pictures = pictures_of(spec, executor.execute)
    except EvaluationError:
        return spec  # the trial of the reference says why
    by = get_user_model().objects.filter(pk=order["person"]).first()
    for name, content in pictures.items():
        if spec.fixtures.get(name) != content:
            try:
                draft = save_fixture(order["draft"], name, content, by)
            except TaskDraft.DoesNotExist:
                return spec  # kept or discarded meanwhile: what was asked for is tried
            order["fixtures"] = {**order["fixtures"], name: draft.fixtures[name]}
    return replace(spec, fixtures={**spec.fixtures, **pictures})


def spec_of_order(order: Mapping[str, Any]) -> TaskSpec:
    """Return the task that a job was given, with the bytes of its fixtures."""
    stored = StoredFile.objects.in_bulk(list(order["fixtures"].values()))
    return spec_from_json(order["spec"], {name: stored[key].read() for name, key in order["fixtures"].items()})


def _stored(candidates: Sequence[int]) -> list[dict[str, Any]]:
    rows = Candidate.objects.filter(pk__in=candidates).select_related("generation", "model")
    return [
        {
            "about": "stored",
            "name": row.model.model_id,
            "text": row.generation.text,
            "before": row.verdict,
            "candidate": row.pk,
        }
        for row in rows
        if row.generation is not None
    ]


def _try_all(
    spec: TaskSpec,
    trials: Sequence[Trial],
    answers: Sequence[Mapping[str, Any]],
    progress: Progress,
    executor: Executor,
    n_threads: int,
) -> list[list[Outcome]]:
    """Return the outcomes of each trial. First everything once, for the page; then the trials again."""
    outcomes: list[list[Outcome]] = [[] for _ in trials]

    def try_one(at: int) -> None:
        if progress.must_stop:
            return
        begun, reports = time.perf_counter(), _Reports(executor)
        if at < len(trials):
            outcome = try_answer(spec, trials[at].files, reports.execute)
            outcomes[at].append(outcome)
        else:
            text = str(answers[at - len(trials)]["text"])
            outcome = grade_answer(text, spec, reports, candidate_id="try", tries_variants=False).outcome
        if not progress.rows[at].verdict:
            progress.rows[at].fill(outcome, reports.reports, (time.perf_counter() - begun) * 1000)
            progress.show()

    with ThreadPoolExecutor(n_threads, thread_name_prefix="try") as pool:
        list(pool.map(try_one, range(len(trials) + len(answers))))
        progress.first_round_ms = progress.elapsed_ms()
        progress.show()
        list(pool.map(try_one, list(range(len(trials))) * (TIMES - 1)))
    return outcomes


def _store_result(spec: TaskSpec, fixtures: Mapping[str, str], conditions: Sequence[Condition]) -> None:
    harness, grader = check_versions()
    EntryCheck.objects.update_or_create(
        pk=verdict_digest(spec, fixtures),
        defaults={
            "conditions": storable([asdict(condition) for condition in conditions]),
            "is_met": all(condition.is_met for condition in conditions),
            "checked_at": now(),
            "harness_version": harness,
            "grader_version": grader,
        },
    )


def try_version(version_id: int, executor: Executor, *, stop_requested: threading.Event, again: bool = False) -> int:
    """Try the conditions of entry of each task of a version whose content was not tried yet; return how many.

    again: also of tasks that did not meet them, or were tried with an older version of the checks.
    A task without a reference stays untried, and so does one whose trial could not be executed.
    """
    n, present = 0, check_versions()
    for task in Task.objects.filter(version=version_id).order_by("position"):
        spec = task.to_spec()
        if stop_requested.is_set():
            break
        known = check_of(spec, task.fixtures)
        is_settled = known is not None and (not again or (known.is_met and known.versions == present))
        if is_settled or not trials_of(spec):
            continue
        n += _try_and_keep(spec, task.fixtures, _Reports(executor))
    return n


def _try_and_keep(spec: TaskSpec, fixtures: Mapping[str, str], reports: _Reports) -> bool:
    """Return whether the result was stored."""
    conditions = entry_conditions(spec, reports.execute)
    if any(report.verdict is Verdict.UNSCORED for report in reports.reports):
        log.warning("The conditions of %s could not be tried: our own execution failed.", spec.slug)
        return False
    _store_result(spec, fixtures, conditions)
    return True
