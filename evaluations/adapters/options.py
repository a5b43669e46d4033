"""Sampling options by each protocol's names, and refusals of a server."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from evaluations.errors import AdapterError
from evaluations.records import Completion, Json, Sampling

OLLAMA = {
    "temperature": "temperature",
    "top_p": "top_p",
    "top_k": "top_k",
    "min_p": "min_p",
    "repeat_penalty": "repeat_penalty",
    "seed": "seed",
    "stop": "stop",
    "max_tokens": "num_predict",
    "context_tokens": "num_ctx",
}
# Penalties that a Modelfile may set and that Sampling does not know: off, or the same weights would differ.
OLLAMA_NEUTRAL = {"presence_penalty": 0.0, "frequency_penalty": 0.0}
# Fields of OpenAI's own protocol.
STANDARD = {name: name for name in ("temperature", "top_p", "seed", "stop", "max_tokens")}
# Fields that llama.cpp, LM Studio and vLLM accept in addition. vLLM calls one by another name; a server ignores the
# other's.
EXTRA = {
    "top_k": ("top_k",),
    "min_p": ("min_p",),
    "repeat_penalty": ("repeat_penalty", "repetition_penalty"),
}
FIXED_CONTEXT = "the server's start decides the length of the context"
REFUSED = "the server refused the field"
IGNORED = "the server ignored it"
OVERSHOOT = 8  # tokens more than the limit: end marks, and a batch that was under way
MOST_TRIES = 4


def chosen_options(sampling: Sampling, names: Sequence[str]) -> dict[str, Json]:
    """Return the options that are set, by their own names."""
    values = {name: getattr(sampling, name) for name in names}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items() if v not in (None, ())}


def ollama_fields(sampling: Sampling) -> dict[str, Any]:
    """Return the fields of a request to Ollama: options, and that a prompt too long for the context is refused.

    truncate, shift: without them Ollama cuts the beginning of the prompt, or of the answer's context, without notice.
    Older servers ignore both.
    """
    options = {OLLAMA[name]: value for name, value in chosen_options(sampling, tuple(OLLAMA)).items()}
    if sampling.profile == "pinned":
        options |= OLLAMA_NEUTRAL
    return {"options": options, "truncate": False, "shift": False}


def openai_fields(sampling: Sampling, *, is_llama_cpp: bool, refused: frozenset[str] = frozenset()) -> dict[str, Json]:
    """Return the fields of a request to an OpenAI-compatible server, without those it refused."""
    fields = chosen_options(sampling, tuple(STANDARD))
    for name, value in chosen_options(sampling, tuple(EXTRA)).items():
        names = EXTRA[name][:1] if is_llama_cpp else EXTRA[name]
        fields |= dict.fromkeys(names, value)
    return {name: value for name, value in fields.items() if name not in refused}


def not_taken_by_openai(sampling: Sampling, refused: frozenset[str]) -> dict[str, str]:
    """Return the options that are set but were not sent, each with the reason."""
    lost = {name for name in STANDARD if name in refused}
    lost |= {name for name, theirs in EXTRA.items() if refused.issuperset(theirs)}
    not_taken = dict.fromkeys(chosen_options(sampling, sorted(lost)), REFUSED)
    return not_taken | ({"context_tokens": FIXED_CONTEXT} if sampling.context_tokens else {})


def ignored_options(sampling: Sampling, completion: Completion) -> dict[str, str]:
    """Return the sent options that had no effect according to the answer, each with the reason."""
    ignored = {}
    if any(stop in completion.text for stop in sampling.stop):
        ignored["stop"] = IGNORED
    limit, n = sampling.max_tokens, completion.completion_tokens
    if limit and n and n > limit + OVERSHOOT:
        ignored["max_tokens"] = IGNORED
    return ignored


class RefusedOptions(AdapterError):
    """The server answered 400 or 422. fields: the options that it may mean."""

    def __init__(self, message: str, fields: frozenset[str]) -> None:
        super().__init__(message)
        self.fields = fields


def refused_fields(message: str, sent: Mapping[str, Any]) -> frozenset[str]:
    """Return which of the sent options a refusal may mean: those it names, else all that OpenAI's protocol lacks.

    The token limit is never dropped, and a message about the context names no option: the prompt is too long.
    """
    extras = {theirs for names in EXTRA.values() for theirs in names}
    droppable = (extras | set(STANDARD)) - {"max_tokens"}
    named = frozenset(name for name in droppable & set(sent) if re.search(rf"\b{name}\b", message))
    is_about_length = re.search(r"context|n_ctx|suffix|too long", message, re.IGNORECASE)
    return named or (frozenset() if is_about_length else frozenset(extras & set(sent)))
