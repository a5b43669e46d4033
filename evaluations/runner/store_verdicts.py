"""Stores verdicts: several in one transaction while more answers wait, each at once otherwise."""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, Self

from django.db import transaction
from django.db.models.functions import Now

from evaluations import events, metrics
from evaluations.log_lines import log_ids
from evaluations.models import Candidate, Grading, Run, State
from evaluations.models.repair_rounds import save_round
from evaluations.records import storable
from evaluations.runner import repair_policy
from evaluations.runner.finish_run import finish_run, plan_round
from evaluations.runner.grading import GradedAnswer
from evaluations.runner.grading_fields import grading_fields
from evaluations.runner.workers import Liveness, own_connection, passing_fault, retried
from evaluations.verdicts import FLAKY

STORE_AT_ONCE = 24
LONGEST_WAIT_S = 0.2
REQUEUED = {"state": State.QUEUED, "attempts": 0, "not_before": None, "is_truncated": False, "verdict": "", "cause": ""}
Stored = Literal["done", "asks again"]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GradedCandidate:
    """A candidate that a worker holds, with its verdict."""

    candidate: Candidate
    graded: GradedAnswer

    @property
    def is_flaky(self) -> bool:
        """Whether one of its cases passed once and failed once."""
        return any(report.is_flaky for report in self.graded.reports)

    @property
    def result(self) -> dict[str, Any]:
        """The candidate's fields that depend on the verdict."""
        outcome = self.graded.outcome
        cause = storable(outcome.cause)
        return {"verdict": outcome.verdict, "score": outcome.score, "cause": cause, "is_flaky": self.is_flaky}


class VerdictWriter:
    """Stores the verdicts of a worker's threads. Use it as a context: all are stored when it ends.

    has_more: whether the worker holds further answers. While it does, up to STORE_AT_ONCE verdicts wait for each other,
    for LONGEST_WAIT_S at most: 24 in one transaction take a quarter of the processor time of 24 transactions (2026-11).
    call_model: an answer goes back to its model. reschedule: called with a candidate whose verdict the database
    refuses, and with the reason.
    If the process ends before a verdict is stored, the answer is executed again.
    """

    def __init__(
        self,
        liveness: Liveness,
        *,
        has_more: Callable[[], bool],
        call_model: Callable[[], None],
        reschedule: Callable[[Candidate, str], None],
    ) -> None:
        self.liveness, self.has_more, self.call_model, self.reschedule = liveness, has_more, call_model, reschedule
        self._waiting: list[GradedCandidate] = []
        self._oldest_at = 0.0
        self._is_closing = False
        self._error: Exception | None = None
        self._changed = threading.Condition()
        self._storing = threading.Lock()
        self._thread = threading.Thread(target=self._store_late, name="store-verdicts", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        self._thread.join()
        self._store_waiting()
        if self._error and error is None:
            raise self._error

    def add(self, answer: GradedCandidate) -> None:
        """Take over a verdict and its candidate. Raises the error of a verdict that could not be stored."""
        with self._changed:
            self._waiting.append(answer)
            n = len(self._waiting)
            if n == 1:
                self._oldest_at = time.monotonic()
                self._changed.notify()
        if n >= STORE_AT_ONCE or not self.has_more():
            self._store_waiting()
        if self._error:
            raise self._error

    def _store_late(self) -> None:
        """Store what has waited long enough while the other threads execute answers."""
        with own_connection():
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: self._waiting or self._is_closing)
                    if self._is_closing:
                        return
                    rest_s = self._oldest_at + LONGEST_WAIT_S - time.monotonic()
                    if rest_s > 0:
                        self._changed.wait(rest_s)
                        continue
                self._store_waiting()

    def _store_waiting(self) -> None:
        with self._storing:
            with self._changed:
                batch, self._waiting = self._waiting, []
            try:
                self._store(batch)
            except Exception as exc:
                self._error = exc
            finally:
                self.liveness.let_go(answer.candidate.pk for answer in batch)

    def _store(self, batch: Sequence[GradedCandidate]) -> None:
        if not batch:
            return
        try:
            stored = retried(lambda: store_together(batch, self.liveness.name), self.liveness.stop_requested)
        except Exception as exc:
            if passing_fault(exc):
                raise
            self._store_singly(batch, exc)
            return
        for answer in batch:
            if answer.candidate.pk in stored:
                metrics.add("verdicts", answer.graded.outcome.verdict)
        if "asks again" in stored.values():
            self.call_model()

    def _store_singly(self, batch: Sequence[GradedCandidate], error: Exception) -> None:
        """Store the verdicts one by one: find the one that cannot be stored, and have its answer executed again
        later.
        """
        if len(batch) > 1:
            for answer in batch:
                self._store([answer])
            return
        candidate = batch[0].candidate
        with log_ids(candidate=candidate.pk, run=candidate.run_id):
            log.error("The verdict of candidate %s could not be stored.", candidate.pk, exc_info=error)
        metrics.add("our_faults", "other")
        self.reschedule(candidate, f"Its verdict could not be stored: {error}")


@dataclass(slots=True)
class _RunChange:
    """What one transaction changed in a run."""

    run: Run
    verdicts: dict[int, str] = field(default_factory=dict)


def store_together(batch: Sequence[GradedCandidate], worker: str) -> dict[int, Stored]:
    """Keep verdicts and evidence in one transaction. Rows that are no longer this worker's are missing in the result.

    "asks again": a model has to answer a round of repair or the next round of samples.
    """
    with transaction.atomic():
        asking = {
            answer.candidate.pk
            for answer in batch
            if repair_policy.needs_repair(answer.candidate, answer.graded.outcome, is_flaky=answer.is_flaky)
        }
        own = _own_rows(batch, worker)
        graded = [answer for answer in batch if answer.candidate.pk in own]
        if not graded:
            return {}
        _move(graded, asking)
        _save_gradings(graded, asking)
        changes = _changes_by_run(graded, asking)
        for change in changes:
            if change.verdicts:
                finish_run(change.run)
    stored: dict[int, Stored] = {pk: "asks again" if pk in asking else "done" for pk in own}
    for change in changes:
        events.run_changed(change.run.pk, change.run.team_id, change.verdicts)
        if change.verdicts and plan_round(change.run):
            stored |= dict.fromkeys(change.verdicts, "asks again")
    return stored


def _own_rows(batch: Sequence[GradedCandidate], worker: str) -> set[int]:
    """Lock the rows that this worker still holds, always in the same order."""
    rows = Candidate.objects.filter(pk__in=[answer.candidate.pk for answer in batch])
    claimed = rows.filter(state=State.EXECUTING, taken_by=worker).order_by("pk")
    return set(claimed.select_for_update().values_list("pk", flat=True))


def _move(graded: Sequence[GradedCandidate], asking: set[int]) -> None:
    """Give the candidates their results: one statement for those with the same result."""
    alike: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
    for answer in graded:
        pk = answer.candidate.pk
        alike[() if pk in asking else tuple(answer.result.items())].append(pk)
    for result, pks in alike.items():
        fields = {"state": State.DONE, "finished_at": Now(), **dict(result)} if result else REQUEUED
        Candidate.objects.filter(pk__in=pks).update(taken_by="", taken_at=None, **fields)


def _save_gradings(graded: Sequence[GradedCandidate], asking: set[int]) -> None:
    """Add the new gradings, which are current unless the answer goes back to its model."""
    earlier = Grading.objects.filter(candidate__in=[answer.candidate.pk for answer in graded], is_current=True)
    earlier.update(is_current=False)
    gradings = Grading.objects.bulk_create(
        Grading(
            candidate=answer.candidate,
            is_current=answer.candidate.pk not in asking,
            **grading_fields(answer.graded),
        )
        for answer in graded
    )
    for answer, grading in zip(graded, gradings, strict=True):
        if answer.candidate.pk in asking:
            save_round(answer.candidate, grading)


def _changes_by_run(graded: Sequence[GradedCandidate], asking: set[int]) -> list[_RunChange]:
    changes: dict[int, _RunChange] = {}
    for answer in graded:
        candidate = answer.candidate
        change = changes.setdefault(candidate.run_id, _RunChange(candidate.run))
        if candidate.pk not in asking:
            change.verdicts[candidate.pk] = FLAKY if answer.is_flaky else answer.graded.outcome.verdict.value
    return list(changes.values())
