"""Reports are stored without what is usual, and read with it."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations.execution_records import AccessFault, CheckReport, ConsoleLine, PageFacts, Report, TypeFault
from evaluations.models.report_field import DEFAULTS, shortened_report, whole_report
from evaluations.prompts.repair import attempt_of
from evaluations.records import Verdict, storable
from evaluations.runner.quality import profile_of

HARNESS = "83e3b4e44820 chromium 156.0.8078.108"
FULL = Report(
    id="7:add",
    verdict=Verdict.FAILED,
    cause="1 of 1 checks: adds: no",
    checks=(CheckReport(name="adds", verdict="failed", message="no", duration_ms=1.5),),
    console=(ConsoleLine(level="error", text="no"),),
    captured={"calls": 0},
    access_faults=(AccessFault(rule="label", impact="serious", help="", element="", n_elements=1),),
    aria="- main",
    page_facts=PageFacts(
        overflow_px=1, n_unreachable=0, unreachable="", follows_dark=True, n_elements=3, first_paint_ms=None
    ),
    type_errors=(TypeFault(path="a.tsx", line=1, column=1, code=2345, message="no"),),
    types_note="late",
    duration_ms=2.5,
    attempts=2,
    is_flaky=True,
    harness_version="another",
)
USUAL = Report(id="7:add", verdict=Verdict.PASSED, harness_version=HARNESS)
UNEXECUTED = Report(id="7:add", verdict=Verdict.UNSCORED)
REPORTS = [FULL, USUAL, UNEXECUTED]


def fields_of(report: Report) -> dict[str, Any]:
    fields: dict[str, Any] = storable(report)
    del fields["screenshot"]
    return fields


@pytest.mark.parametrize("report", REPORTS, ids=["full", "usual", "unexecuted"])
def test_a_shortened_report_comes_back_whole(report: Report) -> None:
    fields = fields_of(report)
    assert whole_report(shortened_report(fields, HARNESS), HARNESS) == fields


def test_only_what_is_unusual_is_stored() -> None:
    assert shortened_report(fields_of(USUAL), HARNESS) == {"id": "7:add", "verdict": "passed"}
    assert shortened_report(fields_of(UNEXECUTED), HARNESS)["harness_version"] == ""
    assert shortened_report(fields_of(FULL), HARNESS) == fields_of(FULL)
    assert set(DEFAULTS) == set(fields_of(FULL)) - {"id", "verdict"}


@pytest.mark.parametrize("report", REPORTS, ids=["full", "usual", "unexecuted"])
def test_readers_see_no_difference(report: Report) -> None:
    """They read stored reports as they are; so did those of the release before."""
    whole, short = fields_of(report), shortened_report(fields_of(report), HARNESS)
    files = {"answer.tsx": "export default 1"}
    assert profile_of(files, [short], None) == profile_of(files, [whole], None)
    attempts = [attempt_of(files, report.verdict, report.cause, [fields]) for fields in (short, whole)]
    assert attempts[0] == attempts[1]
