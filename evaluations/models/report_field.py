"""The stored reports of the sandbox, read with the types that pages and API expect."""

from __future__ import annotations

import math
from typing import Any

from evaluations.execution_records import Report
from evaluations.models.packed_json import PackedJSONField
from evaluations.records import Json, Verdict, to_json

LONGEST = 500  # characters of a value that is shown instead of a text
LISTS = ("checks", "console", "type_errors", "access_faults")
TEXTS = {"name", "verdict", "message", "level", "text", "cause", "aria", "types_note"}
NUMBERS = {"duration_ms", "attempts"}
# Fields of Report that are stored only where they differ from these. The screenshot is a file of its own.
DEFAULTS: dict[str, Json] = {
    name: value
    for name, value in to_json(Report(id="", verdict=Verdict.PASSED)).items()
    if name not in ("id", "verdict", "screenshot")
}


def shortened_report(report: dict[str, Json], harness_version: str) -> dict[str, Json]:
    """Return a report as it is stored: without fields that equal DEFAULTS or the row's harness version."""
    known = {**DEFAULTS, "harness_version": harness_version}
    return {name: value for name, value in report.items() if name not in known or value != known[name]}


def whole_report(report: dict[str, Json], harness_version: str) -> dict[str, Json]:
    """Return a stored report with all fields of execution_records.Report but the screenshot."""
    return {**DEFAULTS, "harness_version": harness_version, **report}


class ReportsField(PackedJSONField):
    """Packed JSON. Rows from before reports were validated can hold any type in any field: they are repaired here."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Return the reports, each field of the type that `execution_records.Report` names."""
        reports = super().from_db_value(value, expression, connection)
        return [_report(report) for report in reports if isinstance(report, dict)] if reports else []


def _report(report: dict[str, Any]) -> dict[str, Any]:
    fields = _fields(report)
    for name in LISTS:
        if name in fields:
            values = fields[name] if isinstance(fields[name], list) else []
            fields[name] = [_fields(value) for value in values if isinstance(value, dict)]
    for check in fields.get("checks", []):
        for field in ("name", "verdict"):
            check.setdefault(field, "")
    return fields


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(name, value) for name, value in record.items()}


def _value(name: str, value: Any) -> Any:
    if name in TEXTS and not isinstance(value, str):
        return "" if value is None else str(value)[:LONGEST]
    if name in NUMBERS and (not isinstance(value, int | float) or not math.isfinite(value)):
        return None if name == "duration_ms" else 1
    return value
