"""A model server that streams exactly the bytes of a test, each piece as one chunk."""

from __future__ import annotations

import json
import select
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests import http_servers


@dataclass
class StreamServer:
    """Answers every POST with `pieces`. dies_after: the number of pieces after which it hangs up."""

    pieces: Sequence[bytes] = ()
    media_type: str = "application/x-ndjson"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    gap_s: float = 0.0
    dies_after: int | None = None
    url: str = ""
    requests: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)  # path, headers, JSON
    n_left: int = 0  # requests whose client hung up


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_script: StreamServer

    def do_POST(self) -> None:
        script = self.server_script
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        script.requests.append((self.path, dict(self.headers), json.loads(body)))
        self.send_response(script.status)
        self.send_header("Content-Type", script.media_type)
        self.send_header("Transfer-Encoding", "chunked")
        for name, value in script.headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            for n, piece in enumerate(script.pieces):
                if script.dies_after == n:
                    self.close_connection = True
                    return
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                if self._is_gone(script.gap_s):
                    return
            self.wfile.write(b"0\r\n\r\n")

    def _is_gone(self, wait_s: float) -> bool:
        if not wait_s:
            return False
        readable, _, _ = select.select([self.connection], [], [], wait_s)
        if not readable or self.connection.recv(1, 2):  # MSG_PEEK
            time.sleep(0)
            return False
        self.server_script.n_left += 1
        self.close_connection = True
        return True

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def streaming(**script: Any) -> Iterator[StreamServer]:
    """The server, on a free port of loopback."""
    server = StreamServer(**script)
    with http_servers.running(type("Handler", (_Handler,), {"server_script": server})) as server.url:
        yield server
