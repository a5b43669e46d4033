"""Pieces of a sheet for a table that scrolls: read once in large windows, kept in the cache in small pieces.

A piece is PIECE rows. To read any row the whole file is opened, so a reading takes as many rows as an answer may hold:
the pieces next to the wanted one are there when somebody scrolls on.
"""

from __future__ import annotations

import json
import logging
import threading
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.cache import cache

from evaluations import broker_names, workbooks
from evaluations.models import Workbook
from evaluations.workbooks.cells import values
from webapp.workbooks.sheet_view import MAX_COLUMNS, column_formats, is_long, shown_rows, source_of, stored_text

PIECE = 200
MAX_WINDOW_CELLS = 200_000
MAX_WINDOW_ROWS = 40_000
KEPT_S = 3600
MAX_WARM_CELLS = 2_000_000
WARMING_S = 120
MAX_TEXT = 300
LOCKS = [threading.Lock() for _ in range(16)]
Rows = list[list[list[str]]]
logger = logging.getLogger(__name__)


def piece_of(workbook: Workbook, index: int, number: int) -> dict[str, Any]:
    """Piece `number` (from 0) of sheet `index`: {"first": row from 1, "rows": [[cell, …], …]}.

    A cell is [], or text, type, formula, format and stored value, without the empty ones at the end.
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


def warm(workbook: Workbook, index: int) -> threading.Thread | None:
    """Read a long sheet into the cache in the background, so that a jump finds its rows there; None when it has them.

    To read any row the whole file is opened (1 s for 100,000 rows), so all rows are read at once.
    """
    sheet = workbook.preview["sheets"][index]
    n_rows = min(sheet["n_rows"], MAX_WARM_CELLS // max(1, sheet["n_columns"]))
    if not is_long(sheet) or sheet["trouble"] or cache.get(_key(workbook, index, (n_rows - 1) // PIECE)) is not None:
        return None
    if not cache.add(broker_names.sheet_reading(_source_name(workbook), index), 1, WARMING_S):
        return None  # somebody has begun
    thread = threading.Thread(target=_warm, args=(workbook, source_of(workbook), index, n_rows), daemon=True)
    thread.start()
    return thread


def _warm(workbook: Workbook, source: Path | bytes, index: int, n_rows: int) -> None:
    sheet = workbook.preview["sheets"][index]
    try:
        at = 0
        while at < n_rows:
            found = _read(workbook, sheet, at, n_rows - at, source)
            whole = len(found) // PIECE * PIECE if at + len(found) < n_rows else len(found)
            if not whole:
                break
            _keep(workbook, sheet, index, at // PIECE, found[:whole])
            at += whole
    except Exception:
        logger.warning("%s was not read into the cache.", workbook.name, exc_info=True)
    finally:
        with suppress(Exception):
            cache.delete(broker_names.sheet_reading(_source_name(workbook), index))


def forget(workbook: Workbook) -> None:
    """Take all its pieces out of the cache."""
    sheets = enumerate(workbook.preview.get("sheets", []))
    cache.delete_many(
        [_key(workbook, index, number) for index, sheet in sheets for number in range(-(-sheet["n_rows"] // PIECE))]
    )


def _key(workbook: Workbook, index: int, number: int) -> str:
    return broker_names.sheet_piece(_source_name(workbook), index, number)


def _source_name(workbook: Workbook) -> str:
    """The file and how it is read."""
    chosen = workbook.preview.get("reading")
    how = f"{zlib.crc32(json.dumps(chosen, sort_keys=True).encode()):08x}" if chosen else ""
    return f"{workbook.file_id}{how}"


def _read_window(workbook: Workbook, sheet: Mapping[str, Any], index: int, number: int) -> dict[str, Any]:
    """The pieces around the wanted one, now in the cache."""
    n_pieces = max(1, min(MAX_WINDOW_ROWS, MAX_WINDOW_CELLS // max(1, sheet["n_columns"])) // PIECE)
    first = number // n_pieces * n_pieces
    found = _read(workbook, sheet, first * PIECE, n_pieces * PIECE, source_of(workbook))
    return _keep(workbook, sheet, index, first, found, n_pieces)


def _read(
    workbook: Workbook, sheet: Mapping[str, Any], start: int, count: int, source: Path | bytes
) -> tuple[tuple[Any, ...], ...]:
    return workbooks.read_rows(
        workbook.name,
        source,
        sheet["name"],
        start=start,
        count=count,
        is_fast=is_long(sheet),
        max_cells=max(MAX_WINDOW_CELLS, MAX_WARM_CELLS if count > MAX_WINDOW_ROWS else 0),
        reading=workbook.preview.get("reading"),
    )


def _keep(
    workbook: Workbook,
    sheet: Mapping[str, Any],
    index: int,
    first: int,
    found: Sequence[tuple[Any, ...]],
    n_pieces: int = 0,
) -> dict[str, Any]:
    """Rows from piece `first` on, now in the cache as pieces; n_pieces: so many at least, empty ones behind the end."""
    width = max(1, min(MAX_COLUMNS, sheet["n_columns"]))
    cut = [row[:width] for row in found]
    rows = [_cells(row, texts) for row, texts in zip(cut, shown_rows(cut, column_formats(sheet)), strict=True)]
    for at, known in enumerate(sheet["rows"]):  # the preview knows formulas and how numbers are shown
        if first == 0 and at < len(rows):
            rows[at] = [_stored(cell) for cell in known[:width]]
    pieces = {
        _key(workbook, index, first + at): zlib.compress(json.dumps(rows[at * PIECE : (at + 1) * PIECE]).encode(), 1)
        for at in range(max(n_pieces, -(-len(rows) // PIECE)))
    }
    cache.set_many(pieces, KEPT_S)
    return pieces


def _cells(row: tuple[Any, ...], texts: Sequence[str]) -> list[list[str]]:
    """Numbers as their column shows them: what reads a long sheet does not say how each cell is formatted."""
    return [
        _cell(text[:MAX_TEXT], value, "", "") if value is not None else []
        for value, text in zip(row, texts, strict=True)
    ]


def _cell(text: str, value: Any, formula: str, number_format: str) -> list[str]:
    more = [formula, number_format, stored_text(value, text)]
    while more and not more[-1]:
        more.pop()
    return [text, values.type_of(value), *more]


def _stored(cell: Mapping[str, Any]) -> list[str]:
    if cell["value"] is None and not cell["formula"]:
        return []
    return _cell(cell["text"][:MAX_TEXT], cell["value"], (cell["formula"] or "")[:200], cell["number_format"] or "")
