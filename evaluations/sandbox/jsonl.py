"""Cases and reports as lines of JSON, the format of `manage.py execute`."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, get_args

from evaluations.execution_records import Case, Report
from evaluations.jsonl import InvalidLine, parse_object
from evaluations.packages import VERSIONS
from evaluations.records import Checks, Lane, Verdict, to_json

LONGEST_LINE = 64 * 2**20  # bytes
KNOWN = {
    "id",
    "lane",
    "files",
    "entry",
    "checks",
    "fixtures",
    "timeout_ms",
    "memory_mb",
    "wants_screenshot",
    "wants_accessibility",
    "wants_page_facts",
    "must_define_tests",
    "wants_types",
    "must_type_check",
    "asked_name",
    "time_zone",
    "reference",
}


class InvalidCase(ValueError):
    """A line that is not a case. case_id: as far as it could be read, else empty."""

    def __init__(self, message: str, case_id: str = "") -> None:
        super().__init__(message)
        self.case_id = case_id


def case_of(text: str | bytes) -> Case:
    """Return the case of one line. Raises InvalidCase with the fact and the field."""
    if len(text) > LONGEST_LINE:
        raise InvalidCase(f"{len(text)} bytes; a case may have {LONGEST_LINE}.")
    try:
        data = parse_object(text)
    except InvalidLine as exc:
        raise InvalidCase(f"{exc}.") from exc
    case_id = str(data.get("id", ""))
    try:
        return _case(data, case_id)
    except InvalidCase as exc:
        raise InvalidCase(str(exc), case_id) from exc


def _case(data: Mapping[str, Any], case_id: str) -> Case:
    if not case_id:
        raise InvalidCase('no "id".')
    if unknown := sorted(set(data) - KNOWN):
        raise InvalidCase(f'"{unknown[0]}" is not a field of a case. There are: {", ".join(sorted(KNOWN))}.')
    if data.get("lane") not in get_args(Lane):
        raise InvalidCase(f'"lane" is {data.get("lane")!r}, not one of {", ".join(get_args(Lane))}.')
    files, checks = _texts(data.get("files"), "files"), data.get("checks")
    if data.get("entry") not in files:
        raise InvalidCase(f'"entry" is {data.get("entry")!r}, which is not one of "files".')
    for field in ("asked_name", "time_zone"):
        if not isinstance(data.get(field, ""), str):
            raise InvalidCase(f'"{field}" is {data[field]!r}, not a name.')
    if not isinstance(checks, dict) or not all(isinstance(checks.get(key), str) for key in ("path", "source")):
        raise InvalidCase('"checks" needs "path" and "source", both text.')
    reference = (
        _texts(data.get("reference"), "reference") if data.get("lane") == "visual" or "reference" in data else {}
    )
    return Case(
        id=case_id,
        lane=data["lane"],
        files=files,
        entry=data["entry"],
        checks=_checks(checks),
        fixtures=_fixtures(data.get("fixtures") or {}),
        timeout_ms=_number(data, "timeout_ms", 10_000, 10, 600_000),
        memory_mb=_number(data, "memory_mb", 512, 64, 8192),
        wants_screenshot=bool(data.get("wants_screenshot")),
        wants_accessibility=bool(data.get("wants_accessibility")),
        wants_page_facts=bool(data.get("wants_page_facts")),
        must_define_tests=bool(data.get("must_define_tests")),
        wants_types=bool(data.get("wants_types")),
        must_type_check=bool(data.get("must_type_check")),
        asked_name=data.get("asked_name", ""),
        time_zone=data.get("time_zone", ""),
        reference=reference,
    )


def _checks(checks: Mapping[str, Any]) -> Checks:
    versions = checks.get("versions") or {}
    if not isinstance(versions, dict):
        raise InvalidCase('"checks.versions" must map packages to major versions.')
    for package, version in versions.items():
        if version not in VERSIONS.get(package, ()):
            known = ", ".join(f"{name} {' or '.join(majors)}" for name, majors in VERSIONS.items())
            raise InvalidCase(f'"checks.versions" asks for {package} {version}. There is {known}.')
    return Checks(
        path=checks["path"],
        source=checks["source"],
        files=_helpers(checks),
        versions=versions,
        clears_mocks=bool(checks.get("clears_mocks")),
    )


def _helpers(checks: Mapping[str, Any]) -> dict[str, str]:
    return _texts(checks["files"], "checks.files") if checks.get("files") else {}


def _texts(value: Any, field: str) -> dict[str, str]:
    if not isinstance(value, dict) or not value or not all(isinstance(text, str) for text in value.values()):
        raise InvalidCase(f'"{field}" must map paths to their source, and contain at least one.')
    return value


def _fixtures(value: Any) -> dict[str, bytes]:
    try:
        return {name: base64.b64decode(text, validate=True) for name, text in value.items()}
    except (AttributeError, TypeError, binascii.Error, ValueError) as exc:
        raise InvalidCase(f'"fixtures" must map file names to base64: {exc}.') from exc


def _number(data: Mapping[str, Any], field: str, default: int, low: int, high: int) -> int:
    value = data.get(field, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InvalidCase(f'"{field}" is {value!r}, not a whole number from {low} to {high}.')
    return value


def report_line(report: Report) -> str:
    """Return one line of JSON, ASCII only; the screenshot as base64, only where there is one."""
    fields = {**to_json(report), "screenshot": None}
    if report.screenshot:
        fields["screenshot"] = base64.b64encode(report.screenshot).decode()
    else:
        del fields["screenshot"]
    return json.dumps(fields)


def unscored(case_id: str, cause: str) -> Report:
    """Return the report of a case that could not be executed for reasons outside the case."""
    return Report(id=case_id, verdict=Verdict.UNSCORED, cause=cause)
