"""The sentence that explains an answer's verdict."""

from __future__ import annotations

import pytest

from evaluations.execution_records import Case
from evaluations.explanations import checks_of_cells, explain, is_forged
from evaluations.records import Checks, Verdict
from evaluations.sandbox.lanes.raw_result import EMPTY_RESULT, RawResult
from evaluations.sandbox.lanes.validation import forged_cause
from evaluations.sandbox.report import report_of

V = Verdict
FIRST = "The first block that defines add."


@pytest.mark.parametrize(
    ("verdict", "cause", "details", "reason", "sentence"),
    [
        (
            V.PASSED,
            "",
            {"n_checks": 3, "n_passed": 3},
            FIRST,
            "Passed: 3 of 3 checks passed. Code taken from the first block that defines add.",
        ),
        (V.PASSED, "", {"killed": ["a", "b"], "survived": []}, "", "Passed: the tests notice 2 of 2 broken versions."),
        (
            V.PASSED,
            "",
            {"comparison": {"n_cells": 1280, "n_equal": 1280}},
            "The only block of code.",
            "Passed: 1,280 of 1,280 cells are as in the sheet. Code taken from the only block of code.",
        ),
        (V.PASSED, "", {}, "", "Passed."),
        (
            V.FAILED,
            "2 of 3 checks: adds negatives: expected 1, got 0",
            {"n_checks": 3, "n_passed": 1},
            FIRST,
            "Failed: 2 of 3 checks failed; first: adds negatives: expected 1, got 0. "
            "Code taken from the first block that defines add.",
        ),
        (
            V.FAILED,
            "56 of 280 cells differ: dates one day early.",
            {},
            "",
            "Failed: 56 of 280 cells differ: dates one day early.",
        ),
        (
            V.RUNTIME_ERROR,
            "x is not defined",
            {},
            "No fence: the lines that look like code were taken.",
            "Runtime error: x is not defined. Code: no fence: the lines that look like code were taken.",
        ),
        (
            V.BUILD_ERROR,
            "a.ts:3: unexpected token",
            {},
            "2 files by their paths; a.ts is the one the checks import.",
            "Build error: a.ts:3: unexpected token. Code: 2 files by their paths; a.ts is the one the checks import.",
        ),
        (V.TIMEOUT, "It did not end within 10000 ms.", {}, "", "Timeout: It did not end within 10000 ms."),
        (V.OVER_LIMIT, "More than 512 MB.", {}, "", "Over limit: More than 512 MB."),
        (
            V.NO_CODE,
            "The answer contains no code.",
            {},
            "The answer contains no code.",
            "No code: The answer contains no code.",
        ),
        (
            V.UNCHECKED,
            "Builds, loads and renders; no checks given.",
            {"is_unchecked": True},
            FIRST,
            "Runs, unchecked: Builds, loads and renders; no checks given. "
            "Code taken from the first block that defines add.",
        ),
        (V.UNSCORED, "No browser could be started.", {}, "", "Unscored, our fault: No browser could be started."),
        ("", "", {}, FIRST, ""),
    ],
)
def test_each_verdict_is_explained_with_the_code_it_was_given_to(
    verdict: str, cause: str, details: dict[str, object], reason: str, sentence: str
) -> None:
    assert explain(verdict, cause, details=details, reason=reason) == sentence


def test_flaky_answer_is_explained_as_flaky() -> None:
    explanation = explain(V.FAILED, "x", reason=FIRST, is_flaky=True)
    assert explanation.startswith(
        "Flaky: it passed on one run and failed on another, so it counts in no rate. Code taken"
    )


@pytest.mark.parametrize("key", ["error", "trouble"])
def test_empty_table_with_an_error_fails_under_both_names_of_the_error(key: str) -> None:
    """Comparisons that were stored before 2026-11-30 say "trouble"."""
    comparison = {"n_equal": 0, "n_cells": 0, "summary": "", key: "The callback was never called."}
    [check] = checks_of_cells({"comparison": comparison})
    assert check["verdict"] == "failed"
    [check] = checks_of_cells({"comparison": comparison | {key: ""}})
    assert check["verdict"] == "passed"


def test_every_verdict_has_a_label() -> None:
    assert all(explain(verdict, "why") for verdict in Verdict)


@pytest.mark.parametrize(
    ("cause", "is_so"),
    [
        ("The code replaced the built-in Array.prototype.push.", True),
        (forged_cause("checks is no list"), True),
        ("On the given code the tests do not pass: The code replaced the built-in Promise.", True),
        ("1 of 2 checks: says: The code replaced the built-in x.", False),
        ("", False),
    ],
)
def test_forgeries_are_recognised_by_the_beginning_of_the_cause(cause: str, is_so: bool) -> None:
    assert is_forged(cause) == is_so


def test_replaced_built_in_is_reported_as_a_forgery() -> None:
    raw = RawResult(result={**EMPTY_RESULT, "stage": "checks", "error": "", "tampered": "Array.prototype.push"})
    case = Case(id="a", lane="function", files={}, entry="a.js", checks=Checks(path="a.test.js", source=""))
    report = report_of(case, raw, attempts=1, duration_ms=1)
    assert (report.verdict, is_forged(report.cause)) == (V.FAILED, True)
