"""A good answer is stored whole, however a server cuts and decorates its stream; in both protocols."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from evaluations.adapters.ollama_stream import OllamaAnswer
from evaluations.adapters.openai_stream import OpenAiAnswer
from evaluations.adapters.patience import Patience
from evaluations.adapters.stream import read_answer
from evaluations.errors import AdapterError
from evaluations.records import Piece
from tests.environment import IS_FULL

N_STREAMS = 3_000 if IS_FULL else 300
SIGNS = "ab {}();=>\n\r\t\"'\\`🙂é\u2028\u2029\x85\x0b\x0c\x1c漢</think>data: [DONE]error:"


def texts(rng: random.Random, longest: int = 60) -> str:
    return "".join(rng.choice(SIGNS) for _ in range(rng.randrange(1, longest)))


def cut(rng: random.Random, text: str) -> list[str]:
    positions = sorted(rng.sample(range(len(text) + 1), min(len(text), rng.randrange(5))))
    return [text[a:b] for a, b in zip([0, *positions], [*positions, len(text)], strict=True)]


def dumps(rng: random.Random, value: Any) -> str:
    return json.dumps(value, ensure_ascii=rng.random() < 0.5)


def openai_events(rng: random.Random, thought: str, answer: str) -> Iterator[str]:
    usage = {"prompt_tokens": 5, "completion_tokens": 9, "total_tokens": 14}
    field = rng.choice(["reasoning_content", "reasoning"])
    odd: list[dict[str, Any]] = [
        {},
        {"error": None},
        {"usage": None},
        {"usage": usage},
        {"timings": None},
        {"id": "x", "extra": [1]},
    ]
    beside: list[dict[str, Any]] = [{}, {"logprobs": None}, {"stop_reason": None, "token_ids": None}, {"text": None}]
    second: dict[str, Any] = {"index": 1, "delta": {"content": "another choice"}, "finish_reason": None}

    def chunk(delta: Any, finish: Any = None) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish, **rng.choice(beside)}]
        choices += [second] if rng.random() < 0.1 else []
        return dumps(rng, {"choices": choices, **rng.choice(odd)})

    yield chunk({"role": "assistant", "content": rng.choice(["", None])})
    for piece in cut(rng, thought):
        parts = [{"type": "thinking", "thinking": rng.choice([piece, [{"type": "text", "text": piece}]])}]
        yield chunk(rng.choice([{field: piece}, {field: piece, "content": None}, {"content": parts}]))
    for piece in cut(rng, answer):
        parts = [{"type": "text", "text": piece}]
        extras: list[dict[str, Any]] = [
            {},
            {field: None},
            {field: ""},
            {"refusal": None},
            {"tool_calls": []},
            {"role": "assistant"},
        ]
        yield chunk({"content": rng.choice([piece, piece, parts]), **rng.choice(extras)})
    ends = rng.choice([("stop",), ("stop", "usage"), (None, "DONE"), ("stop", "usage", "DONE"), ("eos", "DONE")])
    yield chunk(rng.choice([{}, {"content": ""}, None]), ends[0])
    if "usage" in ends:
        yield dumps(rng, {"choices": rng.choice([[], None]), "usage": usage})
    if "DONE" in ends:
        yield "[DONE]"


def openai_stream(rng: random.Random, thought: str, answer: str) -> bytes:
    end = rng.choice(["\n", "\r\n"])
    noise = [": keep-alive", "event: message", "id: 7", "retry: 3000", "data: null", "data:", "", "data: ping"]
    lines = []
    for event in openai_events(rng, thought, answer):
        lines += rng.sample(noise, rng.randrange(3))
        if event.startswith("{") and rng.random() < 0.1:  # one event over several lines
            spread = json.dumps(json.loads(event), indent=1).split("\n")
            lines += ["", *(f"data: {line}" for line in spread), ""]
        else:
            lines += [f"data:{rng.choice(['', ' '])}{event}", *[""] * rng.choice([0, 1, 1, 2])]
    return (rng.choice(["", "", "\ufeff"]) + end.join([*lines, ""])).encode()


def document(rng: random.Random, thought: str, answer: str) -> bytes:
    message = {"role": "assistant", "content": answer, "reasoning_content": thought}
    completion = {"object": "chat.completion", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    return json.dumps(completion, indent=rng.choice([None, 2])).encode()


def ollama_stream(rng: random.Random, thought: str, answer: str) -> bytes:
    pieces = [("thinking", piece) for piece in cut(rng, thought)] + [("content", piece) for piece in cut(rng, answer)]
    lines = []
    for field, piece in pieces:
        message: dict[str, Any] = {"role": "assistant", field: piece}
        extras: list[dict[str, Any]] = [
            {},
            {"content": message.get("content", "")},
            {"tool_calls": None},
            {"images": None},
        ]
        message |= rng.choice(extras)
        lines.append(dumps(rng, {"model": "m", "message": message, "done": False, **rng.choice([{}, {"error": ""}])}))
        lines += [""] * rng.choice([0, 0, 1, 2])
    ends: list[dict[str, Any]] = [{"done": True, "done_reason": "stop"}, {"done": True}, {"done_reason": "stop"}]
    last = rng.choice(ends)
    lines.append(dumps(rng, {"message": {"role": "assistant", "content": ""}, "eval_count": 9, **last}))
    return (rng.choice(["\n", "\r\n"]).join(lines) + rng.choice(["", "\n", "\n\n"])).encode()


def blocks(rng: random.Random, body: bytes) -> Iterator[bytes]:
    """The body as a network may deliver it: cut anywhere, even inside a letter."""
    while body:
        n = rng.choice([1, 2, 3, 7, 50, 5_000])
        yield body[:n]
        body = body[n:]


@pytest.mark.parametrize(
    ("form", "make"),
    [
        (openai_stream, OpenAiAnswer),
        (document, OpenAiAnswer),
        (ollama_stream, OllamaAnswer),
    ],
)
def test_a_good_answer_is_stored_whole(form: Any, make: Any) -> None:
    for seed in range(N_STREAMS):
        rng = random.Random(seed)
        thought, text = texts(rng) if rng.random() < 0.7 else "", f"x{texts(rng, 200)}"
        body, pieces = form(rng, thought, text), list[Piece]()
        answer: OpenAiAnswer | OllamaAnswer = make(pieces.append, "http://box")
        patience = Patience("http://box", 60, 60, lambda: False)
        read_answer(httpx.Response(200, content=blocks(rng, body)), answer, patience)
        completion = answer.completion("stop")
        assert (completion.text, completion.thinking) == (text, thought), f"seed {seed}: {body!r}"
        assert "".join(piece.text for piece in pieces if piece.channel == "text") == text


@pytest.mark.parametrize(("form", "make"), [(openai_stream, OpenAiAnswer), (ollama_stream, OllamaAnswer)])
def test_a_stream_that_is_cut_is_never_a_whole_answer(form: Any, make: Any) -> None:
    for seed in range(N_STREAMS // 3):
        rng = random.Random(seed)
        text = f"x{texts(rng, 200)}"
        body = form(rng, "", text)
        answer = make(lambda _: None, "http://box")
        cut_body = body[: rng.randrange(len(body))]
        patience = Patience("http://box", 60, 60, lambda: False)
        try:
            read_answer(httpx.Response(200, content=blocks(rng, cut_body)), answer, patience)
        except AdapterError:
            continue
        assert answer.completion("stop").text == text, f"seed {seed}"
