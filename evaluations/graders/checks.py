"""One check file over one answer: score is the share of checks passed."""

from __future__ import annotations

from collections.abc import Sequence

from evaluations.records import Case, Extraction, Outcome, Report, TaskSpec, Verdict
from evaluations.verdicts import CUT_SHORT


def cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """One case: the chosen files, over the task's context."""
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


def grade(spec: TaskSpec, reports: Sequence[Report]) -> Outcome:
    """The report's verdict; a skipped check is not a check. An answer that was cut short scores 0."""
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
