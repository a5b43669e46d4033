"""The Excel suite: whole, its truths those of its files, and its mutants refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evaluations import workbooks
from evaluations.graders.conditions import entry_conditions
from evaluations.records import Kind
from evaluations.suites import load_suite

ROOT = Path(__file__).parents[2]
SUITE = load_suite(ROOT / "suites" / "excel")
TASKS = {task.slug: task for task in SUITE.tasks}


def test_every_task_is_an_excel_task_with_reference_and_mutants() -> None:
    assert len(TASKS) >= 24
    assert {task.kind for task in SUITE.tasks} == {Kind.EXCEL}
    assert all(len(task.mutants) >= 3 and task.reference and task.fixtures for task in SUITE.tasks)


@pytest.mark.parametrize(
    "slug", ["dates-1904", "durations", "xlsb-dates", "xls-quakes", "csv-semicolon", "merged-header"]
)
def test_truth_is_what_is_read_from_the_file(slug: str) -> None:
    truth = workbooks.Truth.from_plain(TASKS[slug].truth)
    columns = [column.letter for column in truth.columns]
    read = workbooks.propose_truth(
        truth.file,
        TASKS[slug].fixtures[truth.file],
        sheet=truth.sheet,
        header_row=truth.header_row or 0,
        columns=columns,
    )
    assert read.rows == truth.rows
    assert read.date_system == truth.date_system


@pytest.mark.parametrize("slug", ["plain-inventory", "times-of-day", "hidden-rows", "xlsb-lorem"])
def test_reference_passes_and_mutants_fail(sandbox: Any, slug: str) -> None:
    found = entry_conditions(TASKS[slug], sandbox.execute, times=1)
    assert len(found) == 2 + len(TASKS[slug].mutants)
    assert [condition for condition in found if not condition.is_met] == []


def test_notice_names_every_file() -> None:
    notice = (ROOT / "suites" / "excel" / "NOTICE.md").read_text()
    for task in SUITE.tasks:
        assert f"| `{task.slug}` | `{next(iter(task.fixtures))}` |" in notice
