"""Prompts with a suffix, on every adapter: both ends are sent unchanged, and the answer between them is streamed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evaluations.adapters import make_adapter
from evaluations.errors import AdapterError
from evaluations.records import Message, Piece, Prompt, Sampling
from tests.contracts.filling import PIECES, filling

FILL = Prompt(
    messages=(Message(role="user", content="function add(a, b) {\n"),), strategy="fill_in", suffix="}\n// end\n"
)
SHORT = Sampling(temperature=0.0, seed=3, max_tokens=24)
# Form of the server: adapter, path, and the names of prefix, suffix and token limit.
FORMS = {
    "ollama": ("ollama", "/api/generate", "prompt", "suffix"),
    "llama.cpp": ("openai", "/infill", "input_prefix", "input_suffix"),
    "openai": ("openai", "/v1/completions", "prompt", "suffix"),
}


@pytest.mark.parametrize("form", list(FORMS))
def test_prefix_and_suffix_are_sent_unchanged_and_the_answer_is_streamed(form: str) -> None:
    kind, path, prefix, suffix = FORMS[form]
    with filling(form) as server:
        adapter = make_adapter(kind, server.url)
        pieces: list[Piece] = []
        completion = adapter.generate("m", FILL, SHORT, pieces.append, lambda: False)
        adapter.close()
    asked_path, body = server.requests[-1]
    assert asked_path == path
    assert (body[prefix], body[suffix]) == ("function add(a, b) {\n", "}\n// end\n")
    limits = {**body, **body.get("options", {})}
    assert next(limits[name] for name in ("num_predict", "n_predict", "max_tokens") if name in limits) == 24
    assert limits["seed"] == 3
    assert "messages" not in body
    assert pieces == [Piece("text", text) for text in PIECES]
    assert completion.text == "".join(PIECES)
    assert (completion.stop_reason, completion.prompt_tokens, completion.completion_tokens) == ("stop", 9, 3)
    assert completion.generation_ms is not None
    assert not {"prompt", "suffix", "input_prefix", "input_suffix"} & set(completion.options), "they are in the prompt"


@pytest.mark.parametrize("form", list(FORMS))
def test_generation_stops_when_it_is_cancelled(form: str) -> None:
    with filling(form) as server:
        adapter = make_adapter(FORMS[form][0], server.url)
        pieces: list[Piece] = []
        completion = adapter.generate("m", FILL, SHORT, pieces.append, lambda: len(pieces) >= 1)
        adapter.close()
    assert (completion.stop_reason, completion.text) == ("cancelled", PIECES[0])


@pytest.mark.parametrize("form", list(FORMS))
def test_model_that_cannot_fill_in_is_reported_and_not_retried(form: str) -> None:
    with filling(form, can_insert=False) as server:
        adapter = make_adapter(FORMS[form][0], server.url)
        with pytest.raises(AdapterError, match=r"insert|fill in the middle") as caught:
            adapter.generate("m", FILL, SHORT, lambda _: None, lambda: False)
        adapter.close()
    assert not caught.value.retryable


@pytest.mark.parametrize(
    ("form", "can", "expected"),
    [
        ("ollama", True, True),
        ("ollama", False, False),
        ("llama.cpp", True, True),
        ("llama.cpp", False, False),
        ("openai", True, None),
        ("openai", False, None),
    ],
)
def test_ability_to_fill_in_is_known_beforehand_where_the_server_reports_it(
    form: str, can: bool, expected: bool | None
) -> None:
    with filling(form, can_insert=can) as server:
        adapter = make_adapter(FORMS[form][0], server.url)
        assert adapter.show("m").can_insert is expected
        n_asked = len(server.requests)
        assert adapter.show("m").can_insert is expected
        assert len(server.requests) == n_asked, "a slot of the server is taken once"
        adapter.close()


def test_embedded_model_is_reported_as_unable_to_fill_in(embedded_server: str) -> None:
    adapter = make_adapter("openai", embedded_server)
    assert adapter.show("smollm2:135m").can_insert is False
    with pytest.raises(
        AdapterError, match=r"cannot fill in the middle.*Infill is not supported by this model"
    ) as caught:
        adapter.generate("smollm2:135m", FILL, SHORT, lambda _: None, lambda: False)
    assert not caught.value.retryable
    adapter.close()


def test_embedded_model_counts_a_prompt_as_it_is_sent(embedded_server: str) -> None:
    adapter = make_adapter("openai", embedded_server)
    ask = Prompt(messages=(Message(role="user", content="Write a JavaScript function add(a, b)."),))
    completion = adapter.generate("smollm2:135m", ask, SHORT, lambda _: None, lambda: False)
    count = adapter.count_prompt("smollm2:135m", ask)
    assert (count.n, count.is_exact) == (completion.prompt_tokens, True)
    assert adapter.count_prompt("smollm2:135m", FILL).n > adapter.count_tokens("smollm2:135m", "function add").n
    adapter.close()


def test_servers_without_a_tokenizer_say_that_they_estimate() -> None:
    for form in FORMS:
        with filling(form) as server:
            adapter = make_adapter(FORMS[form][0], server.url)
            count = adapter.count_prompt("m", FILL)
            assert (count.n, count.is_exact) == (18, False)
            adapter.close()


def test_prompt_that_llama_cpp_cut_silently_is_an_error() -> None:
    long = replace(FILL, messages=(Message(role="user", content="const one = 1;\n" * 400),))
    with filling("llama.cpp", n_tokens=2800) as server:
        adapter = make_adapter("openai", server.url)
        with pytest.raises(AdapterError, match=r"took only 9 of 2,800 tokens.*--batch-size") as caught:
            adapter.generate("m", long, SHORT, lambda _: None, lambda: False)
        adapter.close()
    assert not caught.value.retryable
    with filling("llama.cpp", n_tokens=12) as server:
        adapter = make_adapter("openai", server.url)
        assert adapter.generate("m", long, SHORT, lambda _: None, lambda: False).text
        adapter.close()


def test_scripted_model_fills_in_or_refuses(tmp_path: Path) -> None:
    path = tmp_path / "script.json"
    path.write_text(json.dumps({"models": ["m"], "by_prompt": {"// end": "  return a + b;\n"}}))
    adapter = make_adapter("scripted", str(path))
    assert adapter.generate("m", FILL, SHORT, lambda _: None, lambda: False).text == "  return a + b;\n"
    path.write_text(json.dumps({"models": ["m"], "can_insert": False}))
    assert adapter.show("m").can_insert is False
    with pytest.raises(AdapterError, match="insert"):
        adapter.generate("m", FILL, SHORT, lambda _: None, lambda: False)
