"""Read a question and the bytes of its answer: texts, counts, and why it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from evaluations.adapters.fields import mappings
from evaluations.adapters.ollama_stream import OllamaAnswer
from evaluations.adapters.openai_stream import OpenAiAnswer
from evaluations.adapters.patience import Patience
from evaluations.adapters.stream import read_chunks
from evaluations.errors import AdapterError
from evaluations.records import Completion, Json
from evaluations.relay.forms import OLLAMA, REQUEST_FORMS, Form

ROLES = {"system", "user", "assistant", "tool"}
MOST_PROMPT = 400_000  # characters of a prompt that are kept
IMAGE = "[image]"
NO_LIMIT_S = 1e9  # a recorded answer is read at once, so there is no time to measure
# Fields of a question that are no options.
NOT_OPTIONS = {"model", "messages", "prompt", "suffix", "system", "images", "stream", "stream_options", "tools"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer. is_complete: the server ended the answer.

    messages: role and content of each; of a completion one, the beginning of the file. suffix: its end.
    """

    messages: tuple[dict[str, str], ...]
    suffix: str
    options: Mapping[str, Json]
    answer: Completion
    is_complete: bool


def read_exchange(path: str, fields: Mapping[str, Any], answer: bytes) -> Exchange:
    """Read the body of a question and the bytes of its answer. What cannot be read of the answer is left out."""
    form = REQUEST_FORMS[path]
    options = {name: value for name, value in fields.items() if name not in NOT_OPTIONS}
    completion, is_complete = _completion_of(form, answer)
    return Exchange(
        messages=tuple(_messages(form, fields)),
        suffix=_text(fields.get("suffix")),
        options=options,
        answer=completion,
        is_complete=is_complete,
    )


def _messages(form: Form, fields: Mapping[str, Any]) -> list[dict[str, str]]:
    if form.prompt == "prompt":
        system = [{"role": "system", "content": _text(fields["system"])}] if fields.get("system") else []
        return [*system, {"role": "user", "content": _text(fields.get("prompt"))}]
    messages = []
    for message in mappings(fields.get("messages")):
        role = message.get("role")
        content = " ".join(filter(None, [_text(message.get("content")), IMAGE if message.get("images") else ""]))
        messages.append({"role": role if role in ROLES else "user", "content": content})
    return messages


def _text(content: Any) -> str:
    """Return the text of a content field; of a list its text parts, and a word for each image."""
    if isinstance(content, str):
        return content[:MOST_PROMPT]
    if not isinstance(content, list):
        return ""
    parts = [part if isinstance(part, str) else _part(part) for part in content]
    return "\n".join(filter(None, parts))[:MOST_PROMPT]


def _part(part: Any) -> str:
    if not isinstance(part, dict):
        return ""
    if isinstance(part.get("text"), str):
        return str(part["text"])
    return IMAGE if "image" in str(part.get("type", "")) else ""


def _completion_of(form: Form, answer: bytes) -> tuple[Completion, bool]:
    make: Callable[..., OllamaAnswer | OpenAiAnswer] = OllamaAnswer if form.protocol == OLLAMA else OpenAiAnswer
    collected = make(lambda piece: None, "")
    try:
        for chunk in read_chunks(httpx.Response(200, content=answer), Patience("", NO_LIMIT_S, NO_LIMIT_S, _never)):
            collected.take(chunk)
    except AdapterError:
        return collected.finished({}), False
    return collected.finished({}, is_cancelled=not collected.is_complete), collected.is_complete


def _never() -> bool:
    return False
