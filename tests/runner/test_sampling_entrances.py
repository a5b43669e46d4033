"""Each sampling option, typed on a page, in the API or at the command line, is stored with the run and sent."""

from __future__ import annotations

import html
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from evaluations.limits import MAX_SAMPLES
from evaluations.models import LanguageModel, ModelServer, Run
from evaluations.runner import generation
from evaluations.runner.workers import Liveness
from tests import factories
from tests.contracts.filling import Filling, filling
from tests.webapp.api_client import token_for

pytestmark = pytest.mark.django_db(transaction=True)
TYPED: dict[str, Any] = {
    "temperature": 0.7,
    "top_p": 0.8,
    "top_k": 21,
    "min_p": 0.11,
    "repeat_penalty": 1.2,
    "seed": 5,
    "stop": ["END"],
    "max_tokens": 33,
    "context_tokens": 2048,
    "think": "off",
}
SENT = {name: TYPED[name] for name in ("temperature", "top_p", "top_k", "min_p", "repeat_penalty", "stop")}


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    mia = factories.make_person("mia")
    signed_in.force_login(mia)
    signed_in.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token_for(mia)}"
    return signed_in


def by_page(client: Client, model: LanguageModel) -> None:
    data = {**TYPED, "stop": "END", "models": [model.pk], "n_samples": 2, "strategies": ["plain"], "profile": "pinned"}
    response = client.post("/suites/starter/run/", data)
    assert response.status_code == 302, response.content.decode()[-3000:]


def by_api(client: Client, model: LanguageModel) -> None:
    body = json.dumps({**TYPED, "suite": "starter", "models": [model.model_id], "n_samples": 2})
    assert client.post("/api/v1/runs", body, content_type="application/json").status_code == 201


def by_command(client: Client, model: LanguageModel) -> None:
    words = ["--suite", "starter", "--model", model.model_id, "--samples", "2"]
    for name, value in TYPED.items():
        words += [f"--{name.replace('_', '-')}", value[0] if name == "stop" else str(value)]
    with pytest.raises(SystemExit) as ended:
        call_command("evaluate", *words, stdout=StringIO(), stderr=StringIO())
    assert ended.value.code == 0


@pytest.mark.parametrize("entrance", [by_page, by_api, by_command])
@pytest.mark.parametrize("kind", ["ollama", "openai"])
def test_each_option_reaches_the_server(client: Client, entrance: Any, kind: str) -> None:
    with filling("llama.cpp" if kind == "openai" else kind) as server:
        model = served(server, kind)
        entrance(client, model)
        run = Run.objects.get()
        sampling = run.to_sampling()
        stored = {name: getattr(sampling, name) for name in TYPED}
        assert stored == TYPED | {"stop": ("END",)}
        assert generation.serve_queue(model.server, Liveness("generate"), lambda: None) == 2
        bodies = [body for path, body in server.requests if "chat" in path]
    options = [body.get("options", body) for body in bodies]
    for sent in options:
        assert {name: sent[name] for name in SENT} == SENT
        assert sent["num_predict" if kind == "ollama" else "max_tokens"] == 33
    assert sorted(sent["seed"] for sent in options) == [5, 6], "one more for each further sample"
    if kind == "ollama":
        assert [sent["num_ctx"] for sent in options] == [2048, 2048]
        assert [body["think"] for body in bodies] == [False, False]
    else:
        assert [body["chat_template_kwargs"]["enable_thinking"] for body in bodies] == [False, False]


def served(server: Filling, kind: str) -> LanguageModel:
    """A model of that server, and a suite of one task."""
    factories.make_suite([factories.make_spec()])
    row = ModelServer.objects.create(slug="box", kind=kind, base_url=server.url, is_reachable=True)
    return LanguageModel.objects.create(server=row, name="m", can_think=True)


def refused_by_page(client: Client, model: LanguageModel, **values: Any) -> str:
    data = {"models": [model.pk], "n_samples": 1, "strategies": ["plain"], "profile": "pinned", **values}
    response = client.post("/suites/starter/run/", data)
    assert response.status_code == 422
    return html.unescape(response.content.decode())


def refused_by_api(client: Client, model: LanguageModel, **values: Any) -> str:
    body = json.dumps({"suite": "starter", "models": [model.model_id], "n_samples": 1, **values})
    response = client.post("/api/v1/runs", body, content_type="application/json")
    assert response.status_code == 422
    return json.dumps(response.json(), ensure_ascii=False)


def refused_by_command(client: Client, model: LanguageModel, **values: Any) -> str:
    words = ["--suite", "starter", "--model", model.model_id, "--samples", str(values.get("n_samples", 1))]
    words += [word for name in values.get("strategies", []) for word in ("--strategy", name)]
    words += ["--until-settled"] if values.get("until_settled") else []
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("evaluate", *words, stdout=StringIO(), stderr=errors)
    assert ended.value.code == 2
    return errors.getvalue()


@pytest.mark.parametrize("refused", [refused_by_page, refused_by_api, refused_by_command])
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"strategies": ["fill_in"]},
            "No task of this suite can be asked by fill_in: none gives code with a place to fill in. "
            "Leave this strategy out.",
        ),
        ({"n_samples": 5, "until_settled": True}, "A ranking needs 2 to 20 models; 1 are chosen."),
    ],
    ids=["strategy", "ranking"],
)
def test_page_api_and_command_refuse_a_run_with_the_same_words(
    client: Client, refused: Any, values: dict[str, Any], sentence: str
) -> None:
    model = one_model()
    assert sentence in refused(client, model, **values)
    assert not Run.objects.exists()


@pytest.mark.parametrize("refused", [refused_by_page, refused_by_api, refused_by_command])
def test_page_api_and_command_have_the_same_limit_of_samples(client: Client, refused: Any) -> None:
    model = one_model()
    assert str(MAX_SAMPLES) in refused(client, model, n_samples=MAX_SAMPLES + 1)
    assert not Run.objects.exists()


def one_model() -> LanguageModel:
    """A model of a server that is reachable, and a suite of one task."""
    factories.make_suite([factories.make_spec()])
    server = ModelServer.objects.create(slug="box", kind="ollama", base_url="http://box:1", is_reachable=True)
    return LanguageModel.objects.create(server=server, name="m")
