"""Wrong bodies: unknown fields and broken forms get a 4xx answer that names the fault."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations import tasks
from evaluations.models import Run
from tests import factories
from tests.webapp.api_client import Caller, body_of, caller
from webapp.api_urls import api

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["changes/preview", "changes"])
def test_an_unknown_field_is_refused_by_its_name(path: str) -> None:
    body = body_of(caller().send(path, {"kind": "regrade", "candidates": [252]}), 422)
    assert [error["field"] for error in body["errors"]] == ["body.candidates"]


def test_every_json_body_says_that_it_takes_no_other_fields() -> None:
    document = api.document()
    shapes = document["components"]["schemas"]
    open_bodies = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content and _shape(content["schema"], shapes).get("additionalProperties") is not False:
                open_bodies.append(f"{method} {path}")
    assert not open_bodies


def _shape(schema: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    return dict(shapes[schema["$ref"].rsplit("/", 1)[1]]) if "$ref" in schema else schema


def form_of(name: str) -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    return f"{head}a,b\r\n1,2\r\n--b--\r\n".encode()


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("multipart/form-data", form_of("a.csv")),
        (f"multipart/form-data; boundary={'b' * 300}", form_of("a.csv")),
        ("multipart/form-data; boundary=b", form_of("n" * 3000 + ".csv")),
    ],
    ids=["no boundary", "long boundary", "long name"],
)
def test_a_broken_form_is_a_problem_of_400(media_type: str, content: bytes) -> None:
    sender: Caller = caller()
    response = sender.client.generic("POST", "/api/v1/workbooks", content, media_type, headers=sender.headers)
    assert response.status_code == 400, response.content
    assert response["Content-Type"] == "application/problem+json"


def test_stop_sequence_reaches_the_run_as_it_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    r"""On a page `\n` is typed for a line break; in JSON the same text is two characters, and a line break is one."""
    monkeypatch.setattr(tasks, "wake", lambda: None)
    stops = ["\\n", "\n", "a\nb"]
    body = {"prompt": "Add two numbers.", "models": [factories.make_model().model_id], "stop": stops}
    run = body_of(caller().send("prompts", body), 201)["id"]
    assert Run.objects.get(pk=run).sampling["stop"] == stops
