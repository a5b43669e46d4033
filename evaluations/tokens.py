"""How long a text is for a model: counted by its own tokenizer, or estimated by length."""

from __future__ import annotations

from dataclasses import dataclass

# Code in English; each tokenizer counts a little differently.
BYTES_A_TOKEN = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCount:
    """Tokens of a text; is_exact: counted by the model's own tokenizer."""

    n: int
    is_exact: bool


def estimate_tokens(text: str) -> TokenCount:
    """By its bytes alone."""
    return TokenCount(n=round(len(text.encode(errors="replace")) / BYTES_A_TOKEN), is_exact=False)
