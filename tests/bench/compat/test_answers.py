"""The source's own rules of grading, as bench/can_ai_code.py implements them, and the reasons for differences."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bench import stored_answers
from bench.can_ai_code import CalledFunction, find_function, grade_check
from bench.compat_answers import UNEXPLAINED, cause_of
from evaluations.records import Verdict
from evaluations.sandbox import Sandbox
from tests.environment import needs_time

# A helper comes before the requested function, or the function has no declaration.
NOT_FOUND_BY_THE_SOURCE = {"55c7628b886032eb", "f184aedd1bd1bd54", "7c39cc2cac19a6e3"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("function add(a, b) {\n}", CalledFunction(name="add", parameters=("a", "b"))),
        ("const add = (a, b = 2) => {\n}", CalledFunction(name="add", parameters=("a", "b = 2"))),
        ("const twice = (n) => {}\nfunction add(a: number) {}", CalledFunction(name="add", parameters=("a",))),
        ("const add = (a, b) => a + b", None),
        ("const add = a => { return a }", None),
        ("def add(a, b):", None),
    ],
)
def test_first_function_in_the_text_is_taken(code: str, expected: CalledFunction | None) -> None:
    assert find_function(code) == expected


def check(expected: Any, compare: str = "equal", **kwargs: Any) -> dict[str, Any]:
    return {"kind": "call", "expected": expected, "compare": compare, "weight": 5, **kwargs}


@pytest.mark.parametrize(
    ("check_row", "value", "points"),
    [
        (check(42), 42, 5),
        (check(1), True, 5),  # as Python compares
        (check(42), {"error": "x"}, 0),
        (check([1, 2], "list"), [1, 2], 5),
        (check([1, 2], "list"), [1, 3], 2),
        (check([0], "list"), [0, None], 5),
        (check([1, 2], "list"), [0, 1, 2], 3),
        (check({"a": 1, "b": 2}, "object"), {"a": 1, "b": 2, "c": 3}, 5),
        (check({"a": 1, "b": 2}, "object"), {"a": 1}, 2),
        (check([3, 4], "one_of"), 4, 5),
        (check("b", pick=1), ["a", "b"], 5),
        (check("b", pick="k"), {"k": "b"}, 5),
        ({"kind": "call_type", "type": "integer", "expected": True, "weight": 5}, True, 5),
        ({"kind": "call_type", "type": "array", "expected": True, "weight": 5}, "a", 0),
        ({"kind": "function_name", "expected": "add", "compare": "equal", "weight": 5}, None, 5),
        ({"kind": "parameter_count", "expected": 1, "compare": "equal", "weight": 5}, None, 0),
        ({"kind": "parameter_name", "index": 1, "expected": "b", "compare": "equal", "weight": 5}, None, 5),
        ({"kind": "parameter_name", "index": 2, "expected": "c", "compare": "equal", "weight": 5}, None, 0),
    ],
)
def test_points_are_given_as_the_source_gives_them(check_row: dict[str, Any], value: Any, points: int) -> None:
    judged = grade_check(check_row, CalledFunction(name="add", parameters=("a", "b")), value)
    assert (judged.points, judged.has_passed) == (points, points == 5)


@pytest.mark.parametrize(
    ("code", "there", "here", "cause"),
    [
        ("Math.random()", 1, 2, "Math.random: another value each time"),
        ("", {"error": "document is not defined"}, 42, "`document` is there in a browser and not in Node"),
        (
            "",
            42,
            {"error": "require is not defined"},
            "`require` is there in Node and not in a browser",
        ),
        ("", 42, {"error": "It did not end within 2000 ms."}, "the time limit: a call that takes about as long"),
        ("", 42, 43, UNEXPLAINED),
        ("", {"error": "helper is not defined"}, 43, UNEXPLAINED),
    ],
)
def test_difference_has_a_cause_or_is_called_unexplained(code: str, there: Any, here: Any, cause: str) -> None:
    assert cause_of(code, there, here) == cause


@needs_time
def test_stored_verdicts_of_the_shipped_answers_are_reproduced_except_known_ones(sandbox: Sandbox) -> None:
    known = stored_answers.stricter()
    rows = stored_answers.read(stored_answers.SUITE / "answers.jsonl.gz")
    differing = {
        row["answer_id"]: outcome.cause
        for row, outcome in stored_answers.grade_rows(rows, sandbox)
        if (outcome.verdict is Verdict.PASSED) != (row["stored_status"] == "PASS")
    }
    assert {
        key: cause for key, cause in differing.items() if key not in known and key not in NOT_FOUND_BY_THE_SOURCE
    } == {}
    assert set(differing) >= NOT_FOUND_BY_THE_SOURCE, "the source did not call the function that was asked for"


def test_every_answer_of_the_stricter_list_has_a_task_and_a_reason() -> None:
    slugs = {task.slug for task in stored_answers.tasks().values()}
    lines = (stored_answers.SUITE / "stricter.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert {row["task"] for row in rows} <= slugs
    assert all(row["reason"] for row in rows)
    assert len({row["answer_id"] for row in rows}) == len(rows)
