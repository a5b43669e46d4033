"""Pieces of a sheet for a table that scrolls: of a long sheet from pages on the disk, else read in large windows.

A piece is PIECE rows. To read any row of a workbook the whole file is opened (1 to 6 s for a long sheet), so the rows
of a long sheet are written into a file of pages once: by the upload itself up to MAX_PAGE_CELLS, else in the
background. Pieces as they are shown stay in the cache for an hour.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
import threading
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.cache import cache

from evaluations import broker_names, workbooks
from evaluations.models import Workbook
from evaluations.workbooks.cells import values
from evaluations.workbooks.reading import layout, row_pages
from webapp.workbooks.sheet_view import MOST_COLUMNS, column_formats, is_long, shown_rows, source_of, stored_text

PIECE = row_pages.PAGE_ROWS
MOST_WINDOW_CELLS = 200_000
MOST_WINDOW_ROWS = 40_000
CACHE_S = 3600
MOST_CELLS_ON_DISK = 2_000_000
MOST_FILE_MB = 256
MOST_FOLDER_BYTES = 2 << 30
READING_S = 120
MOST_TEXT = 300
LOCKS = [threading.Lock() for _ in range(16)]
logger = logging.getLogger(__name__)


def piece_of(workbook: Workbook, index: int, number: int) -> dict[str, Any]:
    """Return piece `number` (from 0) of sheet `index`: {"first": row from 1, "rows": [[cell, …], …]}.

    A cell is [], or text, type, formula, format and stored value, without the empty ones at the end.
    Raises WorkbookError when the file cannot be read, IndexError when there is no such sheet.
    """
    sheet = workbook.preview["sheets"][index]
    key = _key(workbook, index, number)
    packed = cache.get(key)
    if packed is None and is_long(sheet) and (page := row_pages.read(_page_file(workbook, index), number)) is not None:
        packed = _store_file(workbook, sheet, index, number, [tuple(row) for row in page], 1)[key]
    if packed is None:
        # Two people who open the same file wait for one reading.
        with LOCKS[zlib.crc32(workbook.file_id.encode()) % len(LOCKS)]:
            packed = cache.get(key) or _read_window(workbook, sheet, index, number)[key]
    return {"first": number * PIECE + 1, "rows": json.loads(zlib.decompress(packed))}


def read_ahead(workbook: Workbook, index: int) -> threading.Thread | None:
    """Write the rows of a long sheet into its file of pages, in the background; None when this is done or has begun."""
    sheet = workbook.preview["sheets"][index]
    if not is_long(sheet) or layout.sheet_error(sheet) or _page_file(workbook, index).exists():
        return None
    if not cache.add(broker_names.sheet_reading(_source_name(workbook), index), 1, READING_S):
        return None  # another request has begun it
    thread = threading.Thread(target=_write_pages, args=(workbook, source_of(workbook), index), daemon=True)
    thread.start()
    return thread


def _write_pages(workbook: Workbook, source: Path | bytes, index: int) -> None:
    try:
        with new_page_file() as (path, target):
            is_written = workbooks.write_pages(
                workbook.name,
                source,
                workbook.preview["sheets"][index]["name"],
                target,
                max_cells=MOST_CELLS_ON_DISK,
                reading=workbook.preview.get("reading"),
                limits=workbooks.Limits(size_mb=settings.UPLOAD_MAX_MB, answer_mb=MOST_FILE_MB),
            )
            if is_written:
                store_page_file(workbook, index, path)
    except Exception:
        logger.warning("The rows of %s were not written to the disk.", workbook.name, exc_info=True)
    finally:
        with suppress(Exception):
            cache.delete(broker_names.sheet_reading(_source_name(workbook), index))


@contextmanager
def new_page_file() -> Iterator[tuple[Path, IO[bytes]]]:
    """Yield the path of a new file and the open file. It is gone afterwards, unless `store_page_file` has kept it."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    try:
        with os.fdopen(handle, "wb") as target:
            yield Path(name), target
    finally:
        Path(name).unlink(missing_ok=True)


def store_page_file(workbook: Workbook, index: int, written: Path) -> None:
    """Keep the written pages of a sheet. The oldest files make room for them."""
    place = _page_file(workbook, index)
    written.replace(place)
    files = [(path.stat().st_mtime, path.stat().st_size, path) for path in _folder().iterdir() if path != place]
    n_bytes = place.stat().st_size
    for _, size, path in sorted(files, reverse=True):
        n_bytes += size
        if n_bytes > MOST_FOLDER_BYTES:
            path.unlink(missing_ok=True)


def invalidate(workbook: Workbook) -> None:
    """Delete all its pieces from the cache and the disk."""
    sheets = list(enumerate(workbook.preview.get("sheets", [])))
    cache.delete_many(
        [_key(workbook, index, number) for index, sheet in sheets for number in range(-(-sheet["n_rows"] // PIECE))]
    )
    for index, _ in sheets:
        _page_file(workbook, index).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.BAKEOFF_HOME) / "sheets"


def _page_file(workbook: Workbook, index: int) -> Path:
    return _folder() / f"{_source_name(workbook)}-{index}"


def _key(workbook: Workbook, index: int, number: int) -> str:
    return broker_names.sheet_piece(_source_name(workbook), index, number)


def _source_name(workbook: Workbook) -> str:
    """Return a name for the file and how it is read."""
    chosen = workbook.preview.get("reading")
    how = f"{zlib.crc32(json.dumps(chosen, sort_keys=True).encode()):08x}" if chosen else ""
    return f"{workbook.file_id}{how}"


def _read_window(workbook: Workbook, sheet: Mapping[str, Any], index: int, number: int) -> dict[str, Any]:
    """Return the pieces around the wanted one, now in the cache."""
    n_pieces = max(1, min(MOST_WINDOW_ROWS, MOST_WINDOW_CELLS // max(1, sheet["n_columns"])) // PIECE)
    first = number // n_pieces * n_pieces
    rows = workbooks.read_rows(
        workbook.name,
        source_of(workbook),
        sheet["name"],
        start=first * PIECE,
        count=n_pieces * PIECE,
        is_fast=is_long(sheet),
        max_cells=MOST_WINDOW_CELLS,
        reading=workbook.preview.get("reading"),
    )
    return _store_file(workbook, sheet, index, first, rows, n_pieces)


def _store_file(
    workbook: Workbook,
    sheet: Mapping[str, Any],
    index: int,
    first: int,
    fresh_rows: Sequence[tuple[Any, ...]],
    n_pieces: int,
) -> dict[str, Any]:
    """Cache the rows from piece `first` on as at least n_pieces pieces; pieces after the end are empty."""
    width = max(1, min(MOST_COLUMNS, sheet["n_columns"]))
    cut = [row[:width] for row in fresh_rows]
    rows = [_cells(row, texts) for row, texts in zip(cut, shown_rows(cut, column_formats(sheet)), strict=True)]
    for at, known in enumerate(sheet["rows"]):  # the preview knows formulas and how numbers are shown
        if first == 0 and at < len(rows):
            rows[at] = [_stored(cell) for cell in known[:width]]
    pieces = {
        _key(workbook, index, first + at): zlib.compress(json.dumps(rows[at * PIECE : (at + 1) * PIECE]).encode(), 1)
        for at in range(max(n_pieces, -(-len(rows) // PIECE)))
    }
    cache.set_many(pieces, CACHE_S)
    return pieces


def _cells(row: tuple[Any, ...], texts: Sequence[str]) -> list[list[str]]:
    """Return numbers as their column shows them, because the reader of a long sheet gives no format of single cells."""
    return [
        _cell(text[:MOST_TEXT], value, "", "") if value is not None else []
        for value, text in zip(row, texts, strict=True)
    ]


def _cell(text: str, value: Any, formula: str, number_format: str) -> list[str]:
    extras = [formula, number_format, stored_text(value, text)]
    while extras and not extras[-1]:
        extras.pop()
    return [text, values.type_of(value), *extras]


def _stored(cell: Mapping[str, Any]) -> list[str]:
    if cell["value"] is None and not cell["formula"]:
        return []
    return _cell(cell["text"][:MOST_TEXT], cell["value"], (cell["formula"] or "")[:200], cell["number_format"] or "")
