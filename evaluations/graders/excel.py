"""Tasks of kind excel: the component gets the real workbook, and the callback's values are compared cell by cell.

The verdict is given on the original file alone. Variants of the upload (workbooks.VARIANTS) are tried
afterwards on answers that read something, and shown beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from evaluations import workbooks
from evaluations.execution_records import Case, Outcome, Report
from evaluations.records import Extraction, Json, TaskSpec, Verdict, to_json
from evaluations.verdicts import worst

# A workbook has to be read, parsed and shown; a slow machine must not turn that into a verdict.
MIN_TIMEOUT_MS = 20_000
VARIANT_TIMEOUT_MS = 12_000
BELOW_PASSED = 0.99  # all cells can be right and the answer still fail: two calls where one was asked for
LARGEST_ORIGINAL = 5 * 2**20  # above it, variants would cost more than the reading itself


def cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """Return one case for each workbook among the fixtures that the expected data speaks of. Raises WorkbookError."""
    expected_data = expected_of(spec)
    name = fixture_of(spec, expected_data)
    checks = workbooks.excel_checks(expected_data, name, entry=extraction.entry, entry_point=spec.entry_point)
    return [
        Case(
            id=spec.slug,
            lane="page",
            files=dict(extraction.files),
            entry=extraction.entry,
            checks=checks,
            fixtures={name: spec.fixtures[name]} if name in spec.fixtures else {},
            timeout_ms=max(spec.timeout_ms, MIN_TIMEOUT_MS),
            memory_mb=spec.memory_mb,
            wants_screenshot=True,
        )
    ]


def expected_of(spec: TaskSpec) -> workbooks.ExpectedData:
    """Return the expected table, with what the task's prompt promises word for word."""
    expected_data = workbooks.ExpectedData.from_json(spec.truth or {})
    return replace(expected_data, contract=workbooks.contract_of(spec.prompt))


def fixture_of(spec: TaskSpec, expected_data: workbooks.ExpectedData) -> str:
    """Return the name of the fixture to upload: the expected data's own file, or the only one there is."""
    return expected_data.file if expected_data.file in spec.fixtures or not spec.fixtures else next(iter(spec.fixtures))


def variant_cases(spec: TaskSpec, extraction: Extraction, outcome: Outcome) -> list[Case]:
    """Return a case for each variant; none if the answer read nothing right or the file is very large."""
    expected_data = expected_of(spec)
    name = fixture_of(spec, expected_data)
    content = spec.fixtures.get(name, b"")
    if not outcome.score or not content or len(content) > LARGEST_ORIGINAL:
        return []
    [case] = cases(spec, extraction)
    results = []
    for variant in workbooks.VARIANTS:
        checks, files = workbooks.variant_checks(
            expected_data, content, variant, fixture=name, entry=extraction.entry, entry_point=spec.entry_point
        )
        results.append(
            replace(
                case, id=variant, checks=checks, fixtures=files, wants_screenshot=False, timeout_ms=VARIANT_TIMEOUT_MS
            )
        )
    return results


def with_variants(spec: TaskSpec, outcome: Outcome, reports: Sequence[Report]) -> Outcome:
    """Return the outcome with details["variants"]: verdict and score stay as they are."""
    expected_data = expected_of(spec)
    stored_comparison = outcome.details.get("comparison")
    comparison = workbooks.Comparison.from_json(stored_comparison) if stored_comparison else None
    variant_results: list[Json] = []
    for name, report in zip_longest(workbooks.VARIANTS, reports):
        if report is None:
            variant_results.append(
                to_json(workbooks.not_tried(name, "Not tried: two variants before it ran into a limit."))
            )
        elif report.verdict is Verdict.UNSCORED:
            variant_results.append(to_json(workbooks.not_tried(name, report.cause)))
        else:
            cut_short = report.cause if report.verdict is not Verdict.PASSED else ""
            result = workbooks.grade_variant(expected_data, name, report.captured, alone=comparison, problem=cut_short)
            variant_results.append(to_json(result))
    return replace(outcome, details={**outcome.details, "variants": variant_results}) if variant_results else outcome


def grade(spec: TaskSpec, reports: Sequence[Report]) -> Outcome:
    """Grade by the share of cells equal; passed when all are. details: {"comparison": …}, see workbooks.Comparison."""
    expected_data = expected_of(spec)
    verdict = worst([report.verdict for report in reports]) if reports else Verdict.UNSCORED
    if verdict is Verdict.UNSCORED:
        cause = next((r.cause for r in reports if r.verdict is verdict), "There is no report of an execution.")
        return Outcome(verdict=verdict, score=0.0, cause=cause)
    captured = {name: value for report in reports for name, value in report.captured.items()}
    result = workbooks.compare_calls(expected_data, workbooks.captured_calls(captured))
    if reason := _no_comparison_reason(expected_data, result, captured, reports):
        result = replace(result, error=reason, summary=reason)
    screen, way = captured.get("screen"), captured.get("way")
    details = {
        "comparison": result.to_json(),
        "screen": screen if isinstance(screen, str) else "",
        "way": way if way in ("chosen", "dropped") else "",
    }
    if verdict not in (Verdict.PASSED, Verdict.FAILED):
        cause = next(report.cause for report in reports if report.verdict is verdict)
        return Outcome(verdict=verdict, score=0.0, cause=cause, details=details)
    fault = workbooks.call_fault(expected_data, captured)
    if verdict is Verdict.PASSED and result.is_equal and not fault:
        return Outcome(verdict=verdict, score=1.0, details=details)
    cause = fault if result.is_equal and fault else result.summary
    if verdict is Verdict.FAILED and result.error:
        cause = next((r.cause for r in reports if r.verdict is verdict and r.cause), result.error)
    score = min(result.score, BELOW_PASSED)
    return Outcome(verdict=Verdict.FAILED, score=score, cause=cause, details=details)


def _no_comparison_reason(
    expected_data: workbooks.ExpectedData,
    comparison: workbooks.Comparison,
    captured: Mapping[str, Json],
    reports: Sequence[Report],
) -> str:
    """Return a better reason why there is nothing to compare; empty when no better one is known."""
    if not comparison.error:
        return ""
    if thrown := _thrown(reports):
        return f"{comparison.error} It threw: {thrown}"
    others = captured.get("others")
    if expected_data.prop and isinstance(others, list) and others and not captured.get(workbooks.CALLS):
        names = ", ".join(str(name)[:60] for name in others)
        return f"The prop {expected_data.prop}, which the prompt names, was not called with values; called was {names}."
    return ""


def _thrown(reports: Sequence[Report]) -> str:
    """Return the first exception that was not caught; empty if there was none."""
    lines = (line for report in reports for line in report.console)
    return next((line.text[:200] for line in lines if line.level == "exception"), "")
