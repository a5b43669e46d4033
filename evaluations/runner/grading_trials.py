"""Executes and grades the answers of a trial with the checks of another version. What counts stays as it is."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from evaluations.models import GradingTrial
from evaluations.models.grading_trials import TrialVerdict
from evaluations.records import Verdict, storable
from evaluations.runner.execution import gap_of, no_code_cause
from evaluations.runner.grading import Executor, GradedAnswer, grade_answer
from evaluations.runner.grading_fields import evidence_wanted, grading_fields, spec_of
from evaluations.runner.workers import own_connection

MAX_ATTEMPTS = 2
log = logging.getLogger(__name__)


def execute_trial(trial_id: int, executor: Executor, *, n_threads: int, stop_requested: threading.Event) -> int:
    """Execute the answers of a trial that have no verdict yet; return how many. 0 if another worker has the trial."""
    if not GradingTrial.objects.claim(trial_id):
        return 0

    def work(pk: int) -> bool:
        if stop_requested.is_set():
            return False
        with own_connection():
            return GradingTrial.objects.extend(trial_id) and _execute(pk, executor)

    waiting = TrialVerdict.objects.filter(trial=trial_id, verdict="").order_by("pk").values_list("pk", flat=True)
    try:
        with ThreadPoolExecutor(n_threads, thread_name_prefix="trial") as pool:
            return sum(pool.map(work, list(waiting)))
    finally:
        GradingTrial.objects.release(trial_id)


def _execute(pk: int, executor: Executor) -> bool:
    row = TrialVerdict.objects.select_related("candidate__generation").filter(pk=pk, verdict="").first()
    if row is None:
        return False
    try:
        graded = _graded(row, executor)
    except Exception as exc:
        log.exception("Answer %s could not be executed in trial %s.", row.candidate_id, row.trial_id)
        cause = storable(f"It could not be executed: {exc}")
        return bool(TrialVerdict.objects.filter(pk=pk).update(verdict=Verdict.UNSCORED, cause=cause))
    fields = grading_fields(graded)
    del fields["screenshot"]
    fields["verdict"] = str(fields["verdict"])
    open_row = TrialVerdict.objects.filter(pk=pk, verdict="")
    return bool(
        open_row.update(verdict=fields["verdict"], cause=fields["cause"], is_flaky=fields["is_flaky"], judgement=fields)
    )


def _graded(row: TrialVerdict, executor: Executor) -> GradedAnswer:
    generation, candidate = row.candidate.generation, row.candidate
    for attempt in range(MAX_ATTEMPTS):
        graded = grade_answer(
            generation.text,
            spec_of(row.task_id),
            executor,
            candidate_id=f"trial-{row.pk}",
            gap=gap_of(generation.prompt),
            evidence=replace(evidence_wanted(candidate.sample), screenshots=False),
            no_code_cause=no_code_cause(generation),
        )
        if graded.outcome.verdict is not Verdict.UNSCORED or attempt + 1 == MAX_ATTEMPTS:
            break
    return graded
