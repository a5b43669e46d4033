"""Refused options are stored with the model. The next worker does not try them again until server or weights change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from evaluations.models import Generation, LanguageModel, ModelServer, SuiteVersion
from evaluations.queries.sampling_notes import losses
from evaluations.records import Sampling
from evaluations.runner import generation
from evaluations.runner.workers import Liveness
from tests import factories
from tests.contracts.filling import Filling, filling

pytestmark = pytest.mark.django_db(transaction=True)


def model_on(server: Filling, kind: str = "openai", **fields: Any) -> LanguageModel:
    row = ModelServer.objects.create(slug="box", kind=kind, base_url=server.url, is_reachable=True, version="1.0")
    return LanguageModel.objects.create(server=row, name="m", **fields)


def ask_once(model: LanguageModel, **sampling: Any) -> None:
    """Run one task with one worker."""
    version = SuiteVersion.objects.first() or factories.make_suite([factories.make_spec()])
    run = factories.make_run(version, [model], sampling=Sampling(max_tokens=64, **sampling))
    n = generation.serve_queue(ModelServer.objects.get(slug="box"), Liveness("generate"), lambda: None)
    assert n == 1, list(run.candidates.values_list("state", "cause"))


def n_asked(server: Filling) -> int:
    return sum(path == "/v1/chat/completions" for path, _ in server.requests)


def test_refused_options_are_not_tried_again_until_server_or_weights_change() -> None:
    with filling("openai", unknown=("min_p",)) as server:
        model = model_on(server)
        ask_once(model)
        assert n_asked(server) == 2
        ask_once(model)
        assert n_asked(server) == 3, "a new worker knows what was refused"
        (note,) = [text for text in losses([LanguageModel.objects.get()]) if "box/m" in text]
        assert "does not take min_p (the server refused the field)" in note
        server.unknown = ()
        for change in ({"server": {"version": "1.1"}}, {"model": {"digest": "def"}}):
            n = n_asked(server)
            ModelServer.objects.update(**change.get("server", {"base_url": server.url}))
            LanguageModel.objects.update(**change.get("model", {"name": "m"}))
            assert not [text for text in losses([LanguageModel.objects.get()]) if "does not take" in text]
            ask_once(LanguageModel.objects.get())
            assert n_asked(server) == n + 1
            assert server.requests[-1][1]["min_p"] == 0.05
    settings = Generation.objects.latest("pk").settings
    assert settings is not None
    assert not settings["not_taken"]


def test_refusal_of_a_server_without_version_and_digest_is_remembered_for_a_week() -> None:
    with filling("openai", unknown=("top_k",)) as server:
        model = model_on(server)
        ModelServer.objects.update(version="")
        ask_once(model)
        model = LanguageModel.objects.get()
        assert model.known_refusals["fields"] == ["top_k"]
        model.refusals["at"] = (now() - timedelta(days=8)).isoformat()
        assert model.known_refusals == {}


def test_setting_of_thinking_that_a_server_refuses_is_kept_too() -> None:
    refusal = (400, '"m" does not support thinking: {name}')
    with filling("ollama", unknown=("think",), refusal=refusal) as server:
        model = model_on(server, "ollama", can_think=None)
        ask_once(model, think="high")
        tries = [body.get("think") for path, body in server.requests if path == "/api/chat"]
        assert tries == ["high", True, None]
        ask_once(LanguageModel.objects.get(), think="high")
        assert len([path for path, _ in server.requests if path == "/api/chat"]) == 4
        assert "does not take think" in losses([LanguageModel.objects.get()])[-1]


def test_ignored_option_is_reported() -> None:
    with filling("openai") as server:
        ask_once(model_on(server), stop=("a + b",))  # the answer contains it
    settings = Generation.objects.get().settings
    assert settings is not None
    assert settings["not_taken"] == {"stop": "the server ignored it"}
    assert "does not take stop (the server ignored it)" in losses([LanguageModel.objects.get()])[-1]
