"""One answer, put together from the pieces that a server streams, with the times by our clock."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

from evaluations.adapters.base import LARGEST_ANSWER
from evaluations.adapters.fields import mappings
from evaluations.errors import AdapterError
from evaluations.records import Channel, Completion, Piece, StopReason, ToolCall

# No local model is faster: an answer above this speed was generated first and then sent at once.
FASTEST_TOKENS_S = 5_000
MOST_TOOL_CALLS = 100
IS_CODE = re.compile(r"\s*(`{3}|~{3})[^\n]*\n(?:(?![ \t]*\1)[^\n]*\n)*[ \t]*\1\s*\Z")
# Servers' words for the token limit, and for an answer that the server itself stopped.
LIMIT_REACHED = {
    *("length", "limit", "max_tokens", "max_new_tokens", "max_output_tokens", "max_completion_tokens", "max_length"),
    *("length_limit", "token_limit", "model_length", "context_length_exceeded", "model_context_window_exceeded"),
}
BROKEN_OFF = {
    *("abort", "aborted", "cancelled", "error", "failed", "insufficient_system_resource", "load", "network_error"),
    *("timeout", "unload"),
}
# Words in the place of null, in chunks before the last one.
NOT_ENDED = {"", "null", "none"}


class Answer:
    """Collects text, thought and tool calls. The clock starts when the object is made, just before the request.

    finish_reason: the server's word for why the answer ended; empty while it goes on.
    """

    def __init__(self, on_piece: Callable[[Piece], None]) -> None:
        self.on_piece = on_piece
        self.begun = time.perf_counter()
        self.parts: dict[Channel, list[str]] = {"text": [], "thinking": []}
        self.tool_calls: dict[int, list[str]] = {}  # index: name, and pieces of the arguments
        self.first_at: dict[Channel, float] = {}
        self.ended_at: float | None = None
        self.length = 0
        self.finish_reason = ""

    def add(self, channel: Channel, text: str) -> None:
        """Take a piece and pass it on. Raises AdapterError when the answer is too long to be kept."""
        if not text:
            return
        self.first_at.setdefault(channel, time.perf_counter())
        self.parts[channel].append(text)
        self._lengthen(text)
        self.on_piece(Piece(channel, text))

    def add_tool_call(self, index: int, name: str, arguments: str) -> None:
        """Take a call, or the next piece of its arguments."""
        if index in self.tool_calls or len(self.tool_calls) < MOST_TOOL_CALLS:
            call = self.tool_calls.setdefault(index, [""])
            call[0] = call[0] or name
            call.append(arguments)
            self._lengthen(name + arguments)

    def _lengthen(self, text: str) -> None:
        self.length += len(text)
        if self.length > LARGEST_ANSWER:
            raise AdapterError(f"The answer is longer than {LARGEST_ANSWER} characters. Lower the token limit.")

    def end(self) -> None:
        """Stop the clock after the last piece. Later data of the server is not part of the answer."""
        self.ended_at = time.perf_counter()

    def stop_reason(self, n_tokens: int | None, max_tokens: int) -> StopReason:
        """Return why the answer ended; if the server does not say, derive it from the requested limit."""
        is_full = n_tokens is not None and n_tokens >= max_tokens
        return "length" if self.finish_reason in LIMIT_REACHED or (not self.finish_reason and is_full) else "stop"

    def completion(self, stop_reason: StopReason, *, completion_tokens: int | None = None) -> Completion:
        """Return the record with texts and times; the caller adds what its server says."""
        first = min(self.first_at.values(), default=None)
        text, thinking = "".join(self.parts["text"]), "".join(self.parts["thinking"])
        first_text_at = self.first_at.get("text")
        if stop_reason == "stop" and not text.strip() and IS_CODE.match(thinking) and not self.tool_calls:
            # The model ended normally, and its whole text is one block of code, so its server misread the answer as
            # thought. Some servers' parsers treat everything without a closing mark as thought (vLLM, oMLX).
            text, thinking, first_text_at = thinking, "", first
        return Completion(
            text=text,
            thinking=thinking,
            tool_calls=tuple(ToolCall(name=name, arguments="".join(rest)) for name, *rest in self.tool_calls.values()),
            stop_reason=stop_reason,
            completion_tokens=completion_tokens,
            first_token_ms=self._since_begin(first),
            first_text_ms=self._since_begin(first_text_at),
            generation_ms=self._generation_ms(first, completion_tokens),
        )

    def _since_begin(self, at: float | None) -> float | None:
        return None if at is None else round((at - self.begun) * 1000, 1)

    def _generation_ms(self, first: float | None, n_tokens: int | None) -> float:
        """Return the time since the first piece; since the request if the pieces came all at once."""
        ended = self.ended_at or time.perf_counter()
        streamed_s = ended - (ended if first is None else first)
        if n_tokens and n_tokens > streamed_s * FASTEST_TOKENS_S:
            return round((ended - self.begun) * 1000, 1)
        return round(streamed_s * 1000, 1)


def add_content(answer: Answer, content: Any, channel: Channel = "text") -> None:
    """Read a content field: text, or a list of parts with a type each.

    A part of type thinking or reasoning counts as thought at any depth. Pictures and references are left out.
    """
    for piece in _pieces(content, channel, depth=0):
        answer.add(piece.channel, piece.text)


def _pieces(content: Any, channel: Channel, depth: int) -> Iterator[Piece]:
    if isinstance(content, str):
        yield Piece(channel, content)
    elif isinstance(content, list) and depth < 4:
        for part in content:
            yield from _pieces(part, channel, depth + 1)
    elif isinstance(content, dict) and depth < 4:
        kind = str(content.get("type", "text"))
        inner: Channel = "thinking" if "think" in kind or "reason" in kind else channel
        for key in ("thinking", "reasoning", "text", "content", "summary"):
            if content.get(key):
                yield from _pieces(content[key], "thinking" if key in ("thinking", "reasoning") else inner, depth + 1)
                return


def add_tool_calls(answer: Answer, calls: Any) -> None:
    """Take the calls of a message: OpenAI's pieces with an index, or Ollama's whole ones."""
    for position, call in enumerate(mappings(calls)):
        function = call.get("function")
        if isinstance(function, dict):
            index = call.get("index", function.get("index"))
            name, arguments = function.get("name"), function.get("arguments")
            answer.add_tool_call(
                index if type(index) is int else position,
                name if isinstance(name, str) else "",
                arguments if isinstance(arguments, str) else json.dumps(arguments) if arguments else "",
            )
