"""What happens to a candidate when our own work or its model server failed: another attempt later, or no verdict.

Both functions take the candidate and `claimed`, the query that finds its row only while this worker has it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from evaluations import events
from evaluations.models import Candidate, Run, State
from evaluations.models.candidates import CandidateQuerySet
from evaluations.records import Verdict
from evaluations.runner.finish_run import finish_run, plan_round

MAX_ATTEMPTS = 3


def attempt_later(
    candidate: Candidate, claimed: CandidateQuerySet, cause: str, *, state: State, back_off_s: float
) -> bool:
    """Release the candidate in this state for another attempt. False when it has had its last one.

    back_off_s: the wait before the second attempt; it doubles with each further one.
    """
    attempts = candidate.attempts + 1
    if attempts >= MAX_ATTEMPTS:
        return False
    later = Now() + timedelta(seconds=back_off_s * 2 ** (attempts - 1))
    claimed.update(state=state, taken_by="", taken_at=None, attempts=F("attempts") + 1, not_before=later, cause=cause)
    Candidate.objects.filter(pk=candidate.pk).leave_out_cancelled()
    return True


def end_unscored(
    candidate: Candidate, claimed: CandidateQuerySet, cause: str, earlier: dict[str, Any] | None = None
) -> bool:
    """End the candidate as unscored, or with the result of an earlier grading. False when another worker has it."""
    result = earlier or {"verdict": Verdict.UNSCORED, "score": None, "cause": cause}
    ended = claimed.update(
        state=State.DONE, taken_by="", taken_at=None, attempts=F("attempts") + 1, finished_at=Now(), **result
    )
    if not ended:
        return False
    run = Run.objects.get(pk=candidate.run_id)
    finish_run(run)
    plan_round(run)
    events.run_changed(run.pk, run.team_id)
    return True
