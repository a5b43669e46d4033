"""When our own work or a model server failed: when the next attempt is made, and when the candidate ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from evaluations.errors import AdapterError
from evaluations.models import Candidate, Run, State
from evaluations.runner import execution, failed_requests
from evaluations.runner.attempts import MAX_ATTEMPTS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[State.GENERATING, State.EXECUTING])
def claimed(request: pytest.FixtureRequest) -> Candidate:
    """A candidate that worker w asks a model, or executes."""
    run = factories.make_run(factories.make_suite([factories.make_spec()]), [factories.make_model("a/x")])
    run.candidates.update(state=request.param, taken_by="w", taken_at=now())
    return run.candidates.get()


def fail(candidate: Candidate, worker: str = "w") -> Candidate:
    """Report that our own work failed, as the worker does, and return the row as it is stored then."""
    if candidate.state == State.GENERATING:
        failed_requests.retry_or_end(candidate.pk, State.GENERATING, worker, AdapterError("It broke.", retryable=True))
    else:
        execution._retry_or_end(candidate, "It broke.", worker)
    return Candidate.objects.get(pk=candidate.pk)


def test_next_attempt_waits_and_each_wait_is_twice_as_long(claimed: Candidate) -> None:
    released_in = State.QUEUED if claimed.state == State.GENERATING else State.EXECUTING
    waits: list[timedelta] = []
    for attempt in range(1, MAX_ATTEMPTS):
        row = fail(claimed)
        assert (row.state, row.taken_by, row.attempts, row.cause) == (released_in, "", attempt, "It broke.")
        assert row.not_before is not None
        waits.append(row.not_before - now())
        Candidate.objects.update(state=claimed.state, taken_by="w", not_before=None)
        claimed = Candidate.objects.get()
    assert waits[1].total_seconds() == pytest.approx(2 * waits[0].total_seconds(), abs=0.5)


def test_last_attempt_ends_the_candidate_and_its_run(claimed: Candidate) -> None:
    Candidate.objects.update(attempts=MAX_ATTEMPTS - 1)
    row = fail(Candidate.objects.get())
    assert (row.state, row.verdict, row.score, row.attempts) == (State.DONE, "unscored", None, MAX_ATTEMPTS)
    assert (row.taken_by, row.cause, row.finished_at is not None) == ("", "It broke.", True)
    assert Run.objects.get().state == Run.State.DONE


def test_row_of_another_worker_stays_unchanged(claimed: Candidate) -> None:
    for attempts in (0, MAX_ATTEMPTS - 1):
        Candidate.objects.update(attempts=attempts)
        before = Candidate.objects.values().get()
        fail(Candidate.objects.get(), worker="another")
        assert Candidate.objects.values().get() == before


def test_question_of_a_cancelled_run_is_left_out(claimed: Candidate) -> None:
    Run.objects.update(state=Run.State.CANCELLED)
    assert fail(claimed).state == State.CANCELLED
