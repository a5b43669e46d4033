"""The contract of real servers beyond a short answer: options, limits, prompts that are too long, and memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluations.adapters import Adapter
from evaluations.adapters.ollama import OllamaAdapter
from evaluations.adapters.whole_prompt import check_whole
from evaluations.errors import AdapterError
from evaluations.records import Completion, Message, Prompt, Sampling
from evaluations.tokens import TokenCount

Served = tuple[Adapter, str]
ASK = Prompt(messages=(Message(role="user", content="Write a JavaScript function add(a, b) that returns the sum."),))
SHORT = Sampling(temperature=0.0, seed=1, max_tokens=24)
ALL = replace(SHORT, top_p=0.9, top_k=30, min_p=0.02, repeat_penalty=1.05, stop=("@@never@@",))
CONTEXT = 2048  # for servers that accept the option
LONGEST_FILLED = 20_000  # tokens: filling a larger context takes too long without a GPU


def ask(served: Served, sampling: Sampling = SHORT, prompt: Prompt = ASK) -> Completion:
    adapter, name = served
    return adapter.generate(name, prompt, sampling, lambda _: None, lambda: False)


def refusal_of(served: Served, sampling: Sampling, text: str, context: int) -> AdapterError | None:
    """Ask and check as a run does. Return why the answer does not count; None when it counts."""
    count = TokenCount(n=2 * context, is_exact=False)
    try:
        completion = ask(served, sampling, Prompt(messages=(Message(role="user", content=text),)))
        check_whole(served[1], text, count, completion.prompt_tokens, completion.context_tokens or context)
    except AdapterError as exc:
        return exc
    return None


def test_each_option_is_sent_or_reported_as_lost(real: Served) -> None:
    completion = ask(real, ALL)
    assert completion.text.strip(), "The answer is empty."
    for name in ("temperature", "top_p", "top_k", "min_p", "repeat_penalty", "seed", "stop", "max_tokens"):
        sent = {"max_tokens": ("num_predict", "max_tokens", "n_predict")}.get(name, (name,))
        is_sent = any(key in completion.options for key in sent)
        assert is_sent != (name in completion.not_taken), f"{name} is neither sent nor named as not taken."
    again = ask(real, ALL)
    assert set(again.not_taken) == set(completion.not_taken), "Asked twice, other options are not taken."


def test_token_limit_ends_the_answer(real: Served) -> None:
    completion = ask(real, replace(SHORT, max_tokens=5))
    n = completion.completion_tokens
    assert n is None or n <= 6, f"The answer has {n} tokens; 5 were allowed. max_tokens is ignored."
    assert completion.stop_reason == "length", (
        f"The limit ended the answer, but its reason is {completion.stop_reason}."
    )
    assert "max_tokens" not in completion.not_taken, completion.not_taken["max_tokens"]


def test_stop_sequence_ends_the_answer(real: Served) -> None:
    text = ask(real).text
    stop = text[len(text) // 2 :][:4]
    completion = ask(real, replace(SHORT, stop=(stop,)))
    assert stop not in completion.text, f"The answer goes on behind the stop sequence {stop!r}."
    assert "stop" not in completion.not_taken, completion.not_taken["stop"]


def test_count_of_a_prompt_is_never_below_the_servers(real: Served) -> None:
    adapter, name = real
    digits = Prompt(messages=(Message(role="user", content="Sum up: " + " ".join(str(i * 37) for i in range(25))),))
    taken = ask(real, replace(SHORT, max_tokens=1), digits).prompt_tokens
    counted = adapter.count_prompt(name, digits)
    if taken is None:
        pytest.skip("This server does not count the prompt.")
    assert counted.n >= taken, f"Counted as {counted.n} tokens; the server took {taken}."
    is_near = not counted.is_exact or counted.n - taken <= 64
    assert is_near, f"Counted exactly as {counted.n} tokens; the server took {taken}."


def test_too_long_prompt_is_never_cut_silently(real: Served) -> None:
    adapter, name = real
    context = CONTEXT if adapter.sets_context else adapter.show(name).context_tokens
    if context is None or context > LONGEST_FILLED:
        pytest.skip("The context is unknown, or larger than the suite fills.")
    text = "Which is the largest? " + "7 4 1 9 " * context
    sampling = replace(SHORT, max_tokens=4, context_tokens=context if adapter.sets_context else None)
    refusal = refusal_of(real, sampling, text, context)
    assert refusal, f"A prompt longer than {context} tokens was cut silently and answered."
    assert not refusal.retryable, f"The same prompt would be tried again, and refused again: {refusal}"


def test_model_is_loaded_once_with_its_context_and_unloaded(real: Served) -> None:
    adapter, name = real
    if not isinstance(adapter, OllamaAdapter):
        pytest.skip("This kind of server loads its models automatically.")
    adapter.load(name, CONTEXT)
    assert adapter.load(name, CONTEXT) is None, f"It is in memory with a context of {CONTEXT}, and was loaded again."
    completion = ask(real, replace(SHORT, context_tokens=CONTEXT))
    used = completion.context_tokens
    assert used in (None, CONTEXT), f"Asked for a context of {CONTEXT}, it used {used}."
    info = adapter.show(name)
    assert info.is_loaded, "It answered, but its server says that it is not in memory."
    loaded_tokens = info.loaded_context_tokens
    assert loaded_tokens in (None, CONTEXT), f"Loaded with a context of {CONTEXT}, its server says {loaded_tokens}."
    adapter.unload(name)


def test_a_question_after_one_that_was_cut_off_is_answered(real: Served) -> None:
    adapter, name = real
    pieces: list[object] = []
    cut = adapter.generate(name, ASK, replace(SHORT, max_tokens=200), pieces.append, lambda: len(pieces) >= 1)
    assert cut.stop_reason == "cancelled", f"The answer could not be stopped; it ended with {cut.stop_reason}."
    adapter.settle(lambda: False)
    assert ask(real).text.strip(), "The answer after a stopped one is empty."
