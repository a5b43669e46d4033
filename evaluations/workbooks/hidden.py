"""Which rows and columns of a sheet are hidden: openpyxl says so only when it loads every cell into memory.

Looked for in the sheet's text by pattern: an XML parser calls back for each of a million cells, and a sheet with 50,000
merged ranges took 3 s of it (November 2026).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from evaluations.workbooks.values import column_letter

MAX_LISTED = 200
CHUNK = 1 << 20
LONGEST_TAG = 4096
TAG = re.compile(rb"<(?:\w+:)?(row|col)\s([^<>]{0,4000})>")
IS_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
NUMBER = re.compile(rb"""\b(r|min|max)\s*=\s*["'](\d{1,7})["']""")


def of(book: Any, sheet: str) -> tuple[list[int], list[str]]:
    """Hidden rows from 1 and hidden column letters, at most 200 each; empty where the format does not say."""
    rich = book.rich.get(True)
    if book.format not in ("xlsx", "xlsm") or rich is None or sheet not in rich.sheetnames:
        return [], []
    path = getattr(rich[sheet], "_worksheet_path", None)
    if not path:
        return [], []
    rows: list[int] = []
    columns: list[str] = []
    try:
        with zipfile.ZipFile(book.file) as archive, archive.open(path) as part:
            for kind, attributes in _tags(part):
                _note(kind, attributes, rows, columns)
    except Exception:  # the cells were read; a missing mark of hidden rows refuses no file
        return rows, columns
    return rows, columns


def _tags(part: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Name and attributes of every row and col, piece by piece; a tag cut in two is read with the next piece."""
    rest = b""
    while piece := part.read(CHUNK):
        text = rest + piece
        end = text.rfind(b"<")
        cut = end if end >= 0 and len(text) - end < LONGEST_TAG else len(text)
        for found in TAG.finditer(text, 0, cut):
            yield found[1], found[2]
        rest = text[cut:]
    for found in TAG.finditer(rest):
        yield found[1], found[2]


def _note(kind: bytes, attributes: bytes, rows: list[int], columns: list[str]) -> None:
    if not IS_HIDDEN.search(attributes):
        return
    numbers = {name: int(value) for name, value in NUMBER.findall(attributes)}
    if kind == b"row" and len(rows) < MAX_LISTED:
        rows.append(numbers.get(b"r", 0))
    if kind == b"col":
        first, last = numbers.get(b"min", 1), numbers.get(b"max", 1)
        columns.extend(column_letter(at - 1) for at in range(first, min(last, first + MAX_LISTED) + 1))
        del columns[MAX_LISTED:]
