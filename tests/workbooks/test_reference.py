"""The component with which a task of a workbook begins: on the shipped workbooks, by their own expected data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from evaluations.graders.conditions import try_answer
from evaluations.records import TaskSpec
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite, load_task
from evaluations.workbooks import ExpectedData, reference_of
from tests.environment import needs_time

EXCEL = Path(settings.BASE_DIR) / "suites" / "excel"
# Text as programs of other countries write it, values that SheetJS reads otherwise, notes: these need other code.
OWN_CODE: set[str] = set()


def passes(spec: TaskSpec, sandbox: Sandbox) -> bool:
    source = reference_of(ExpectedData.from_json(spec.truth))
    spec = replace(spec, entry="answer.tsx", language="tsx")
    return try_answer(spec, {"answer.tsx": source}, sandbox.execute).verdict == "passed"


@pytest.mark.parametrize("slug", ["plain-cars", "dates-1904", "csv-semicolon", "csv-german"])
def test_first_reference_reads_its_workbook(slug: str, sandbox: Sandbox) -> None:
    assert passes(load_task(EXCEL / slug), sandbox)


@needs_time
def test_most_shipped_workbooks_are_read_by_their_first_reference(sandbox: Sandbox) -> None:
    failing = {spec.slug for spec in load_suite(EXCEL).tasks if not passes(spec, sandbox)}
    assert failing == OWN_CODE
