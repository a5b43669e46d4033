"""Asking a model server that fails: each answer is stored or its row says why not, and no row stays claimed."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from evaluations.models import LanguageModel, ModelServer, Run, State, Worker
from evaluations.runner import generation
from evaluations.runner.execution import no_code_cause
from evaluations.runner.servers import refresh
from evaluations.runner.workers import Liveness, recover
from tests import factories
from tests.adapters.page_server import HANG_UP, serving
from tests.adapters.test_server_bodies import BODIES

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "```js\nexport function add(a, b) { return a + b; }\n```"
STREAM = "".join(
    json.dumps(step) + "\n"
    for step in (
        {"message": {"role": "assistant", "content": CODE}, "done": False},
        {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop", "eval_count": 9},
    )
)


class Ollama:
    """An Ollama with some models. A test removes one, or lets every request but the list fail."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)
        self.is_half_down = False
        self.after_answer: Callable[[str], None] = lambda name: None
        self.after_first_piece: Callable[[], None] | None = None

    def answers(self) -> dict[str, Any]:
        return {
            "/api/tags": lambda _: {"models": [{"model": name, "name": name, "digest": name} for name in self.names]},
            "/api/ps": {"models": []},
            "/api/version": {"version": "0.13.5"},
            "/api/show": lambda body: self._of_model(body, {"model_info": {}, "capabilities": ["completion"]}),
            "/api/generate": lambda body: self._of_model(body, {"model": body["model"], "response": "", "done": True}),
            "/api/chat": self._chat,
        }

    def _of_model(self, body: Any, answer: Any) -> Any:
        if self.is_half_down:
            return HANG_UP
        if body["model"] not in self.names:
            return 404, {}, json.dumps({"error": f"model '{body['model']}' not found"})
        return answer

    def _chat(self, body: Any) -> Any:
        if self.after_first_piece:
            self.after_first_piece()
            return 200, {}, STREAM.partition("\n")[0] + "\n"
        answer = self._of_model(body, (200, {}, STREAM))
        self.after_answer(body["model"])
        return answer


def run_on(url: str, *names: str, n_samples: int = 1) -> Run:
    """A run of one task on these models."""
    server = ModelServer.objects.create(slug="box", kind="ollama", base_url=url, is_reachable=True)
    models = [LanguageModel.objects.create(server=server, name=name) for name in names]
    return factories.make_run(factories.make_suite([factories.make_spec()]), models, n_samples=n_samples)


def feed(liveness: Liveness | None = None) -> int | None:
    return generation.serve_queue(ModelServer.objects.get(slug="box"), liveness or Liveness("generate"), lambda: None)


def by_model(run: Run) -> dict[str, set[tuple[str, str]]]:
    """Return state and verdict of each model's candidates."""
    rows: dict[str, set[tuple[str, str]]] = {}
    for name, state, verdict in run.candidates.values_list("model__name", "state", "verdict"):
        rows.setdefault(name, set()).add((state, verdict))
    return rows


ANSWERED, UNSCORED = {("executing", "")}, {("done", "unscored")}


def test_model_that_was_removed_after_its_answers_takes_no_other_with_it(caplog: pytest.LogCaptureFixture) -> None:
    ollama = Ollama("aaa", "bbb", "ccc")
    ollama.after_answer = lambda name: ollama.names.remove("aaa") if name == "aaa" else None
    with serving(ollama.answers()) as page, caplog.at_level(logging.WARNING):
        run = run_on(page.url, "aaa", "bbb", "ccc")
        feed()
    assert by_model(run) == {"aaa": ANSWERED, "bbb": ANSWERED, "ccc": ANSWERED}
    assert "box/aaa could not be unloaded" in caplog.text


@pytest.mark.parametrize("removed", ["aaa", "bbb", "ccc"])
def test_model_that_is_removed_before_its_turn_leaves_only_its_own_rows_unscored(removed: str) -> None:
    ollama = Ollama("aaa", "bbb", "ccc")
    ollama.names.remove(removed)
    with serving(ollama.answers()) as page:
        run = run_on(page.url, "aaa", "bbb", "ccc", n_samples=2)
        feed()
    expected = {name: UNSCORED if name == removed else ANSWERED for name in ("aaa", "bbb", "ccc")}
    assert by_model(run) == expected
    cause = run.candidates.filter(model__name=removed).first().cause  # type: ignore[union-attr]
    assert f'no model "{removed}"' in cause
    assert "Pull it" in cause


def test_model_that_is_removed_between_two_answers_leaves_only_its_own_rows_unscored() -> None:
    ollama = Ollama("aaa", "bbb")
    ollama.after_answer = lambda name: ollama.names.remove("aaa") if "aaa" in ollama.names else None
    with serving(ollama.answers()) as page:
        run = run_on(page.url, "aaa", "bbb", n_samples=3)
        feed()
    assert by_model(run) == {"aaa": ANSWERED | UNSCORED, "bbb": ANSWERED}
    assert run.candidates.filter(model__name="aaa", verdict="unscored").count() == 2


def test_row_goes_back_when_the_server_dies_between_list_and_show() -> None:
    ollama = Ollama("m")

    def die() -> None:
        ollama.is_half_down, ollama.after_first_piece = True, None

    ollama.after_first_piece = die
    with serving(ollama.answers()) as page:
        run = run_on(page.url, "m", n_samples=3)
        feed()
        assert not run.candidates.exclude(state__in=[State.QUEUED, State.EXECUTING]).exists()
        assert not run.candidates.exclude(taken_by="").exists()
        ollama.is_half_down = False
        run.candidates.update(not_before=None)
        assert refresh(ModelServer.objects.get(slug="box"))
        feed()
    assert by_model(run) == {"m": ANSWERED}


def test_row_goes_back_whatever_error_the_request_to_the_server_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(server: ModelServer) -> bool:
        raise RuntimeError("a fault that nobody foresaw")

    with serving({"/api/chat": HANG_UP, "/api/generate": {"model": "m", "response": "", "done": True}}) as page:
        run = run_on(page.url, "m", n_samples=2)
        monkeypatch.setattr(generation, "refresh", broken)
        with pytest.raises(RuntimeError):
            feed()
    assert set(run.candidates.values_list("state", "taken_by")) == {("queued", "")}
    assert not ModelServer.objects.exclude(fed_by="").exists()


def test_row_that_a_living_worker_claimed_but_does_not_ask_is_put_back() -> None:
    run = run_on("http://127.0.0.1:9", "m", n_samples=3)
    fed, stuck, new = run.candidates.order_by("pk")
    other = ModelServer.objects.create(slug="other", kind="ollama", base_url="http://127.0.0.1:9", fed_by="w")
    fed.model = LanguageModel.objects.create(server=other, name="m")
    fed.save()
    for pk, seconds in ((fed.pk, 60), (stuck.pk, 60), (new.pk, 1)):
        taken_at = now() - timedelta(seconds=seconds)
        run.candidates.filter(pk=pk).update(state=State.GENERATING, taken_by="w", taken_at=taken_at)
    Worker.objects.beat("w", "elsewhere", 1)
    assert recover() == 1
    taken = set(run.candidates.exclude(taken_by="").values_list("pk", flat=True))
    assert taken == {fed.pk, new.pk}


def test_tool_call_in_place_of_an_answer_is_named_in_its_cause() -> None:
    body = (BODIES / "ollama_tool-calls.txt").read_text()
    with serving({**Ollama("m").answers(), "/api/chat": (200, {}, body)}) as page:
        run = run_on(page.url, "m")
        feed()
    cause = no_code_cause(run.candidates.get().generation)
    assert cause.startswith('The model called a tool instead of answering: write_file({"path": "add.js"')
    assert len(cause) < 260
