"""Measuring a model server: the figures, the settings they suggest, and that no run is disturbed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from evaluations import tasks
from evaluations.actions.measure_server import measurement_error, start_measurement, use_proposal
from evaluations.measurements import Step, propose
from evaluations.models import ModelServer
from evaluations.runner import measure_server, servers
from tests.adapters.ollama_server import OllamaServer, ollama_serving
from tests.contracts.filling import filling

pytestmark = pytest.mark.django_db(transaction=True)


def step(n_threads: int | None, n_requests: int, tokens_s: float) -> Step:
    return {"n_threads": n_threads, "n_requests": n_requests, "tokens_s": tokens_s}


@pytest.mark.parametrize(
    ("steps", "load_ms", "proposal"),
    [
        ([step(None, 1, 1.9), step(1, 1, 39), step(2, 1, 1.9), step(1, 2, 39.5)], 400, (1, 1, 300)),
        ([step(None, 1, 40), step(1, 1, 20), step(4, 1, 41)], 20_000, (None, None, 1200)),
        ([step(None, 1, 10), step(4, 1, 39), step(8, 1, 40), step(4, 2, 76), step(4, 4, 80)], 90_000, (4, 2, 3600)),
        ([step(None, 1, 30), step(None, 2, 55), step(None, 4, 90)], None, ("-", 4, "-")),
        ([step(None, 1, 0.0)], None, ("-", "-", "-")),
        ([], None, ("-", "-", "-")),
    ],
)
def test_smallest_setting_that_is_nearly_the_fastest_is_proposed(
    steps: list[Step], load_ms: float | None, proposal: tuple[Any, ...]
) -> None:
    proposed = propose(steps, load_ms)
    expected = dict(zip(("n_threads", "n_requests", "keep_alive_s"), proposal, strict=True))
    if expected["n_requests"] is None:
        expected["n_requests"] = "-"
    assert proposed == {name: value for name, value in expected.items() if value != "-"}


def ollama_row(server: OllamaServer) -> ModelServer:
    server.add("small:1b", size=1000)
    server.add("big:70b", size=9_000_000)
    row = ModelServer.objects.create(slug="box", kind="ollama", base_url=server.url)
    servers.refresh(row)
    return row


def test_threads_requests_and_load_are_measured_and_the_proposal_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(measure_server, "QUICK_S", 0.0)  # measure each setting once
    gaps = {None: 0.15, 1: 0.06, 2: 0.15}
    with ollama_serving(load_s=0.2, gap_by_threads=gaps, n_parallel=1, n_pieces=6) as server:
        row = ollama_row(server)
        assert start_measurement(row) == ""
        row.refresh_from_db()
        assert "being measured already" in start_measurement(row)
        tasks.measure_server(row.pk)
    row.refresh_from_db()
    measured = row.measured
    assert (measured["state"], measured["model"], row.fed_by) == ("done", "box/small:1b", "")
    tried = [(step["n_threads"], step["n_requests"]) for step in measured["steps"]]
    assert tried == [(None, 1), (1, 1), (2, 1), (1, 2), (1, 4)]
    assert measured["load_ms"] >= 200
    assert measured["proposal"] == {"n_threads": 1, "n_requests": 1, "keep_alive_s": 300}
    assert use_proposal(row)
    row.refresh_from_db()
    assert (row.n_threads, row.n_requests, row.keep_alive_s) == (1, 1, 300)
    assert {name for name, _ in server.loads} == {"small:1b"}


def test_other_servers_are_measured_by_requests_at_once() -> None:
    with filling("openai") as server:
        row = ModelServer.objects.create(slug="box", kind="openai", base_url=server.url)
        servers.refresh(row)
        measured = measure_server.measure(row)
    assert [(step["n_threads"], step["n_requests"]) for step in measured["steps"]] == [(None, 1), (None, 2), (None, 4)]
    assert set(measured["proposal"]) == {"n_requests"}
    assert len(server.requests) == 3 + 2 * (1 + 2 + 4), (
        "a short question first, then each setting twice, as it is quick"
    )
    assert "load_ms" not in measured


def test_measurement_tries_no_more_requests_than_the_server_has_slots(
    embedded_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure_server, "MEASURED", replace(measure_server.MEASURED, max_tokens=8))
    row = ModelServer.objects.create(slug="box", kind="openai", base_url=embedded_server)
    servers.refresh(row)
    measured = measure_server.measure(row)
    assert [step["n_requests"] for step in measured["steps"]] == [1, 2], "it has two slots"
    assert all(step["tokens_s"] > 0 for step in measured["steps"])


def test_busy_or_silent_server_is_not_measured() -> None:
    with ollama_serving() as server:
        row = ollama_row(server)
        row.fed_by, row.fed_until = "generate-1", now() + timedelta(seconds=30)
        row.save()
        assert "answering a run" in measurement_error(row)
        assert "answering a run" in measure_server.measure(row)["error"]
        row.fed_by, row.fed_until, row.measured = "", None, {}
        row.save()
        server.models.clear()
        servers.refresh(row)
        assert "no model to measure with" in measurement_error(row)
    assert not servers.refresh(row)
    assert "does not answer now" in measurement_error(row)


def test_server_that_fails_during_a_measurement_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    with ollama_serving() as server:
        row = ollama_row(server)
        del server.models["small:1b"]
        with pytest.raises(SystemExit) as ended:
            call_command("measure_server", "box", "--model", "small:1b")
    row.refresh_from_db()
    assert (row.measured["state"], row.fed_by, ended.value.code) == ("failed", "", 1)
    assert "small:1b" in row.measured["error"]
