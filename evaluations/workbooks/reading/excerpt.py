"""The first rows of long sheets as a workbook of their own, for calamine, which parses each sheet whole.

A sheet is cut out as text. Rows that decide the sheet's size are kept too: its last rows with values, and each row that
reaches farther right than all rows before it. So calamine itself finds the size. A sheet whose rows and cells are not
written as programs write them (in order, each with its place first) is not cut.
"""

from __future__ import annotations

import io
import itertools
import operator
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from evaluations.workbooks.cells.values import column_letter, column_number
from evaluations.workbooks.reading.metadata import xlsx
from evaluations.workbooks.reading.metadata.found import Marks, texts

LONG_PART = 8 << 20  # bytes of a sheet's XML below which calamine takes some 0.2 s
MIN_CELLS = 400_000  # as many as the types of columns are counted of
MIN_ROWS = 200  # more than a preview shows
TAIL = 1 << 16
ALL_TEXTS = 1 << 40
ROW = re.compile(rb'<row r="(\d{1,7})"')
ODD_CELL = re.compile(rb'<c(?! r="[A-Z]{1,3}\d)(?=[\s/>])')
# A cell that certainly holds a value: a formula alone and an empty value may be none.
FILLED = re.compile(rb'<c r="([A-Z]{1,3})\d+"[^<>]*(?<!/)>\s*(?:<f[^<>]*(?:/>|>[^<]*</f>)\s*)?(?:<v[^<>]*>[^<]|<is>)')
TEXT_CELL = re.compile(rb"""\bt\s*=\s*["']s["']""")
TEXT_INDEX = re.compile(rb'\bt="s"[^<>]*><v>(\d{1,9})</v>')
END = b"</sheetData>"


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is cut. width: columns that hold values so far; last: number of the last row."""

    first: list[bytes] = field(default_factory=list)
    wider: list[bytes] = field(default_factory=list)
    tail: bytes = b""
    n_cells: int = 0
    width: int = 0
    last: int = 0

    def add(self, text: bytes, *, is_start: bool) -> bool:
        """Take the next rows; False when they are not written in the usual way."""
        if not _is_usual(text, is_start=is_start):
            return False
        numbers = [self.last, *map(int, ROW.findall(text))]
        if len(numbers) - 1 != text.count(b"<row") or not all(map(operator.lt, numbers, numbers[1:])):
            return False
        is_first = self.n_cells < MIN_CELLS or self.last < MIN_ROWS
        self.last = numbers[-1]
        for row in self._rows_that_widen(text):
            if not is_first:
                self.wider.append(row)
        if is_first:
            self.first.append(text)
            self.n_cells += text.count(b"<c ")
        elif tail := _tail(text):
            self.tail = tail
        return True

    def _rows_that_widen(self, text: bytes) -> Iterator[bytes]:
        at, pattern = 0, _beyond(self.width)
        while match := pattern.search(text, at):
            start, at = text.rfind(b"<row", 0, match.start()), text.find(b"</row>", match.start()) + 6
            row = text[start:at]
            filled = [column_number(letters.decode()) + 1 for letters in FILLED.findall(row)]
            self.width = max([self.width, *filled])
            pattern = _beyond(self.width)
            yield row

    def joined(self, end: bytes) -> bytes:
        """The sheet with only the rows that are kept; `end` is what follows them."""
        first_of_tail = ROW.search(self.tail)
        limit = int(first_of_tail[1]) if first_of_tail else self.last + 1
        kept = [row for row in self.wider if (match := ROW.search(row)) and int(match[1]) < limit]
        # Only the place of these cells counts; the texts they refer to may be cut.
        return b"".join([*self.first, *(part.replace(b't="s"', b't="n"') for part in (*kept, self.tail)), end])


def _is_usual(text: bytes, *, is_start: bool) -> bool:
    if b"<!" in text or text.count(b"<?") > is_start or ODD_CELL.search(text):
        return False
    return text.lstrip().startswith(b"<row ") if not is_start else b"<sheetData>" in text


def _beyond(width: int) -> re.Pattern[bytes]:
    """A cell that may hold a value and has at least `width` columns to its left."""
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
    """The last rows that hold values, of some 64 kB; empty where none does."""
    at = max(text.rfind(b"<v"), text.rfind(b"<is"))
    if at < 0:
        return b""
    start = text.rfind(b"<row", 0, max(text.find(b"</row>") + 6, at - TAIL))
    return text[max(start, 0) : text.find(b"</row>", at) + 6]


def cut_sheet(part: IO[bytes], marks: Marks) -> bytes | None:
    """A sheet's part with its first rows only; None when it has to be parsed whole. Fills in the sheet's marks."""
    sheet, end, is_usual = _Sheet(), b"", True
    for at, text in enumerate(filter(None, texts(part, xlsx.ROW_END))):
        xlsx.note(text, marks, is_start=not at)
        if end or (text.lstrip().startswith(END) and at):
            end += text
        elif text and is_usual:
            is_usual = sheet.add(text, is_start=not at)
    return sheet.joined(end) if is_usual and sheet.tail and end.lstrip().startswith(END) else None


def excerpt(book: Any, parts: dict[str, int], heads: dict[str, bytes]) -> io.BytesIO | None:
    """A copy of the workbook whose long sheets are cut; None when there is none to cut. Fills in `book.scanned`.

    parts, heads: size and opening bytes of each part, as `archive.inspect` found them.
    """
    long = {key for key, head in heads.items() if b"<worksheet" in head and parts[key] > LONG_PART}
    if not long or book.damaged:
        return None
    target = io.BytesIO()
    n_cut, n_texts = 0, 0
    texts_part = None
    with zipfile.ZipFile(book.file) as archive, zipfile.ZipFile(target, "w") as copy:
        for entry in archive.infolist():
            key = entry.filename.replace("\\", "/").lower().lstrip("/")
            if b"<sst" in heads.get(key, b""):
                texts_part = entry
            elif key.endswith((".xml", ".rels")):
                cut = _cut(book, archive, entry, key) if key in long else None
                content = archive.read(entry) if cut is None else cut
                copy.writestr(entry.filename, content)
                n_cut += cut is not None
                n_texts = max(n_texts, _count_texts(content))
        if texts_part is not None and n_cut:
            copy.writestr(texts_part.filename, _first_texts(archive.read(texts_part), n_texts))
    target.seek(0)
    return target if n_cut else None


def _cut(book: Any, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, key: str) -> bytes | None:
    marks = Marks()
    with archive.open(entry) as part:
        content = cut_sheet(part, marks)
    book.scanned[key] = marks
    return content


def _count_texts(content: bytes) -> int:
    """How many of the first shared texts a sheet refers to; all where it does so in another way than usual."""
    numbers = [int(number) for number in TEXT_INDEX.findall(content)]
    return max(numbers, default=-1) + 1 if len(numbers) == len(TEXT_CELL.findall(content)) else ALL_TEXTS


def _first_texts(content: bytes, count: int) -> bytes:
    """The part of shared texts with the first `count` of them."""
    if b"<!" in content or b":si" in content:
        return content
    next_text = next(itertools.islice(re.finditer(rb"<si[>/ ]", content), count, None), None)
    return content if next_text is None else content[: next_text.start()] + b"</sst>"
