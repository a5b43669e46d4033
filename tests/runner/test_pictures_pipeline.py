"""Models that see are asked to rebuild a picture: from Run, over both protocols of pictures, to the stored verdict."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from evaluations.models import Candidate, ModelServer, Run
from evaluations.records import TaskSpec
from evaluations.runner.servers import refresh
from evaluations.suites.folders import load_task
from evaluations.tasks import wake
from tests import factories
from tests.contracts.filling import filling
from tests.environment import needs_time
from tests.processes import wait_until
from tests.runner.conftest import Start
from tests.webapp.api_client import Caller, body_of, token_for

pytestmark = pytest.mark.django_db(transaction=True)
SIGN_IN = Path(__file__).parents[2] / "suites" / "visual" / "picture-sign-in"
SEES = {"capabilities": ["completion", "vision"]}


def fenced(page: str) -> tuple[str, ...]:
    return ("Here it is:\n```html\n", page, "\n```\n")


def model_of(kind: str, url: str) -> str:
    """A server as a team adds it, with what it says of its model."""
    server = ModelServer.objects.create(slug=f"team-{kind}", kind=kind, base_url=url)
    assert refresh(server), server.message
    return server.models.get().model_id


def pictures(spec: TaskSpec) -> list[str]:
    return [base64.b64encode(spec.fixtures[name]).decode() for name in ("narrow.png", "wide.png")]


def last_message(requests: list[tuple[str, dict[str, Any]]], part: str) -> Any:
    [body] = [body for path, body in requests if path.endswith(("/chat", "/chat/completions"))]
    assert part in str(body["messages"][-1]["content"])
    return body["messages"][-1]


@needs_time
def test_models_that_see_get_the_pictures_and_their_pages_are_compared(start_worker: Start) -> None:
    spec = load_task(SIGN_IN)
    [wrong] = spec.mutants["red-button"].values()
    factories.make_suite([spec], slug="pictures")
    caller = Caller(token_for(factories.make_person("ada")))
    with (
        filling("ollama", pieces=fenced(spec.reference["index.html"]), shown=SEES) as ollama,
        filling("openai", pieces=fenced(wrong)) as openai,
    ):
        models = [model_of("ollama", ollama.url), model_of("openai", openai.url)]
        body = {"suite": "pictures", "models": models, "strategies": ["images"]}
        started = body_of(caller.send("runs", body), 201)
        start_worker("generate")
        start_worker("execute")
        wake()
        wait_until(lambda: Run.objects.get(pk=started["id"]).state == Run.State.DONE, 90)
    message = last_message(ollama.requests, "Look at the attached images: narrow.png, wide.png.")
    assert message["images"] == pictures(spec)
    assert "```text picture" not in message["content"], "who sees is not told in words"
    [text, *parts] = last_message(openai.requests, "Look at the attached images")["content"]
    assert (text["type"], [part["image_url"]["url"] for part in parts]) == (
        "text",
        [f"data:image/png;base64,{picture}" for picture in pictures(spec)],
    )
    good, bad = [_answer(caller, started["id"], slug) for slug in ("team-ollama", "team-openai")]
    assert (good["verdict"], good["grading"]["score"]) == ("passed", 1.0)
    assert set(good["grading"]["figures"].values()) == {1.0}
    assert (bad["verdict"], "has the colour" in bad["grading"]["cause"]) == ("failed", True)
    assert bad["grading"]["figures"]["colour"] < 1


def _answer(caller: Caller, run: int, slug: str) -> Any:
    candidate = Candidate.objects.get(run=run, model__server__slug=slug)
    return body_of(caller.get(f"candidates/{candidate.pk}"))
