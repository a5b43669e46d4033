"""Marks of .xlsb: its parts are records, each with its number and size before it."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from evaluations.workbooks.cells.values import ERROR_CODES, column_letter
from evaluations.workbooks.reading.metadata.marks import Marks

ROW, CELL_ERROR, FORMULA_ERROR, COLUMN_INFO, SIZE, PROPERTIES, SHEET, MERGED = 0, 3, 11, 60, 148, 153, 156, 176
FORMULAS = (8, 9, 10, 11)
MAX_PART = 256 << 20
RELATION = re.compile(rb"""<Relationship\s[^<>]{1,2000}>""")


def look(file: BinaryIO, sheet: str, marks: Marks) -> None:
    """Fill in the marks from the sheet's part."""
    with zipfile.ZipFile(file) as archive:
        path = _path_of(archive, sheet)
        if path is None or archive.getinfo(path).file_size > MAX_PART:
            return
        data = archive.read(path)
    row = 0
    for kind, body in _records(data):
        if kind == ROW and len(body) >= 12:
            row = struct.unpack_from("<I", body)[0]
            if body[11] & 0x10:
                marks.hide_rows(row + 1)
        else:
            _note(kind, body, row, marks)


def is_1904(file: BinaryIO) -> bool:
    """Return whether the workbook counts its days from 1904."""
    try:
        with zipfile.ZipFile(file) as archive:
            records = _records(archive.read("xl/workbook.bin"))
            return any(kind == PROPERTIES and body[:1] and body[0] & 1 for kind, body in records)
    except (KeyError, zipfile.BadZipFile, OSError, EOFError):
        return False


def _note(kind: int, body: memoryview, row: int, marks: Marks) -> None:
    if kind in FORMULAS:
        marks.n_formulas += 1
    if kind in (CELL_ERROR, FORMULA_ERROR) and len(body) >= 9:
        marks.note_error(row, struct.unpack_from("<I", body)[0], ERROR_CODES.get(body[8], "#N/A"))
    elif kind == COLUMN_INFO and len(body) >= 18 and body[16] & 1:
        first, last = struct.unpack_from("<II", body)
        marks.hide_columns(first, min(last, 16_383))
    elif kind == SIZE and len(body) >= 16:
        top, bottom, left, right = struct.unpack_from("<4I", body)
        marks.dimension = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
    elif kind == MERGED and len(body) >= 16:
        top, bottom, left, right = struct.unpack_from("<4I", body)
        marks.note_merged(top, left, bottom, right)


def _records(data: bytes) -> Iterator[tuple[int, memoryview]]:
    view, at, end = memoryview(data), 0, len(data)
    while at < end:
        kind, at = data[at], at + 1
        if kind & 0x80 and at < end:
            kind, at = (kind & 0x7F) | (data[at] << 7), at + 1
        size = shift = 0
        while at < end and shift < 28:
            byte, at = data[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, view[at : at + size]
        at += size


def _path_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    relations = {}
    for tag in RELATION.findall(archive.read("xl/_rels/workbook.bin.rels")):
        key, target = (re.search(rb'\b%s="([^"]*)"' % name, tag) for name in (b"Id", b"Target"))
        if key and target:
            relations[key[1].decode()] = target[1].decode()
    for kind, body in _records(archive.read("xl/workbook.bin")):
        if kind == SHEET:
            relation, at = _text(body, 8)
            if _text(body, at)[0] == sheet and relation in relations:
                path = relations[relation]
                return path.lstrip("/") if path.startswith("/") else posixpath.normpath(f"xl/{path}")
    return None


def _text(body: memoryview, at: int) -> tuple[str, int]:
    n = struct.unpack_from("<I", body, at)[0]
    n = 0 if n == 0xFFFFFFFF else n
    return bytes(body[at + 4 : at + 4 + 2 * n]).decode("utf-16-le", "replace"), at + 4 + 2 * n
