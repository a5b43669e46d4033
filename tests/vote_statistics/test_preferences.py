"""Preference pairs: every line has the same keys, and ties follow a documented rule."""

from __future__ import annotations

import json
from dataclasses import replace

from evaluations.vote_statistics import BOTH_BAD, LEFT, RIGHT, TIE, from_tests, from_votes
from evaluations.vote_statistics.preferences import Answer, PreferenceFilters
from tests.vote_statistics.votes import vote


def answer(pk: int, *, passed: bool = True, prompt: str = "Write it.", score: float | None = None) -> Answer:
    return Answer(
        candidate=pk,
        run=1,
        model=f"m{pk}",
        task="t",
        kind="function",
        prompt=prompt,
        task_prompt="The task.",
        messages=({"role": "user", "content": prompt},),
        text=f"answer {pk} \u2028 </script>",
        has_passed=passed,
        score=float(passed) if score is None else score,
        licence="MIT",
    )


ANSWERS = {pk: answer(pk) for pk in (1, 2, 3)}


def test_the_preferred_answer_is_chosen_whatever_its_side() -> None:
    (line,) = from_votes([vote(2, 1, LEFT, reasons=("looks",)), vote(1, 2, RIGHT, reasons=("correct",))], ANSWERS)
    assert (line["chosen"], line["rejected"]) == (ANSWERS[2].text, ANSWERS[1].text)
    assert (line["margin"], line["n_votes"], line["reasons"]) == (1.0, 2, "correct, looks")
    assert (line["prompt"], line["prompt_licence"], line["origin"]) == ("Write it.", "MIT", "votes")


def test_ties_are_dropped_or_weaken_the_margin() -> None:
    votes = [vote(1, 2, LEFT), vote(1, 2, TIE), vote(1, 2, BOTH_BAD), vote(1, 2, RIGHT, is_repeat=True)]
    (dropped,) = from_votes(votes, ANSWERS)
    (half,) = from_votes(votes, ANSWERS, ties="half")
    assert (dropped["margin"], half["margin"]) == (1.0, round(1 / 3, 6))
    assert dropped["n_both_bad"] == 1
    assert list(from_votes([vote(1, 2, TIE)], ANSWERS)) == []
    assert list(from_votes([vote(1, 2, LEFT), vote(1, 2, RIGHT)], ANSWERS)) == []


def test_weights_of_reviewers_count_in_the_margin() -> None:
    votes = [vote(1, 2, LEFT), vote(1, 2, RIGHT, weight=0.5), vote(1, 2, RIGHT, weight=0.0)]
    (line,) = from_votes(votes, ANSWERS)
    assert (line["chosen_candidate"], line["margin"], line["n_votes"]) == (1, round(0.5 / 1.5, 6), 2)
    assert list(from_votes([vote(1, 2, LEFT, weight=0.0)], ANSWERS)) == []


def test_preference_lines_are_selected_by_kind_tag_and_model() -> None:
    (line,) = from_votes([vote(1, 2, LEFT)], {**ANSWERS, 1: replace(answer(1), tags=("hooks", "react"))})
    assert line["tags"] == "hooks, react"
    for filters in (
        PreferenceFilters(),
        PreferenceFilters(kind="function", tag="react"),
        PreferenceFilters(models=("m2", "m9")),
    ):
        assert filters.matches(line)
    for filters in (PreferenceFilters(kind="page"), PreferenceFilters(tag="rea"), PreferenceFilters(models=("m3",))):
        assert not filters.matches(line)
    assert PreferenceFilters(kind="page", models=("m3",)).words() == "kind page; a model among m3"


def test_no_column_is_a_list_that_may_be_empty() -> None:
    """The JSON reader of `datasets` takes types from the first 10 MB. A list that is empty there gets no type."""
    (line,) = from_votes([vote(1, 2, LEFT)], ANSWERS)
    assert {name for name, value in line.items() if isinstance(value, list | dict)} == {"messages"}
    assert line["messages"]


def test_answers_to_different_prompts_are_listed_under_the_prompt_of_the_task() -> None:
    (line,) = from_votes([vote(1, 2, LEFT)], {1: answer(1), 2: answer(2, prompt="[INST] Write it.")})
    assert (line["prompt"], line["is_same_prompt"]) == ("The task.", False)


def test_tests_make_pairs_of_passed_over_failed() -> None:
    lines = list(from_tests([answer(1), answer(2, passed=False, score=0.25), answer(3), answer(4, prompt="Other")]))
    assert [(line["chosen_candidate"], line["rejected_candidate"]) for line in lines] == [(1, 2), (3, 2)]
    assert {line["origin"] for line in lines} == {"tests"}
    assert lines[0]["margin"] == 0.75


def test_every_line_has_the_same_keys_and_types() -> None:
    lines = [*from_votes([vote(1, 2, LEFT)], ANSWERS), *from_tests([answer(1), answer(2, passed=False)])]
    text = "\n".join(json.dumps(line) for line in lines)
    read = [json.loads(line) for line in text.split("\n")]
    assert len(text.splitlines()) == 2
    assert {tuple((key, type(value)) for key, value in line.items()) for line in read} == {
        tuple((key, type(value)) for key, value in lines[0].items())
    }
