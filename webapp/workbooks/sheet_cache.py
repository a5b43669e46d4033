"""Pieces of a sheet for a table that scrolls: read once in large windows, kept in the cache in small pieces.

A piece is PIECE rows. To read any row the whole file is opened, so a reading takes as many rows as an answer may hold:
the pieces next to the wanted one are there when somebody scrolls on.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.cache import cache

from evaluations import broker_names, workbooks
from evaluations.models import Workbook
from evaluations.workbooks.cells import values
from webapp.workbooks.sheet_view import MAX_COLUMNS, column_formats, is_long, source_of

PIECE = 200
MAX_WINDOW_CELLS = 200_000
MAX_WINDOW_ROWS = 40_000
KEPT_S = 3600
MAX_TEXT = 300
LOCKS = [threading.Lock() for _ in range(16)]
Rows = list[list[list[str]]]


def piece_of(workbook: Workbook, index: int, number: int) -> dict[str, Any]:
    """Piece `number` (from 0) of sheet `index`: {"first": row from 1, "rows": [[cell, …], …]}.

    A cell is [], [text, type] or [text, type, formula, format].
    Raises WorkbookError when the file cannot be read, IndexError when there is no such sheet.
    """
    sheet = workbook.preview["sheets"][index]
    key = _key(workbook, index, number)
    packed = cache.get(key)
    if packed is None:
        # Two who look at the same file wait for one reading.
        with LOCKS[zlib.crc32(workbook.file_id.encode()) % len(LOCKS)]:
            packed = cache.get(key) or _read_window(workbook, sheet, index, number)[key]
    return {"first": number * PIECE + 1, "rows": json.loads(zlib.decompress(packed))}


def forget(workbook: Workbook) -> None:
    """Take all its pieces out of the cache."""
    sheets = enumerate(workbook.preview.get("sheets", []))
    cache.delete_many(
        [_key(workbook, index, number) for index, sheet in sheets for number in range(-(-sheet["n_rows"] // PIECE))]
    )


def _key(workbook: Workbook, index: int, number: int) -> str:
    return broker_names.sheet_piece(workbook.file_id, index, number)


def _read_window(workbook: Workbook, sheet: Mapping[str, Any], index: int, number: int) -> dict[str, Any]:
    """The pieces around the wanted one, now in the cache."""
    width = max(1, min(MAX_COLUMNS, sheet["n_columns"]))
    n_pieces = max(1, min(MAX_WINDOW_ROWS, MAX_WINDOW_CELLS // max(1, sheet["n_columns"])) // PIECE)
    first = number // n_pieces * n_pieces
    found = workbooks.read_rows(
        workbook.name,
        source_of(workbook),
        sheet["name"],
        start=first * PIECE,
        count=n_pieces * PIECE,
        is_fast=is_long(sheet),
    )
    formats = column_formats(sheet)
    rows = [_cells(row[:width], formats) for row in found]
    for at, known in enumerate(sheet["rows"]):  # the preview knows formulas and how numbers are shown
        if first == 0 and at < len(rows):
            rows[at] = [_stored(cell) for cell in known[:width]]
    pieces = {
        _key(workbook, index, first + at): zlib.compress(json.dumps(rows[at * PIECE : (at + 1) * PIECE]).encode(), 1)
        for at in range(n_pieces)
    }
    cache.set_many(pieces, KEPT_S)
    return pieces


def _cells(row: tuple[Any, ...], formats: Sequence[str]) -> list[list[str]]:
    """Numbers as their column shows them: what reads a long sheet does not say how each cell is formatted."""
    return [
        [values.shown(value, formats[at] if at < len(formats) else "General")[:MAX_TEXT], values.type_of(value)]
        if value is not None
        else []
        for at, value in enumerate(row)
    ]


def _stored(cell: Mapping[str, Any]) -> list[str]:
    if cell["value"] is None and not cell["formula"]:
        return []
    more = [(cell["formula"] or "")[:200], cell["number_format"] or ""]
    return [cell["text"][:MAX_TEXT], values.type_of(cell["value"]), *(more if any(more) else ())]
