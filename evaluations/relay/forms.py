"""The requests that an editor may send: paths of Ollama's and of OpenAI's protocol, and the body that names a model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from evaluations.errors import EvaluationError

OLLAMA, OPENAI = "ollama", "openai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One kind of question. prompt: the field with the question; empty if nothing is generated."""

    protocol: str
    prompt: str = ""


# Path below the endpoint's address, the same on the model server.
REQUEST_FORMS: dict[str, Form] = {
    "/api/chat": Form(protocol=OLLAMA, prompt="messages"),
    "/api/generate": Form(protocol=OLLAMA, prompt="prompt"),
    "/api/show": Form(protocol=OLLAMA),
    "/v1/chat/completions": Form(protocol=OPENAI, prompt="messages"),
    "/v1/completions": Form(protocol=OPENAI, prompt="prompt"),
}


class RefusedRequest(EvaluationError):
    """A request that is not passed on: the HTTP status and a sentence for the person."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def read_request(body: bytes) -> tuple[str, dict[str, Any]]:
    """Return the model's name and the whole body. Raises RefusedRequest.

    What is sent on is written again from the parsed body, so that both sides read the same names in it.
    """
    try:
        fields = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise RefusedRequest(400, "The body is not JSON.") from None
    if not isinstance(fields, dict):
        raise RefusedRequest(400, "The body is not a JSON object.")
    name = fields.get("model", fields.get("name"))
    if not isinstance(name, str) or not name:
        raise RefusedRequest(400, 'The body names no model. Add "model", like "ollama/qwen2.5-coder:7b".')
    return name, fields


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def written(fields: dict[str, Any], name: str) -> bytes:
    """Return the body for the model server, with the name that the server has for the model.

    "name" is an older word of Ollama for the same: two words could mean two models.
    """
    fields_without_name = {key: value for key, value in fields.items() if key != "name"}
    try:
        return json.dumps({**fields_without_name, "model": name}, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise RefusedRequest(400, "The body contains a number that JSON cannot express.") from None
