"""What a run makes a model server load. Like the real one, this Ollama starts another runner for each context."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from evaluations.models import Candidate, Generation, LanguageModel, ModelServer, Run, Suite, SuiteVersion, Task, Team
from evaluations.queries.queue import swaps_of
from evaluations.records import Sampling
from evaluations.runner import generation, servers, store_answer
from evaluations.runner.workers import Liveness
from tests.adapters.ollama_server import OllamaServer, ollama_serving
from tests.processes import wait_until
from tests.runner.conftest import add_task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    with ollama_serving(load_s=0.3) as server:
        for name in ("a:1b", "b:1b"):
            server.add(name)
            server.shown[name] = {"model_info": {"llama.context_length": 32768}}
        yield server


def a_run(ollama: OllamaServer, *names: str, n_tasks: int = 2, context: int | None = 8192, **settings: Any) -> Run:
    """A run on models of the scripted server. settings: fields of the server's row."""
    row, _ = ModelServer.objects.update_or_create(
        slug="box", defaults={"kind": "ollama", "base_url": ollama.url, **settings}
    )
    servers.refresh(row)
    team = Team.objects.default()
    suite, _ = Suite.objects.get_or_create(team=team, slug="line", title="Line")
    version = SuiteVersion.objects.filter(suite=suite, number=n_tasks).first()
    if version is None:
        version = SuiteVersion.objects.create(suite=suite, number=n_tasks, digest=f"{n_tasks}" * 64)
        for i in range(n_tasks):
            Task.objects.add(version, i, add_task(f"add-{i}"))
    models = [LanguageModel.objects.by_id(f"box/{name}") for name in names]
    sampling = Sampling(seed=7, context_tokens=context)
    return Run.objects.start(version, models, sampling, team=team, title="line")


def feed(liveness: Liveness | None = None) -> int | None:
    """Ask until nothing waits."""
    return generation.serve_queue(ModelServer.objects.get(slug="box"), liveness or Liveness("generate"), lambda: None)


def test_each_model_of_a_run_is_loaded_once(ollama: OllamaServer) -> None:
    a_run(ollama, "a:1b", "b:1b", n_threads=3)
    assert feed() == 4, list(Candidate.objects.values_list("state", "cause"))
    options = {"num_ctx": 8192, "num_thread": 3}
    assert ollama.loads == [("a:1b", options), ("b:1b", options)]
    assert ollama.unloads == ["a:1b"]


def test_load_is_the_time_it_took_and_stored_once(ollama: OllamaServer) -> None:
    a_run(ollama, "a:1b", "b:1b", n_tasks=3)
    feed()
    for name in ("a:1b", "b:1b"):
        rows = Generation.objects.filter(candidate__model__name=name).order_by("candidate")
        first, *later = rows.values_list("load_ms", flat=True)
        assert first is not None
        assert 300 <= first < 2000
        assert later == [None, None]


def test_model_that_is_in_memory_needs_no_load(ollama: OllamaServer) -> None:
    ollama.runner({"model": "a:1b", "options": {"num_ctx": 8192}})
    a_run(ollama, "a:1b")
    feed()
    assert len(ollama.loads) == 1
    assert set(Generation.objects.values_list("load_ms", flat=True)) == {None}


def test_two_runs_of_one_model_load_it_once_for_each_context(ollama: OllamaServer) -> None:
    for context in (8192, 16384, 8192):
        a_run(ollama, "a:1b", context=context)
    assert feed() == 6
    assert [options["num_ctx"] for _, options in ollama.loads] in ([8192, 16384, 8192], [8192, 16384])
    assert Generation.objects.exclude(load_ms=None).count() == len(ollama.loads)


def test_two_runs_of_two_models_load_each_model_once(ollama: OllamaServer) -> None:
    first, second = (a_run(ollama, "a:1b", "b:1b", n_tasks=3) for _ in range(2))
    assert feed() == 12
    assert [name for name, _ in ollama.loads] == ["a:1b", "b:1b"]
    assert swaps_of([first.pk, second.pk]) == {first.pk: 2}


def test_later_run_does_not_unload_the_model_of_an_earlier_one(ollama: OllamaServer) -> None:
    """Each answer starts another run, of the other model or of both, as if people sent suites one after another."""
    a_run(ollama, "a:1b", n_tasks=3)
    more = iter([("b:1b",), ("a:1b",), ("b:1b", "a:1b"), ("a:1b", "b:1b")])

    def one_more() -> None:
        if names := next(more, None):
            a_run(ollama, *names)

    generation.serve_queue(ModelServer.objects.get(slug="box"), Liveness("generate"), one_more)
    assert Candidate.objects.filter(state="executing").count() == 3 + 2 * 6
    assert [name for name, _ in ollama.loads] == ["a:1b", "b:1b"]
    assert sum(swaps_of(list(Run.objects.values_list("pk", flat=True))).values()) == 2


def test_next_question_goes_out_while_an_answer_is_stored(
    ollama: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_run(ollama, "a:1b", n_tasks=3)
    ollama.gap_s = 0.1
    begun: list[bool] = []

    def store(*words: Any) -> bool:
        n = len(begun) + 1
        begun.append(True)
        if n < 3:
            wait_until(lambda: ollama.requests["/api/chat"] > n, 5)
        return store_answer.store(*words)

    monkeypatch.setattr(generation, "store", store)
    assert feed() == 3
    assert ollama.most_at_once == 1


def test_row_that_waits_for_its_turn_is_not_claimed(ollama: OllamaServer) -> None:
    """It is shown as waiting, and a paused run stops before it."""
    run = a_run(ollama, "a:1b", n_tasks=3)
    ollama.first_token_s = 1.5
    thread = threading.Thread(target=feed)
    thread.start()
    wait_until(lambda: run.candidates.filter(state="generating").exists(), 10)
    time.sleep(0.5)  # by then the thread has prepared the next request
    assert sorted(run.candidates.values_list("state", flat=True)) == ["generating", "queued", "queued"]
    assert run.pause()
    thread.join(20)
    assert ollama.requests["/api/chat"] <= 1
    assert set(run.candidates.values_list("state", "taken_by")) <= {("queued", ""), ("executing", "")}


def test_run_sends_few_requests_apart_from_its_questions(ollama: OllamaServer) -> None:
    a_run(ollama, "a:1b", "b:1b", n_tasks=4)
    ollama.requests.clear()
    feed()
    assert ollama.requests["/api/chat"] == 8
    assert ollama.requests["/api/show"] == 0
    # For each model: a list of loaded models, the load, its context, an unload, a look.
    assert ollama.requests.total() <= 8 + 2 * 6


@pytest.mark.parametrize(("between", "at_end", "unloads"), [(True, True, ["a:1b", "b:1b"]), (False, False, [])])
def test_models_are_unloaded_as_the_server_settings_say(
    ollama: OllamaServer, between: bool, at_end: bool, unloads: list[str]
) -> None:
    a_run(ollama, "a:1b", "b:1b", unloads_between=between, unloads_at_end=at_end, keep_alive_s=77)
    feed()
    assert ollama.unloads == unloads
    assert {body["keep_alive"] for path, body in ollama.bodies if path == "/api/chat"} == {77}


@pytest.mark.parametrize(("n_requests", "at_once"), [(None, 1), (3, 3)])
def test_number_of_simultaneous_requests_follows_the_server_setting(
    ollama: OllamaServer, n_requests: int | None, at_once: int
) -> None:
    ollama.gap_s = 0.1
    a_run(ollama, "a:1b", n_tasks=6, n_requests=n_requests)
    feed()
    assert ollama.most_at_once == at_once


def cancel_soon(run: Run, cancelled_at: list[float], has_begun: Callable[[], object] = lambda: True) -> threading.Timer:
    """Cancel the run soon after has_begun, at first while its model loads."""

    def cancel() -> None:
        wait_until(has_begun, deadline_s=20)
        run.cancel()
        cancelled_at.append(time.monotonic())
        connection.close()

    timer = threading.Timer(0.6, cancel)
    timer.start()
    return timer


def test_cancel_is_seen_while_the_model_loads(ollama: OllamaServer) -> None:
    ollama.load_s = 8.0
    cancelled_at: list[float] = []
    timer = cancel_soon(a_run(ollama, "a:1b"), cancelled_at)
    assert feed() == 0
    timer.join()
    assert time.monotonic() - cancelled_at[0] < 2, "from the cancel to the released server"
    assert ModelServer.objects.get(slug="box").fed_by == ""
    assert ollama.requests["/api/chat"] == 0


def test_cancel_is_seen_before_the_first_token(ollama: OllamaServer) -> None:
    ollama.first_token_s = 8.0
    cancelled_at: list[float] = []
    timer = cancel_soon(a_run(ollama, "a:1b"), cancelled_at, lambda: ollama.requests["/api/chat"])
    assert feed() == 0
    timer.join()
    assert time.monotonic() - cancelled_at[0] < 2, "the prompt is still evaluated, and the request is ended"
    assert ollama.requests["/api/chat"] == 1
    assert set(Candidate.objects.values_list("state", flat=True)) == {"cancelled"}


def test_load_of_a_cancelled_run_does_not_delay_the_other_run(ollama: OllamaServer) -> None:
    ollama.load_s = 1.5
    timer = cancel_soon(a_run(ollama, "a:1b"), [])
    a_run(ollama, "b:1b")
    assert feed() == 2
    timer.join()
    assert {body["model"] for path, body in ollama.bodies if path == "/api/chat"} == {"b:1b"}
    assert set(Candidate.objects.filter(model__name="a:1b").values_list("state", "attempts")) == {("cancelled", 0)}


def test_next_question_waits_until_the_server_has_ended_the_one_that_was_cut_off(ollama: OllamaServer) -> None:
    a_run(ollama, "a:1b", first_token_s=1)
    ollama.first_token_s, ollama.stop_s = 4.0, 2.0
    timer = threading.Timer(0.8, lambda: setattr(ollama, "first_token_s", 0.0))
    timer.start()
    assert feed() == 1
    timer.join()
    assert len(ollama.aborted_at) == 1
    assert ollama.most_at_once == 1
    assert sorted(Candidate.objects.values_list("state", "attempts")) == [("executing", 0), ("queued", 1)]
