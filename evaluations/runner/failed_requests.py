"""Handles a candidate whose request gave no answer: it is asked again later, given up, or put back."""

from __future__ import annotations

from django.utils.timezone import now

from evaluations import metrics
from evaluations.errors import AdapterError
from evaluations.models import Candidate, LanguageModel, Run, State
from evaluations.runner.attempts import attempt_later, end_unscored

BACK_OFF_S = 4


def note_error(model: LanguageModel, error: AdapterError | None) -> None:
    """Keep for the models page why the model was last not asked; None: it answered."""
    text = str(error or "")
    if model.last_error != text:
        model.last_error = text
        LanguageModel.objects.filter(pk=model.pk).update(last_error=text, last_error_at=now() if text else None)


def retry_or_end(pk: int, state: State, worker: str, error: AdapterError) -> None:
    """Ask again later, because we or the server failed. After the last attempt the candidate is unscored."""
    claimed = Candidate.objects.filter(pk=pk, state=state, taken_by=worker)
    candidate = claimed.first()
    if candidate is None:
        return
    metrics.add("our_faults", "model_server")
    cause = str(error)
    if error.retryable and attempt_later(candidate, claimed, cause, state=State.QUEUED, back_off_s=BACK_OFF_S):
        return
    end_unscored(candidate, claimed, cause)


def withdraw(candidate: Candidate, worker: str) -> None:
    """Give the row back without storing anything: the answer is not needed any more, or this worker ends."""
    is_cancelled = Run.objects.filter(pk=candidate.run_id, state=Run.State.CANCELLED).exists()
    Candidate.objects.filter(pk=candidate.pk, state=State.GENERATING, taken_by=worker).update(
        state=State.CANCELLED if is_cancelled else State.QUEUED, taken_by="", taken_at=None
    )
