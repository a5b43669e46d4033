"""The rule for truth.json of a task of kind excel: the shape of evaluations.workbooks.ExpectedData.

It is written out here because suites and workbooks do not import each other; a test compares both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from evaluations.records import Json

TAGGED = ("date", "time", "duration", "error")
COLUMN = ("name", "header", "letter", "type")


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_number(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _one_of(*values: str | int) -> Callable[[Json], bool]:
    return lambda value: not isinstance(value, bool) and value in values


def _is_object(value: Json) -> bool:
    return isinstance(value, dict)


REQUIRED: Mapping[str, tuple[Callable[[Json], bool], str]] = {
    "file": (_is_text, "text"),
    "format": (_is_text, "text"),
    "sheet": (_is_text, "text"),
    "sheets": (lambda value: isinstance(value, list) and all(map(_is_text, value)), "a list of names"),
    "header_row": (lambda value: value is None or _is_number(value), "a row number or null"),
    "first_row": (lambda value: _is_number(value) and value != 0, "a row number"),
    "columns": (lambda value: isinstance(value, list), "a list"),
    "rows": (lambda value: isinstance(value, list), "a list"),
    "n_rows": (_is_number, "a number of rows"),
}
OPTIONAL: Mapping[str, tuple[Callable[[Json], bool], str]] = {
    "date_system": (_one_of(1900, 1904), "1900 or 1904"),
    "blanks": (_one_of("skip_rows", "keep_rows"), "skip_rows or keep_rows"),
    "dates": (_one_of("any", "date", "text", "serial"), "any, date, text or serial"),
    "shape": (
        _one_of("any", "records", "columns", "rows", "rows_with_header"),
        "any, records, columns, rows or rows_with_header",
    ),
    "prop": (_is_text, "text"),
    "contract": (_is_object, "an object"),
    "region": (_is_text, "text like A3:D20"),
    "reading": (_is_object, "an object"),
    "asked_header": (lambda value: value is None or _is_number(value), "a row number or null"),
    "asked_notes": (_is_object, "an object"),
}


def expected_data_fault(data: Json) -> str:
    """Return what is wrong with the expected data of a workbook, as a clause; empty when it can be compared with."""
    if not isinstance(data, dict):
        return "it is not an object"
    if missing := [name for name in REQUIRED if name not in data]:
        return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    known = {**REQUIRED, **OPTIONAL}
    if unknown := [name for name in data if name not in known]:
        return f"“{unknown[0][:40]}” is not one of {', '.join(known)}"
    for name, value in data.items():
        is_right, what = known[name]
        if not is_right(value):
            return f"{name} is not {what}"
    return _columns_fault(data["columns"]) or _rows_fault(data["rows"], len(data["columns"]))


def _columns_fault(columns: list[Any]) -> str:
    for number, column in enumerate(columns, 1):
        texts = {*column, *column.values()} if isinstance(column, dict) else {None}
        if not all(map(_is_text, texts)) or not {*COLUMN} <= {*column} <= {*COLUMN, "written"}:
            return f"column {number} is not an object with the texts {', '.join(COLUMN)}"
    return ""


def _rows_fault(rows: list[Any], n_columns: int) -> str:
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list) or len(row) != n_columns:
            return f"item {number} of rows is not a list of {n_columns} values, one for each column"
        for value in row:
            if not _is_cell(value):
                return f"item {number} of rows has a value that is no cell: {str(value)[:60]}"
    return ""


def _is_cell(value: Any) -> bool:
    if isinstance(value, dict):
        return len(value) == 1 and next(iter(value)) in TAGGED
    return value is None or isinstance(value, str | int | float)
