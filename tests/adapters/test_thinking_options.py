"""The fields that make a model think or not think, in each protocol."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evaluations.adapters import make_adapter
from evaluations.adapters.thinking_options import may_mean_thinking, weaker
from evaluations.records import Message, Prompt, Sampling
from tests.adapters.page_server import serving

ASK = Prompt(messages=(Message(role="user", content="Write add."),))
OPENAI = {"choices": [{"delta": {"content": "add"}, "finish_reason": "stop"}]}
OLLAMA = {"message": {"role": "assistant", "content": "add"}, "done": True, "done_reason": "stop"}
BODIES = {
    "openai": ("/v1/chat/completions", f"data: {json.dumps(OPENAI)}\n\ndata: [DONE]\n\n"),
    "ollama": ("/api/chat", f"{json.dumps(OLLAMA)}\n"),
}
LEVEL = {"chat_template_kwargs": {"enable_thinking": True, "reasoning_effort": "high"}, "reasoning_effort": "high"}


@pytest.mark.parametrize(
    ("kind", "think", "fields"),
    [
        ("ollama", None, {}),
        ("ollama", "on", {"think": True}),
        ("ollama", "off", {"think": False}),
        ("ollama", "low", {"think": "low"}),
        ("openai", None, {}),
        ("openai", "on", {"chat_template_kwargs": {"enable_thinking": True}}),
        ("openai", "off", {"chat_template_kwargs": {"enable_thinking": False}}),
        ("openai", "high", LEVEL),
    ],
)
def test_setting_of_thinking_arrives_by_each_protocol(kind: str, think: Any, fields: dict[str, Any]) -> None:
    path, body = BODIES[kind]
    with serving({path: (200, {}, body)}) as page:
        adapter = make_adapter(kind, page.url)
        completion = adapter.generate("m", ASK, Sampling(think=think), lambda _: None, lambda: False)
        adapter.close()
    assert completion.text == "add"
    sent = dict(page.bodies)[path]
    names = ("think", "chat_template_kwargs", "reasoning_effort")
    assert {name: sent[name] for name in names if name in sent} == fields


def test_refused_setting_becomes_a_weaker_one() -> None:
    assert [weaker("high"), weaker("on"), weaker("off")] == ["on", None, None]
    assert may_mean_thinking('Ollama at http://x refused: "m" does not support thinking')
    assert may_mean_thinking("http://x answered 422: extra fields not permitted")
    assert not may_mean_thinking("http://x answered 404: no such model")
