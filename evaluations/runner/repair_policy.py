"""Strategies that ask again: when an answer goes back to the model, and with which message."""

from __future__ import annotations

from evaluations import prompts
from evaluations.execution_records import Outcome
from evaluations.models import Candidate, Run
from evaluations.models.repair_rounds import Round
from evaluations.prompts.repair import Attempt, attempt_of
from evaluations.records import Verdict
from evaluations.verdicts import REPAIRABLE


def may_need_repair(candidate: Candidate, verdict: Verdict) -> bool:
    """Return whether the strategy asks the model again after such a verdict; the database is not asked."""
    return bool(prompts.REPAIR_ROUNDS.get(candidate.strategy, 0)) and verdict in REPAIRABLE


def needs_repair(candidate: Candidate, outcome: Outcome, *, is_flaky: bool) -> bool:
    """Return whether this verdict is not the last word. Call it inside the transaction that stores the verdict.

    Never for a regrade (the answer was graded before), nor in a run that was cancelled.
    """
    if is_flaky or not may_need_repair(candidate, outcome.verdict):
        return False
    n_rounds = candidate.rounds.count()
    if n_rounds >= prompts.REPAIR_ROUNDS[candidate.strategy] or candidate.gradings.count() > n_rounds:
        return False
    run = Run.objects.select_for_update().get(pk=candidate.run_id)
    return run.origin == Run.Origin.LIVE and run.state in (Run.State.RUNNING, Run.State.PAUSED)


def last_attempt(candidate: Candidate) -> Attempt | None:
    """Return the last attempt, which the next prompt shows the model; None in round 0."""
    last = Round.objects.filter(candidate=candidate).select_related("grading").order_by("-number").first()
    if last is None:
        return None
    grading = last.grading
    return attempt_of(grading.files, grading.verdict, grading.cause, grading.reports)
