"""Raw answers get the verdict that a person gives them, from extraction, sandbox and grading together.

answers.jsonl has one answer per line, written for this test: right ones in other forms than the reference, and wrong
ones with one fault each. `expected` is pass or fail; `why` says what is special about the answer.
"""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evaluations.records import TaskSpec, Verdict
from evaluations.runner.grading import grade_answer
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite
from tests.environment import IS_FULL

HERE = Path(__file__).parent
ROWS = [json.loads(line) for line in (HERE / "answers.jsonl").read_text().splitlines()]
# `make test` takes every fourth answer of each task, `make test-full` all of them.
TRIED = ROWS if IS_FULL else sorted(ROWS, key=lambda row: (row["suite"], row["task"], row["id"]))[::4]


@cache
def tasks(suite: str) -> dict[str, TaskSpec]:
    return {task.slug: task for task in load_suite(HERE.parents[1] / "suites" / suite).tasks}


@pytest.mark.parametrize("row", TRIED, ids=lambda row: row["id"])
def test_answer_gets_the_verdict_of_a_person(row: dict[str, Any], sandbox: Sandbox) -> None:
    spec = tasks(row["suite"])[row["task"]]
    outcome = grade_answer(row["answer"], spec, sandbox, candidate_id=row["id"], tries_variants=False).outcome
    has_passed = outcome.verdict is Verdict.PASSED
    assert has_passed == (row["expected"] == "pass"), f"{row['why']}: {outcome.cause}"


@pytest.mark.parametrize("expected", ["pass", "fail"])
def test_every_basic_task_has_answers_of_both_kinds(expected: str) -> None:
    counts = Counter(row["task"] for row in ROWS if row["expected"] == expected)
    basics = [slug for slug, spec in tasks("starter").items() if "basics" in spec.tags] + list(tasks("can-ai-code"))
    assert [slug for slug in basics if counts[slug] < 3] == []
