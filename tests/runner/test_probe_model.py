"""Three short questions to a model give its card and the expected cost of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from evaluations.actions.probe_model import begin_probe, probe_error
from evaluations.models import LanguageModel, ModelAction, ModelProbe, ModelServer, SuiteVersion
from evaluations.queries.run_cost import run_costs
from evaluations.queries.work import Work, task_sizes
from evaluations.records import Completion
from evaluations.runner import servers
from evaluations.runner.probe_model import lengths_of, probe, speeds_of
from evaluations.runner.workers import take_lease
from tests import factories
from tests.adapters.ollama_server import OllamaServer, ollama_serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ollama() -> Iterator[OllamaServer]:
    with ollama_serving(load_s=0.2, first_token_s=0.02) as server:
        server.add("m", digest="d-1")
        server.shown["m"] = {"model_info": {"llama.context_length": 32768}}
        yield server


def model_on(server: OllamaServer) -> LanguageModel:
    row, _ = ModelServer.objects.update_or_create(slug="box", defaults={"kind": "ollama", "base_url": server.url})
    servers.refresh(row)
    return LanguageModel.objects.select_related("server").get(name="m")


def test_probe_loads_asks_three_times_and_fills_the_card(ollama: OllamaServer) -> None:
    row = begin_probe(model_on(ollama), None)
    assert probe(row)
    bodies = [body for path, body in ollama.bodies if path == "/api/chat"]
    assert len(bodies) == 3
    assert len({body["messages"][0]["content"][:20] for body in bodies}) == 3, "no prompt begins like another"
    row.refresh_from_db()
    assert (row.state, row.digest) == ("done", "d-1")
    assert row.load_ms is not None
    assert row.load_ms >= 200
    assert row.answer_tokens_s == 170.0, "17 tokens in 0.1 s, as the server says"
    assert row.first_token_ms is not None
    assert (row.memory_bytes, row.gpu_bytes, row.gpu_share) == (5_000_000, 0, 0.0)
    assert [(answer["tokens"], answer["is_cut"]) for answer in row.answers] == [(17, False)] * 2
    assert row.answers[0]["usual"] < row.answers[1]["usual"]
    assert row.n_slots == 1
    assert ModelServer.objects.get().fed_by == ""


def test_server_that_answers_a_run_is_not_probed(ollama: OllamaServer) -> None:
    model = model_on(ollama)
    assert probe_error(model) == ""
    row = begin_probe(model, None)
    assert "being probed already" in probe_error(model)
    take_lease(model.server, "somebody")
    assert not probe(row)
    assert "is answering a run" in ModelProbe.objects.get().error
    assert not [path for path, _ in ollama.bodies if path == "/api/chat"]


def test_server_that_fails_leaves_its_reason(ollama: OllamaServer) -> None:
    model = model_on(ollama)
    row = begin_probe(model, None)
    del ollama.models["m"]
    assert not probe(row)
    row.refresh_from_db()
    assert (row.state, "has no model" in row.error) == ("failed", True)


def answered(prompt_tokens: int, first_ms: float, n: int = 20, ms: float = 100.0) -> Completion:
    return Completion(
        text="x",
        stop_reason="stop",
        prompt_tokens=prompt_tokens,
        completion_tokens=n,
        first_token_ms=first_ms,
        generation_ms=ms,
    )


def test_speed_of_prompts_leaves_out_the_constant_delay() -> None:
    speeds = speeds_of([answered(10, 50), answered(20, 55), answered(1510, 1050)])
    assert (speeds.prompt_tokens_s, speeds.answer_tokens_s, speeds.first_token_ms) == (1500.0, 200.0, 50)
    assert speeds_of([answered(10, 50), answered(20, 50), answered(1510, 40)]).prompt_tokens_s is None
    assert speeds_of([answered(10, 50, n=0)] * 3).answer_tokens_s is None


def test_length_of_an_answer_that_the_limit_ended_is_known_to_be_too_short() -> None:
    answers = [answered(10, 50), replace(answered(20, 55), stop_reason="length"), answered(1510, 1050)]
    assert [answer["is_cut"] for answer in lengths_of(answers)] == [False, True]
    assert lengths_of([answered(10, 50, n=0)] * 3) == []


def cost(model: LanguageModel, longest: int = 500, answer: int = 300) -> Any:
    specs = [factories.make_spec(f"task-{n}", max_tokens=answer) for n in range(10)]
    version = factories.make_suite(specs, number=1 + SuiteVersion.objects.count())
    sizes = tuple(replace(size, prompt=200.0) for size in task_sizes([version.pk])[version.pk])
    work = Work(sizes=sizes, version=version.pk, longest_prompt=longest)
    (result,) = run_costs(factories.make_team(), [(model, work)])
    return result


def done(model: LanguageModel, **kwargs: Any) -> ModelProbe:
    fields = {"answer_tokens_s": 30.0, "prompt_tokens_s": 250.0, "load_ms": 5000.0, "state": "done"} | kwargs
    return ModelProbe.objects.create(model=model, digest=model.digest, **fields)


def test_minutes_come_from_the_probe_of_these_weights() -> None:
    model = factories.make_model("box/m", size_bytes=5_000_000_000)
    assert (cost(model).time, cost(model).memory_bytes) == (None, 5_000_000_000)
    done(model, memory_bytes=6_000_000_000, gpu_bytes=6_000_000_000)
    estimate = cost(model)
    cut_s, prompts_s, load_s = 10 * 300 / 30, 10 * 200 / 250, 5
    assert estimate.time.low_s < cut_s + prompts_s < estimate.time.high_s
    assert estimate.time.high_s < 1.5 * (cut_s + prompts_s) + load_s
    assert (estimate.basis, estimate.memory_bytes, estimate.warnings) == ("its probe", 6_000_000_000, ())
    model.digest = "sha256:other"
    assert cost(model).time is None


def test_load_of_a_model_in_memory_is_not_awaited() -> None:
    model = factories.make_model("box/m")
    done(model, load_ms=60_000.0)
    cold = cost(model).time
    model.is_loaded = True
    warm = cost(model).time
    assert cold.high_s - warm.high_s == pytest.approx(60)
    assert cold.low_s == warm.low_s


def test_measured_requests_at_once_say_how_much_faster_they_are() -> None:
    model = factories.make_model("box/m")
    done(model, n_slots=4)
    wide = cost(model).time
    model.server.measured = {
        "steps": [{"n_requests": n, "n_threads": None, "tokens_s": speed} for n, speed in ((1, 30.0), (4, 60.0))]
    }
    narrow = cost(model).time
    assert wide.low_s < narrow.low_s < narrow.high_s < wide.high_s
    model.server.measured["steps"].append({"n_requests": 1, "n_threads": 8, "tokens_s": 3.0})
    assert cost(model).time == narrow, "steps with other threads than the best number say nothing"


def test_thought_is_expected_of_a_model_that_may_think() -> None:
    plain, thinking = (factories.make_model(f"box/{name}", can_think=name == "b") for name in ("a", "b"))
    for model in (plain, thinking):
        done(model)
    assert cost(thinking).time.high_s > 5 * cost(plain).time.high_s


@pytest.mark.parametrize(
    ("gpu", "speed", "words"),
    [(0, 30.0, "only on the processor"), (3_000_000_000, 30.0, "Only 50%"), (6_000_000_000, 2.0, "slow: 2.0 tokens")],
)
def test_warnings_say_where_a_model_will_run(gpu: int, speed: float, words: str) -> None:
    model = factories.make_model("box/m")
    done(model, memory_bytes=6_000_000_000, gpu_bytes=gpu, answer_tokens_s=speed)
    (warning,) = cost(model).warnings
    assert words in warning


def test_too_long_prompts_and_too_large_weights_are_reported_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    small = factories.make_model("box/small", context_tokens=700)
    assert "longest prompt does not fit" in cost(small).warnings[0]
    assert cost(small, longest=300).warnings == ()
    ModelServer.objects.filter(slug="box").update(base_url="http://127.0.0.1:11434")
    huge = factories.make_model("box/huge", size_bytes=10**15)
    huge.server.base_url = "http://127.0.0.1:11434"
    assert "may not fit into memory" in cost(huge).warnings[0]
    huge.server.base_url = "http://10.0.0.5:11434"
    assert cost(huge).warnings == ()


def test_model_is_deleted_from_its_server(ollama: OllamaServer) -> None:
    model = model_on(ollama)
    assert servers.do_action(ModelAction.objects.create(model=model, kind="delete"))
    model.refresh_from_db()
    assert (model.is_present, list(ollama.models)) == (False, [])
