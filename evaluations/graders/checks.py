"""One check file over one answer: score is the share of checks passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluations.execution_records import Case, Outcome, Report
from evaluations.records import Extraction, TaskSpec, Verdict
from evaluations.verdicts import CUT_SHORT


def cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """Return one case: the chosen files, over the task's context."""
    assert spec.checks is not None
    return [
        Case(
            id=spec.slug,
            lane=spec.lane,
            files={**spec.context, **extraction.files},
            entry=extraction.entry,
            checks=spec.checks,
            fixtures=spec.fixtures,
            timeout_ms=spec.timeout_ms,
            memory_mb=spec.memory_mb,
            wants_screenshot=spec.lane in ("page", "spec"),
            wants_types=spec.language in ("ts", "tsx"),
            asked_name=spec.entry_point or "",
        )
    ]


def second_cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """Return the same case in each of these zones, for an answer that would pass."""
    if not spec.time_zones:
        return []
    [case] = cases(spec, extraction)
    plain = replace(case, wants_screenshot=False, wants_types=False)
    return [replace(plain, id=f"{spec.slug} in {zone}", time_zone=zone) for zone in spec.time_zones]


def with_second(spec: TaskSpec, outcome: Outcome, reports: Sequence[Report]) -> Outcome:
    """Return the outcome after the reports of `second_cases`: that of the first zone in which the answer does not
    pass.
    """
    for zone, report in zip(spec.time_zones, reports, strict=True):
        if report.verdict is not Verdict.PASSED:
            failed = grade(spec, [report])
            cause = report.cause if report.verdict is Verdict.UNSCORED else f"In the time zone {zone}: {report.cause}"
            return replace(failed, cause=cause)
    return outcome


def grade(spec: TaskSpec, reports: Sequence[Report]) -> Outcome:
    """Grade by the report's verdict; a skipped check is not a check. An answer that was cut short scores 0."""
    report = reports[0]
    counted = [check for check in report.checks if check.verdict != "skipped"]
    passed = sum(check.verdict == "passed" for check in counted)
    share = passed / len(counted) if counted and report.verdict not in CUT_SHORT else 0.0
    # All checks can pass and the answer still fail (an uncaught exception, a replaced built-in): never a full score.
    score = 1.0 if report.verdict is Verdict.PASSED else min(share, 0.99)
    return Outcome(
        verdict=report.verdict,
        score=score,
        cause=report.cause,
        details={"n_checks": len(counted), "n_passed": passed},
    )
