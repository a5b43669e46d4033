"""The live part of a run's page is rendered once for all viewers, and is never older than the last message."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from evaluations import broker_names, events
from evaluations.models import Run
from evaluations.records import Verdict
from tests import factories
from tests.processes import wait_until
from tests.webapp.rows_for_pages import make_person, sign_in
from webapp.runs import views
from webapp.runs.shared_part import SharedPart, SharedParts

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    cache.delete(broker_names.run_changes(run.pk))
    return run


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list with an entry for each time that the shared part is rendered."""
    calls: list[int] = []
    original = views._shared_part

    def counting(*args: Any) -> SharedPart:
        calls.append(1)
        return original(*args)

    monkeypatch.setattr(views, "_shared_part", counting)
    return calls


def part(client: Client, run: Run, query: str = "") -> str:
    response = client.get(f"/runs/{run.pk}/?{query}part=live", headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def announce(run: Run) -> None:
    """Announce a change as a worker does, and wait until it is counted."""
    key = broker_names.run_changes(run.pk)
    before = cache.get(key) or 0
    events.run_changed(run.pk, run.team_id)
    wait_until(lambda: (cache.get(key) or 0) > before)


def test_many_viewers_share_one_rendering_until_a_change_is_announced(run: Run, made: list[int]) -> None:
    announce(run)
    people = [sign_in(make_person(name)) for name in ("ada", "ben", "cy")]
    parts = [part(client, run) for client in people]
    assert len(made) == 1
    tasks = {text[text.index('id="task-filters"') :] for text in parts}
    assert len(tasks) == 1
    tokens = {re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text)[0] for text in parts}
    assert len(tokens) == 3, "the buttons are each person's own"
    factories.finish(run.candidates.order_by("pk")[0], Verdict.PASSED)
    announce(run)
    assert "v-passed" in part(people[0], run)
    assert "No results." in part(people[1], run, "show=fail&"), "another query is another part"
    assert len(made) == 3


def test_rendering_is_not_shared_before_the_first_announced_change(run: Run, made: list[int]) -> None:
    client = sign_in(make_person("ada"))
    part(client, run)
    factories.finish(run.candidates.order_by("pk")[0], Verdict.FAILED)
    assert "v-failed" in part(client, run)
    assert len(made) == 2


def test_other_team_gets_no_cached_part(run: Run) -> None:
    announce(run)
    part(sign_in(make_person("ada")), run)
    outsider = sign_in(make_person("mallory", factories.make_team("Others")))
    response = outsider.get(f"/runs/{run.pk}/?part=live", headers={"HX-Request": "true"})
    assert response.status_code == 404


def test_threads_that_want_the_same_part_wait_for_one_of_them() -> None:
    parts_kept, calls, gate = SharedParts[dict[str, Any]](), [], threading.Event()

    def make() -> dict[str, Any]:
        calls.append(1)
        gate.wait(5)
        return {"text": len(calls)}

    key = (1, now(), 1, "")
    with ThreadPoolExecutor(8) as pool:
        results = [pool.submit(parts_kept.get, key, make) for _ in range(8)]
        time.sleep(0.05)
        gate.set()
        assert [result.result(5) for result in results] == [{"text": 1}] * 8
    assert len(calls) == 1


def test_parts_that_are_out_of_date_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, begun = [0.0], now()
    parts_kept: SharedParts[dict[str, Any]] = SharedParts()
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])

    def slow() -> dict[str, Any]:
        clock[0] += 60.0
        return {}

    for number in range(10):
        parts_kept.get((number, begun, 1, ""), dict)
        clock[0] += 1.0
    assert [key[0] for key in parts_kept._kept] == [7, 8, 9]
    parts_kept.get((10, begun, 1, ""), slow)
    assert [key[0] for key in parts_kept._kept] == [10]


def test_few_parts_are_cached_and_an_error_does_not_block_the_next_request() -> None:
    parts_kept, begun = SharedParts[dict[str, Any]](), now()
    for number in range(200):
        parts_kept.get((number, begun, 1, ""), dict)
    assert len(parts_kept._kept) <= 64
    assert len(parts_kept._making) <= 65

    def broken() -> dict[str, Any]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        parts_kept.get((7, begun, 2, ""), broken)
    assert parts_kept.get((7, begun, 2, ""), lambda: {"again": 1}) == {"again": 1}
