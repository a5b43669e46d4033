"""Chooses the sheet that counts, and gives columns their names and types. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from evaluations.workbooks.cells.values import CellType, column_letter, shown, type_of

if TYPE_CHECKING:
    from evaluations.records import Json

RICH_CELLS = 50_000


def first_sheet(sheets: Sequence[Mapping[str, Json]]) -> str | None:
    """Return the name of the first visible worksheet with cells, else of the first one with cells, else of the
    first; or None.
    """
    usable = [sheet for sheet in sheets if sheet["kind"] == "worksheet" and not sheet_error(sheet)]
    filled = [sheet for sheet in usable if sheet["n_rows"]]
    visible = [sheet for sheet in filled if sheet["visibility"] == "visible"]
    chosen = visible or filled or usable
    return str(chosen[0]["name"]) if chosen else None


def sheet_error(sheet: Mapping[str, Any]) -> str:
    """Return why a sheet of a preview cannot be read; empty when it can.

    "trouble" is the name before 2026-11-30: previews that were stored by then have only that.
    """
    return str(sheet["error"] if "error" in sheet else sheet["trouble"])


def header_text(value: Json) -> str:
    """Return a header as text, its line breaks and double spaces as one space."""
    return " ".join(shown(value).split())


def unique_names(header: Sequence[Json]) -> list[str]:
    """Return names for columns: repeated headers get _1, _2 as SheetJS gives them, blank ones their letter."""
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
    """Return the type of a column's filled cells; "mixed" when they differ, "blank" when there are none."""
    filled: list[CellType | str] = [kind for kind, n in counts.items() if n and kind != "blank"]
    without_errors = [kind for kind in filled if kind != "error"] or filled
    return "blank" if not filled else without_errors[0] if len(without_errors) == 1 else "mixed"


def column_type(values: Sequence[Json]) -> str:
    """Return `one_type` of a column's values."""
    counts: dict[str, int] = {}
    for value in values:
        kind = type_of(value)
        counts[kind] = counts.get(kind, 0) + 1
    return one_type(counts)


def range_name(top: int, left: int, bottom: int, right: int) -> str:
    """Return A1:B2 from bounds that start at 0."""
    return f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"


def is_long(n_rows: int, n_columns: int) -> bool:
    """Return whether openpyxl would take seconds to reach the sheet's last row."""
    return n_rows * n_columns > RICH_CELLS
