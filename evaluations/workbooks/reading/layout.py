"""Where a sheet's table is: the rule for the header row, names for columns, types for columns. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from evaluations.records import Json
from evaluations.workbooks.cells.values import CellType, column_letter, shown, type_of

LOOK_AT_ROWS = 30
YEARS = range(1900, 2101)
HEADER_RULE = (
    "The header row is the first of the first 30 rows that fills more than half of the table's columns, has a filled "
    "row below it and holds only text, or text beside ascending years or dates above values of another kind. A blank "
    "first cell above a filled column counts as filled. Without such a row the columns are named A, B, C …"
)
Rows = Sequence[Sequence[Json]]


def header_row_of(rows: Rows) -> int | None:
    """Return the header's row number, from 1, by HEADER_RULE; None if the table has no header."""
    widths = [sum(value is not None for value in row) for row in rows]
    for at, row in enumerate(rows[:LOOK_AT_ROWS]):
        below = rows[at + 1 : at + 1 + LOOK_AT_ROWS]
        width = max(widths[at + 1 : at + 1 + LOOK_AT_ROWS], default=0)
        if not widths[at] or not width:
            continue
        if (widths[at] + _has_blank_corner(row, below)) * 2 <= width:
            continue  # a title, or a group of columns
        if _holds_labels(row, below):
            return at + 1
        if width > 1:
            return None  # the table's data began without a header
    return None


def _has_blank_corner(row: Sequence[Json], below: Rows) -> bool:
    """Whether the first cell is blank above a column that is mostly filled, as tables with an index have it."""
    if row[0] is not None or not any(isinstance(value, str) or _is_period(value) for value in row):
        return False
    filled = [line for line in below if any(value is not None for value in line)]
    return sum(bool(line) and line[0] is not None for line in filled) * 2 > len(filled)


def _holds_labels(row: Sequence[Json], below: Rows) -> bool:
    """Whether the filled cells name columns: text, or ascending years or dates above values of another kind."""
    others = [at for at, value in enumerate(row) if value is not None and not isinstance(value, str)]
    if not others:
        return True
    if not all(_is_period(row[at]) for at in others):
        return False
    periods = [_period(row[at]) for at in others]
    ascends = all(one < two for one, two in pairwise(periods)) or all(one > two for one, two in pairwise(periods))
    has_company = len(others) > 1 or len(others) < sum(value is not None for value in row)
    values = [line[at] for at in others for line in below if at < len(line) and line[at] is not None]
    return ascends and has_company and not all(_is_period(value) for value in values)


def _is_period(value: Json) -> bool:
    """A year or a date."""
    is_year = isinstance(value, int) and not isinstance(value, bool) and value in YEARS
    return is_year or (isinstance(value, dict) and "date" in value)


def _period(value: Json) -> str:
    """Years and dates in an order that text has too."""
    return str(value["date"]) if isinstance(value, dict) else str(value)


def first_sheet(sheets: Sequence[Mapping[str, Json]]) -> str | None:
    """Name of the first visible worksheet with cells, else of the first one with cells, else of the first; or None."""
    usable = [sheet for sheet in sheets if sheet["kind"] == "worksheet" and not sheet["trouble"]]
    filled = [sheet for sheet in usable if sheet["n_rows"]]
    visible = [sheet for sheet in filled if sheet["visibility"] == "visible"]
    chosen = visible or filled or usable
    return str(chosen[0]["name"]) if chosen else None


def header_text(value: Json) -> str:
    """A header as text, its line breaks and double spaces as one space."""
    return " ".join(shown(value).split())


def unique_names(header: Sequence[Json]) -> list[str]:
    """Names for columns: repeated headers get _1, _2 as SheetJS gives them, blank ones their letter."""
    names: list[str] = []
    for at, value in enumerate(header):
        base = name = header_text(value) or column_letter(at)
        n = 0
        while name in names:
            n += 1
            name = f"{base}_{n}"
        names.append(name)
    return names


def one_type(counts: Mapping[str, int]) -> str:
    """The type of a column's filled cells; "mixed" when they differ, "blank" when there are none."""
    filled: list[CellType | str] = [kind for kind, n in counts.items() if n and kind != "blank"]
    without_errors = [kind for kind in filled if kind != "error"] or filled
    return "blank" if not filled else without_errors[0] if len(without_errors) == 1 else "mixed"


def column_type(values: Sequence[Json]) -> str:
    """`one_type` of a column's values."""
    counts: dict[str, int] = {}
    for value in values:
        kind = type_of(value)
        counts[kind] = counts.get(kind, 0) + 1
    return one_type(counts)


def range_name(top: int, left: int, bottom: int, right: int) -> str:
    """A1:B2 from bounds that start at 0."""
    return f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
