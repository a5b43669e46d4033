"""Sampling options on every adapter: each is sent under the server's name, and each one that is lost is reported."""

from __future__ import annotations

import json
import threading
import urllib.request
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from evaluations.adapters import make_adapter
from evaluations.errors import AdapterError
from evaluations.records import Completion, Message, Piece, Prompt, Sampling
from evaluations.sampling import read_parameters
from tests.contracts.filling import Filling, filling

ASK = Prompt(messages=(Message(role="user", content="Write a JavaScript function add(a, b)."),))
FILL = Prompt(messages=(Message(role="user", content="function add(a, b) {\n"),), strategy="fill_in", suffix="}\n")
ALL = Sampling(
    temperature=0.7,
    top_p=0.8,
    top_k=20,
    min_p=0.1,
    repeat_penalty=1.2,
    seed=5,
    stop=("END",),
    max_tokens=33,
    context_tokens=2048,
)
# Our option to its value and its names by form of server. A server without a name for it cannot take it.
OPENAI = {
    "temperature": ["temperature"],
    "top_p": ["top_p"],
    "top_k": ["top_k"],
    "min_p": ["min_p"],
    "repeat_penalty": ["repeat_penalty", "repetition_penalty"],
    "seed": ["seed"],
    "stop": ["stop"],
    "max_tokens": ["max_tokens"],
}
LLAMA_CPP = OPENAI | {"repeat_penalty": ["repeat_penalty"]}
OLLAMA = {
    "temperature": ["temperature"],
    "top_p": ["top_p"],
    "top_k": ["top_k"],
    "min_p": ["min_p"],
    "repeat_penalty": ["repeat_penalty"],
    "seed": ["seed"],
    "stop": ["stop"],
    "max_tokens": ["num_predict"],
    "context_tokens": ["num_ctx"],
}
FORMS = {
    "ollama": ("ollama", ASK, OLLAMA),
    "ollama fill": ("ollama", FILL, OLLAMA),
    "llama.cpp": ("openai", ASK, LLAMA_CPP),
    "llama.cpp fill": ("openai", FILL, LLAMA_CPP | {"max_tokens": ["n_predict"]}),
    "openai": ("openai", ASK, OPENAI),
    "openai fill": ("openai", FILL, OPENAI),
}


def ask(server: Filling, kind: str, prompt: Prompt, sampling: Sampling) -> Completion:
    adapter = make_adapter(kind, server.url)
    try:
        return adapter.generate("m", prompt, sampling, lambda piece: None, lambda: False)
    finally:
        adapter.close()


def sent(server: Filling) -> dict[str, Any]:
    """Return the options of the last request, wherever the protocol puts them."""
    body = server.requests[-1][1]
    options: dict[str, Any] = body.get("options", body)
    return options


@pytest.mark.parametrize("form", list(FORMS))
def test_each_option_is_sent_by_the_servers_name_and_unsupported_ones_are_reported(form: str) -> None:
    kind, prompt, names = FORMS[form]
    with filling(form.partition(" ")[0]) as server:
        completion = ask(server, kind, prompt, ALL)
    options = sent(server)
    for ours, theirs in names.items():
        value = getattr(ALL, ours)
        expected = list(value) if ours == "stop" else value
        assert {name: options.get(name) for name in theirs} == dict.fromkeys(theirs, expected)
        assert {name: completion.options.get(name) for name in theirs} == dict.fromkeys(theirs, expected)
    assert set(completion.not_taken) == set(OLLAMA) - set(names)


@pytest.mark.parametrize("form", list(FORMS))
def test_fixed_defaults_are_sent_and_the_authors_defaults_are_left_to_the_server(form: str) -> None:
    kind, prompt, _ = FORMS[form]
    with filling(form.partition(" ")[0]) as server:
        ask(server, kind, prompt, Sampling(max_tokens=9))
        pinned = sent(server)
        unset: dict[str, Any] = dict.fromkeys(("top_p", "top_k", "min_p", "repeat_penalty"))
        ask(server, kind, prompt, Sampling(profile="author", temperature=0.9, max_tokens=9, **unset))
        author = sent(server)
    expected = {"temperature": 0.2, "top_p": 0.95, "top_k": 40, "min_p": 0.05, "repeat_penalty": 1.0}
    assert {name: pinned[name] for name in expected} == expected
    assert author["temperature"] == 0.9
    assert not {"top_p", "top_k", "min_p", "repeat_penalty", "stop", "presence_penalty"} & set(author)
    if kind == "ollama":  # because a Modelfile may set them
        assert (pinned["presence_penalty"], pinned["frequency_penalty"]) == (0.0, 0.0)


def test_ollama_is_asked_to_refuse_a_prompt_that_is_too_long() -> None:
    with filling("ollama") as server:
        for prompt in (ASK, FILL):
            ask(server, "ollama", prompt, ALL)
            body = server.requests[-1][1]
            assert (body["truncate"], body["shift"]) == (False, False)


@pytest.mark.parametrize(
    ("unknown", "refusal", "lost"),
    [
        (("top_k",), (400, "Unrecognized request argument supplied: {name}"), {"top_k"}),
        (("min_p", "top_k"), (422, "Extra inputs are not permitted: {name}"), {"min_p", "top_k"}),
        (
            ("top_k", "min_p", "repeat_penalty", "repetition_penalty"),
            (400, "Bad request"),
            {"top_k", "min_p", "repeat_penalty"},
        ),
        (("repetition_penalty",), (422, "body.{name}: unknown"), set()),
        (("seed",), (400, "{name} is not supported"), {"seed"}),
    ],
)
def test_refused_options_are_left_out_and_reported(
    unknown: tuple[str, ...], refusal: tuple[int, str], lost: set[str]
) -> None:
    with filling("openai", unknown=unknown, refusal=refusal) as server:
        with closing(make_adapter("openai", server.url)) as adapter:
            first, second = (
                adapter.generate("m", ASK, replace(ALL, context_tokens=None), lambda piece: None, lambda: False)
                for _ in range(2)
            )
            n_refused = len(server.requests) - 2
        with closing(make_adapter("openai", server.url)) as other:  # of another process
            other.refused["m"] = frozenset(first.refused)
            other.generate("m", ASK, replace(ALL, context_tokens=None), lambda piece: None, lambda: False)
    assert set(first.not_taken) == set(second.not_taken) == lost
    assert first.text == second.text != ""
    assert n_refused >= 1
    assert len(server.requests) == n_refused + 3, "what a server refuses is not tried with each question"


def test_refusal_that_concerns_no_option_is_reported_unchanged() -> None:
    with filling(
        "openai", unknown=("messages",), refusal=(400, "This model's maximum context length is 9 tokens")
    ) as s:
        with pytest.raises(AdapterError, match="maximum context length is 9"):
            ask(s, "openai", ASK, ALL)
        assert len(s.requests) == 1
    with filling("openai", unknown=("messages",), refusal=(400, "messages: bad role")) as s:
        with pytest.raises(AdapterError, match="bad role"):
            ask(s, "openai", ASK, ALL)
        assert len(s.requests) <= 2


def test_prompt_that_ollama_refuses_as_too_long_is_one_sentence_with_what_to_do() -> None:
    too_long = (400, "the input length exceeds the context length")
    with filling("ollama", unknown=("messages",), refusal=too_long) as server:
        with pytest.raises(AdapterError, match=r"longer than its context.*Shorten the prompt") as caught:
            ask(server, "ollama", ASK, ALL)
        assert not caught.value.retryable


def test_parameters_of_the_model_are_read() -> None:
    text = (
        'stop                           "<|im_start|>"\nstop  "<|im_end|>"\ntemperature 0.7\ntop_k 20\nnum_ctx 8192\n'
        "mirostat_tau nan\nbad line\n"
    )
    with filling("ollama", shown={"parameters": text}) as server:
        adapter = make_adapter("ollama", server.url)
        parameters = read_parameters(adapter.show("m").parameters or "")
        adapter.close()
    assert parameters["stop"] == ["<|im_start|>", "<|im_end|>"]
    assert (parameters["temperature"], parameters["top_k"], parameters["num_ctx"]) == (0.7, 20, 8192)
    json.dumps(parameters, allow_nan=False)


def test_context_that_ollama_really_uses_is_stored() -> None:
    with filling("ollama", context=512) as server:
        assert ask(server, "ollama", ASK, ALL).context_tokens == 512


def test_llama_cpp_uses_the_sent_sampling_options(embedded_server: str) -> None:
    """The real server's report about the busy slot."""
    seen: list[dict[str, Any]] = []
    has_sampled = threading.Event()

    def look(piece: Piece) -> None:
        if not has_sampled.is_set():
            with urllib.request.urlopen(f"{embedded_server}/slots", timeout=10) as answer:
                seen.extend(slot["params"] for slot in json.load(answer) if slot.get("is_processing"))
            has_sampled.set()

    adapter = make_adapter("openai", embedded_server)
    adapter.generate("smollm2:135m", ASK, ALL, look, lambda: has_sampled.is_set())
    adapter.close()
    params = next(slot_params for slot_params in seen if slot_params.get("seed") == 5)
    expected = {"temperature": 0.7, "top_p": 0.8, "top_k": 20, "min_p": 0.1, "repeat_penalty": 1.2}
    assert {name: pytest.approx(params[name]) for name in expected} == expected
