"""The answer changes given files: the checks of the change and those of what must stay are counted apart.

One check file has both, in `describe("change", …)` and `describe("kept", …)` at its top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from evaluations.execution_records import Case, Outcome, Report
from evaluations.graders import checks
from evaluations.records import EDIT_GROUPS, Extraction, Json, TaskSpec, Verdict
from evaluations.verdicts import CUT_SHORT


def cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """Return one case: the given files with the answer's changes, and all checks."""
    has_page = spec.language in ("jsx", "tsx")
    return [replace(case, wants_screenshot=has_page) for case in checks.cases(spec, extraction)]


def grade(spec: TaskSpec, reports: Sequence[Report]) -> Outcome:
    """Grade by the smaller share of the two groups. details: the share and the counts of each, by its name."""
    outcome = checks.grade(spec, reports)
    report = reports[0]
    was_cut_short = report.verdict in CUT_SHORT
    details: dict[str, Json] = dict(outcome.details)
    for group in EDIT_GROUPS:
        verdicts = [check.verdict for check in report.checks if check.name.startswith(f"{group} > ")]
        counted = [verdict for verdict in verdicts if verdict != "skipped"]
        passed = counted.count("passed")
        share = passed / len(counted) if counted and not was_cut_short else 0.0
        details[group] = {"score": share, "n_checks": len(counted), "n_passed": passed}
    # All checks can pass and the answer still fail: never a full score.
    shares = [details[group]["score"] for group in EDIT_GROUPS]
    score = 1.0 if report.verdict is Verdict.PASSED else min(*shares, 0.99)
    return Outcome(verdict=outcome.verdict, score=score, cause=outcome.cause, details=details)
