"""Tokens per second use the server's count. Thinking makes no model faster, and a burst has no speed."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from evaluations.adapters import make_adapter
from evaluations.records import Message, Prompt, Sampling
from evaluations.runner.thinking import TokenMeter
from evaluations.token_limits import TokenLimits
from tests import http_servers

CODE = "```js\nexport function add(a, b) {\n  return a + b;\n}\n```\n"
PIECE_TOKENS, PIECE_S = 10, 0.02
NOMINAL = PIECE_TOKENS / PIECE_S  # tokens a second
THOUGHTS, TEXTS = 20, 4


class Handler(BaseHTTPRequestHandler):
    """Streams ten tokens every 20 ms. The model "burst" sends all of its tokens at once."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """One chat."""
        model = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["model"]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        thoughts = 0 if model == "plain" else THOUGHTS
        deltas = [{"reasoning_content": "ten tokens of thought here, so "}] * thoughts
        deltas += [{"content": CODE[i * 15 : (i + 1) * 15]} for i in range(TEXTS)]
        if model == "burst":
            time.sleep(PIECE_S * len(deltas))
        for delta in deltas:
            self._send({"choices": [{"index": 0, "delta": delta}]})
            time.sleep(0 if model == "burst" else PIECE_S)
        usage = {"prompt_tokens": 20, "completion_tokens": PIECE_TOKENS * len(deltas)}
        self._send({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def _send(self, chunk: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()


@pytest.mark.parametrize(("model", "n_thinking"), [("plain", None), ("thinks", 200), ("burst", 200)])
def test_measured_speed_does_not_exceed_the_speed_of_the_stream(model: str, n_thinking: int | None) -> None:
    meter = TokenMeter(TokenLimits(answer=1024))
    with http_servers.running(Handler) as url:
        adapter = make_adapter("openai", url)
        prompt = Prompt(messages=(Message(role="user", content="Write add."),))
        completion = adapter.generate(model, prompt, Sampling(), meter.add, lambda: False)
        adapter.close()
    assert completion.completion_tokens
    assert completion.generation_ms
    # Sleeping takes longer on a busy machine, never shorter, so only the upper end can be tested.
    assert completion.completion_tokens * 1000 / completion.generation_ms < NOMINAL * 1.4
    thinking = meter.thinking_of(completion)
    assert (thinking.tokens if thinking else None) == n_thinking
    if model == "thinks":
        assert thinking
        assert thinking.ms
        assert thinking.ms >= PIECE_S * THOUGHTS * 900
