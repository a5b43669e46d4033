"""Reads the first rows of a large file, for a person who waits while the whole file is checked and read.

A copy is made of the beginning of each part, and read like any workbook. Inside the limited process only.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, BinaryIO

from evaluations.errors import WorkbookError
from evaluations.workbooks.cells.values import shown
from evaluations.workbooks.reading import archive, delimited, encoding, formats
from evaluations.workbooks.reading import book as books

if TYPE_CHECKING:
    from evaluations.records import Json

MAX_PARTS = 300
PART_BYTES = 1 << 20
TEXT_BYTES = 1 << 18
N_ROWS, N_COLUMNS = 12, 12
MAX_TEXT = 60
UNREADABLE = (WorkbookError, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError)
# The beginning of a long part is cut after its last complete element.
ENDS = ((b"<worksheet", b"</row>", b"</sheetData></worksheet>"), (b"<sst", b"</si>", b"</sst>"))


def first_rows(file: BinaryIO, name: str) -> dict[str, Json] | None:
    """Return the name of the first sheet with cells and the texts of its first rows; None where they are not found
    quickly.
    """
    head = formats.opening(file)
    try:
        if head.startswith(formats.ZIP):
            copy = _first_rows_file(file, name)
            return None if copy is None else _first_sheet(books.let_in(copy, name, copy.getbuffer().nbytes))
        if formats.text_kind(name, head, formats.declared_format(name)) == "csv":
            return {"sheet": name, "rows": _texts(_first_lines(file, name))}
    except UNREADABLE:  # the reader of the whole file reports the error
        return None
    return None


def _first_rows_file(file: BinaryIO, name: str) -> io.BytesIO | None:
    entries = archive.open_zip(file, name).infolist()
    if len(entries) > MAX_PARTS:
        return None
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for entry in entries:
            if entry.filename.lower().endswith((".xml", ".rels")):
                copy.writestr(entry.filename, _start_of(file, entry))
    return target


def _start_of(file: BinaryIO, entry: zipfile.ZipInfo) -> bytes:
    text = b""
    for piece in archive.inflated(file, entry):
        text += piece
        if len(text) >= PART_BYTES:
            for head, last, end in ENDS:
                if head in text[:2048]:
                    return text[: text.rfind(last) + len(last)] + end
            return text
    return text


def _first_sheet(book: books.Book) -> dict[str, Json] | None:
    for sheet in books.sheet_list(book):
        if sheet["visibility"] == "visible" and sheet["kind"] == "worksheet":
            grid = books.grid(book, sheet["name"], count=N_ROWS, is_fast=True)
            rows = _texts([[value for value, _ in row] for row in grid.rows])
            if rows:
                return {"sheet": sheet["name"], "rows": rows}
    return None


def _first_lines(file: BinaryIO, name: str) -> list[list[Any]]:
    file.seek(0)
    content = file.read(TEXT_BYTES)
    text = encoding.decode(content, encoding.find(content[: 1 << 12]))
    return [list(row) for row in delimited.read(text[: text.rfind("\n") + 1], name)]


def _texts(rows: list[list[Any]]) -> list[Json]:
    return [[shown(value)[:MAX_TEXT] for value in row[:N_COLUMNS]] for row in rows[:N_ROWS]]
