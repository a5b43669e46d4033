"""Streams that real servers send in unusual forms: the text is complete, and each part of it is there once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evaluations.errors import AdapterError
from tests.adapters.test_server_bodies import CODE, HALF, ask

PIECES = (CODE[:5], CODE[5:20], CODE[20:])
OBJECT = "chat.completion.chunk"


def chunk(delta: dict[str, Any], reason: str | None = None, **more: Any) -> dict[str, Any]:
    return {"object": OBJECT, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}], **more}


def message(content: str, **more: Any) -> dict[str, Any]:
    return {"object": OBJECT, "choices": [{"index": 0, "message": {"content": content}, **more}]}


def events(*chunks: dict[str, Any] | str, before: str = "data: ", after: str = "\n\n") -> str:
    return "".join(before + (part if isinstance(part, str) else json.dumps(part)) + after for part in chunks)


def lines(*messages: dict[str, Any], after: str = "\n") -> str:
    return "".join(json.dumps(part) + after for part in messages)


TEXT = [chunk({"content": piece}) for piece in PIECES]
END = chunk({}, "stop")
WHOLE_SO_FAR = [message("".join(PIECES[: n + 1])) for n in range(3)]
BOTH = [message(piece, delta={"content": piece}) for piece in PIECES]
LAST = chunk({"content": PIECES[2]}, "stop")
DOCUMENT = {"choices": [{"message": {"content": CODE}, "finish_reason": "stop"}]}
OLLAMA = [{"message": {"content": piece}, "done": False} for piece in PIECES]
OLLAMA_END = {"message": {"content": ""}, "done": True, "done_reason": "stop"}
OLLAMA_LAST = {"message": {"content": PIECES[2]}, "done": True, "done_reason": "stop"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(events(*TEXT, '"[DONE]"'), id="done in quotation marks"),
        pytest.param(events(*TEXT, "[done]"), id="done in small letters"),
        pytest.param(events(*TEXT, END, "DONE"), id="done without brackets"),
        pytest.param(events(*TEXT, END, "[DONE]", after="\r\r"), id="lines end with a carriage return alone"),
        pytest.param(events(*TEXT, END, "[DONE]", after=""), id="no line ends"),
        pytest.param(events(*TEXT, END, "[DONE]", before=" data: "), id="spaces before the fields"),
        pytest.param(events(*TEXT[:2], LAST, LAST, "[DONE]"), id="last chunk twice"),
        pytest.param(events(*WHOLE_SO_FAR, END), id="messages with the whole text so far"),
        pytest.param(events(*map(message, PIECES), END), id="messages with pieces"),
        pytest.param(events(*BOTH, END), id="message and delta in each chunk"),
        pytest.param(events(*TEXT, message(CODE, delta={}, finish_reason="stop")), id="whole message at the end"),
        pytest.param(events(*(chunk({"content": p}, "null") for p in PIECES), END), id="null as a word"),
        pytest.param(events(*map(json.dumps, [message(CODE, index="0")]), END), id="index as text"),
        pytest.param(json.dumps(DOCUMENT, indent=0), id="document without indentation"),
        pytest.param(json.dumps([DOCUMENT]), id="document in an array"),
        pytest.param(json.dumps([*TEXT, END]), id="chunks in an array"),
    ],
)
def test_unusual_stream_of_an_openai_server_is_read_whole(body: str) -> None:
    completion = ask("openai", body)
    assert (completion.text, completion.stop_reason) == (CODE, "stop")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(lines(*OLLAMA[:2], OLLAMA_LAST, OLLAMA_LAST), id="last message twice"),
        pytest.param(lines(*OLLAMA, OLLAMA_END, after=""), id="no line ends"),
        pytest.param(lines(*OLLAMA[:2], after="") + "\n" + lines(OLLAMA[2], OLLAMA_END), id="two messages on a line"),
    ],
)
def test_unusual_stream_of_ollama_is_read_whole(body: str) -> None:
    assert ask("ollama", body).text == CODE


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(events(*(chunk({"content": piece}, "null") for piece in PIECES)), id="null as a word"),
        pytest.param(events(*BOTH), id="message and delta in each chunk"),
        pytest.param(events({"choices": [], "usage": {"prompt_tokens": 9}}, *TEXT), id="counts first"),
        pytest.param(events(*TEXT, chunk({}, "network_error")), id="the server lost its model"),
    ],
)
def test_unusual_stream_that_is_cut_is_no_answer(body: str) -> None:
    with pytest.raises(AdapterError) as caught:
        ask("openai", body)
    assert caught.value.retryable


@pytest.mark.parametrize("reason", ["max_output_tokens", "MAX_TOKENS", "model_context_window_exceeded", "length_limit"])
def test_every_word_for_the_limit_counts(reason: str) -> None:
    assert ask("openai", events(*TEXT, chunk({}, reason))).stop_reason == "length"


def test_counts_may_be_written_with_a_point() -> None:
    usage = {"prompt_tokens": 12.0, "completion_tokens": 40.0}
    assert ask("openai", events(*TEXT, END, {"choices": [], "usage": usage})).completion_tokens == 40
    assert ask("ollama", lines(*OLLAMA, {**OLLAMA_END, "eval_count": 40.0})).completion_tokens == 40


def test_thinking_blocks_are_thought() -> None:
    blocks = {"thinking_blocks": [{"type": "thinking", "thinking": "hm"}]}
    completion = ask("openai", events(chunk(blocks), *TEXT, END))
    assert (completion.thinking, completion.text) == ("hm", CODE)


@pytest.mark.parametrize(
    ("error", "is_retryable"),
    [
        ({"code": "InternalError", "message": "out of memory"}, False),
        ({"error_code": 50001, "text": "out of memory"}, False),
        ({"type": "error", "message": "out of memory"}, False),
        ({"error": {"message": "out of memory", "code": "503"}}, True),
        ({"error": {"message": "out of memory", "type": "overloaded_error"}}, True),
    ],
)
def test_every_form_of_an_error_keeps_the_words_of_the_server(error: dict[str, Any], is_retryable: bool) -> None:
    with pytest.raises(AdapterError, match=r"refused: .*out of memory") as caught:
        ask("openai", HALF + events(error))
    assert caught.value.retryable == is_retryable


def test_prompt_that_is_too_long_for_ollama_is_not_sent_again() -> None:
    with pytest.raises(AdapterError, match="longer than its context") as caught:
        ask("ollama", '{"error": "the prompt is too long; it exceeds the available context size"}\n')
    assert not caught.value.retryable


def test_server_without_a_loaded_model_says_how_to_load_one() -> None:
    with pytest.raises(AdapterError, match="Load it there"):
        ask("openai", (503, {}, '{"detail": "No models are currently loaded."}'))


def test_document_with_very_many_braces_is_refused_soon() -> None:
    with pytest.raises(AdapterError, match="not JSON"):
        ask("openai", "{\n" + "}\n" * 300 + "x" * 10)
