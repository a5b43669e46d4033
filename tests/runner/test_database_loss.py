"""The database is unreachable or locked for a while: rows are requeued, answers are kept, and the run still ends."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as NoBroker

from evaluations import tasks
from evaluations.execution_records import OnVerdict, Report
from evaluations.models import Candidate, Grading, ModelServer, Run, State, StoredFile
from evaluations.records import Verdict
from evaluations.runner import answer_stream, generation, workers
from evaluations.runner.build_request import RequestBuilder
from evaluations.runner.execution import process_queue
from evaluations.runner.workers import Liveness, retried
from evaluations.tasks import recover, wake
from tests import factories
from tests.processes import wait_until
from tests.runner.conftest import GOOD, Start

pytestmark = pytest.mark.django_db(transaction=True)
# The database is locked for longer than a worker waits for it, and shorter than the 30 s after which the worker counts
# as dead. In the site a worker waits for 20 s.
LOCK_TIMEOUT_S, LOCKED_S = 4, 7
N_TASKS = 150  # some are still waiting when the database is locked


def is_done(run: Run) -> bool:
    run.refresh_from_db()
    return run.state == Run.State.DONE


@pytest.mark.timeout(400)
def test_run_goes_on_after_the_database_was_locked(
    start_worker: Start, script: Callable[..., Path], make_run: Callable[..., Run]
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone locks the whole database.")
    run = make_run(script(), n_tasks=N_TASKS)
    start_worker("generate", lock_timeout_s=LOCK_TIMEOUT_S)
    start_worker("execute", lock_timeout_s=LOCK_TIMEOUT_S)
    wake()
    wait_until(lambda: run.candidates.filter(state=State.DONE).count() >= 3, 150)
    connection.close()
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=20, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    time.sleep(LOCKED_S)
    other.rollback()
    other.close()

    def goes_on() -> bool:
        recover()  # beat does this every 10 s
        return is_done(run)

    wait_until(goes_on, 150, interval_s=1.0)
    assert set(run.candidates.values_list("state", "taken_by")) == {("done", "")}
    assert Grading.objects.filter(candidate__run=run, is_current=True).count() == N_TASKS
    assert set(run.candidates.values_list("verdict", flat=True)) == {"passed"}


def test_row_that_an_error_left_behind_is_put_back_while_its_worker_lives() -> None:
    version = factories.make_suite([factories.make_spec("one"), factories.make_spec("two")])
    run = factories.make_run(version, [factories.make_model()])
    liveness = Liveness("execute")
    worked_on, left = run.candidates.values_list("pk", flat=True)
    run.candidates.update(state=State.EXECUTING, taken_by=liveness.name)
    liveness.take([worked_on])
    assert liveness.give_back_strays() == 0  # a thread may be about to store it
    assert liveness.give_back_strays() == 1
    assert Candidate.objects.get(pk=left).taken_by == ""
    assert Candidate.objects.get(pk=worked_on).taken_by == liveness.name
    liveness.let_go([worked_on])
    liveness.give_back_strays()
    assert liveness.give_back_strays() == 1


def test_row_that_was_claimed_again_is_not_put_back() -> None:
    run = factories.make_run(factories.make_suite([factories.make_spec()]), [factories.make_model()])
    liveness, row = Liveness("execute"), run.candidates.get()
    run.candidates.update(state=State.EXECUTING, taken_by=liveness.name)
    assert liveness.give_back_strays() == 0
    liveness.take([row.pk])  # a thread claimed it again between two looks
    assert liveness.give_back_strays() == 0


def fails_once(name: str, monkeypatch: pytest.MonkeyPatch, target: object, n: int = 1) -> list[int]:
    """Let the first n calls of this function fail like a lost database. The returned list gets one entry per call."""
    work, calls = getattr(target, name), []

    def call(*words: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) <= n:
            raise OperationalError("database is locked")
        return work(*words, **kwargs)

    monkeypatch.setattr(target, name, call)
    return calls


def serve_and_read(run: Run) -> Mapping[str, object]:
    """Ask the run's server until nothing waits; return the run's only answer."""
    server = ModelServer.objects.get(slug="scripted")
    generation.serve_queue(server, Liveness("generate"), lambda: None)
    generation.serve_queue(server, Liveness("generate"), lambda: None)
    return run.candidates.values("state", "attempts", "verdict", "taken_by", "generation__text").get()


ANSWERED = {"state": "executing", "attempts": 0, "verdict": "", "taken_by": "", "generation__text": GOOD}


def test_database_loss_while_a_model_writes_loses_no_answer(
    monkeypatch: pytest.MonkeyPatch, script: Callable[..., Path], make_run: Callable[..., Run]
) -> None:
    run = make_run(script(answers=[{"text": GOOD, "delay_s": 0.01}]), n_tasks=1)
    monkeypatch.setattr(answer_stream, "LOOK_EVERY_S", 0.0)
    calls = fails_once("_is_wanted", monkeypatch, answer_stream.AnswerStream)
    assert serve_and_read(run) == ANSWERED
    assert len(calls) > 1


@pytest.mark.parametrize("n", [1, 2], ids=["while it is prepared", "also when it is asked"])
def test_database_loss_before_a_request_counts_as_no_try(
    monkeypatch: pytest.MonkeyPatch, script: Callable[..., Path], make_run: Callable[..., Run], n: int
) -> None:
    run = make_run(script(), n_tasks=1)
    calls = fails_once("question", monkeypatch, RequestBuilder, n)
    assert serve_and_read(run) == ANSWERED
    assert len(calls) > n


def test_lease_is_given_back_when_the_database_returns(
    monkeypatch: pytest.MonkeyPatch, script: Callable[..., Path], make_run: Callable[..., Run]
) -> None:
    run = make_run(script(), n_tasks=1)
    calls = fails_once("release_lease", monkeypatch, generation)
    assert serve_and_read(run) == ANSWERED
    assert len(calls) == 3
    assert ModelServer.objects.get(slug="scripted").fed_by == ""


def test_broker_without_memory_does_not_end_the_work_of_a_model(
    monkeypatch: pytest.MonkeyPatch, script: Callable[..., Path], make_run: Callable[..., Run]
) -> None:
    run = make_run(script(), n_tasks=3)

    def refuse(*_: object, **__: object) -> None:
        raise NoBroker("OOM command not allowed")

    monkeypatch.setattr(tasks.execute_waiting, "apply_async", refuse)
    generation.serve_queue(ModelServer.objects.get(slug="scripted"), Liveness("generate"), tasks._wake_execute)
    assert set(run.candidates.values_list("state", flat=True)) == {State.EXECUTING}


def test_lost_database_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FIRST_PAUSE_S", 0.01)
    tries = []

    def work() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return "kept"

    assert retried(work, threading.Event()) == "kept"
    assert len(tries) == 3


def test_database_that_stays_away_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "RETRY_S", 0.05)
    monkeypatch.setattr(workers, "FIRST_PAUSE_S", 0.01)

    def work() -> None:
        raise OperationalError("no connection")

    with pytest.raises(OperationalError):
        retried(work, threading.Event())


def test_stopping_worker_does_not_wait_for_a_database() -> None:
    stop_requested = threading.Event()
    stop_requested.set()
    begun = time.monotonic()

    def work() -> None:
        raise OperationalError("no connection")

    with pytest.raises(OperationalError):
        retried(work, stop_requested)
    assert time.monotonic() - begun < 2


def test_full_disk_is_tried_again_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "FIRST_PAUSE_S", 0.01)
    for number in (errno.EROFS, errno.ENOSPC, errno.EDQUOT):
        errors = [OSError(number, os.strerror(number))]
        assert retried(partial(_fail_first, errors), threading.Event()) == "kept"
    with pytest.raises(FileNotFoundError):
        retried(partial(_fail_first, [FileNotFoundError("a fixture")]), threading.Event())


def _fail_first(errors: list[OSError]) -> str:
    if errors:
        raise errors.pop()
    return "kept"


class Passing:
    """A sandbox in which every answer passes. It counts its cases, and its disk may fail."""

    def __init__(self, *errors: OSError) -> None:
        self.n, self.errors = 0, list(errors)

    def execute(self, case: object, *, on_verdict: OnVerdict = None) -> Report:
        self.n += 1
        _fail_first(self.errors)
        return Report(id="", verdict=Verdict.PASSED, checks=(), screenshot=b"picture")


@pytest.mark.parametrize("where", ["while it is executed", "while it is stored"])
def test_read_only_disk_for_a_moment_counts_as_no_try(monkeypatch: pytest.MonkeyPatch, broker: str, where: str) -> None:
    monkeypatch.setattr(workers, "FIRST_PAUSE_S", 0.01)
    read_only = OSError(errno.EROFS, os.strerror(errno.EROFS))
    run = factories.make_run(factories.make_suite([factories.make_spec()]), [factories.make_model()])
    factories.answer(run.candidates.get(), GOOD)
    run.candidates.update(state=State.EXECUTING)
    sandbox = Passing(*([read_only] if where == "while it is executed" else []))
    if where == "while it is stored":
        store, errors = StoredFile.objects.store, [read_only]

        def store_or_fail(*words: Any, **kwargs: Any) -> object:
            _fail_first(errors)
            return store(*words, **kwargs)

        monkeypatch.setattr(StoredFile.objects, "store", store_or_fail)
    process_queue(sandbox, Liveness("execute"), n_threads=1, call_for_help=lambda: None)
    assert run.candidates.values("state", "verdict", "attempts").get() == {
        "state": "done",
        "verdict": "passed",
        "attempts": 0,
    }
    assert sandbox.n == (2 if where == "while it is executed" else 1)
