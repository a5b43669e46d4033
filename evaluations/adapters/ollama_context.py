"""Count the tokens of a prompt with the model's vocabulary as Ollama shows it; recognise refusals of long prompts."""

from __future__ import annotations

import threading
import time
from typing import Any

import httpx

from evaluations.adapters.base import text_of
from evaluations.adapters.vocabulary import Vocabulary, read_vocabulary
from evaluations.records import Prompt
from evaluations.tokens import TokenCount, estimate_tokens

# What a chat template puts around the messages, beside a system message of its own.
TOKENS_PER_MESSAGE, TOKENS_PER_CHAT = 8, 40
CACHE_S, MOST_CACHED = 900, 2  # a large vocabulary takes tens of megabytes

_vocabulary_cache: dict[tuple[str, str], tuple[float, Vocabulary | None]] = {}
_lock = threading.Lock()


def count_text(client: httpx.Client, base_url: str, name: str, text: str) -> TokenCount:
    """Return the count by the model's own tokenizer, else an estimate."""
    vocabulary = _vocabulary(client, base_url, name)
    return estimate_tokens(text) if vocabulary is None else TokenCount(n=vocabulary.count(text), is_exact=True)


def count_prompt(client: httpx.Client, base_url: str, name: str, prompt: Prompt) -> TokenCount:
    """Return the count of what is sent; an exact one with what the template may put around it."""
    count = count_text(client, base_url, name, text_of(prompt))
    frame = TOKENS_PER_CHAT + TOKENS_PER_MESSAGE * len(prompt.messages)
    return TokenCount(n=count.n + frame, is_exact=True) if count.is_exact else count


def _vocabulary(client: httpx.Client, base_url: str, name: str) -> Vocabulary | None:
    key = (base_url, name)
    with _lock:
        cached = _vocabulary_cache.get(key)
        if cached and time.monotonic() - cached[0] < CACHE_S:
            return cached[1]
        vocabulary = _ask(client, name)
        _vocabulary_cache[key] = (time.monotonic(), vocabulary)
        while len(_vocabulary_cache) > MOST_CACHED:
            del _vocabulary_cache[next(iter(_vocabulary_cache))]
        return vocabulary


def _ask(client: httpx.Client, name: str) -> Vocabulary | None:
    try:
        answer: Any = client.post("/api/show", json={"model": name, "verbose": True}).json()
        keys = answer.get("model_info") if isinstance(answer, dict) else None
        return read_vocabulary(keys) if isinstance(keys, dict) else None
    except (httpx.HTTPError, ValueError, TypeError):
        return None
