"""A server for fill-in-the-middle prompts, in each adapter's protocol: real HTTP, scripted answers, stored requests.

The embedded model has no fill-in tokens, and no package ships Ollama, so the answers follow their documentation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests import http_servers

PIECES = ("  return ", "a + b;", "\n")
OLLAMA_INFO = {"template": "{{ .Prompt }}", "model_info": {"x.context_length": 16384}, "details": {}}


@dataclass
class Filling:
    """form: ollama, llama.cpp or openai. can_insert: if False, it refuses as that server does.

    n_tokens: its tokenizer's count for any text; None: it has none. unknown: fields that it refuses, with status
    and message; the message has {name} where the server names the field. prompt_tokens: the count it reports.
    context: tokens of the loaded model, as Ollama's /api/ps has it. pieces: of each answer.
    """

    form: str
    url: str = ""
    can_insert: bool = True
    n_tokens: int | None = None
    unknown: tuple[str, ...] = ()
    refusal: tuple[int, str] = (400, "Unrecognized request argument supplied: {name}")
    prompt_tokens: int = 9
    context: int | None = None
    pieces: tuple[str, ...] = PIECES
    shown: dict[str, Any] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def get(self, path: str) -> Any:
        """Return the answer to a GET; None for an unknown path."""
        if self.form == "ollama":
            loaded = [{"model": "m", "context_length": self.context}] if self.context else []
            return {"/api/tags": {"models": [{"model": "m", "size": 1}]}, "/api/ps": {"models": loaded}}.get(path)
        if path == "/props" and self.form == "llama.cpp":
            return {"total_slots": 1, "n_ctx": 2048, "model_path": f"/{self.url}/m.gguf"}
        return {"data": [{"id": "m"}]} if path == "/v1/models" else None

    def refuses(self, path: str, body: dict[str, Any]) -> tuple[int, Any] | None:
        """Return the real servers' error for an unknown field, or for a model that cannot fill in; None: no error."""
        if name := next((name for name in self.unknown if name in body), ""):
            status, message = self.refusal
            return status, {"error": {"message": message.format(name=name)}}
        if self.can_insert:
            return None
        if path == "/infill":
            return 501, {"error": {"message": "Infill is not supported by this model: prefix token is missing."}}
        if path == "/api/generate":
            return 400, {"error": "registry.ollama.ai/library/m does not support insert"}
        return 400, {"error": {"message": "suffix is not currently supported"}}

    def post(self, path: str) -> list[str]:
        """Yield the lines of a stream."""
        if path in ("/api/generate", "/api/chat"):
            n = self.prompt_tokens
            steps = [{"model": "m", **_said(path, piece), "done": False} for piece in self.pieces]
            counts: dict[str, Any] = {
                "prompt_eval_count": n,
                "eval_count": 3,
                "eval_duration": 5_000_000,
                "load_duration": 1_000_000,
            }
            return [json.dumps(step) for step in [*steps, {"model": "m", **_said(path, ""), "done": True, **counts}]]
        if path == "/infill":
            chunks: list[Any] = [{"content": piece, "stop": False} for piece in self.pieces]
            counts = {"tokens_evaluated": 9, "tokens_predicted": 3, "timings": {"predicted_ms": 5.0}}
            chunks.append({"content": "", "stop": True, "stop_type": "eos", **counts})
            return [f"data: {json.dumps(chunk)}\n" for chunk in chunks]
        is_chat = path.endswith("/chat/completions")
        deltas = [{"delta": {"content": piece}} if is_chat else {"text": piece} for piece in self.pieces]
        chunks = [{"choices": [{**delta, "finish_reason": None}]} for delta in deltas]
        usage = {"prompt_tokens": self.prompt_tokens, "completion_tokens": 3}
        chunks.append({"choices": [{"text": "", "finish_reason": "stop"}], "usage": usage})
        return [*(f"data: {json.dumps(chunk)}\n" for chunk in chunks), "data: [DONE]\n"]

    def answer(self, path: str, body: dict[str, Any], connection: str) -> tuple[int, bytes]:
        """Return status and body for a POST. Requests for code are stored, with their Connection header."""
        if path == "/api/show":
            capabilities = ["completion", *(["insert"] if self.can_insert else [])]
            return 200, json.dumps({**OLLAMA_INFO, "capabilities": capabilities, **self.shown}).encode()
        if path in ("/tokenize", "/apply-template"):
            counted = {"tokens": [0] * (self.n_tokens or 0)}
            return 404 if self.n_tokens is None else 200, json.dumps(counted).encode()
        if path == "/api/generate" and body.get("prompt") == "":  # a load
            return 200, json.dumps({"model": "m", "response": "", "done": True, "done_reason": "load"}).encode()
        self.requests.append((path, {**body, "connection": connection}))
        if refusal := self.refuses(path, body):
            return refusal[0], json.dumps(refusal[1]).encode()
        return 200, "".join(f"{line}\n" for line in self.post(path)).encode()


def _said(path: str, text: str) -> dict[str, Any]:
    return {"response": text} if path == "/api/generate" else {"message": {"role": "assistant", "content": text}}


@contextmanager
def filling(form: str, **kwargs: Any) -> Iterator[Filling]:
    """Serve until the block ends. kwargs: fields of Filling."""
    served = Filling(form=form, **kwargs)

    class Handler(BaseHTTPRequestHandler):
        """Takes one request per connection."""

        def do_GET(self) -> None:
            body = served.get(self.path)
            self._say(404 if body is None else 200, json.dumps(body or {}).encode())

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._say(*served.answer(self.path, body, self.headers.get("Connection", "")))

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with http_servers.running(Handler) as served.url:
        yield served
