"""The buttons of a run, for pages and API: apply the action, wake workers and notify open pages."""

from __future__ import annotations

from evaluations import events
from evaluations import tasks as jobs
from evaluations.actions.apply_bulk_change import change_run
from evaluations.actions.control_run import ACTIONS, STARTS_WORK, Result, User, control_run
from evaluations.models import Candidate, Run
from evaluations.models.changes import ChangeKind
from evaluations.tasks import suite_jobs

__all__ = ["ACTIONS", "regrade_one", "run_action"]


def run_action(run: Run, name: str, by: User) -> Result:
    """Do one of ACTIONS to a run, like pause or retry.

    Returns the sentence to show, and the bulk change that was recorded for a retry or a regrade.
    """
    result = control_run(run, name, by)
    if name in STARTS_WORK:
        jobs.wake()
    if name == "retry-variant":
        suite_jobs.wake_variant(run)
    events.run_changed(run.pk, run.team_id)
    return result


def regrade_one(candidate: Candidate, by: User) -> str:
    """Extract, execute and grade one stored answer again."""
    rows = Candidate.objects.filter(pk=candidate.pk)
    if change_run(candidate.run, ChangeKind.REGRADE, by=by, rows=rows) is None:
        return "There is no finished answer to grade."
    jobs.wake()
    events.run_changed(candidate.run.pk, candidate.run.team_id)
    return "Graded again; no model is asked. The page shows the new verdict when it is there."
