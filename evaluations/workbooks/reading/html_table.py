"""Reads the text of each cell of an HTML page's tables, with spans filled in. Old exports have such pages as .xls."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from evaluations.workbooks.reading import xml_2003

MAX_TABLES = 60
MAX_CELLS = 2_000_000
MAX_COLUMNS = 16_384
HIDDEN = ("script", "style", "template")
BREAKS = ("br", "p", "div", "li")
Rows = list[list[str]]


def is_page(start: bytes) -> bool:
    """Return whether a text begins as HTML: start is lower case, without leading blanks and marks."""
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body")):
        return True
    has_table = re.search(rb"<(?:html|table)[\s>]", start) is not None
    return start.startswith(b"<") and has_table and xml_2003.MARK not in start


def tables_of(text: str) -> list[Rows]:
    """Return the rows of each table that has a cell, tables inside tables are separate. Spaces are kept as a browser
    shows them.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [table.rows for table in reader.tables if table.n_cells]


class _Table:
    def __init__(self) -> None:
        self.rows: Rows = []
        self.below: dict[int, int] = {}  # by column: the number of further rows that a cell above covers
        self.text: list[str] | None = None
        self.span = (1, 1)
        self.n_cells = 0

    def start_row(self) -> None:
        self.end_cell()
        self.rows.append([])

    def start_cell(self, columns: int, rows: int) -> None:
        self.end_cell()
        if not self.rows:
            self.rows.append([])
        self._skip_reached()
        self.text, self.span = [], (columns, rows)

    def end_cell(self) -> None:
        if self.text is None:
            return
        row, (columns, rows) = self.rows[-1], self.span
        first = len(row)
        lines = "".join(self.text).split("\n")
        row.append("\n".join(" ".join(line.split()) for line in lines).strip())
        row.extend([""] * (min(columns, MAX_COLUMNS - first) - 1))
        if rows > 1:
            self.below |= dict.fromkeys(range(first, len(row)), rows - 1)
        self.n_cells += len(row) - first
        self.text = None

    def _skip_reached(self) -> None:
        """Add blanks for the columns of this row that a cell above covers."""
        row = self.rows[-1]
        while self.below.get(len(row)):
            self.below[len(row)] -= 1
            row.append("")
            self.n_cells += 1


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self.open: list[_Table] = []
        self.n_hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in HIDDEN:
            self.n_hidden += 1
        elif tag == "table" and len(self.tables) < MAX_TABLES:
            self.tables.append(_Table())
            self.open.append(self.tables[-1])
        elif self.open and sum(table.n_cells for table in self.tables) < MAX_CELLS:
            self._start_in_table(tag, dict(attrs))

    def _start_in_table(self, tag: str, attributes: dict[str, str | None]) -> None:
        table = self.open[-1]
        if tag == "tr":
            table.start_row()
        elif tag in ("td", "th"):
            table.start_cell(_span(attributes.get("colspan")), _span(attributes.get("rowspan")))
        elif tag in BREAKS and table.text:
            table.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self.n_hidden = max(0, self.n_hidden - 1)
        elif self.open and tag in ("td", "th", "tr", "table"):
            self.open[-1].end_cell()
            if tag == "table":
                self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].text is not None and not self.n_hidden:
            self.open[-1].text.append(re.sub(r"\s+", " ", data))


def _span(text: str | None) -> int:
    """Return the number of columns or rows that a cell spans; 1 when the number is missing or invalid."""
    return max(1, min(int(text), MAX_COLUMNS)) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1
