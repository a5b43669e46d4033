"""What can be done to a whole run, and the sentence that says what came of it: for the buttons and for programs."""

from __future__ import annotations

from evaluations import tasks as jobs
from evaluations.models import Candidate, Run, State
from webapp.site.sockets import tell_run_changed


def move(found: Run, act: str) -> str:
    """Pause, resume, cancel, retry, regrade (a name of ACTS); wakes workers and tells open pages."""
    said = ACTS[act](found)
    if act in ("resume", "retry", "regrade"):
        jobs.wake()
    tell_run_changed(found)
    return said


def _pause(found: Run) -> str:
    done = found.pause()
    return "Paused: what is being answered ends, nothing new begins." if done else "The run was not running."


def _resume(found: Run) -> str:
    return "The run goes on." if found.resume() else "The run was not paused."


def _cancel(found: Run) -> str:
    if not found.cancel():
        return "The run had ended already."
    # What a model is writing at this moment is stopped, and left out too.
    n = found.candidates.filter(state__in=[State.CANCELLED, State.GENERATING]).count()
    left_out = f"{n} answer is left out" if n == 1 else f"{n} answers are left out"
    return f"Cancelled: {left_out}, the others keep their verdicts. “Ask again” takes it back."


def _retry(found: Run) -> str:
    n = found.retry_unscored()
    return f"{n} answers are asked for or executed again." if n else "Nothing is unscored or left out."


def _regrade(found: Run) -> str:
    n = found.regrade()
    return f"{n} stored answers are graded again; no model is asked." if n else "There is no finished answer to grade."


ACTS = {"pause": _pause, "resume": _resume, "cancel": _cancel, "retry": _retry, "regrade": _regrade}


def regrade_one(candidate: Candidate) -> str:
    """Extract, execute and grade one stored answer again."""
    if not candidate.run.regrade(Candidate.objects.filter(pk=candidate.pk)):
        return "There is no finished answer to grade."
    jobs.wake()
    tell_run_changed(candidate.run)
    return "Graded again; no model is asked. The page shows the new verdict when it is there."
