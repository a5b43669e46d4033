"""Marks of .ods: all sheets are in one part, and rows and columns have a count of repetitions."""

from __future__ import annotations

import html
import re
import zipfile
from typing import BinaryIO

from evaluations.workbooks.reading.metadata.marks import Marks, texts

MAX_PART = 64 << 20
ROW_END = b"</table:table-row>"
TAG = re.compile(
    rb"<table:(table-column|table-row|table-cell|covered-table-cell|table)(?=[\s/>])([^<>]{0,4000})>"
    rb"(?:<text:p>([^<]{0,40})</text:p>)?"
)
REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,7})"')
SPAN = re.compile(rb'number-(columns|rows)-spanned="(\d{1,7})"')
IS_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')


def look(file: BinaryIO, index: int, marks: Marks) -> None:
    """Fill in the marks of the index-th table of content.xml."""
    table, row, next_row, column = -1, 0, 0, 0
    with zipfile.ZipFile(file) as archive:
        if archive.getinfo("content.xml").file_size > MAX_PART:
            return
        with archive.open("content.xml") as part:
            for text in texts(part, ROW_END):
                for kind, attributes, content in TAG.findall(text):
                    n = int(repeated[1]) if (repeated := REPEATED.search(attributes)) else 1
                    if kind == b"table":
                        table, next_row, column = table + 1, 0, 0
                    elif table != index:
                        continue
                    elif kind == b"table-column":
                        if IS_HIDDEN.search(attributes):
                            marks.hide_columns(column, column + n - 1)
                        column += n
                    elif kind == b"table-row":
                        row, next_row, column = next_row, next_row + n, 0
                        if IS_HIDDEN.search(attributes):
                            marks.hide_rows(row + 1, row + n)
                    else:
                        _note(attributes, content, (row, column), marks)
                        column += n
                if table > index:
                    return


def _note(attributes: bytes, content: bytes, place: tuple[int, int], marks: Marks) -> None:
    if b"table:formula=" in attributes:
        marks.n_formulas += 1
    if b'calcext:value-type="error"' in attributes and content:
        marks.note_error(*place, html.unescape(content.decode("utf-8", "replace")))
    spans = {name: int(n) for name, n in SPAN.findall(attributes)}
    n_rows, n_columns = spans.get(b"rows", 1), spans.get(b"columns", 1)
    if n_rows * n_columns > 1:
        marks.note_merged(place[0], place[1], place[0] + n_rows - 1, place[1] + n_columns - 1)
