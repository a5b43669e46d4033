"""Checks whether a server used the whole prompt. Some silently cut a prompt that is too long for the context."""

from __future__ import annotations

from evaluations.errors import AdapterError
from evaluations.tokens import TokenCount, fewest_tokens

NEAR = 16  # tokens: a server that cuts to the context, or to half of it, ends that close to it
# Older servers count only the tokens that they did not have from the previous request. No context is this small.
LEAST_TOKENS, LEAST_SHARE = 200, 16
# An estimate is typically 1.3 to 1.8 times the true count: above that, half of the prompt is missing.
HALF_RATIO = 1.8
INEXACT = 0.02  # a vocabulary may split blanks otherwise than the server does
TRIMMABLE = 8  # tokens that a template may trim from the ends of the messages
# Words of Ollama, llama.cpp, vLLM and LM Studio.
TOO_LONG = ("context length", "context size", "context window", "too long", "n_ctx")
HINT = "Shorten the prompt, or choose a model or a setting with a longer context."


def is_too_long(message: str) -> bool:
    """Return whether a refusal says that the prompt is longer than the context."""
    return any(words in message.lower() for words in TOO_LONG)


def refused_as_too_long(who: str, words: str) -> AdapterError:
    """Return the error for a prompt that the server refuses for its length. words: an excerpt of the server's own."""
    return AdapterError(f"{who} refused the prompt as longer than its context ({words}). {HINT}")


def check_whole(who: str, text: str, count: TokenCount, taken: int | None, context: int | None) -> None:
    """Raise AdapterError when the server counted fewer tokens than were sent, or filled its context with the prompt.

    count: of the text, by the model's own tokenizer or estimated. taken: prompt tokens by the server; None where it
    does not say. context: tokens that the server used; None if unknown.
    """
    if context and taken is None and count.n >= context:
        raise AdapterError(
            f"{who} does not say how much of the prompt it took: {sized(count)} may be more than its context of "
            f"{context:,}. {HINT}"
        )
    if taken is None:
        return
    if context and taken >= context:
        raise AdapterError(f"{who} filled its context of {context:,} tokens with the prompt: it was cut. {HINT}")
    if _is_cut(text, count, taken, context):
        limit_note = f"; its context is {context:,}" if context else ""
        raise AdapterError(
            f"{who} took only {taken:,} tokens of the prompt, {sized(count)} were sent{limit_note}. {HINT}"
        )


def sized(count: TokenCount) -> str:
    """Return a count in words."""
    return f"{count.n:,} tokens" if count.is_exact else f"about {count.n:,} tokens (estimated)"


def _is_cut(text: str, count: TokenCount, taken: int, context: int | None) -> bool:
    if taken < max(LEAST_TOKENS, (context or 0) // LEAST_SHARE):
        return False
    if count.is_exact:
        return taken < count.n * (1 - INEXACT) - TRIMMABLE
    is_half = context is not None and abs(taken - context / 2) <= NEAR and count.n > taken * HALF_RATIO
    return is_half or taken < fewest_tokens(text)
