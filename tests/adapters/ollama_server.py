"""A scripted Ollama server. It keeps runners as the real one does, and counts its requests.

A request whose runner options differ from the loaded runner's starts another one, which takes `load_s`. An empty prompt
loads and says no load_duration. `keep_alive` 0 unloads. A closed connection ends the request, after `stop_s`.
"""

from __future__ import annotations

import json
import select
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests import http_servers

ANSWER = "```js\nexport function add(a, b) { return a + b; }\n```"
RUNNER_OPTIONS = ("num_ctx", "num_thread", "num_gpu", "num_batch")
DEFAULT_CONTEXT = 4096
PIECE = 3  # characters a token


@dataclass
class OllamaServer:
    """Models by name to rows of /api/tags; `shown`: what /api/show says of each. Times in seconds."""

    models: dict[str, dict[str, Any]] = field(default_factory=dict)
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    load_s: float = 0.0
    show_s: float = 0.0
    first_token_s: float = 0.0
    stop_s: float = 0.0
    gap_s: float = 0.0
    gap_by_threads: dict[int | None, float] = field(default_factory=dict)  # replaces gap_s
    n_parallel: int = 0  # answers that one model gives at the same time; 0: any number
    n_pieces: int = 2
    expires_at: str = ""  # of each loaded model; replaces the true value
    url: str = ""
    requests: Counter[str] = field(default_factory=Counter)
    bodies: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    loads: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    unloads: list[str] = field(default_factory=list)
    aborted_at: list[float] = field(default_factory=list)
    connections: set[tuple[str, int]] = field(default_factory=set)
    most_at_once: int = 0
    _runners: dict[str, dict[str, Any]] = field(default_factory=dict)
    _released: dict[str, float] = field(default_factory=dict)
    _keep_alive: dict[str, float] = field(default_factory=dict)
    _busy: Counter[str] = field(default_factory=Counter)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _slots: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(1000))

    def __post_init__(self) -> None:
        if self.n_parallel:
            self._slots = threading.Semaphore(self.n_parallel)

    def gap_of(self, name: str) -> float:
        """Seconds between two pieces of a model's answer."""
        return self.gap_by_threads.get(self._runners.get(name, {}).get("num_thread"), self.gap_s)

    def add(self, name: str, digest: str = "", **row: Any) -> None:
        """Add a model to the list."""
        self.models[name] = {
            "name": name,
            "model": name,
            "size": 5_000_000,
            "digest": digest or f"{name}-1",
            "details": {"family": "llama", "parameter_size": "135M", "quantization_level": "Q4_0"},
            **row,
        }

    def runner(self, body: dict[str, Any]) -> None:
        """Load the model, unless its runner has these options already."""
        name, options = body["model"], body.get("options") or {}
        requested = {key: options[key] for key in RUNNER_OPTIONS if key in options}
        requested.setdefault("num_ctx", DEFAULT_CONTEXT)
        with self._lock:
            if self._runners.get(name) == requested:
                return
            time.sleep(self.load_s)
            self._runners[name] = requested
            self.loads.append((name, requested))

    def unload(self, name: str) -> None:
        """Free the memory as soon as no request uses the runner."""
        self.unloads.append(name)

        def wait() -> None:
            while self._busy[name] > 0:
                time.sleep(0.01)
            self._runners.pop(name, None)

        threading.Thread(target=wait, daemon=True).start()

    @property
    def n_busy(self) -> int:
        """Count requests that are still computed, also those whose client has hung up."""
        return sum(self._busy.values())

    def ps(self) -> list[dict[str, Any]]:
        """Rows of /api/ps."""
        return [
            {
                **self.models.get(name, {"model": name}),
                "size_vram": 0,
                "context_length": options["num_ctx"],
                "expires_at": self.expires_at or self._expires_at(name),
            }
            for name, options in self._runners.items()
        ]

    def _expires_at(self, name: str) -> str:
        """When the runner expires, by the rule of Ollama's scheduler. While the runner is in use, the time moves on."""
        released = self._released.get(name, time.time())
        return datetime.fromtimestamp(released + self._keep_alive.get(name, 300.0), UTC).isoformat()

    def get(self, path: str) -> Any:
        """Return the answer to a GET."""
        if path == "/api/tags":
            return {"models": list(self.models.values())}
        return {"models": self.ps()} if path == "/api/ps" else {"version": "0.13.5"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ollama: OllamaServer

    def setup(self) -> None:
        super().setup()
        self.ollama.connections.add(self.client_address)

    def do_GET(self) -> None:
        self.ollama.requests[self.path] += 1
        self._json(self.ollama.get(self.path))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        self.ollama.requests[self.path] += 1
        self.ollama.bodies.append((self.path, body))
        if self.path == "/api/show":
            time.sleep(self.ollama.show_s)
            self._json(self.ollama.shown.get(body["model"], {}))
        elif body["model"] not in self.ollama.models:
            self._json({"error": f"model '{body['model']}' not found"}, 404)
        elif body.get("prompt") == "" and body.get("keep_alive") == 0:
            self.ollama.unload(body["model"])
            self._json({"model": body["model"], "done": True, "done_reason": "unload"})
        elif body.get("prompt") == "":
            self.ollama.runner(body)
            self._json({"model": body["model"], "response": "", "done": True, "done_reason": "load"})
        else:
            self._answer(body)

    def do_DELETE(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        self.ollama.requests[self.path] += 1
        gone = self.ollama.models.pop(body["model"], None)
        self._json({} if gone else {"error": "model not found"}, 200 if gone else 404)

    def _answer(self, body: dict[str, Any]) -> None:
        server, name = self.ollama, body["model"]
        server._busy[name] += 1
        server._keep_alive[name] = float(body.get("keep_alive", 300))
        server.most_at_once = max(server.most_at_once, server.n_busy)
        try:
            server.runner(body)
            if self._is_too_long(body):
                self._json({"error": "the input length exceeds the context length"}, 400)
                return
            if self._is_gone(server.first_token_s):
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/x-ndjson")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            with server._slots:
                if not self._pieces(body):
                    return
            text, reason = self._text(body)
            self._line(
                body,
                {"content": ""},
                done=True,
                done_reason=reason,
                load_duration=60_000_000,
                prompt_eval_count=10,
                eval_count=min(20, max(1, len(text) // PIECE)),
                eval_duration=100_000_000,
            )
            self.wfile.write(b"0\r\n\r\n")
        finally:
            server._busy[name] -= 1
            if not server._busy[name]:
                server._released[name] = time.time()

    def _text(self, body: dict[str, Any]) -> tuple[str, str]:
        """Return the answer, cut as the options say, and the reason for its end."""
        options = body.get("options") or {}
        text, limit = ANSWER, PIECE * int(options.get("num_predict", 1000))
        for stop in options.get("stop", []):
            text = text.partition(stop)[0]
        return (text[:limit], "length") if len(text) > limit else (text, "stop")

    def _is_too_long(self, body: dict[str, Any]) -> bool:
        text = "".join(message["content"] for message in body.get("messages", [])) or str(body.get("prompt", ""))
        context = (body.get("options") or {}).get("num_ctx", DEFAULT_CONTEXT)
        return body.get("truncate") is False and len(text) // PIECE > context

    def _pieces(self, body: dict[str, Any]) -> bool:
        """Send the answer. Return False when the client hung up."""
        text, _ = self._text(body)
        size = -(-len(text) // self.ollama.n_pieces) or 1
        for start in range(0, len(text), size):
            self._line(body, {"content": text[start : start + size]}, done=False)
            if self._is_gone(self.ollama.gap_of(body["model"])):
                return False
        return True

    def _line(self, body: dict[str, Any], message: dict[str, Any], **kwargs: Any) -> None:
        piece = (
            {"response": message["content"]}
            if self.path == "/api/generate"
            else {"message": {"role": "assistant", **message}}
        )
        line = json.dumps({"model": body["model"], **piece, **kwargs}).encode() + b"\n"
        with suppress(OSError):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))

    def _is_gone(self, wait_s: float) -> bool:
        """Wait, and return whether the client hung up. The work goes on for stop_s after that."""
        readable, _, _ = select.select([self.connection], [], [], wait_s)
        if not readable or self.connection.recv(1, 2):  # MSG_PEEK
            return False
        self.ollama.aborted_at.append(time.monotonic())
        self.close_connection = True
        time.sleep(self.ollama.stop_s)
        return True

    def _json(self, answer: Any, status: int = 200) -> None:
        content = json.dumps(answer).encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def ollama_serving(**settings: Any) -> Iterator[OllamaServer]:
    """The server, on a free port of loopback."""
    server = OllamaServer(**settings)
    with http_servers.running(type("Handler", (_Handler,), {"ollama": server})) as server.url:
        yield server
