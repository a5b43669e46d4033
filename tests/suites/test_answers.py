"""Raw answers with the verdict a person gives them, through extraction, sandbox and grading."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evaluations.records import TaskSpec, Verdict
from evaluations.runner.grading import grade_answer
from evaluations.sandbox import Sandbox
from evaluations.suites import load_suite

HERE = Path(__file__).parent
ROWS = [json.loads(line) for line in (HERE / "answers.jsonl").read_text().splitlines()]


@cache
def tasks(suite: str) -> dict[str, TaskSpec]:
    return {task.slug: task for task in load_suite(HERE.parents[1] / "suites" / suite).tasks}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_answer_gets_the_verdict_of_a_person(row: dict[str, Any], sandbox: Sandbox) -> None:
    outcome = grade_answer(row["answer"], tasks(row["suite"])[row["task"]], sandbox, candidate_id=row["id"]).outcome
    has_passed = outcome.verdict is Verdict.PASSED
    assert has_passed == (row["expected"] == "pass"), f"{row['why']}: {outcome.cause}"
