"""Pause, resume, cancel, retry and regrade a run, and try or drop its second run: what each does to the rows, and the
sentence about the result.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from evaluations.actions.adaptive_runs import advance
from evaluations.actions.apply_bulk_change import change_run
from evaluations.actions.run_beside import drop_variant, try_variant_again
from evaluations.models import BulkChange, Run, State
from evaluations.models.changes import ChangeKind

User = AbstractBaseUser | AnonymousUser
Result = tuple[str, BulkChange | None]
STARTS_WORK = ("resume", "retry", "regrade")  # workers have something to do afterwards


def control_run(run: Run, name: str, by: User) -> Result:
    """Do one of ACTIONS. Return the sentence, and the bulk change that was recorded for a retry or a regrade.

    The caller wakes the workers (WAKING) and announces the change.
    """
    return ACTIONS[name](run, by)


def _pause(run: Run, by: User) -> Result:
    done = run.pause()
    return "Paused. Current answers are finished; no new ones start." if done else "The run was not running.", None


def _resume(run: Run, by: User) -> Result:
    if not run.resume():
        return "The run was not paused.", None
    advance(run)  # its last answers may have come in while it was paused
    return "The run continues.", None


def _cancel(run: Run, by: User) -> Result:
    if not run.cancel():
        return "The run had ended already.", None
    # Answers that a model is writing at this moment are stopped, and left out too.
    n = run.candidates.filter(state__in=[State.CANCELLED, State.GENERATING]).count()
    left_out = f"{n} answer is left out" if n == 1 else f"{n} answers are left out"
    return f"Cancelled. {left_out}; the others keep their verdicts. “Retry” asks for the missing ones.", None


def _retry(run: Run, by: User) -> Result:
    change = change_run(run, ChangeKind.AGAIN, by=by)
    if change is None:
        return "Nothing is unscored or left out.", None
    n = change.n_asked + change.n_regraded
    return f"{_answers(n)} asked for or executed again. You can undo this under Changes.", change


def _regrade(run: Run, by: User) -> Result:
    change = change_run(run, ChangeKind.REGRADE, by=by)
    if change is None:
        return "There is no finished answer to grade.", None
    return f"{_answers(change.n_regraded)} graded again; no model is asked. You can undo this under Changes.", change


def _retry_variant(run: Run, by: User) -> Result:
    if not try_variant_again(run):
        return "No second run has failed.", None
    return "The second run is being prepared again.", None


def _drop_variant(run: Run, by: User) -> Result:
    return "No second run will be started." if drop_variant(run) else "No second run is being prepared.", None


def _answers(n: int) -> str:
    return "1 answer is" if n == 1 else f"{n:,} answers are"


ACTIONS: dict[str, Callable[[Run, User], Result]] = {
    "pause": _pause,
    "resume": _resume,
    "cancel": _cancel,
    "retry": _retry,
    "regrade": _regrade,
    "retry-variant": _retry_variant,
    "drop-variant": _drop_variant,
}
