"""Recorded bodies of unusual servers: their content is understood, and errors keep the server's own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluations.adapters import make_adapter
from evaluations.errors import AdapterError
from evaluations.records import Completion, Message, Piece, Prompt, Sampling
from tests.adapters.page_server import serving

BODIES = Path(__file__).parent.parent / "fixtures" / "servers"
ASK = Prompt(messages=(Message(role="user", content="Write add."),))
CODE = "```js\nexport function add(a, b) {\n  return a + b;\n}\n```\n"
THOUGHT = "Let me see. A first try:\n```js\nexport function add(a, b) {\n  return a - b;\n}\n```\nNo, plus.\n"
HALF = 'data: {"choices": [{"delta": {"content": "half"}}]}\n\n'
PATHS = {"ollama": "/api/chat", "openai": "/v1/chat/completions"}


def ask(kind: str, body: Any, pieces: list[Piece] | None = None) -> Completion:
    """Return what the adapter makes of a server's answer to one chat."""
    answer = body if callable(body) or isinstance(body, tuple) else (200, {}, body)
    with serving({PATHS[kind]: answer}) as page:
        adapter = make_adapter(kind, page.url)
        try:
            return adapter.generate(
                "m", ASK, Sampling(max_tokens=1024), (pieces if pieces is not None else []).append, lambda: False
            )
        finally:
            adapter.close()


def ask_body(name: str) -> Completion:
    return ask(name.partition("_")[0], (BODIES / f"{name}.txt").read_bytes())


@pytest.mark.parametrize(
    "name",
    [
        "ollama_blank-lines",
        "ollama_done-missing",
        "openai_choices-null",
        "openai_content-parts",
        "openai_error-null",
        "openai_finish-null-done",
        "openai_not-a-stream",
        "openai_reasoning-then-answer",
        "openai_answer-in-reasoning",
    ],
)
def test_a_good_answer_is_stored_whole(name: str) -> None:
    completion = ask_body(name)
    assert (completion.text, completion.stop_reason) == (CODE, "stop")


def test_a_line_separator_inside_a_text_stays() -> None:
    assert "const LS = '\u2028';\n" in ask_body("ollama_ls-raw").text


def test_thought_is_kept_apart_from_the_answer() -> None:
    assert ask_body("openai_content-parts").thinking == "hm"
    completion = ask_body("openai_reasoning-then-answer")
    assert completion.completion_tokens == 540
    assert completion.thinking.startswith("Let me see.")


@pytest.mark.parametrize("name", ["ollama_think-only-length", "openai_reasoning-only-length"])
def test_thought_that_reached_the_limit_leaves_an_empty_answer(name: str) -> None:
    completion = ask_body(name)
    assert (completion.text, completion.thinking, completion.stop_reason) == ("", THOUGHT, "length")
    assert completion.completion_tokens == 1024


@pytest.mark.parametrize("name", ["ollama_tool-calls", "openai_tool-calls"])
def test_a_tool_call_is_kept_by_name_and_arguments(name: str) -> None:
    completion = ask_body(name)
    assert completion.text == ""
    (call,) = completion.tool_calls
    assert (call.name, json.loads(call.arguments)["text"]) == ("write_file", CODE)


def test_error_line_is_reported_and_not_retried() -> None:
    with pytest.raises(AdapterError, match="the request exceeds the available context size") as caught:
        ask_body("openai_error-line")
    assert not caught.value.retryable


def test_load_message_in_place_of_an_answer_is_retried() -> None:
    with pytest.raises(AdapterError, match="loaded the model instead of answering") as caught:
        ask_body("ollama_done-load")
    assert caught.value.retryable


def test_unload_in_the_middle_of_an_answer_is_an_error() -> None:
    half = '{"message": {"content": "half"}, "done": false}\n{"message": {"content": ""}, "done": true, "done_reason": '
    with pytest.raises(AdapterError, match="unloaded the model") as caught:
        ask("ollama", half + '"unload"}\n')
    assert caught.value.retryable


@pytest.mark.parametrize("name", ["ollama_tags_models_null", "openai_models_data_null"])
def test_null_in_place_of_a_list_is_read_as_an_empty_list(name: str) -> None:
    kind, answer = name.partition("_")[0], json.loads((BODIES / f"{name}.json").read_text())
    with serving({"/api/tags": answer, "/v1/models": answer}) as page:
        adapter = make_adapter(kind, page.url)
        assert adapter.status().n_models == 0
        assert adapter.list_models() == []
        adapter.close()


@pytest.mark.parametrize(
    "refusal",
    [
        (
            422,
            {},
            json.dumps({"detail": [{"type": "extra_forbidden", "loc": ["body", "stream_options"], "msg": "no"}]}),
        ),
        (400, {}, json.dumps({"error": {"message": "Unknown parameter: stream_options"}})),
    ],
)
def test_server_that_refuses_stream_options_is_asked_without_them(refusal: Any) -> None:
    good = (BODIES / "openai_finish-null-done.txt").read_bytes()
    assert ask("openai", lambda body: refusal if "stream_options" in body else (200, {}, good)).text == CODE


def test_a_server_that_loads_its_model_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluations.adapters.openai_compatible.LOADING_PAUSE_S", 0.05)
    error = {"message": "Loading model", "type": "unavailable_error", "code": 503}
    loading: tuple[int, dict[str, str], str] = (503, {}, json.dumps({"error": error}))
    answers = [loading, loading, (200, {}, (BODIES / "openai_finish-null-done.txt").read_bytes())]
    completion = ask("openai", lambda _: answers.pop(0))
    assert completion.text == CODE
    assert completion.load_ms
    assert completion.load_ms >= 100


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("openai", 'event: error\ndata: {"message": "out of memory on device 0"}\n\n'),
        ("openai", 'data: {"error": {"message": "out of memory on device 0", "code": 500}}\n\n'),
        ("openai", 'data: {"object": "error", "message": "out of memory on device 0", "code": 500}\n\n'),
        ("openai", HALF + 'data: {"detail": "out of memory on device 0"}\n\n'),
        ("ollama", '{"message": {"content": "half"}}\n{"error": "out of memory on device 0"}\n'),
    ],
)
def test_error_in_a_stream_keeps_the_words_of_the_server(kind: str, body: str) -> None:
    with pytest.raises(AdapterError, match=r"refused: out of memory on device 0$"):
        ask(kind, body)


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize(
    "body",
    [
        "",
        "\n\n",
        "<html>busy</html>",
        "[1, 2]",
        "5",
        "{",
        '{"a": ' * 50_000,
        "data: {\n\n",
        "data: [DONE]\n\n",
        "null",
        '{"choices": 5, "message": [], "done": false}',
        '{"choices": [5, null, []]}\n',
        '{"error": {}}',
        "\xff\xfe",
        'data: {"choices": [{"delta": {"content": "half"}}]}\n\n',
        '{"message": {"content": "half"}, "done": false}\n',
    ],
)
def test_malformed_response_is_reported_without_a_python_type(kind: str, body: str) -> None:
    with pytest.raises(AdapterError) as caught:
        ask(kind, body)
    for word in ("Error", "Exception", "NoneType", "See the log", "validation"):
        assert word not in str(caught.value)
