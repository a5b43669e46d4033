"""Tests of the end of a run, also when two workers store its last verdicts at the same time."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from evaluations.models import Candidate, Run, State
from evaluations.records import Verdict
from evaluations.runner.finish_run import finish_run
from evaluations.tasks import recover
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
DONE = {"state": State.DONE, "verdict": Verdict.PASSED}


@pytest.fixture
def run() -> Run:
    """Two answers without a verdict."""
    version = factories.make_suite([factories.make_spec("one"), factories.make_spec("two")])
    return factories.make_run(version, [factories.make_model()])


def is_marked_done(run: Run) -> bool:
    run.refresh_from_db()
    return run.state == Run.State.DONE


def test_periodic_job_ends_a_run_that_was_left_running(run: Run) -> None:
    recover()
    assert not is_marked_done(run)
    run.candidates.update(**DONE)
    recover()
    assert is_marked_done(run)
    assert run.finished_at is not None


def test_the_periodic_job_leaves_a_paused_run_alone(run: Run) -> None:
    assert run.pause()
    run.candidates.update(**DONE)
    recover()
    assert not is_marked_done(run)


def test_two_transactions_that_end_at_once_leave_the_run_to_the_periodic_job(run: Run) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer at a time, so the second one sees what the first one stored.")
    both_have_looked = threading.Barrier(2, timeout=20)

    def end(candidate: Candidate) -> None:
        with transaction.atomic():
            Candidate.objects.filter(pk=candidate.pk).update(**DONE)
            finish_run(Run.objects.get(pk=run.pk))
            both_have_looked.wait()
        connection.close()

    threads = [threading.Thread(target=end, args=(candidate,)) for candidate in run.candidates.all()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not is_marked_done(run)
    recover()
    assert is_marked_done(run)
