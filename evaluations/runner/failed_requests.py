"""Handles a candidate whose request gave no answer: it is asked again later, given up, or put back."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.db.models.functions import Now
from django.utils.timezone import now

from evaluations import events, metrics
from evaluations.errors import AdapterError
from evaluations.models import Candidate, LanguageModel, Run, State
from evaluations.records import Verdict
from evaluations.runner.finish_run import finish_run, plan_round

MAX_ATTEMPTS = 3
BACK_OFF_S = 4  # doubles with each attempt


def note_error(model: LanguageModel, error: AdapterError | None) -> None:
    """Keep for the models page why the model was last not asked; None: it answered."""
    text = str(error or "")
    if model.last_error != text:
        model.last_error = text
        LanguageModel.objects.filter(pk=model.pk).update(last_error=text, last_error_at=now() if text else None)


def give_up_or_wait(pk: int, state: State, worker: str, error: AdapterError) -> None:
    """After an error of ours or the server's: queue it for later, or mark it unscored after the last try."""
    row = Candidate.objects.filter(pk=pk, state=state, taken_by=worker)
    candidate = row.select_related("run").first()
    if candidate is None:
        return
    metrics.add("our_faults", "model_server")
    attempts = candidate.attempts + 1
    if error.retryable and attempts < MAX_ATTEMPTS:
        later = Now() + timedelta(seconds=BACK_OFF_S * 2 ** (attempts - 1))
        row.update(
            state=State.QUEUED,
            taken_by="",
            taken_at=None,
            attempts=F("attempts") + 1,
            not_before=later,
            cause=str(error),
        )
        Candidate.objects.filter(pk=pk).leave_out_cancelled()
        return
    row.update(
        state=State.DONE,
        taken_by="",
        taken_at=None,
        attempts=F("attempts") + 1,
        verdict=Verdict.UNSCORED,
        cause=str(error),
        finished_at=Now(),
    )
    finish_run(candidate.run)
    plan_round(candidate.run)
    events.run_changed(candidate.run_id, candidate.run.team_id)


def withdraw(candidate: Candidate, worker: str) -> None:
    """The answer is not needed any more, or this worker ends: nothing is stored, the row is free again."""
    is_cancelled = Run.objects.filter(pk=candidate.run_id, state=Run.State.CANCELLED).exists()
    Candidate.objects.filter(pk=candidate.pk, state=State.GENERATING, taken_by=worker).update(
        state=State.CANCELLED if is_cancelled else State.QUEUED, taken_by="", taken_at=None
    )
