"""Workers with wrong clocks take part like the others. Messages are limited without a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import redis
from django.conf import settings

from evaluations.models import Grading, Run, State, Worker
from evaluations.tasks import execute_waiting, recover, wake, wake_ups
from evaluations.tasks.wake_ups import MOST_WAITING, n_waiting
from tests.environment import needs_time
from tests.processes import wait_until
from tests.runner.conftest import Start
from webapp.beat import IntervalScheduler
from webapp.celery import app


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("clock_s", [120, pytest.param(-120, marks=[needs_time])])
def test_worker_with_a_wrong_clock_does_its_work(
    start_worker: Start, script: Callable[..., Path], make_run: Callable[..., Run], clock_s: int
) -> None:
    run = make_run(script(), n_tasks=4)
    start_worker("generate", clock_s)
    start_worker("execute", clock_s)
    wake()
    wait_until(lambda: Run.objects.get(pk=run.pk).state == Run.State.DONE, 60)
    workers = list(Worker.objects.all())
    assert len(workers) == 2
    assert Worker.objects.alive().count() == 2
    assert not Worker.objects.dead(workers[0].host)
    for worker in workers:
        assert worker.clock_skew_s == pytest.approx(clock_s, abs=2)
        assert worker.clock_fault.endswith("s ahead of the database's" if clock_s > 0 else "s behind the database's")
    assert set(run.candidates.values_list("state", "taken_by", "verdict")) == {(State.DONE, "", "passed")}
    assert Grading.objects.filter(candidate__run=run).count() == 4


@pytest.fixture
def queue(broker: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A queue without a reader, for the jobs of this test."""
    name = f"unread-{uuid4().hex}"
    monkeypatch.setitem(app.conf.task_routes, "evaluations.tasks.recover", {"queue": name})
    amqp: Any = app.amqp  # the type stubs lack the attribute that is reset here
    amqp._rtable = None
    amqp.router = amqp.Router()
    yield name
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(name)
    monkeypatch.undo()
    amqp._rtable = None
    amqp.router = amqp.Router()


def test_messages_do_not_pile_up_while_no_worker_runs(queue: str) -> None:
    for _ in range(MOST_WAITING + 20):
        recover.apply_async()
    assert n_waiting(queue) == MOST_WAITING


def test_unreachable_broker_counts_as_no_waiting_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    away = redis.Redis.from_url("unix:///nowhere.sock")
    monkeypatch.setattr(wake_ups, "_client", lambda: away)
    assert n_waiting("execute") == 0


def test_no_message_carries_a_time_at_which_it_expires() -> None:
    assert not [entry for entry in app.conf.beat_schedule.values() if "expires" in entry.get("options", {})]
    assert execute_waiting.expires is None


def test_clock_that_is_set_back_stops_no_periodic_job(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(IntervalScheduler, "apply_entry", lambda self, entry, producer=None: sent.append(entry.name))
    intervals = {name: {**entry, "schedule": 0.05} for name, entry in app.conf.beat_schedule.items()}
    monkeypatch.setitem(app.conf, "beat_schedule", intervals)
    scheduler = IntervalScheduler(app=app)
    assert scheduler.tick() <= 0.05
    assert set(sent) == set(intervals)
    early = datetime.now(UTC) - timedelta(hours=1)
    monkeypatch.setattr(app, "now", lambda: early)

    def goes_on() -> bool:
        scheduler.tick()
        return min(map(sent.count, intervals)) >= 3

    wait_until(goes_on, 5)
    assert len(sent) < 20 * len(intervals)
