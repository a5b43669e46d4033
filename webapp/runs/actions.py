"""What the buttons of a run do, and the sentence that says what happened; for pages and API."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from evaluations import events
from evaluations import tasks as jobs
from evaluations.actions.adaptive_runs import advance
from evaluations.actions.apply_bulk_change import change_run
from evaluations.models import BulkChange, Candidate, Run, State
from evaluations.models.changes import ChangeKind

User = AbstractBaseUser | AnonymousUser
Result = tuple[str, BulkChange | None]


def run_action(run: Run, name: str, by: User) -> Result:
    """Pause, resume, cancel, retry or regrade (a name of ACTIONS); wakes workers and tells open pages.

    Returns the sentence to show, and the bulk change that was recorded for a retry or a regrade.
    """
    result = ACTIONS[name](run, by)
    if name in ("resume", "retry", "regrade"):
        jobs.wake()
    events.run_changed(run.pk, run.team_id)
    return result


def _pause(run: Run, by: User) -> Result:
    done = run.pause()
    return "Paused: what is being answered ends, nothing new begins." if done else "The run was not running.", None


def _resume(run: Run, by: User) -> Result:
    if not run.resume():
        return "The run was not paused.", None
    advance(run)  # its last answers may have come in while it was paused
    return "The run goes on.", None


def _cancel(run: Run, by: User) -> Result:
    if not run.cancel():
        return "The run had ended already.", None
    # What a model is writing at this moment is stopped, and left out too.
    n = run.candidates.filter(state__in=[State.CANCELLED, State.GENERATING]).count()
    left_out = f"{n} answer is left out" if n == 1 else f"{n} answers are left out"
    return f"Cancelled: {left_out}, the others keep their verdicts. “Retry” takes it back.", None


def _retry(run: Run, by: User) -> Result:
    change = change_run(run, ChangeKind.AGAIN, by=by)
    if change is None:
        return "Nothing is unscored or left out.", None
    n = change.n_asked + change.n_regraded
    return f"{_answers(n)} asked for or executed again. It can be undone under Changes.", change


def _regrade(run: Run, by: User) -> Result:
    change = change_run(run, ChangeKind.REGRADE, by=by)
    if change is None:
        return "There is no finished answer to grade.", None
    return f"{_answers(change.n_regraded)} graded again; no model is asked. It can be undone under Changes.", change


def _answers(n: int) -> str:
    return "1 answer is" if n == 1 else f"{n:,} answers are"


ACTIONS: dict[str, Callable[[Run, User], Result]] = {
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
    "retry": _retry,
    "regrade": _regrade,
}


def regrade_one(candidate: Candidate, by: User) -> str:
    """Extract, execute and grade one stored answer again."""
    rows = Candidate.objects.filter(pk=candidate.pk)
    if change_run(candidate.run, ChangeKind.REGRADE, by=by, rows=rows) is None:
        return "There is no finished answer to grade."
    jobs.wake()
    events.run_changed(candidate.run.pk, candidate.run.team_id)
    return "Graded again; no model is asked. The page shows the new verdict when it is there."
