"""A workbook with only the first rows of long sheets, for calamine, which always parses whole sheets.

A sheet is cut as text. Rows that decide the sheet's size are kept too: its last rows with values, and each row that
reaches farther right than all earlier rows. So calamine itself finds the size. A sheet whose rows and cells are written
in an unusual way (not in order, or without the reference as first attribute) is not cut.
"""

from __future__ import annotations

import io
import itertools
import operator
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from evaluations.workbooks.cells.values import column_letter, column_number
from evaluations.workbooks.reading.archive import Inspection, key_of
from evaluations.workbooks.reading.metadata import xlsx
from evaluations.workbooks.reading.metadata.marks import Marks, Pieces
from evaluations.workbooks.reading.tag_scan import TagScan, scan_tags

LONG_PART = 8 << 20  # bytes of a sheet's XML below which calamine takes some 0.2 s
MIN_CELLS = 400_000  # column types are counted from this many cells
MIN_ROWS = 200  # more than a preview shows
TAIL = 1 << 16
ALL_TEXTS = 1 << 40
ROW = re.compile(rb'<row r="(\d{1,7})"')
ODD_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}\d)(?=[\s/>])')
# A cell that certainly holds a value. A formula without a value and an empty value may not count.
FILLED = re.compile(rb'<c r="([A-Z]{1,3})\d+"[^<>]*(?<!/)>\s*(?:<f[^<>]*(?:/>|>[^<]*</f>)\s*)?(?:<v[^<>]*>[^<]|<is>)')
TEXT_CELL = re.compile(rb"""\bt\s*=\s*["']s["']""")
TEXT_INDEX = re.compile(rb'\bt="s"[^<>]*><v>(\d{1,9})</v>')
END = b"</sheetData>"


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is cut. width: columns with values so far; last: number of the last row."""

    first: list[bytes] = field(default_factory=list)
    wider: list[bytes] = field(default_factory=list)
    tail: bytes = b""
    n_cells: int = 0
    width: int = 0
    last: int = 0

    def add(self, text: bytes, scan: TagScan | None, *, is_start: bool) -> bool:
        """Take the next rows. Return False when they are not written in the usual way."""
        last = self._last_if_usual(text, is_start=is_start) if scan is None else self._last_of(text, scan)
        if last is None:
            return False
        is_first = self.n_cells < MIN_CELLS or self.last < MIN_ROWS
        self.last = last
        if scan is None or scan.width > self.width:
            wider = list(self._rows_that_widen(text))
            self.wider.extend([] if is_first else wider)
        if is_first:
            self.first.append(text)
            self.n_cells += text.count(b"<c ")
        elif tail := _tail(text):
            self.tail = tail
        return True

    def _last_of(self, text: bytes, scan: TagScan) -> int | None:
        """Return the number of the last row; None when the rows are not in order."""
        is_in_order = scan.is_ascending and (scan.first > self.last or not scan.last)
        return (scan.last or self.last) if is_in_order and text.lstrip().startswith(b"<row ") else None

    def _last_if_usual(self, text: bytes, *, is_start: bool) -> int | None:
        """Return the same with regular expressions, for pieces that `scan_tags` cannot read. None when they do not
        match.
        """
        if not _is_usual(text, is_start=is_start):
            return None
        numbers = [self.last, *map(int, ROW.findall(text))]
        is_in_order = all(map(operator.lt, numbers, numbers[1:]))
        return numbers[-1] if len(numbers) - 1 == text.count(b"<row") and is_in_order else None

    def _rows_that_widen(self, text: bytes) -> Iterator[bytes]:
        at, pattern = 0, _cell_beyond(self.width)
        while match := pattern.search(text, at):
            start, at = text.rfind(b"<row", 0, match.start()), text.find(b"</row>", match.start()) + 6
            row = text[start:at]
            filled = [column_number(letters.decode()) + 1 for letters in FILLED.findall(row)]
            self.width = max([self.width, *filled])
            pattern = _cell_beyond(self.width)
            yield row

    def joined(self, end: bytes) -> bytes:
        """Return the sheet with only the rows that are kept; `end` is what follows them."""
        first_of_tail = ROW.search(self.tail)
        limit = int(first_of_tail[1]) if first_of_tail else self.last + 1
        inside = [row for row in self.wider if (match := ROW.search(row)) and int(match[1]) < limit]
        # Only the position of these cells counts; the texts that they refer to may be cut.
        return b"".join([*self.first, *(part.replace(b't="s"', b't="n"') for part in (*inside, self.tail)), end])


def _is_usual(text: bytes, *, is_start: bool) -> bool:
    if b"<!" in text or text.count(b"<?") > is_start or ODD_CELL.search(text):
        return False
    return text.lstrip().startswith(b"<row ") if not is_start else b"<sheetData>" in text


def _cell_beyond(width: int) -> re.Pattern[bytes]:
    """Return a cell that may have a value and at least `width` columns to its left."""
    if not width:
        columns = "[A-Z]{1,3}"
    else:
        last = column_letter(width - 1)
        greater = [
            f"{last[:at]}[{chr(ord(letter) + 1)}-Z][A-Z]{{{len(last) - at - 1}}}"
            for at, letter in enumerate(last)
            if letter < "Z"
        ]
        columns = "|".join([*greater, f"[A-Z]{{{len(last) + 1},3}}"] if len(last) < 3 else greater)
    return re.compile(rf'<c r="(?:{columns or "(?!)"})\d+"[^<>]*(?<!/)>\s*<[vif]'.encode())


def _tail(text: bytes) -> bytes:
    """Return the last rows with values among about 64 kB; empty without any."""
    at = max(text.rfind(b"<v"), text.rfind(b"<is"))
    if at < 0:
        return b""
    start = text.rfind(b"<row", 0, max(text.find(b"</row>") + 6, at - TAIL))
    return text[max(start, 0) : text.find(b"</row>", at) + 6]


class SheetCutter:
    """Takes a sheet's part while it is inflated. Keeps the first rows, and the rows that decide the sheet's size."""

    def __init__(self) -> None:
        self.marks = Marks()
        self._sheet, self._end = _Sheet(), bytearray()
        self._pieces = Pieces(xlsx.ROW_END)
        self._is_start = self._is_usual = True

    def add(self, some: bytes) -> None:
        """Take the part's next bytes."""
        self._take(self._pieces.add(some))

    def finish(self) -> bytes | None:
        """Return the part with only its first rows. None when the whole part must be parsed."""
        for text in self._pieces.end_of_part():
            self._take(text)
        sheet, end = self._sheet, bytes(self._end)
        return sheet.joined(end) if self._is_usual and sheet.tail and end.lstrip().startswith(END) else None

    def _take(self, text: bytes) -> None:
        if not text:
            return
        is_start, self._is_start = self._is_start, False
        is_end = bool(self._end) or (not is_start and text.lstrip().startswith(END))
        scan = scan_tags(text) if self._is_usual and not is_start and not is_end else None
        xlsx.note(text, self.marks, is_start=is_start, may_have_formulas=scan is None or scan.may_have_formulas)
        if is_end:
            self._end += text
        elif self._is_usual:
            self._is_usual = self._sheet.add(text, scan, is_start=is_start)


class Cutters:
    """A cutter for each long sheet of a workbook, by the offset of its part in the archive."""

    def __init__(self) -> None:
        self._by_place: dict[int, SheetCutter] = {}

    def __call__(self, entry: zipfile.ZipInfo, head: bytes) -> Callable[[bytes], None] | None:
        """Return the cutter that takes the part's bytes, for a long sheet."""
        if b"<worksheet" not in head or entry.file_size <= LONG_PART:
            return None
        cutter = self._by_place[entry.header_offset] = SheetCutter()
        return cutter.add

    def cutter_for(self, entry: zipfile.ZipInfo) -> SheetCutter | None:
        """Return the cutter of a part."""
        return self._by_place.get(entry.header_offset)


def excerpt(book: Any, inspection: Inspection, cutters: Cutters) -> io.BytesIO | None:
    """Return a copy of the workbook with cut long sheets; None when no sheet is cut. Fills in `book.scanned`."""
    if book.damaged:
        return None
    target = io.BytesIO()
    n_cut, n_texts = 0, 0
    texts_part = None
    has_texts = any(b"<sst" in head for head in inspection.heads.values())
    with zipfile.ZipFile(book.file) as archive, zipfile.ZipFile(target, "w") as copy:
        for entry in archive.infolist():
            key = key_of(entry)
            if b"<sst" in inspection.heads.get(key, b""):
                texts_part = entry
            elif key.endswith((".xml", ".rels")):
                cut = _cut_part(book, key, cutters.cutter_for(entry))
                content = archive.read(entry) if cut is None else cut
                copy.writestr(entry.filename, content)
                n_cut += cut is not None
                n_texts = max(n_texts, _count_texts(content)) if has_texts else 0
        if texts_part is not None and n_cut:
            copy.writestr(texts_part.filename, _first_texts(archive.read(texts_part), n_texts))
    target.seek(0)
    return target if n_cut else None


def _cut_part(book: Any, key: str, cutter: SheetCutter | None) -> bytes | None:
    if cutter is None:
        return None
    content = cutter.finish()
    book.scanned[key] = cutter.marks
    return content


def _count_texts(content: bytes) -> int:
    """Return how many of the first shared texts a sheet needs; all, if it refers to them in an unusual way."""
    numbers = [int(number) for number in TEXT_INDEX.findall(content)]
    return max(numbers, default=-1) + 1 if len(numbers) == len(TEXT_CELL.findall(content)) else ALL_TEXTS


def _first_texts(content: bytes, count: int) -> bytes:
    """Return the part of shared texts with the first `count` of them."""
    if b"<!" in content or b":si" in content:
        return content
    next_text = next(itertools.islice(re.finditer(rb"<si[>/ ]", content), count, None), None)
    return content if next_text is None else content[: next_text.start()] + b"</sst>"
