"""What each protocol is sent to make a model think, and what is said where it does not take it."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations.adapters.thinking_options import (
    REFUSED,
    TAKEN_AS_ON,
    not_taken_by_ollama,
    ollama_thinking,
    openai_thinking,
)


@pytest.mark.parametrize(
    ("think", "ollama", "openai"),
    [
        (None, [None], {}),
        ("on", [True, None], {"chat_template_kwargs": {"enable_thinking": True}}),
        ("off", [False, None], {"chat_template_kwargs": {"enable_thinking": False}}),
        (
            "high",
            ["high", True, None],
            {
                "chat_template_kwargs": {"enable_thinking": True, "reasoning_effort": "high"},
                "reasoning_effort": "high",
            },
        ),
    ],
)
def test_fields_of_each_protocol(think: Any, ollama: list[Any], openai: dict[str, Any]) -> None:
    assert ollama_thinking(think) == ollama
    assert openai_thinking(think) == openai


def test_what_ollama_did_not_take_is_said() -> None:
    assert not_taken_by_ollama("on", True) == {}
    assert not_taken_by_ollama(None, None) == {}
    assert not_taken_by_ollama("high", True) == {"think": TAKEN_AS_ON}
    assert not_taken_by_ollama("off", None) == {"think": REFUSED}
