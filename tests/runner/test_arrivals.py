"""Threads of the execute worker that wait for the next answer instead of ending."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluations.execution_records import OnVerdict, Report
from evaluations.models import Run, State
from evaluations.records import Verdict
from evaluations.runner import execution
from evaluations.runner.arrivals import Arrivals
from evaluations.runner.execution import process_queue
from evaluations.runner.workers import Liveness
from tests import factories
from tests.processes import wait_until


def never() -> bool:
    return False


def test_announcement_wakes_one_thread_and_the_others_go_on_waiting() -> None:
    arrivals = Arrivals(linger_s=20)
    arrivals.open()
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(arrivals.wait_after, 0, never) for _ in range(3)]
        wait_until(lambda: len(arrivals._condition._waiters) == 3, deadline_s=5, interval_s=0.01)  # type: ignore[attr-defined]
        arrivals.announce()
        wait_until(lambda: any(future.done() for future in waiting), deadline_s=0.4, interval_s=0.01)
        assert [future.result() for future in waiting if future.done()] == [True]
        arrivals.announce(2)
        assert [future.result(5) for future in waiting] == [True] * 3


def test_announcement_before_the_wait_is_not_missed() -> None:
    arrivals = Arrivals(linger_s=20)
    arrivals.open()
    seen = arrivals.n
    arrivals.announce()
    begun = time.monotonic()
    assert arrivals.wait_after(seen, never)
    assert time.monotonic() - begun < 1


def test_all_threads_end_after_enough_time_without_work() -> None:
    arrivals = Arrivals(linger_s=0.2)
    arrivals.open()
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda _: arrivals.wait_after(0, never), range(3))) == [False] * 3


def test_threads_end_soon_after_a_stop_signal() -> None:
    arrivals, stop = Arrivals(linger_s=60), threading.Event()
    arrivals.open()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(arrivals.wait_after, 0, stop.is_set)
        stop.set()
        assert waiting.result(5) is False


def test_without_time_to_linger_no_thread_waits() -> None:
    arrivals = Arrivals()
    arrivals.open()
    assert not arrivals.wait_after(0, never)


class Sandbox:
    """Everything passes; it notes which thread asked, and a first case may last until it is told to end."""

    def __init__(self) -> None:
        self.threads: list[str] = []
        self.may_end = threading.Event()
        self.may_end.set()

    def execute(self, case: object, *, on_verdict: OnVerdict = None) -> Report:
        self.threads.append(threading.current_thread().name)
        assert self.may_end.wait(20)
        return Report(id="", verdict=Verdict.PASSED, checks=())


def answered(run: Run, n: int) -> None:
    for candidate in run.candidates.filter(state=State.QUEUED)[:n]:
        factories.answer(candidate, factories.COMPONENT)
        run.candidates.filter(pk=candidate.pk).update(state=State.EXECUTING)


@pytest.mark.django_db(transaction=True)
def test_answers_that_arrive_later_are_executed_by_threads_that_wait(broker: str) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()], n_samples=3)
    sandbox, liveness, arrivals = Sandbox(), Liveness("execute"), Arrivals(linger_s=30)
    answered(run, 1)

    def n_done() -> int:
        return run.candidates.filter(state=State.DONE).count()

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(process_queue, sandbox, liveness, n_threads=3, call_for_help=lambda: None, arrivals=arrivals)
        wait_until(lambda: n_done() == 1, deadline_s=20, interval_s=0.02)
        sandbox.may_end.clear()
        answered(run, 1)
        arrivals.announce()
        wait_until(lambda: len(sandbox.threads) == 2, deadline_s=5, interval_s=0.02)
        answered(run, 1)
        arrivals.announce()  # the first one still runs: it must not have to end before this one begins
        wait_until(lambda: len(sandbox.threads) == 3, deadline_s=5, interval_s=0.02)
        sandbox.may_end.set()
        wait_until(lambda: n_done() == 3, deadline_s=20, interval_s=0.02)
        liveness.stop_requested.set()
        assert work.result(20) == 3


@pytest.mark.django_db(transaction=True)
def test_one_claim_of_many_answers_wakes_all_threads_and_other_workers_once(
    broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()], n_samples=10)
    sandbox, calls = Sandbox(), list[int]()
    answered(run, 20)
    monkeypatch.setattr(execution, "FIRST_CLAIM", 4)
    monkeypatch.setattr(execution, "MOST_CLAIM", 4)
    monkeypatch.setattr(execution, "MANY_WAITING", 12)
    n = process_queue(
        sandbox, Liveness("execute"), n_threads=3, call_for_help=lambda: calls.append(1), arrivals=Arrivals()
    )
    assert (n, len(calls)) == (20, 1)


@pytest.mark.django_db(transaction=True)
def test_stopping_worker_starts_none_of_its_claimed_rows(broker: str) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()], n_samples=2)
    answered(run, 4)
    liveness = Liveness("execute")

    class Stopping(Sandbox):
        def execute(self, case: object, *, on_verdict: OnVerdict = None) -> Report:
            liveness.stop_requested.set()
            return super().execute(case)

    assert process_queue(Stopping(), liveness, n_threads=1, call_for_help=lambda: None) == 1
    assert liveness._in_hand == set(), "else its rows would never count as strays"
