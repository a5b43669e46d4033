"""Grading: which cases to execute for an answer, and what their reports mean. One module a kind of task.

A new kind: copy the nearest module (`cases`, `grade`), add a line to GRADERS.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import ModuleType

from evaluations.execution_records import Case, Outcome, Report
from evaluations.graders import checks, edit, excel, free, visual, write_tests
from evaluations.records import Extraction, Kind, TaskSpec, Verdict
from evaluations.verdicts import worst

GRADER_VERSION = "7"
GRADERS: dict[Kind, ModuleType] = {
    Kind.FUNCTION: checks,
    Kind.COMPONENT: checks,
    Kind.HOOK: checks,
    Kind.PAGE: checks,
    Kind.EXCEL: excel,
    Kind.WRITE_TESTS: write_tests,
    Kind.EDIT: edit,
    Kind.VISUAL: visual,
    Kind.PYTHON: checks,
    Kind.FREE: free,
}

EXECUTE_AGAIN = (checks, write_tests)  # they have further cases for an answer that would pass


def grader_for(spec: TaskSpec) -> ModuleType:
    """Return the module that grades this task. A task without checks is only built and shown."""
    return GRADERS[spec.kind] if spec.is_checked else free


def cases_for(spec: TaskSpec, extraction: Extraction, *, candidate_id: str) -> list[Case]:
    """Return the cases to execute; none when the answer has no code."""
    if not extraction.files:
        return []
    return [replace(case, id=f"{candidate_id}:{case.id}") for case in grader_for(spec).cases(spec, extraction)]


def number_of_cases(spec: TaskSpec) -> int:
    """Return how many cases an answer with code has."""
    return 1 + len(spec.mutants) if grader_for(spec) is write_tests else 1


def grade(spec: TaskSpec, extraction: Extraction, reports: Sequence[Report]) -> Outcome:
    """Return the verdict and score of an answer from the reports of its cases, in the order of `cases_for`."""
    if not extraction.files:
        return Outcome(verdict=Verdict.NO_CODE, score=0.0, cause=extraction.reason)
    if worst([report.verdict for report in reports]) is Verdict.UNSCORED:
        cause = next(report.cause for report in reports if report.verdict is Verdict.UNSCORED)
        return Outcome(verdict=Verdict.UNSCORED, score=0.0, cause=cause)
    outcome: Outcome = grader_for(spec).grade(spec, reports)
    return outcome


def execute_and_grade(
    spec: TaskSpec, extraction: Extraction, execute: Callable[[Case], Report], *, candidate_id: str
) -> tuple[list[Report], Outcome]:
    """Return the reports of an answer's cases, and its outcome. What would pass may be executed again, otherwise."""
    reports = [execute(case) for case in cases_for(spec, extraction, candidate_id=candidate_id)]
    outcome = grade(spec, extraction, reports)
    if not (again := second_cases_for(spec, extraction, outcome)):
        return reports, outcome
    second = [execute(replace(case, id=f"{candidate_id}:{case.id}")) for case in again]
    return [*reports, *second], grader_for(spec).with_second(spec, outcome, second)


def second_cases_for(spec: TaskSpec, extraction: Extraction, outcome: Outcome) -> list[Case]:
    """Return the cases without which a pass does not count; none when the outcome is decided."""
    grader = grader_for(spec)
    if grader not in EXECUTE_AGAIN or outcome.verdict is not Verdict.PASSED:
        return []
    cases: list[Case] = grader.second_cases(spec, extraction)
    return cases


def variant_cases_for(spec: TaskSpec, extraction: Extraction, outcome: Outcome, *, candidate_id: str) -> list[Case]:
    """Return further cases after the verdict is known; most kinds have none."""
    if spec.kind is not Kind.EXCEL or not extraction.files:
        return []
    result = excel.variant_cases(spec, extraction, outcome)
    return [replace(case, id=f"{candidate_id}:{case.id}") for case in result]


def with_variants(spec: TaskSpec, outcome: Outcome, reports: Sequence[Report]) -> Outcome:
    """Return the outcome with the results of `variant_cases_for` in its details; the verdict stays unchanged."""
    return excel.with_variants(spec, outcome, reports) if reports else outcome


__all__ = [
    "GRADERS",
    "GRADER_VERSION",
    "cases_for",
    "execute_and_grade",
    "grade",
    "grader_for",
    "number_of_cases",
    "second_cases_for",
    "variant_cases_for",
    "with_variants",
]
