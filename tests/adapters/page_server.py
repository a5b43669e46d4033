"""A web server that pretends to be a model server: it answers each path with what a test gives it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests import http_servers

HANG_UP = object()


@dataclass
class PageServer:
    """The answers by path, and the requests that arrived.

    An answer is JSON, (status, headers, text or bytes) or HANG_UP, or a function of the request's JSON that gives one.
    """

    answers: dict[str, Any]
    url: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)  # path, Authorization
    bodies: list[tuple[str, Any]] = field(default_factory=list)  # path, JSON; of requests that have a body

    def answer(self, path: str, body: bytes) -> tuple[int, dict[str, str], bytes] | None:
        """The status, headers and body for a path; 404 for an unknown one. None: no answer."""
        answer = self.answers.get(path, (404, {}, "no such page"))
        if body:
            self.bodies.append((path, json.loads(body)))
        if callable(answer):
            answer = answer(json.loads(body or b"{}"))
        if answer is HANG_UP:
            return None
        status, headers, content = answer if isinstance(answer, tuple) else (200, {}, json.dumps(answer))
        content = content.encode() if isinstance(content, str) else content
        return status, {"Content-Type": "application/json", **headers}, content


@contextmanager
def serving(answers: dict[str, Any]) -> Iterator[PageServer]:
    """The server, on a free port of loopback."""
    page = PageServer(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            page.requests.append((self.path, self.headers.get("Authorization", "")))
            answer = page.answer(self.path, sent)
            if answer is None:
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http_servers.running(Handler) as page.url:
        yield page
