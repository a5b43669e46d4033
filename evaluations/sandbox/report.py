"""Derives verdict and cause from a raw execution. Pure."""

from __future__ import annotations

from typing import Any

from evaluations.execution_records import Case, CheckReport, ConsoleLine, Report
from evaluations.explanations import REPLACED
from evaluations.records import Verdict
from evaluations.sandbox.browser.server import harness_version
from evaluations.sandbox.lanes.raw_result import RawResult
from evaluations.sandbox.lanes.validation import forged_cause

LONGEST_CAUSE = 500


def report_of(case: Case, raw: RawResult, *, attempts: int, duration_ms: float, is_flaky: bool = False) -> Report:
    """Return the report of one case."""
    result = raw.result or {}
    verdict, cause = _verdict(case, raw)
    check_results = [_refused(check, result) if result["tampered"] else check for check in result.get("checks", [])]
    checks = [
        CheckReport(name=c["name"], verdict=c["verdict"], message=c["message"], duration_ms=c["duration_ms"])
        for c in check_results
    ]
    return Report(
        id=case.id,
        verdict=verdict,
        cause=cause[:LONGEST_CAUSE],
        checks=tuple(checks),
        console=tuple(ConsoleLine(**line) for line in result.get("console", [])),
        captured=result.get("captured", {}),
        screenshot=raw.screenshot,
        access_faults=raw.access_faults,
        page_facts=raw.page_facts,
        aria=raw.aria,
        duration_ms=round(duration_ms, 1),
        attempts=attempts,
        is_flaky=is_flaky,
        harness_version=harness_version(),
    )


def _tampered(result: dict[str, Any]) -> str:
    return f"{REPLACED}{result['tampered']}."


def _refused(check: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
    """Refuse a check that ran on built-ins which the candidate had replaced: it does not count."""
    return {**check, "verdict": "failed", "message": _tampered(result)} if check["verdict"] == "passed" else check


def _verdict(case: Case, raw: RawResult) -> tuple[Verdict, str]:
    if raw.limit:
        return Verdict.OVER_LIMIT, raw.limit
    if raw.forged:
        return Verdict.FAILED, forged_cause(raw.forged)
    if raw.is_timeout or raw.result is None:
        return Verdict.TIMEOUT, f"It did not end within {case.timeout_ms} ms."
    result = raw.result
    if result["tampered"]:
        return Verdict.FAILED, _tampered(result)
    if result["stage"] == "build":
        return Verdict.BUILD_ERROR, result["error"]
    if result["stage"] == "load":
        return Verdict.RUNTIME_ERROR, result["error"]
    if case.must_define_tests and result["isScript"]:
        return Verdict.FAILED, "The file defines no test."
    return _of_checks(result["checks"])


def _of_checks(checks: list[dict[str, Any]]) -> tuple[Verdict, str]:
    failed = [check for check in checks if check["verdict"] == "failed"]
    if not failed:
        if all(check["verdict"] == "skipped" for check in checks):
            return Verdict.FAILED, "Every test is skipped."
        return Verdict.PASSED, ""
    # The rightmost verdict wins: timeout over runtime_error over failed.
    for kind, verdict in (("timeout", Verdict.TIMEOUT), ("exception", Verdict.RUNTIME_ERROR)):
        if worst := next((check for check in failed if check["kind"] == kind), None):
            return verdict, f"{worst['name']}: {worst['message']}"
    return Verdict.FAILED, f"{len(failed)} of {len(checks)} checks: {failed[0]['name']}: {failed[0]['message']}"
