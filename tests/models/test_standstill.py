"""A run without progress says why, and gives no remaining time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from evaluations.models import Candidate, ModelServer, Run, State, Worker
from evaluations.models.standstill import QUIET_S
from evaluations.queries.counts import progress
from scripts import disk
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    """Six answers, none of them asked yet."""
    version = factories.make_suite([factories.make_spec(f"task-{i}") for i in range(6)])
    new_run = factories.make_run(version, [factories.make_model()])
    Run.objects.update(created_at=now() - timedelta(seconds=60))
    ModelServer.objects.update(is_reachable=True)
    new_run.refresh_from_db()
    return new_run


def add_worker(role: str, seconds_ago: float) -> str:
    """Store a worker's last sign of life; return its name."""
    name = f"{role}-host-1-abcd"
    Worker.objects.update_or_create(
        name=name, defaults={"host": "host", "pid": 1, "seen_at": now() - timedelta(seconds=seconds_ago)}
    )
    return name


def hold(run: Run, n: int, state: State, worker: str, seconds: float) -> None:
    """Let the worker hold n rows for this time."""
    pks = list(run.candidates.values_list("pk", flat=True)[:n])
    Candidate.objects.filter(pk__in=pks).update(
        state=state, taken_by=worker, taken_at=now() - timedelta(seconds=seconds)
    )


def end(run: Run, n: int, seconds_ago: float, apart_s: float = 1) -> None:
    """Give stored answers verdicts, the last one some time ago."""
    for i, candidate in enumerate(run.candidates.order_by("-pk")[:n]):
        factories.answer(candidate, "text")
        finished_at = now() - timedelta(seconds=seconds_ago + i * apart_s)
        Candidate.objects.filter(pk=candidate.pk).update(state=State.DONE, verdict="passed", finished_at=finished_at)


def test_no_warning_while_all_workers_are_alive(run: Run) -> None:
    add_worker("generate", 2)
    hold(run, 2, State.EXECUTING, add_worker("execute", 2), 1)
    end(run, 3, 1)
    assert run.message == ""
    assert progress(run).seconds_left is not None


@pytest.mark.parametrize("role", ["execute", "generate"])
def test_silent_worker_is_named(run: Run, role: str) -> None:
    for other in ("execute", "generate"):
        add_worker(other, 25 if other == role else 1)
    run.candidates.update(state=State.EXECUTING if role == "execute" else State.QUEUED)
    assert f"The {role} worker has given no sign of life for 25 s." in run.message


def test_worker_that_never_started_is_missed_after_a_while(run: Run) -> None:
    run.candidates.update(state=State.EXECUTING)
    assert "No execute worker is running." in run.message
    Run.objects.update(created_at=now())
    run.refresh_from_db()
    assert run.message == ""


def test_worker_without_work_is_not_missed(run: Run) -> None:
    add_worker("execute", 1)
    run.candidates.update(state=State.EXECUTING)
    assert "generate" not in run.message


def test_answers_that_do_not_end_are_reported_without_a_time_left(run: Run) -> None:
    hold(run, 2, State.EXECUTING, add_worker("execute", 1), 40)
    end(run, 4, 45)
    assert "No answer has ended for 40 s. Being executed: 2." in run.message
    assert progress(run).seconds_left is None


def test_slow_but_steady_pace_still_gives_a_time(run: Run) -> None:
    hold(run, 2, State.EXECUTING, add_worker("execute", 1), 5)
    end(run, 4, QUIET_S + 3, apart_s=25)
    assert progress(run).seconds_left is not None


def test_model_that_is_writing_does_not_count_as_a_standstill(run: Run) -> None:
    hold(run, 1, State.GENERATING, add_worker("generate", 1), 90)
    assert run.message == ""


def test_run_behind_others_says_so(run: Run) -> None:
    worker = add_worker("execute", 1)
    version = factories.make_suite([factories.make_spec("other")], slug="other")
    other = factories.make_run(version, [factories.make_model("other")])
    other.candidates.update(state=State.EXECUTING, taken_by=worker, taken_at=now())
    run.candidates.update(state=State.EXECUTING)
    assert run.message == "Answers of other runs are executed first."


def test_worker_that_takes_no_rows_is_reported_as_waited_for(run: Run) -> None:
    add_worker("execute", 1)
    run.candidates.update(state=State.EXECUTING)
    assert run.message == "Answers wait for the execute worker, which has taken none yet."
    end(run, 1, seconds_ago=1)
    assert run.message == ""


def test_paused_run_shows_no_message(run: Run) -> None:
    run.candidates.update(state=State.EXECUTING)
    run.pause()
    run.refresh_from_db()
    assert run.message == ""


@pytest.mark.parametrize(
    ("error", "message"),
    [("command not allowed when used memory > 'maxmemory'.", "has no memory left"), ("gone", "does not answer")],
)
def test_broker_that_accepts_no_messages_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: str, message: str
) -> None:
    def refuse(*_: object) -> None:
        raise ConnectionError(error)

    monkeypatch.setattr("evaluations.models.standstill.cache.set", refuse)
    assert f"The broker {message}" in run.message
    run.cancel()
    run.refresh_from_db()
    assert run.message == ""


@pytest.mark.parametrize("fault", [disk.READ_ONLY, disk.DISK_FULL])
def test_full_disk_is_reported_with_what_to_do(
    run: Run, monkeypatch: pytest.MonkeyPatch, fault: disk.DiskFault
) -> None:
    add_worker("generate", 2)
    hold(run, 2, State.EXECUTING, add_worker("execute", 2), 1)
    monkeypatch.setattr("scripts.disk.look_at", lambda folder: fault)
    assert run.message.startswith(f"BAKEOFF_HOME {fault.state}, so nothing can be stored. M")
    assert run.message.endswith("The run then goes on by itself.")


@pytest.mark.parametrize(("role", "state"), [("generate", State.GENERATING), ("execute", State.EXECUTING)])
def test_answers_of_a_silent_worker_are_reported_beside_a_living_one(run: Run, role: str, state: State) -> None:
    hold(run, 2, state, add_worker(role, 20), 25)
    for other in ("generate", "execute"):
        Worker.objects.create(name=f"{other}-host-2-efgh", host="host", pid=2, seen_at=now())
    end(run, 3, 1)
    assert run.message == (
        "2 answers are held by a worker that has given no sign of life for 20 s. After 30 s another worker takes over."
    )
    assert progress(run).seconds_left is None
