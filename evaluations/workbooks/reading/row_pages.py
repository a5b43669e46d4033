"""Rows of a long sheet in pages on disk. Each page can be read without opening the workbook.

A file has the compressed pages one after the other, then the offset of each page, then the number of pages.
"""

from __future__ import annotations

import itertools
import json
import os
import struct
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from evaluations.records import Json


PAGE_ROWS = 200
MAX_PAGE = 64 << 20  # bytes of a page's JSON
NUMBER = struct.Struct("<Q")


def write(target: IO[bytes], rows: Iterable[Sequence[Json]]) -> None:
    """Write all rows, each a list of plain values."""
    starts, at, remaining = [], 0, iter(rows)
    while page := list(itertools.islice(remaining, PAGE_ROWS)):
        starts.append(at)
        at += target.write(zlib.compress(json.dumps(page, separators=(",", ":")).encode(), 1))
    target.write(b"".join(map(NUMBER.pack, [*starts, at, len(starts)])))
    target.flush()


def read(path: Path, number: int) -> list[list[Json]] | None:
    """Return the page `number`, from 0; None when the file does not exist, ends before that page or is damaged."""
    try:
        with path.open("rb") as file:
            file.seek(-NUMBER.size, os.SEEK_END)
            n_pages = NUMBER.unpack(file.read(NUMBER.size))[0]
            if number >= n_pages:
                return None
            file.seek(-NUMBER.size * (n_pages + 2 - number), os.SEEK_END)
            start, end = struct.unpack("<QQ", file.read(2 * NUMBER.size))
            file.seek(start)
            engine = zlib.decompressobj()
            text = engine.decompress(file.read(end - start), MAX_PAGE)
        rows: list[list[Json]] = json.loads(text)
    except (OSError, ValueError, struct.error, zlib.error, OverflowError):
        return None
    return rows
