"""Marks of .xlsx and .xlsm, by regular expressions, because an XML parser calls back for each of a million cells.

A sheet with 50,000 merged ranges took a parser 3 s (November 2026).
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from typing import Any

from evaluations.workbooks.cells.values import column_number
from evaluations.workbooks.reading.metadata.marks import Marks, texts

ROW_END = b"</row>"
TAG = re.compile(rb"<(?:\w+:)?(row|col)\s([^<>]{0,4000})>")
IS_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
NUMBER = re.compile(rb"""\b(r|min|max)\s*=\s*["'](\d{1,7})["']""")
DIMENSION = re.compile(rb"""<(?:\w+:)?dimension\s+ref\s*=\s*["']([A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?)["']""")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# A formula with an empty value: it was never computed, unless the cell says that the empty text is its value.
EMPTY_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=\"e\")[^<>]*\br=\"([A-Z]{1,3})(\d{1,7})\"[^<>]*>"
    rb"(?:<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v>([^<]{1,20})<"
)
SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]{1,2000})>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]{1,2000})>")
ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")


def look(book: Any, sheet: str, marks: Marks) -> None:
    """Fill in the marks from the sheet's part."""
    with zipfile.ZipFile(book.file) as archive:
        path = path_of(archive, sheet)
        if path is None:
            return
        key = path.replace("\\", "/").lower().lstrip("/")
        if key in book.scanned:
            marks.take(book.scanned[key])
            return
        with archive.open(path) as part:
            for at, text in enumerate(filter(None, texts(part, ROW_END))):
                note(text, marks, is_start=not at)


def note(text: bytes, marks: Marks, *, is_start: bool, may_have_formulas: bool = True) -> None:
    """Take the marks of the next rows of a sheet's part."""
    if is_start and (size := DIMENSION.search(text)):
        marks.dimension = size[1].decode()
    if b"hidden" in text:
        for kind, attributes in TAG.findall(text):
            if IS_HIDDEN.search(attributes):
                _hide(kind, {name: int(value) for name, value in NUMBER.findall(attributes)}, marks)
    if may_have_formulas and (b"<f" in text or b":f" in text) and (n := len(FORMULA.findall(text))):
        marks.n_formulas += n
        marks.n_uncomputed += sum(b't="str"' not in attributes for attributes in EMPTY_FORMULA.findall(text))
    if b't="e"' in text:
        for letters, row, error in ERROR.findall(text):
            marks.note_error(int(row) - 1, column_number(letters.decode()), html.unescape(error.decode()))


def _hide(kind: bytes, numbers: dict[bytes, int], marks: Marks) -> None:
    if kind == b"row":
        marks.hide_rows(numbers.get(b"r", 0))
    else:
        first = numbers.get(b"min", 1)
        marks.hide_columns(first - 1, numbers.get(b"max", first) - 1)


def path_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the part of a sheet, by the workbook's list and its relations."""
    names = {name.lower(): name for name in archive.namelist()}
    listed = next((name for name in names if name.endswith("workbook.xml")), "xl/workbook.xml")
    folder, base = posixpath.split(listed)
    relations = {
        attributes[b"Id"]: attributes[b"Target"].decode()
        for attributes in map(attributes_of, RELATION.findall(archive.read(names[f"{folder}/_rels/{base}.rels"])))
        if b"Id" in attributes and b"Target" in attributes
    }
    for attributes in map(attributes_of, SHEET.findall(archive.read(names[listed]))):
        if html.unescape(attributes.get(b"name", b"").decode("utf-8", "replace")) == sheet:
            relation = next((value for key, value in attributes.items() if key.endswith(b":id")), b"")
            target = relations.get(relation, "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            return names.get(path.lower())
    return None


def attributes_of(text: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag."""
    return {name: first or second for name, first, second in ATTRIBUTE.findall(text)}
