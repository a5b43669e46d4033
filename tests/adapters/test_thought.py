"""Thought that servers send is stored beside the answer, and the measured time covers both."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from evaluations.adapters import make_adapter
from evaluations.adapters.answer import Answer
from evaluations.records import Completion, Message, Piece, Prompt, Sampling
from tests.adapters.page_server import serving

ASK = Prompt(messages=(Message(role="user", content="Write add."),))
OLLAMA_END = {"done": True, "done_reason": "stop", "eval_count": 9, "eval_duration": 90_000_000}


def sse(*deltas: dict[str, Any], **usage: Any) -> str:
    chunks: list[Any] = [{"choices": [{"delta": delta}]} for delta in deltas]
    chunks += [{"choices": [{"delta": {}, "finish_reason": "stop"}]}, {"choices": [], "usage": usage}]
    return "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n"


def ndjson(*messages: dict[str, Any]) -> str:
    filled = [{"role": "assistant", "content": "", **message} for message in [*messages, {}]]
    steps: list[dict[str, Any]] = [{"message": message, "done": False} for message in filled]
    steps[-1] |= OLLAMA_END
    return "".join(f"{json.dumps(step)}\n" for step in steps)


def ask(kind: str, body: str) -> tuple[Completion, list[Piece]]:
    """Return the completion of a server's stream, and its pieces."""
    pieces: list[Piece] = []
    path = "/api/chat" if kind == "ollama" else "/v1/chat/completions"
    with serving({path: (200, {}, body)}) as page:
        adapter = make_adapter(kind, page.url)
        completion = adapter.generate("m", ASK, Sampling(), pieces.append, lambda: False)
        adapter.close()
    return completion, pieces


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("ollama", ndjson({"thinking": "Let me "}, {"thinking": "see."}, {"content": "ad"}, {"content": "d"})),
        ("openai", sse({"reasoning_content": "Let me "}, {"reasoning_content": "see."}, {"content": "add"})),
        ("openai", sse({"reasoning": "Let me see.", "content": None}, {"content": "add", "reasoning": None})),
    ],
)
def test_thought_is_kept_beside_the_answer(kind: str, body: str) -> None:
    completion, pieces = ask(kind, body)
    assert (completion.thinking, completion.text) == ("Let me see.", "add")
    assert "".join(piece.text for piece in pieces if piece.channel == "thinking") == "Let me see."
    assert [piece.channel for piece in pieces] == sorted((piece.channel for piece in pieces), reverse=True)


def test_tokens_of_the_thought_are_kept_where_the_server_reports_them() -> None:
    details = {"completion_tokens": 40, "completion_tokens_details": {"reasoning_tokens": 30}}
    completion, _ = ask("openai", sse({"reasoning": "hm"}, {"content": "add"}, **details))
    assert (completion.completion_tokens, completion.thinking_tokens) == (40, 30)
    apart = {"prompt_tokens": 9, "completion_tokens": 40, "completion_tokens_details": {"reasoning_tokens": 300}}
    completion, _ = ask("openai", sse({"reasoning": "hm"}, {"content": "add"}, **apart))
    assert (completion.completion_tokens, completion.thinking_tokens) == (340, 300), "counted apart by this server"


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock: a list with one element, which a test sets."""
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def test_the_clock_starts_with_the_first_piece_of_any_channel(seconds: list[float]) -> None:
    answer = Answer(lambda _: None)
    for at, channel in ((100.2, "thinking"), (105.2, "text"), (105.6, "text")):
        seconds[0] = at
        answer.add(channel, "x")  # type: ignore[arg-type]
    answer.end()
    seconds[0] = 200.0
    completion = answer.completion("stop", completion_tokens=540)
    assert (completion.first_token_ms, completion.first_text_ms) == (200.0, 5200.0)
    assert completion.generation_ms == 5400.0


def test_an_answer_that_was_sent_at_once_took_all_the_time_of_the_request(seconds: list[float]) -> None:
    answer = Answer(lambda _: None)
    seconds[0] = 105.0
    answer.add("text", "everything")
    seconds[0] = 105.003
    answer.end()
    assert answer.completion("stop", completion_tokens=500).generation_ms == 5003.0
    assert answer.completion("stop").generation_ms == 3.0
