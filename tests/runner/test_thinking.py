"""Models that think: the thought is stored beside the answer, has its own limit, and is reported if it is all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from evaluations.adapters.model_names import thinks_by_template
from evaluations.errors import AdapterError
from evaluations.models import Candidate, Generation, LanguageModel, Run, Thought
from evaluations.models.repair_rounds import thought_of
from evaluations.records import Channel, Completion, Piece, Sampling, Think
from evaluations.runner.thinking import TokenMeter, ask_to_think
from evaluations.token_limits import TokenLimits
from tests.runner.conftest import GOOD, add_task

CODE = "```js\nexport const a = 1;\n```\n"


def stream(meter: TokenMeter, *parts: tuple[Channel, int], text: str = "tok ") -> int:
    """Feed these pieces of each channel until the meter says stop. Return how many were fed."""
    n = 0
    for channel, n_pieces in parts:
        for _ in range(n_pieces):
            meter.add(Piece(channel, text))
            n += 1
            if meter.is_over():
                return n
    return n


@pytest.mark.parametrize(
    ("parts", "n_read"),
    [
        ([("thinking", 100), ("text", 30)], 130),
        ([("thinking", 500), ("text", 30)], 101),
        ([("thinking", 10), ("text", 500)], 41),
        ([("text", 500)], 500),  # it may be thought, so only the server's limit ends it
    ],
)
def test_thought_and_answer_each_have_their_limit(parts: list[tuple[Channel, int]], n_read: int) -> None:
    assert stream(TokenMeter(TokenLimits(answer=30, thinking=100)), *parts) == n_read


def test_without_room_for_a_thought_only_the_server_ends_it() -> None:
    assert stream(TokenMeter(TokenLimits(answer=30)), ("thinking", 500), ("text", 500)) == 1000


@pytest.mark.parametrize("has_ended", [False, True])
def test_thought_that_is_marked_in_the_text_has_its_limit_too(has_ended: bool) -> None:
    meter = TokenMeter(TokenLimits(answer=200, thinking=400))
    meter.add(Piece("text", "<think>\n"))
    if has_ended:
        assert stream(meter, ("text", 300)) == 300
        meter.add(Piece("text", "\n</think>\n"))
    n = stream(meter, ("text", 2000))
    assert (200 if has_ended else 400) <= n <= (200 if has_ended else 400) + 64


@pytest.mark.parametrize(
    ("completion", "pieces", "tokens", "ms", "is_all"),
    [
        (
            Completion(
                text=f"<|channel|>analysis<|message|>{'a' * 100}<|end|><|start|>assistant<|channel|>final<|message|>"
                + "b" * 815,
                completion_tokens=1000,
            ),
            (0, 9),
            100,
            None,
            False,
        ),
        # A server that sends ten tokens in one piece: 50 pieces of thought, 4 of code.
        (
            Completion(text=CODE, thinking="hm " * 50, completion_tokens=540, first_token_ms=9.0, first_text_ms=5009.0),
            (50, 4),
            500,
            5000.0,
            False,
        ),
        (
            Completion(text="", thinking="hm", completion_tokens=512, first_token_ms=9.0, generation_ms=700.0),
            (1, 0),
            512,
            700.0,
            True,
        ),
        (Completion(text=CODE, thinking="hm", completion_tokens=90, thinking_tokens=30), (9, 9), 30, None, False),
        (Completion(text=f"<think>\n{'a' * 80}</think>\n{'b' * 1000}", completion_tokens=100), (0, 9), 9, None, False),
        (Completion(text="<think>\nforever", completion_tokens=100), (0, 9), 100, None, True),
        (Completion(text=CODE, thinking="hm"), (9, 9), None, None, False),
    ],
)
def test_tokens_and_time_of_the_thought_are_stored(
    completion: Completion, pieces: tuple[int, int], tokens: int | None, ms: float | None, is_all: bool
) -> None:
    meter = TokenMeter(TokenLimits(answer=1000))
    stream(meter, ("thinking", pieces[0]), ("text", pieces[1]))
    thinking = meter.thinking_of(completion)
    assert thinking
    assert (thinking.tokens, thinking.ms, thinking.is_all) == (tokens, ms, is_all)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% if enable_thinking is defined %}", True),
        ("{{ content.split('</think>')[-1] }}", True),
        ("<|start|>assistant<|channel|>analysis<|message|>", True),
        ("{{ if .Thinking }}", True),
        ("<|im_start|>{{ role }}", None),
        (None, None),
    ],
)
def test_ability_to_think_is_read_from_the_chat_template(template: str | None, expected: bool | None) -> None:
    assert thinks_by_template(template) is expected


@pytest.mark.parametrize(
    ("setting", "known", "expected_tries", "shown"),
    [
        (None, (None, "on", "high"), [None], None),
        ("on", ("on",), ["on"], "on"),
        ("high", ("high",), ["high"], "high"),
        ("high", ("on",), ["high", "on"], "on: the server knows no level"),
        ("high", (), ["high", "on", None], "not taken: the server refused it"),
        ("off", (), ["off", None], "not taken: the server refused it"),
    ],
)
def test_refused_setting_of_thinking_is_left_out_and_reported(
    setting: Any, known: tuple[Any, ...], expected_tries: list[Any], shown: str | None
) -> None:
    tries: list[Any] = []

    def ask(settings: Sampling) -> Completion:
        tries.append(settings.think)
        if settings.think is not None and settings.think not in known:
            raise AdapterError('refused: "m" does not support thinking')
        return Completion(text="x", options={"seed": 1})

    taken: dict[Think, Think | None] = {}
    completion = ask_to_think(ask, Sampling(think=setting), taken)
    assert (tries, completion.options.get("think"), completion.options["seed"]) == (expected_tries, shown, 1)
    ask_to_think(ask, Sampling(think=setting), taken)
    assert tries[len(expected_tries) :] == expected_tries[-1:], "a refused setting is tried once"


def test_other_refusals_do_not_count_as_a_refusal_of_thinking() -> None:
    def ask(settings: Sampling) -> Completion:
        raise AdapterError(f"no such model ({settings.think})")

    with pytest.raises(AdapterError, match=r"no such model .high."):
        ask_to_think(ask, Sampling(think="high"), {})


@pytest.mark.parametrize(
    "text",
    [
        f"<|channel|>final<|message|>{GOOD}",
        f"<|start|>assistant<|channel|>final<|message|>{GOOD}<|return|>",
        f"<|channel|>commentary<|message|>{GOOD}<|end|>",
        f"<|channel|>analysis<|message|><|end|><|start|>assistant<|channel|>final<|message|>{GOOD}<|return|>",
    ],
)
def test_harmony_marks_around_an_answer_are_not_read_as_a_thought(text: str) -> None:
    completion = Completion(text=text, completion_tokens=80)
    assert TokenMeter(TokenLimits(answer=1000)).thinking_of(completion) is None


def test_answer_without_a_thought_has_none() -> None:
    assert TokenMeter(TokenLimits(answer=1)).thinking_of(Completion(text=CODE, completion_tokens=9)) is None


@pytest.mark.django_db(transaction=True)
def test_thought_is_kept_beside_the_answer_and_named_where_there_is_no_answer(judged: Callable[..., Run]) -> None:
    thought = "Plus.\n```js\nexport function add(a, b) { return a - b; }\n```\n"
    answers: dict[str, Any] = {
        "[good]": {"text": GOOD, "thinking": thought},
        "[cut]": {"text": "", "thinking": "x" * 4096, "stop_reason": "length"},
        "[silent]": {"text": " \n", "thinking": thought},
    }
    run = judged([add_task("good"), add_task("cut"), add_task("silent")], answers)
    good, cut, silent = run.candidates.select_related("generation").order_by("task__position")
    assert (good.verdict, thought_of(good), good.generation.text) == ("passed", thought, GOOD)
    assert good.generation.thinking_tokens == len(thought) // 8
    assert good.generation.first_text_ms is not None
    assert good.generation.first_token_ms is not None
    assert good.generation.first_text_ms > good.generation.first_token_ms
    assert (cut.verdict, cut.is_truncated, cut.generation.is_thought_only) == ("no_code", True, True)
    assert cut.cause == "All 512 tokens went into thinking: the limit was reached before an answer began."
    assert silent.cause == "The model ended its turn after thinking, without an answer."
    # It was unknown whether this model thinks. Its first answer was cut, showed it, and was asked again with more room.
    assert LanguageModel.objects.get().can_think
    assert cut.generation.options["max_tokens"] == 1024 + 4096
    tally = run.tallies.get(task=cut.task)
    assert (tally.n_thoughts, tally.n_thought_only, tally.thinking_tokens) == (1, 1, 512)
    assert Generation.objects.filter(is_thought_only=True).count() == 2
    Candidate.objects.all().delete()
    assert not Thought.objects.exists()
