"""A piece of a sheet as a table for people: texts, types, flags."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evaluations import workbooks
from evaluations.errors import StoredFileError, WorkbookError
from evaluations.models import Workbook
from evaluations.workbooks.cells import values
from evaluations.workbooks.reading import layout
from evaluations.workbooks.reading.display import display_texts

ROWS_PER_PIECE = 100
MOST_COLUMNS = 200
RANGE_END = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: text, type of its value, formula when it has one. merged: the range it belongs to, like A1:B2.

    stored: the value itself if the text differs from it.
    """

    text: str
    type: str
    formula: str = ""
    number_format: str = ""
    merged: str = ""
    stored: str = ""

    @property
    def title(self) -> str:
        """The cell's title: formula, number format, merged range, and the text itself when it is long."""
        parts = [
            self.text[:400] if len(self.text) > 40 else "",
            f"stored {self.stored}" if self.stored else "",
            self.formula[:200],
            f"format {self.number_format}" if self.number_format else "",
            f"merged {self.merged}" if self.merged else "",
        ]
        return " · ".join(filter(None, parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """Rows `first` … `last` (from 1) of one sheet. error: why they cannot be read."""

    index: int
    sheet: Mapping[str, Any]
    rows: list[tuple[int, bool, list[Cell]]]
    first: int
    last: int
    error: str = ""
    n_columns_left_out: int = 0

    @property
    def columns(self) -> list[tuple[Mapping[str, Any], bool]]:
        """Columns, and whether each is hidden."""
        hidden = set(self.sheet["hidden_columns"])
        return [(column, column["letter"] in hidden) for column in self.sheet["columns"][:MOST_COLUMNS]]

    @property
    def filled_to(self) -> str:
        """The end of the filled cells, if the sheet states another size; else empty."""
        sheet = self.sheet
        end = f"{values.column_letter(max(0, sheet['n_columns'] - 1))}{sheet['n_rows']}" if sheet["n_rows"] else "A1"
        stated = str(sheet.get("dimension", ""))
        return end if stated and stated.rpartition(":")[2] != end else ""

    @property
    def disagreements(self) -> list[tuple[str, str, str]]:
        """Cells that two readers read differently: position, openpyxl's value (used), calamine's value."""
        cells = self.sheet["disagreements"]
        return [(cell["cell"], _visible(cell["openpyxl"]), _visible(cell["calamine"])) for cell in cells]

    @property
    def next_row(self) -> int | None:
        """The begin of the next piece; None at the end."""
        return self.last + 1 if self.rows and self.last < self.sheet["n_rows"] else None

    @property
    def previous_row(self) -> int | None:
        """The begin of the previous piece; None at the start."""
        return max(1, self.first - ROWS_PER_PIECE) if self.first > 1 else None


def sheet_view(workbook: Workbook, index: int, first: int) -> SheetView | None:
    """Return a piece of the sheet's rows from row `first`; None for a workbook without sheets."""
    sheets = workbook.preview["sheets"]
    if not sheets:
        return None
    index = min(index, len(sheets) - 1)
    sheet = sheets[index]
    first = max(1, min(first, max(1, sheet["n_rows"])))
    try:
        cells, problem = _cells(workbook, sheet, first), ""
    except (WorkbookError, StoredFileError) as exc:
        cells, problem = [], str(exc)
    hidden = set(sheet["hidden_rows"])
    merged = merged_cells(sheet, first, first + len(cells) - 1)
    rows = [
        (
            first + at,
            first + at in hidden,
            [
                replace(cell, merged=merged[first + at, place]) if (first + at, place) in merged else cell
                for place, cell in enumerate(row)
            ],
        )
        for at, row in enumerate(cells)
    ]
    return SheetView(
        index=index,
        sheet=sheet,
        rows=rows,
        first=first,
        last=first + len(rows) - 1,
        error=layout.sheet_error(sheet) or problem,
        n_columns_left_out=max(0, sheet["n_columns"] - MOST_COLUMNS),
    )


def merged_cells(sheet: Mapping[str, Any], first: int, last: int) -> dict[tuple[int, int], str]:
    """Return the row (from 1) and column (from 0) of each cell in a merged range, among these rows."""
    merged: dict[tuple[int, int], str] = {}
    for name in sheet["merged"]:
        left, top, right, bottom = bounds_of(name)
        for row in range(max(top, first), min(bottom, last) + 1):
            merged |= {(row, column): name for column in range(left, min(right, MOST_COLUMNS) + 1)}
    return merged


def bounds_of(name: str) -> tuple[int, int, int, int]:
    """Return left, top, right, bottom of A1:B2: columns from 0, rows from 1."""
    corners = [RANGE_END.fullmatch(end) for end in name.split(":")]
    (left, top), (right, bottom) = ((values.column_number(end[1]), int(end[2])) for end in corners if end)
    return left, top, right, bottom


def is_long(sheet: Mapping[str, Any]) -> bool:
    """Return whether openpyxl would take seconds to reach the sheet's last row."""
    return layout.is_long(sheet["n_rows"], sheet["n_columns"])


def source_of(workbook: Workbook) -> Path | bytes:
    """Return the file's path where storage has one, else its bytes."""
    try:
        return Path(workbook.file.path())
    except NotImplementedError:
        return workbook.file.read()


def _cells(workbook: Workbook, sheet: Mapping[str, Any], first: int) -> list[list[Cell]]:
    """Return cells from the stored preview if it has enough rows, else read from the file by the limited process."""
    stored = sheet["rows"]
    width = min(MOST_COLUMNS, max(sheet["n_columns"], *(len(row) for row in stored), 0) if stored else 0)
    is_enough = len(stored) >= min(ROWS_PER_PIECE, sheet["n_rows"]) or (stored and is_long(sheet))
    if first == 1 and is_enough:  # a shorter piece of a long sheet, because reading more takes seconds
        return [_padded([_stored_cell(cell) for cell in row[:width]], width) for row in stored]
    rows = workbooks.read_rows(
        workbook.name,
        source_of(workbook),
        sheet["name"],
        start=first - 1,
        count=ROWS_PER_PIECE,
        is_fast=is_long(sheet),
        reading=workbook.preview.get("reading"),
    )
    known = [[_stored_cell(cell) for cell in row[:width]] for row in stored[first - 1 :][: len(rows)]]
    formats = column_formats(sheet)
    below = [row[:width] for row in rows[len(known) :]]
    rest = [
        [
            Cell(text=text[:1000], type=values.type_of(value), stored=stored_text(value, text))
            for value, text in zip(row, texts, strict=True)
        ]
        for row, texts in zip(below, shown_rows(below, formats), strict=True)
    ]
    return [_padded(row, width) for row in known + rest]


def _stored_cell(cell: Mapping[str, Any]) -> Cell:
    return Cell(
        text=cell["text"],
        type=values.type_of(cell["value"]),
        formula=cell["formula"] or "",
        number_format=cell["number_format"] or "",
        stored=stored_text(cell["value"], cell["text"]),
    )


def stored_text(value: Any, text: str) -> str:
    """Return the stored value if the text differs, like 0.05 for 5%; else empty."""
    exact = values.shown(value)
    return "" if isinstance(value, str | bool | None) or exact == text else exact[:80]


def column_formats(sheet: Mapping[str, Any]) -> list[str]:
    """Return the number format of each column; General if its shown values have several."""
    formats = [column.get("formats", ()) for column in sheet["columns"]]
    return [formats_of_column[0] if len(formats_of_column) == 1 else "General" for formats_of_column in formats]


def _read_cells(row: tuple[Any, ...]) -> list[Cell]:
    return [Cell(text=values.shown(value)[:1000], type=values.type_of(value)) for value in row]


def shown_rows(rows: Sequence[tuple[Any, ...]], formats: Sequence[str]) -> list[list[str]]:
    """Return the texts of rows, each cell by its column's number format."""
    cells = [(value, formats[at] if at < len(formats) else "General") for row in rows for at, value in enumerate(row)]
    texts = iter(display_texts(cells))
    return [[next(texts) for _ in row] for row in rows]


def _padded(cells: list[Cell], width: int) -> list[Cell]:
    return cells + [Cell(text="", type="blank")] * (width - len(cells))


def _visible(value: Any) -> str:
    """Return the text in quotation marks, line ends and tabs as signs, because readers differ in these."""
    if not isinstance(value, str):
        return values.shown(value) or "blank"
    signs = {"\r": "␍", "\n": "␊", "\t": "␉"}
    return f"“{''.join(signs.get(c, c) for c in value[:200])}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedView:
    """The first expected rows as they are compared. n_rows: rows that count; n_cells: cells that are compared."""

    columns: list[Mapping[str, Any]]
    rows: list[tuple[int, list[Cell]]]
    n_rows: int
    n_cells: int
    n_left_out: int


def expected_view(workbook: Workbook, n_rows: int = 25) -> ExpectedView | None:
    """Return expected values of a workbook; None when it has no expected data."""
    if not workbook.truth:
        return None
    expected_data = workbooks.ExpectedData.from_json(workbook.truth)
    rows = expected_data.expected()
    return ExpectedView(
        columns=workbook.truth["columns"],
        n_rows=len(rows),
        n_cells=len(rows) * len(expected_data.columns),
        rows=[(number, _read_cells(row)) for number, row in rows[:n_rows]],
        n_left_out=max(0, expected_data.n_rows - len(expected_data.rows)),
    )
