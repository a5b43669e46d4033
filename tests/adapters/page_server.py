"""A web server that pretends to be a model server: it answers each path with what a test gives it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class PageServer:
    """Answers by path, and the requests that came. An answer is JSON, or (status, headers, text)."""

    answers: dict[str, Any]
    url: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)  # path, Authorization

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        """The status, headers and body for a path; 404 for an unknown one."""
        given = self.answers.get(path, (404, {}, "no such page"))
        status, headers, body = given if isinstance(given, tuple) else (200, {}, json.dumps(given))
        return status, {"Content-Type": "application/json", **headers}, body.encode()


@contextmanager
def serving(answers: dict[str, Any]) -> Iterator[PageServer]:
    """The server, on a free port of loopback."""
    page = PageServer(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            page.requests.append((self.path, self.headers.get("Authorization", "")))
            status, headers, body = page.answer(self.path)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    page.url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield page
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
