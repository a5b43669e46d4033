"""The expected table: the values that a component must pass to its callback when it reads the file correctly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from evaluations.errors import WorkbookError
from evaluations.records import Json, to_json
from evaluations.workbooks.cells.values import column_letter
from evaluations.workbooks.comparing.contract import OPEN_CONTRACT, Contract
from evaluations.workbooks.reading.header import HeaderGuess, guess_header
from evaluations.workbooks.reading.layout import column_type, header_text, unique_names
from evaluations.workbooks.reading.preview import Preview, read_preview
from evaluations.workbooks.reading.subprocess_reader import DEFAULT_LIMITS, Limits, Source, call
from evaluations.workbooks.reading.table_choices import corners_of, likeliest_sheet, notes_on, region_to

MAX_CELLS = 200_000
Shape = Literal["any", "records", "columns", "rows", "rows_with_header"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedColumn:
    """A column that counts. header: the cell as written, empty for none; name: unique among the columns.

    written: how a csv file writes its values, in words; empty where it writes them as programs do.
    """

    name: str
    header: str
    letter: str
    type: str
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedData:
    """The expected table. rows: plain values (evaluations.workbooks.cells.values), one for each column.

    first_row: number of the sheet's row that rows[0] is. n_rows: data rows in the sheet; more than len(rows) when the
    sheet has more than 200,000 cells, and then only the first rows are compared.
    blanks: skip_rows leaves wholly blank rows out on both sides, keep_rows counts them.
    dates: any (a Date, or ISO text), date, text or serial. shape: what the prompt promised; "any" accepts all.
    prop: name of the callback that the prompt promised; empty when any prop that is called with values counts.
    contract: what the prompt promises word for word. It is read from the prompt and never stored.
    region: the range that the table fills, header included, like A3:D20; empty for the whole sheet.
    reading: how a person chose to read a text file; see `text_table.read`.
    asked_header: the row about which a person must be asked whether it is the header; None when it is certain.
    asked_notes: when a person must be asked about notes below the table: "region" without them, and "reason".
    """

    file: str
    format: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int | None
    first_row: int
    columns: tuple[ExpectedColumn, ...]
    rows: tuple[tuple[Json, ...], ...]
    n_rows: int
    date_system: int = 1900
    blanks: Literal["skip_rows", "keep_rows"] = "skip_rows"
    dates: Literal["any", "date", "text", "serial"] = "any"
    shape: Shape = "any"
    prop: str = ""
    contract: Contract = OPEN_CONTRACT
    region: str = ""
    reading: Mapping[str, Any] = field(default_factory=dict)
    asked_header: int | None = None
    asked_notes: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> Json:
        """Return JSON-ready data."""
        return to_json(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ExpectedData:
        """Return the record that `to_json` made. Raises WorkbookError for other data."""
        try:
            columns = tuple(ExpectedColumn(**column) for column in data["columns"])
            rows = tuple(tuple(row) for row in data["rows"])
            return cls(
                **{**data, "columns": columns, "rows": rows, "sheets": tuple(data["sheets"]), "contract": OPEN_CONTRACT}
            )
        except (KeyError, TypeError) as exc:
            raise WorkbookError(
                f"The stored expected data cannot be read ({exc}). Propose it again.", reason="expected"
            ) from exc

    def expected(self) -> list[tuple[int, tuple[Json, ...]]]:
        """Return the row numbers of the sheet with their values, blank rows left out when they do not count."""
        numbered = enumerate(self.rows, self.first_row)
        keep = self.blanks == "keep_rows"
        return [(number, row) for number, row in numbered if keep or row.count(None) < len(row)]


def table_question(table: Mapping[str, Any]) -> str:
    """Return the question that a person has to answer before a stored table is used; empty when nothing is
    uncertain.
    """
    if notes := table.get("asked_notes"):
        return f"The table may end before notes. Do these rows count? {notes['reason'].capitalize()}."
    row = table.get("asked_header")
    if not row:
        return ""
    if table["header_row"] is None:
        return f"No header row found. Is it row {row}?"
    return f"Row {row} may be the header or the first row of data. Is it the header?"


def propose_expected(
    name: str,
    content: Source,
    preview: Preview | None = None,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    columns: Sequence[str] | None = None,
    region: str = "",
    reading: Mapping[str, Json] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ExpectedData:
    """Return the expected table of one sheet. Choices that are not given are made by rule. Raises WorkbookError.

    sheet: `table_choices.likeliest_sheet`. region: like A3:D20; else the whole sheet.
    header_row: from 1, 0 for none; else header.HEADER_RULE.
    columns: names or letters to keep, in the order of the sheet; else every column that has a header or a value.
    reading: how a person chose to read a text file; see `text_table.read`.
    """
    is_proposal = sheet is None and header_row is None and columns is None and not region
    if sheet is None:
        shown = preview or read_preview(name, content, reading=reading, limits=limits)
        sheet = likeliest_sheet([to_json(sheet_preview) for sheet_preview in shown.sheets])
    if sheet is None:
        raise WorkbookError(f"{name} has no sheet with cells. Choose another workbook.", reason="no_sheet")
    order: dict[str, Json] = {"op": "rows", "sheet": sheet, "start": 0, "count": None, "max_cells": MAX_CELLS}
    order["reading"] = dict(reading or {})
    read = call(name, content, order, limits)
    return (
        proposal_of(name, sheet, read) if is_proposal else expected_of(name, sheet, read, header_row, columns, region)
    )


def proposal_of(name: str, sheet: str, read: Mapping[str, Any]) -> ExpectedData:
    """Return the expected data of a sheet without choices of a person: notes below the table are left out."""
    whole_table = expected_of(name, sheet, read)
    if whole_table.header_row is None or whole_table.asked_header or whole_table.n_rows > len(whole_table.rows):
        return whole_table
    notes = notes_on(read["rows"], whole_table.header_row)
    if notes is None:
        return whole_table
    region = region_to(read["rows"], whole_table.header_row, notes.last)
    if not notes.is_certain:
        return replace(whole_table, asked_notes={"region": region, "reason": notes.reason})
    return expected_of(name, sheet, read, whole_table.header_row, region=region)


def expected_of(
    name: str,
    sheet: str,
    read: Mapping[str, Any],
    header_row: int | None = None,
    columns: Sequence[str] | None = None,
    region: str = "",
) -> ExpectedData:
    """Return the expected data of a sheet's rows, which the limited process returned; see `propose_expected`."""
    read, top = _in_region(read, region)
    guess = _guess(read["rows"], top) if header_row is None else HeaderGuess(header_row or None, 1.0)
    header = guess.row
    first = (_check_header(name, header, read) or top) + 1
    names = _header(read["rows"][header - 1] if header else [], header, read["merged"])
    chosen_columns = _counted_columns(names, read["rows"][first - 1 :], columns)
    body = [tuple(row[at] if at < len(row) else None for at, _ in chosen_columns) for row in read["rows"][first - 1 :]]
    while body and all(value is None for value in body[-1]):
        body.pop()
    total = read["n_rows"] - first + 1 if len(read["rows"]) < read["n_rows"] else len(body)
    return ExpectedData(
        file=name,
        format=read["format"],
        sheet=sheet,
        sheets=tuple(read["sheets"]),
        header_row=header,
        first_row=first,
        columns=tuple(
            _column(at, names, unique, body, i, read["hints"]) for i, (at, unique) in enumerate(chosen_columns)
        ),
        rows=tuple(body),
        n_rows=total,
        date_system=1904 if read["is_1904"] else 1900,
        region=region,
        reading=read["reading"],
        asked_header=guess.row_to_ask_about,
    )


def _in_region(read: Mapping[str, Any], region: str) -> tuple[Mapping[str, Any], int]:
    """Return the rows with all cells outside the region left blank, and the number of rows above the region."""
    if not region:
        return read, 0
    try:
        top, left, bottom, right = corners_of(region)
    except ValueError as exc:
        raise WorkbookError(str(exc), reason="expected") from exc
    rows = [
        [value if left <= at <= right else None for at, value in enumerate(row)] if number >= top else []
        for number, row in enumerate(read["rows"][: bottom + 1])
    ]
    if len(rows) <= top:
        raise WorkbookError(f"The sheet ends above {region}: it has {len(read['rows'])} rows.", reason="expected")
    return {**read, "rows": rows, "n_rows": min(read["n_rows"], bottom + 1)}, top


def _guess(rows: Sequence[Sequence[Json]], top: int) -> HeaderGuess:
    """Return the header row among the rows from `top` on (from 0), numbered from the sheet's first."""
    guess = guess_header(rows[top:])
    asked_row = guess.row_to_ask_about + top if guess.row_to_ask_about else None
    return HeaderGuess(guess.row + top if guess.row else None, guess.certainty, asked_row)


def _check_header(name: str, header: int | None, read: Mapping[str, Any]) -> int:
    if header is not None and not 1 <= header <= max(len(read["rows"]), 1):
        raise WorkbookError(
            f"{name} has no row {header} to take headers from; the sheet has {len(read['rows'])} rows. Choose a row "
            "between 1 and that, or 0 for no header.",
            reason="expected",
        )
    return header or 0


def _header(row: Sequence[Json], header: int | None, merged: Iterable[Sequence[int]]) -> list[Json]:
    """Return header cells. A header that is merged over several columns counts for each of them."""
    cells = list(row)
    for top, left, bottom, right in merged:
        if header is not None and top <= header - 1 <= bottom and left < len(cells):
            cells.extend([None] * (min(right, left + 200) + 1 - len(cells)))
            for at in range(left, min(right, left + 200) + 1):
                cells[at] = cells[at] if cells[at] is not None else cells[left]
    return cells


def _counted_columns(
    names: list[Json], body: Sequence[Sequence[Json]], chosen: Sequence[str] | None
) -> list[tuple[int, str]]:
    """Return the index and unique name of each column that counts. Raises WorkbookError for one that is not there."""
    width = max([len(names), *map(len, body)], default=0)
    names.extend([None] * (width - len(names)))
    has_value = [False] * width
    for row in body:
        for at, value in enumerate(row):
            has_value[at] = has_value[at] or value is not None
    unique = unique_names(names)
    named_columns = [(at, unique[at]) for at in range(width) if has_value[at] or names[at] is not None]
    if chosen is None:
        return named_columns
    known = {name for at, unique_name in named_columns for name in (unique_name, column_letter(at))}
    for name in chosen:
        if name not in known:
            column_names = ", ".join(unique_name for _, unique_name in named_columns[:20])
            raise WorkbookError(f'There is no column "{name}". The columns are: {column_names}.', reason="expected")
    return [(at, name) for at, name in named_columns if name in chosen or column_letter(at) in chosen]


def _column(
    at: int, names: Sequence[Json], name: str, body: Sequence[Sequence[Json]], index: int, hints: Sequence[str]
) -> ExpectedColumn:
    return ExpectedColumn(
        name=name,
        header=header_text(names[at]),
        letter=column_letter(at),
        type=column_type([row[index] for row in body]),
        written=hints[at] if at < len(hints) else "",
    )
