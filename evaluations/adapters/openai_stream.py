"""What an OpenAI-compatible server streams, put together: chats, completions, and llama.cpp's /infill."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx

from evaluations.adapters.answer import Answer
from evaluations.adapters.base import LARGEST_ANSWER
from evaluations.adapters.connections import excerpt
from evaluations.adapters.options import openai_fields
from evaluations.adapters.thinking_options import openai_thinking
from evaluations.errors import AdapterError
from evaluations.records import Completion, Piece, Prompt, Sampling, StopReason, to_plain

INFILL = "/infill"
NOT_OPTIONS = {"messages", "prompt", "suffix", "input_prefix", "input_suffix"}


class StreamedAnswer(Answer):
    """Takes the lines of the stream."""

    def __init__(self, on_piece: Callable[[Piece], None], api_key: str = "") -> None:
        super().__init__(on_piece)
        self._api_key = api_key
        self.stop_reason = ""
        self.usage: dict[str, Any] = {}
        self.timings: dict[str, Any] = {}
        self.is_complete = False

    def take(self, line: str) -> bool:
        """One line of the stream; True at its end."""
        if not line.startswith("data:"):
            return False
        data = line[5:].strip()
        if data == "[DONE]":
            self.is_complete = bool(self.stop_reason)
            return True
        try:
            chunk = json.loads(data)
        except ValueError as exc:
            line_start = excerpt(data, self._api_key)
            raise AdapterError(f"The server sent a line that is not JSON: {line_start}", retryable=True) from exc
        if "error" in chunk:
            raise AdapterError(f"The server refused: {excerpt(data, self._api_key)}")
        self.usage = chunk.get("usage") or self.usage
        self.timings = chunk.get("timings") or self.timings
        for choice in chunk.get("choices", []):
            delta = choice.get("delta") or {}
            self.add("thinking", delta.get("reasoning_content") or delta.get("reasoning") or "")
            self.add("text", delta.get("content") or choice.get("text") or "")
            self.stop_reason = choice.get("finish_reason") or self.stop_reason
        if "choices" not in chunk:
            self._infilled(chunk)
        self.is_complete = bool(self.stop_reason)
        return False

    def _infilled(self, chunk: dict[str, Any]) -> None:
        """llama.cpp's own form: {"content", "stop"}, with counts in the last one."""
        self.add("text", chunk.get("content") or "")
        if chunk.get("stop"):
            self.stop_reason = "length" if chunk.get("stop_type") == "limit" else "stop"
            self.usage = {
                "prompt_tokens": chunk.get("tokens_evaluated"),
                "completion_tokens": chunk.get("tokens_predicted"),
            }

    def finished(self, options: dict[str, Any], reason: str) -> Completion:
        """The record; times by the server where it says them."""
        ended: StopReason = "cancelled" if reason == "cancelled" else "length" if reason == "length" else "stop"
        measured = self.completion(ended, completion_tokens=self.usage.get("completion_tokens"))
        details = self.usage.get("completion_tokens_details") or {}
        return replace(
            measured,
            prompt_tokens=self.usage.get("prompt_tokens"),
            thinking_tokens=details.get("reasoning_tokens"),
            generation_ms=self.timings.get("predicted_ms") or measured.generation_ms,
            options={key: value for key, value in options.items() if key not in NOT_OPTIONS},
        )


def request_of(
    name: str, prompt: Prompt, sampling: Sampling, *, is_llama_cpp: bool, refused: frozenset[str] = frozenset()
) -> tuple[str, dict[str, Any]]:
    """Path and body, without the options that the server refused.

    llama.cpp fills in by a path of its own: its /v1/completions takes no notice of a suffix.
    """
    wanted = openai_fields(sampling, is_llama_cpp=is_llama_cpp, refused=refused)
    if prompt.suffix is None:
        asked: dict[str, Any] = {"messages": to_plain(prompt.messages), **openai_thinking(sampling.think)}
        path = "/v1/chat/completions"
    elif is_llama_cpp:
        n_predict = wanted.pop("max_tokens")
        text = prompt.messages[0].content
        asked = {"input_prefix": text, "input_suffix": prompt.suffix, "n_predict": n_predict}
        return INFILL, {**asked, "stream": True, **wanted}
    else:
        asked = {"prompt": prompt.messages[0].content, "suffix": prompt.suffix}
        path = "/v1/completions"
    return path, {"model": name, **asked, "stream": True, "stream_options": {"include_usage": True}, **wanted}


def lines_of(response: httpx.Response) -> Iterator[str]:
    """Lines of the stream; one without an end is refused before it fills the memory."""
    rest = ""
    for text in response.iter_text():
        *whole, rest = (rest + text).split("\n")
        yield from whole
        if len(rest) > LARGEST_ANSWER:
            raise AdapterError("The server sent a line without an end. Is it a model server?")
    if rest:
        yield rest
