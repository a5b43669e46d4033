"""A prompt that the server cut gives no answer. A prompt that it took whole is never reported as cut."""

from __future__ import annotations

import pytest

from evaluations.adapters import make_adapter
from evaluations.adapters.whole_prompt import check_whole
from evaluations.errors import AdapterError
from evaluations.tokens import TokenCount, estimate_tokens
from tests.contracts.filling import filling

PROSE = "The quick brown fox jumps over the lazy dog and reads the table again. " * 300
DIGITS = "0123456789" * 150


@pytest.mark.parametrize(
    ("text", "exact", "taken", "context", "sentence"),
    [
        (DIGITS, None, 1024, 1024, "filled its context of 1,024"),
        (PROSE, None, 4098, 8192, "took only 4,098"),  # half of the context plus two
        (PROSE, None, 2050, 4096, "took only 2,050"),
        (PROSE, None, 2048, None, "took only 2,048"),
        (PROSE, 4500, 4000, 8192, "took only 4,000 tokens of the prompt, 4,500 tokens were sent"),
        (PROSE, None, None, 4096, "does not say how much"),
        (DIGITS, 1500, None, 1024, "does not say how much"),
    ],
)
def test_cut_prompt_is_reported_with_both_numbers(
    text: str, exact: int | None, taken: int | None, context: int | None, sentence: str
) -> None:
    count = TokenCount(n=exact, is_exact=True) if exact else estimate_tokens(text)
    with pytest.raises(AdapterError, match=sentence) as caught:
        check_whole("box/m", text, count, taken, context)
    assert not caught.value.retryable
    assert "Shorten the prompt" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "exact", "taken", "context"),
    [
        (PROSE, None, 4500, 32768),
        (PROSE[:18_000], None, 4100, 8192),  # as long as half of the context
        (PROSE, 4500, 4520, 8192),
        (PROSE, 4500, 4496, 8192),  # the template trims the prompt
        (PROSE, None, 1, 8192),  # an older server that had cached the prompt from the last request
        (DIGITS, None, 500, 4096),  # three digits per token
        (DIGITS, None, None, 4096),
        (PROSE, None, None, None),
        ("Hello", None, 30, 60),
    ],
)
def test_prompt_that_was_read_whole_is_accepted(
    text: str, exact: int | None, taken: int | None, context: int | None
) -> None:
    count = TokenCount(n=exact, is_exact=True) if exact else estimate_tokens(text)
    check_whole("box/m", text, count, taken, context)


def test_ollama_counts_by_the_vocabulary_that_it_shows() -> None:
    keys = {
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": ["a", "b", "ab"],
        "tokenizer.ggml.scores": [-2, -2, -1],
        "tokenizer.ggml.add_space_prefix": False,
    }
    with filling("ollama", shown={"model_info": keys}) as server:
        adapter = make_adapter("ollama", server.url)
        assert adapter.count_tokens("m", "abab") == TokenCount(n=2, is_exact=True)
        adapter.close()
    with filling("ollama", shown={"model_info": {"tokenizer.ggml.model": ["?"]}}) as server:
        adapter = make_adapter("ollama", server.url)
        assert adapter.count_tokens("m", "abab") == estimate_tokens("abab")
        adapter.close()
