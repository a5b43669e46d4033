"""Assembles Ollama's streams: /api/chat and /api/generate."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from evaluations.adapters.answer import (
    Answer,
    add_content,
    add_tool_calls,
)
from evaluations.adapters.connections import excerpt
from evaluations.adapters.fields import MOST_TOKENS, duration, mapping, tokens
from evaluations.adapters.stream import Chunk
from evaluations.adapters.whole_prompt import is_too_long, refused_as_too_long
from evaluations.errors import AdapterError
from evaluations.records import Completion, Piece, Prompt, to_json

NS_A_MS = 1e6


class OllamaAnswer(Answer):
    """Takes the messages of /api/chat and /api/generate; the last one carries counts and times."""

    def __init__(self, on_piece: Callable[[Piece], None], base_url: str, secret: str = "") -> None:
        super().__init__(on_piece)
        self.base_url, self.secret = base_url, secret
        self.is_complete = False
        self.last: dict[str, Any] = {}

    def take(self, chunk: Chunk | None) -> None:
        """Take one message. Raises AdapterError for an error that the server sends."""
        if chunk is None or (self.is_complete and chunk == self.last):  # sent twice
            return
        if chunk.get("error"):
            if is_too_long(json.dumps(chunk)):
                raise refused_as_too_long(self.base_url, excerpt(json.dumps(chunk), self.secret))
            raise AdapterError(f"{self.base_url} refused: {excerpt(json.dumps(chunk), self.secret)}", retryable=True)
        message = mapping(chunk.get("message"))
        add_content(self, message.get("thinking") or chunk.get("thinking"), "thinking")
        add_content(self, message.get("content") or chunk.get("response"))
        add_tool_calls(self, message.get("tool_calls"))
        if chunk.get("done") or chunk.get("done_reason"):
            self._finish(chunk)

    def _finish(self, chunk: Chunk) -> None:
        reason = chunk.get("done_reason")
        if reason in ("load", "unload"):
            raise AdapterError(
                f"{self.base_url} {reason}ed the model instead of answering to the end. If it happens again, check "
                "that the model fits into its memory and that no other program unloads it.",
                retryable=True,
            )
        self.finish_reason = reason if isinstance(reason, str) else ""
        self.is_complete, self.last = True, chunk
        self.end()

    def finished(self, options: dict[str, Any], *, is_cancelled: bool = False) -> Completion:
        """Return the record, with counts and times by the server."""
        n_tokens = tokens(self.last.get("eval_count"))
        reason = "cancelled" if is_cancelled else self.stop_reason(n_tokens, options.get("num_predict") or MOST_TOKENS)
        measured = self.completion(reason, completion_tokens=n_tokens)
        load, generation = (duration(self.last.get(key)) for key in ("load_duration", "eval_duration"))
        return replace(
            measured,
            prompt_tokens=tokens(self.last.get("prompt_eval_count")),
            load_ms=round(load / NS_A_MS, 1) if load is not None else None,
            generation_ms=round(generation / NS_A_MS, 1) if generation else measured.generation_ms,
            options=options,
        )


def request_of(name: str, prompt: Prompt) -> tuple[str, dict[str, Any]]:
    """Return path and body. The server puts a suffix into the model's own template, or says that it cannot.

    Raw completion does not use the template.
    """
    if prompt.suffix == "":
        return "/api/generate", {"model": name, "prompt": prompt.messages[0].content, "raw": True}
    if prompt.suffix is not None:
        return "/api/generate", {"model": name, "prompt": prompt.messages[0].content, "suffix": prompt.suffix}
    messages: list[dict[str, Any]] = [dict(message) for message in to_json(prompt.messages)]
    if prompt.images:
        messages[-1]["images"] = [url.partition("base64,")[2] for url in prompt.images]
    return "/api/chat", {"model": name, "messages": messages}
