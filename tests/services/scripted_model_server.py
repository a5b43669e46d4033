"""An OpenAI-compatible server with scripted answers.

python -m tests.services.scripted_model_server ADDRESS PORT FILE [DELAY]

FILE: JSON with a list of [part of the prompt, answer]. Each request adds the part that it matched to FILE.asked.
DELAY: seconds that each answer takes.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

SCRIPT = Path(sys.argv[3])
DELAY_S = float(sys.argv[4]) if len(sys.argv) > 4 else 0.0


class Handler(BaseHTTPRequestHandler):
    """One model, which answers in one chunk."""

    def do_GET(self) -> None:
        """Answer the list of models."""
        if self.path == "/v1/models":
            self._send(200, "application/json", json.dumps({"object": "list", "data": [{"id": "m"}]}))
        else:
            self._send(404, "text/plain", "no such page")

    def do_POST(self) -> None:
        """Answer by the first part that the prompt has."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            self._send(404, "text/plain", "no such page")
            return
        prompt = json.dumps(body["messages"])
        part, answer = next((part, answer) for part, answer in json.loads(SCRIPT.read_text()) if part in prompt)
        with SCRIPT.with_suffix(".asked").open("a") as log:
            log.write(f"{part}\n")
        time.sleep(DELAY_S)
        chunks: list[Any] = [
            {"choices": [{"index": 0, "delta": {"content": answer}}]},
            {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        ]
        lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks]
        self._send(200, "text/event-stream", "".join([*lines, "data: [DONE]\n\n"]))

    def _send(self, status: int, media_type: str, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


if __name__ == "__main__":
    ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
