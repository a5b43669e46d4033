"""Excel's own tables and named ranges of an .xlsx or .xlsm, by pattern from small parts of the archive."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evaluations.workbooks.reading.metadata.xlsx import RELATION, attributes_of, path_of

MAX_TABLES = 60
MAX_PART = 1 << 20
TABLE = re.compile(rb"<(?:\w+:)?table\s([^<>]{1,4000})>")
NAME = re.compile(rb"<(?:\w+:)?definedName\s([^<>]{1,1000})>([^<>]{1,500})</")
RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!,]+))!\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class NamedRange:
    """kind: table or range. region: like A1:C9, without a table's totals row."""

    kind: str
    name: str
    sheet: str
    region: str


def named_ranges(book: Any, sheets: list[str]) -> list[NamedRange]:
    """Return Excel's tables, sheet by sheet, then named ranges; at most MAX_TABLES of each. None in damaged
    archives.
    """
    if book.format not in ("xlsx", "xlsm"):
        return []
    try:
        with zipfile.ZipFile(book.file) as archive:
            tables = [table for sheet in sheets for table in _tables_of(archive, sheet)]
            return tables[:MAX_TABLES] + list(_names_of(archive, sheets))[:MAX_TABLES]
    except (zipfile.BadZipFile, OSError, KeyError, EOFError, NotImplementedError, ValueError):
        return []


def _tables_of(archive: zipfile.ZipFile, sheet: str) -> Iterator[NamedRange]:
    path = path_of(archive, sheet)
    if path is None:
        return
    folder, base = posixpath.split(path)
    relations = f"{folder}/_rels/{base}.rels"
    if relations not in archive.namelist():
        return
    for relation in map(attributes_of, RELATION.findall(_start(archive, relations))):
        if relation.get(b"Type", b"").endswith(b"/table"):
            target = relation.get(b"Target", b"").decode("utf-8", "replace")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            match = TABLE.search(_start(archive, part)) if part in archive.namelist() else None
            table = _table(attributes_of(match[1]), sheet) if match else None
            if table:
                yield table


def _table(attributes: dict[bytes, bytes], sheet: str) -> NamedRange | None:
    name, region = (
        _text(attributes.get(b"displayName") or attributes.get(b"name", b"")),
        _text(attributes.get(b"ref", b"")),
    )
    corners = re.fullmatch(r"([A-Z]{1,3}\d{1,7}):([A-Z]{1,3})(\d{1,7})", region)
    if not corners:
        return None
    n_totals = attributes.get(b"totalsRowCount", b"0")
    last = int(corners[3]) - (int(n_totals) if n_totals.isdigit() and len(n_totals) < 3 else 0)
    return NamedRange("table", name[:200], sheet, f"{corners[1]}:{corners[2]}{last}")


def _names_of(archive: zipfile.ZipFile, sheets: list[str]) -> Iterator[NamedRange]:
    listed = next((name for name in archive.namelist() if name.lower().endswith("xl/workbook.xml")), None)
    for raw, target in NAME.findall(_start(archive, listed)) if listed else ():
        attributes = attributes_of(raw)
        name = _text(attributes.get(b"name", b""))
        match = RANGE.fullmatch(_text(target))
        if not match or name.startswith("_xl") or attributes.get(b"hidden") in (b"1", b"true"):
            continue
        sheet = match[1].replace("''", "'") if match[1] else match[2]
        if sheet in sheets:
            yield NamedRange("range", name[:200], sheet, f"{match[3]}{match[4]}:{match[5]}{match[6]}")


def _start(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as file:
        return file.read(MAX_PART)


def _text(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", "replace"))
