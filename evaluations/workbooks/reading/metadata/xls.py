"""Marks of old .xls: the records of a sheet's own stretch of the workbook stream (BIFF5 and BIFF8)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

import olefile

from evaluations.workbooks.cells.values import ERROR_CODES, column_letter
from evaluations.workbooks.reading.metadata.marks import Marks

BOF, EOF, BOUND_SHEET, DIMENSIONS, MERGED = 0x809, 0x0A, 0x85, 0x200, 0xE5
ROW, COLUMN_INFO, BOOLEAN_OR_ERROR, FORMULA = 0x208, 0x7D, 0x205, 0x06
READ_RECORDS = {DIMENSIONS, MERGED, ROW, COLUMN_INFO, BOOLEAN_OR_ERROR, FORMULA}
ROW_IS_HIDDEN = 0x20


def look(file: BinaryIO, index: int, marks: Marks) -> None:
    """Fill in the marks from the records of the index-th sheet."""
    file.seek(0)
    with olefile.OleFileIO(file) as ole:
        names = {"/".join(path).lower(): path for path in ole.listdir()}
        data = ole.openstream(names.get("workbook") or names["book"]).read()
    sheets = [struct.unpack_from("<I", data, at)[0] for kind, at, _ in _records(data, 0) if kind == BOUND_SHEET]
    for kind, at, size in _records(data, sheets[index]):
        if kind in READ_RECORDS:
            _note(kind, data[at : at + size], marks)


def _records(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, offset and size of each record up to the end of this sheet's records. Charts inside are skipped."""
    depth = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        depth += (kind == BOF) - (kind == EOF)
        if kind == EOF and depth <= 0:
            return
        if depth == 1:
            yield kind, at + 4, size
        at += 4 + size


def _note(kind: int, body: bytes, marks: Marks) -> None:
    if kind == ROW and len(body) >= 14 and struct.unpack_from("<H", body, 12)[0] & ROW_IS_HIDDEN:
        marks.hide_rows(struct.unpack_from("<H", body)[0] + 1)
    elif kind == COLUMN_INFO and len(body) >= 10:
        first, last, _, _, flags = struct.unpack_from("<5H", body)
        if flags & 1:
            marks.hide_columns(first, min(last, 255))
    elif kind == BOOLEAN_OR_ERROR and len(body) >= 8 and body[7]:
        _error(body, body[6], marks)
    elif kind == FORMULA and len(body) >= 14:
        marks.n_formulas += 1
        if body[12:14] == b"\xff\xff" and body[6] == 2:  # not a number: byte 6 is the kind of value; 2 is an error
            _error(body, body[8], marks)
    elif kind == DIMENSIONS and len(body) >= 10:
        _size(struct.unpack_from("<IIHH" if len(body) >= 12 else "<HHHH", body), marks)
    elif kind == MERGED and len(body) >= 2:
        for at in range(2, min(len(body) - 7, 2 + 8 * struct.unpack_from("<H", body)[0]), 8):
            top, bottom, left, right = struct.unpack_from("<4H", body, at)
            marks.note_merged(top, left, bottom, right)


def _error(body: bytes, code: int, marks: Marks) -> None:
    row, column = struct.unpack_from("<HH", body)
    marks.note_error(row, column, ERROR_CODES.get(code, "#N/A"))


def _size(bounds: tuple[int, ...], marks: Marks) -> None:
    top, below, left, beside = bounds
    if below > top and beside > left:
        marks.dimension = f"{column_letter(left)}{top + 1}:{column_letter(beside - 1)}{below}"
