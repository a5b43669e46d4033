"""Assembles streams of OpenAI-compatible servers: chats, completions, and llama.cpp's /infill."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from evaluations.adapters.answer import (
    BROKEN_OFF,
    NOT_ENDED,
    Answer,
    add_content,
    add_tool_calls,
)
from evaluations.adapters.connections import excerpt, is_passing
from evaluations.adapters.fields import MOST_TOKENS, duration, mapping, mappings, tokens
from evaluations.adapters.options import openai_fields
from evaluations.adapters.stream import Chunk
from evaluations.adapters.thinking_options import openai_thinking
from evaluations.adapters.whole_prompt import is_too_long, refused_as_too_long
from evaluations.errors import AdapterError
from evaluations.records import Completion, Piece, Prompt, Sampling, to_json

INFILL = "/infill"
# Where servers put the thought: DeepSeek, llama.cpp and vLLM; OpenRouter, Ollama and newer vLLM; others.
THOUGHT = ("reasoning_content", "reasoning", "thinking", "reasoning_details", "thinking_blocks")
# Words of LM Studio for a model that left the memory in the middle of an answer (the next question loads it again), and
# kinds of errors that pass.
PASSING = re.compile(
    r"model (?:is unloaded|has crashed)|\b(?:overloaded|rate_limit|server|internal_server|unavailable)_error\b",
    re.IGNORECASE,
)
NOT_OPTIONS = {"messages", "prompt", "suffix", "input_prefix", "input_suffix"}


class OpenAiAnswer(Answer):
    """Takes the chunks of the stream."""

    def __init__(self, on_piece: Callable[[Piece], None], base_url: str, secret: str = "") -> None:
        super().__init__(on_piece)
        self.base_url, self.secret = base_url, secret
        self.usage: dict[str, Any] = {}
        self.timings: dict[str, Any] = {}
        self.is_done = False  # the server said so; some never give a finish_reason
        self.last: Chunk = {}
        self.first_message, self.n_shown = "", 0  # of messages in the place of pieces

    @property
    def is_complete(self) -> bool:
        """Whether the server ended the answer. The counts may still come."""
        has_answer = bool(self.length or self.tool_calls)
        return bool(self.finish_reason) or (self.is_done and has_answer)

    def take(self, chunk: Chunk | None) -> None:
        """Take one chunk of the stream; None: the server is done. Raises AdapterError for an error that it sends."""
        if chunk is None:
            self.is_done = True
            return
        if is_error(chunk):
            raise refused(self.base_url, chunk, self.secret)
        if self.finish_reason and chunk == self.last:
            return  # some servers send the last chunk twice
        self.last = chunk
        self.usage = mapping(chunk.get("usage")) or self.usage
        self.timings = mapping(chunk.get("timings")) or self.timings
        if "choices" not in chunk:
            self._infilled(chunk)
        choices = mappings(chunk.get("choices"))
        for choice in choices:
            if choice.get("index") in (None, 0, "0"):  # a second choice was not asked for
                self._choice(choice)
        if not choices and self.length and mapping(chunk.get("usage")):
            self.is_done = True  # the last chunk contains only the counts

    def _choice(self, choice: dict[str, Any]) -> None:
        message = mapping(choice.get("message"))
        delta = mapping(choice.get("delta"))
        if message and not delta:
            delta = self._new_in(message)
            self.is_done |= self.last.get("object") != "chat.completion.chunk"  # one document
        thought = next((delta[key] for key in THOUGHT if delta.get(key)), None)
        add_content(self, thought, "thinking")
        add_content(self, delta.get("content") or choice.get("text") or delta.get("refusal"))
        add_tool_calls(self, delta.get("tool_calls") or [{"function": delta.get("function_call")}])
        self.usage = mapping(choice.get("usage")) or self.usage
        self._finish(choice.get("finish_reason"))

    def _new_in(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return what a message adds. Some servers stream messages: each is a piece, or the whole text so far."""
        content = message.get("content")
        if self.parts["text"] and not self.first_message:
            return {}  # the whole answer again, after its pieces
        if not isinstance(content, str) or not content:
            return message
        self.first_message = self.first_message or content
        if 0 < self.n_shown <= len(content) and content.startswith(self.first_message):
            message = {**message, "content": content[self.n_shown :]}
            self.n_shown = 0
        self.n_shown += len(content)
        return message

    def _finish(self, reason: Any) -> None:
        if not isinstance(reason, str) or reason.lower() in NOT_ENDED:
            return
        if reason.lower() in BROKEN_OFF:
            message = f'{self.base_url} broke the answer off (finish_reason "{excerpt(reason, self.secret)}").'
            raise AdapterError(f"{message} Look at the server's log.", retryable=True)
        self.finish_reason = reason.lower()
        self.end()

    def _infilled(self, chunk: Chunk) -> None:
        """Take a chunk of llama.cpp's own form: {"content", "stop"}, with counts in the last one."""
        add_content(self, chunk.get("content"))
        if chunk.get("stop"):
            self._finish("length" if chunk.get("stop_type") == "limit" or chunk.get("stopped_limit") else "stop")
            self.usage = {
                "prompt_tokens": chunk.get("tokens_evaluated"),
                "completion_tokens": chunk.get("tokens_predicted"),
            }

    def finished(self, options: dict[str, Any], *, is_cancelled: bool = False) -> Completion:
        """Return the record; times by the server where it says them."""
        prompt, completion, thinking = _counts(self.usage)
        limit = options.get("max_tokens") or options.get("n_predict") or MOST_TOKENS
        reason = "cancelled" if is_cancelled else self.stop_reason(completion, limit)
        measured = self.completion(reason, completion_tokens=completion)
        return replace(
            measured,
            prompt_tokens=prompt,
            thinking_tokens=thinking,
            generation_ms=duration(self.timings.get("predicted_ms")) or measured.generation_ms,
            options={key: value for key, value in options.items() if key not in NOT_OPTIONS},
        )


def _counts(usage: dict[str, Any]) -> tuple[int | None, int | None, int | None]:
    """Return tokens of the prompt, of thought and answer together, and of the thought."""
    prompt, completion = tokens(usage.get("prompt_tokens")), tokens(usage.get("completion_tokens"))
    details = mapping(usage.get("completion_tokens_details"))
    thinking = tokens(details.get("reasoning_tokens", usage.get("reasoning_tokens")))
    if thinking and None not in (prompt, completion):
        # xAI counts the thought separately; its total shows that. So does a thought with more tokens than both
        # together.
        is_apart = usage.get("total_tokens") == (prompt or 0) + (completion or 0) + thinking
        is_apart = is_apart or thinking > (completion or 0)
        completion = (completion or 0) + (thinking if is_apart else 0)
    return prompt, completion, thinking


def is_error(chunk: Chunk) -> bool:
    """Return whether a server that already answered 200 sends an error: OpenAI's form, vLLM's, FastAPI's."""
    if chunk.get("error") or "error" in (chunk.get("object"), chunk.get("type")):
        return True
    if "choices" in chunk or "content" in chunk:
        return False
    has_code = bool(chunk.get("code") or chunk.get("error_code"))
    return bool(chunk.get("detail")) or (has_code and bool(chunk.get("message") or chunk.get("text")))


def refused(base_url: str, chunk: Chunk, secret: str) -> AdapterError:
    """Return the error for an error inside a stream, in the server's own words."""
    error, text = chunk.get("error"), json.dumps(chunk)
    if is_too_long(text):
        return refused_as_too_long(base_url, excerpt(text, secret))
    code = str(mapping(error).get("code") or chunk.get("code"))
    is_retryable = (code.isdecimal() and len(code) == 3 and is_passing(int(code))) or bool(PASSING.search(text))
    return AdapterError(f"{base_url} refused: {excerpt(text, secret)}", retryable=is_retryable)


def messages_of(prompt: Prompt) -> list[dict[str, Any]]:
    """Return the messages as they are sent; images are in the last one, after its text."""
    messages: list[dict[str, Any]] = [dict(message) for message in to_json(prompt.messages)]
    if prompt.images:
        text = {"type": "text", "text": messages[-1]["content"]}
        images = [{"type": "image_url", "image_url": {"url": url}} for url in prompt.images]
        messages[-1]["content"] = [text, *images]
    return messages


def request_of(
    name: str, prompt: Prompt, sampling: Sampling, *, is_llama_cpp: bool, refused: frozenset[str] = frozenset()
) -> tuple[str, dict[str, Any]]:
    """Return the path and body, without the options that the server refused.

    llama.cpp fills in by a path of its own: its /v1/completions takes no notice of a suffix.
    """
    options = openai_fields(sampling, is_llama_cpp=is_llama_cpp, refused=refused)
    if prompt.suffix is None:
        body: dict[str, Any] = {"messages": messages_of(prompt), **openai_thinking(sampling.think)}
        path = "/v1/chat/completions"
    elif not prompt.suffix:
        body, path = {"prompt": prompt.messages[0].content}, "/v1/completions"
    elif is_llama_cpp:
        n_predict = options.pop("max_tokens")
        text = prompt.messages[0].content
        body = {"input_prefix": text, "input_suffix": prompt.suffix, "n_predict": n_predict}
        return INFILL, {**body, "stream": True, **options}
    else:
        body = {"prompt": prompt.messages[0].content, "suffix": prompt.suffix}
        path = "/v1/completions"
    return path, {"model": name, **body, "stream": True, "stream_options": {"include_usage": True}, **options}
