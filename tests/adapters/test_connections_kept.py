"""The connection to an OpenAI-compatible server is kept between questions, where the server allows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import pytest

from evaluations.adapters import make_adapter
from evaluations.errors import AdapterError
from evaluations.records import Message, Prompt, Sampling
from tests import http_servers
from tests.adapters.page_server import HANG_UP
from tests.adapters.page_server import serving as page_serving

ASK = Prompt(messages=(Message(role="user", content="Write add."),))
STREAM = (
    b'data: {"choices": [{"index": 0, "delta": {"content": "ok"}}]}\n\n'
    b'data: {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'
)


@dataclass
class Server:
    """The connections that were opened, and the Connection header of each request."""

    hangs_up: bool
    is_llama_cpp: bool
    url: str = ""
    connections: set[tuple[str, int]] = field(default_factory=set)
    connection_headers: list[str] = field(default_factory=list)


@contextmanager
def serving(*, hangs_up: bool = False, is_llama_cpp: bool = False) -> Iterator[Server]:
    """An HTTP/1.1 server. hangs_up: it closes the connection when a second request arrives on it."""
    server = Server(hangs_up, is_llama_cpp)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        n_streams = 0

        def do_GET(self) -> None:
            is_there = self.path == "/props" and server.is_llama_cpp
            content = json.dumps({"total_slots": 1} if is_there else {}).encode()
            self.send_response(200 if is_there else 404)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            if server.hangs_up and self.n_streams:
                self.close_connection = True
                return
            self.n_streams += 1
            self.rfile.read(int(self.headers["Content-Length"]))
            server.connections.add(self.client_address)
            server.connection_headers.append(self.headers.get("Connection", "").lower())
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"%x\r\n%s\r\n0\r\n\r\n" % (len(STREAM), STREAM))

        def log_message(self, *_: object) -> None:
            pass

    with http_servers.running(Handler) as server.url:
        yield server


def ask(server: Server, n: int) -> None:
    adapter = make_adapter("openai", server.url)
    for _ in range(n):
        completion = adapter.generate("m", ASK, Sampling(max_tokens=8), lambda _: None, lambda: False)
        assert completion.text == "ok"
    adapter.close()


def test_one_connection_serves_many_questions() -> None:
    with serving() as server:
        ask(server, 5)
    assert len(server.connection_headers) == 5
    assert len(server.connections) == 1


def test_server_that_closes_kept_connections_is_asked_over_new_ones_without_a_lost_question() -> None:
    with serving(hangs_up=True) as server:
        ask(server, 4)
    assert len(server.connections) == 4
    assert "close" not in server.connection_headers[0]
    assert set(server.connection_headers[1:]) == {"close"}


def test_connection_to_llama_cpp_is_closed_after_each_request() -> None:
    with serving(is_llama_cpp=True) as server:
        ask(server, 3)
    assert set(server.connection_headers) == {"close"}


def test_server_that_crashes_at_the_first_question_is_not_asked_twice() -> None:
    with page_serving({"/v1/chat/completions": lambda _: HANG_UP}) as page:
        adapter = make_adapter("openai", page.url)
        with pytest.raises(AdapterError, match="ended in the middle"):
            adapter.generate("m", ASK, Sampling(max_tokens=8), lambda _: None, lambda: False)
        adapter.close()
    assert [path for path, _ in page.bodies] == ["/v1/chat/completions"]
