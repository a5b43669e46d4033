"""Workbooks made from expected data, in its own layout: the same sheets, header row and columns, with other rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

from evaluations.records import Json
from evaluations.workbooks.cells.values import column_number, shown, type_of
from evaluations.workbooks.comparing.expected import MAX_CELLS, ExpectedData
from evaluations.workbooks.reading import delimited, encoding, notation, text_table

FORMATS = {"duration": "[h]:mm:ss", "time": "hh:mm:ss"}


def longer(expected_data: ExpectedData, n_rows: int) -> ExpectedData:
    """Return the expected data of a sheet that repeats its rows until there are n_rows; fewer when they are very
    wide.
    """
    rows = [row for _, row in expected_data.expected()]
    n = min(n_rows, MAX_CELLS // max(1, len(expected_data.columns)))
    tiled = tuple(islice(cycle(rows), n)) if rows else ()
    return replace(expected_data, rows=tiled, n_rows=len(tiled), first_row=(expected_data.header_row or 0) + 1)


def shorter(expected_data: ExpectedData) -> ExpectedData:
    """Return the expected data of a sheet that has only the last two of the expected rows, the last one first."""
    rows = tuple(row for _, row in expected_data.expected()[-2:])[::-1]
    return replace(expected_data, rows=rows, n_rows=len(rows), first_row=(expected_data.header_row or 0) + 1)


def file_of(expected_data: ExpectedData, like: bytes = b"") -> bytes:
    """Return the file that has this expected data: .csv for a csv, else .xlsx, which every reader recognises.

    like: the original; a csv gets its separator and byte order mark.
    """
    return _csv(expected_data, like) if expected_data.format == "csv" else _xlsx(expected_data, is_empty=False)


def empty_file_of(expected_data: ExpectedData) -> bytes:
    """Return the same sheets without cells."""
    return b"" if expected_data.format == "csv" else _xlsx(expected_data, is_empty=True)


def _csv(expected_data: ExpectedData, like: bytes) -> bytes:
    header = [[column.header for column in expected_data.columns]] if expected_data.header_row else []
    tables, codec = text_table.read(io.BytesIO(like), expected_data.file, "csv", expected_data.reading)
    texts = _original_texts(expected_data, tables[expected_data.file])
    body = [
        [originals.get(json.dumps(v)) or shown(v) for v, originals in zip(row, texts, strict=True)]
        for row in expected_data.rows
    ]
    lines = [*header, *body]
    text = io.StringIO()
    csv.writer(text, delimiter=delimited.separator(encoding.decode(like, codec))).writerows(lines)
    return text.getvalue().encode("utf-8-sig" if like.startswith(b"\xef\xbb\xbf") else codec, "replace")


def _original_texts(expected_data: ExpectedData, original: text_table.TextTable) -> list[dict[str, str]]:
    """Return for each column that counts how the original writes each of its values: 1234.5 as "1.234,50"."""
    texts: list[dict[str, str]] = []
    for column in expected_data.columns:
        at = column_number(column.letter)
        cells = [row[at] for row in original.rows if at < len(row)] if column.written else []
        texts.append({json.dumps(notation.value(cell, original.notations[at])): cell for cell in cells})
    return texts


def _xlsx(expected_data: ExpectedData, *, is_empty: bool) -> bytes:
    import openpyxl  # 0.3 s: only where a file is made
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl.Workbook(write_only=True)
    if expected_data.date_system == 1904:
        book.epoch = CALENDAR_MAC_1904
    for name in expected_data.sheets:
        sheet: Any = book.create_sheet(name)
        if name == expected_data.sheet and not is_empty:
            _fill(sheet, expected_data)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Any, expected_data: ExpectedData) -> None:
    from openpyxl.utils import column_index_from_string

    column_indices = [column_index_from_string(column.letter) - 1 for column in expected_data.columns]
    for _ in range((expected_data.header_row or 1) - 1):
        sheet.append([])
    if expected_data.header_row:
        sheet.append(_line([column.header or None for column in expected_data.columns], column_indices, sheet))
    for row in expected_data.rows:
        sheet.append(_line(row, column_indices, sheet))


def _line(values: Sequence[Json], columns: Sequence[int], sheet: Any) -> list[Any]:
    line: list[Any] = [None] * (max(columns, default=-1) + 1)
    for column, value in zip(columns, values, strict=True):
        line[column] = _cell(value, sheet)
    return line


def _cell(value: Json, sheet: Any) -> Any:
    """Return the value that openpyxl writes for a plain value."""
    from openpyxl.cell import WriteOnlyCell

    kind = type_of(value)
    if kind in ("blank", "number", "boolean"):
        return value
    if kind == "date":
        cell = WriteOnlyCell(sheet, dt.datetime.fromisoformat(value["date"]))
        cell.number_format = "yyyy-mm-dd" if "T" not in value["date"] else "yyyy-mm-dd hh:mm:ss"
        return cell
    if kind in FORMATS:
        moment: Any = (
            dt.time.fromisoformat(value["time"]) if kind == "time" else dt.timedelta(seconds=value["duration"])
        )
        cell = WriteOnlyCell(sheet, moment)
        cell.number_format = FORMATS[kind]
        return cell
    if kind == "error":
        cell = WriteOnlyCell(sheet, value["error"])
        cell.data_type = "e"
        return cell
    cell = WriteOnlyCell(sheet, str(value))
    cell.data_type = "s"  # text that begins with = is no formula
    return cell
