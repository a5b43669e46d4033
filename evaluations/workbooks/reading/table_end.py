"""Finds the end of a table with notes or a total below it, how certain that is, and the reason. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from evaluations.workbooks.cells.values import column_letter, shown
from evaluations.workbooks.reading.header import CERTAIN
from evaluations.workbooks.reading.row_kinds import LONGEST_LABEL, MOST_WORDS

if TYPE_CHECKING:
    from evaluations.records import Json

MAX_FOOT_ROWS = 60
LONGEST_QUOTE = 40
NOTE = re.compile(
    r"\W*(?:(?:foot)?notes?|sources?|n\.?b\.?|remarks?|comments?|disclaimer|legend|abbreviations|definitions?|explanations?|"
    r"data (?:as of|from|source)|as of|(?:last )?updated|generated|created|exported|prepared|compiled|copyright|©|"
    r"quellen?|anmerkung(?:en)?|hinweise?|stand|erstellt|fußnoten?|legende|bemerkung(?:en)?|erläuterung(?:en)?|"
    r"remarques?|légende|mise à jour|notas?|fuentes?|fonti?|fontes?|bron(?:nen)?|opmerking(?:en)?|источник|"
    r"примечани[ея])"
    r"(?![\w-])",
    re.IGNORECASE,
)
FOOTNOTE = re.compile(r"(?:\*+|[†‡§¹²³⁴⁵⁶⁷⁸⁹]+|\[\d{1,2}\]|\(\d{1,2}\)|\d{1,2}\)|\(?[a-z]\))\s*\w")
TOTAL = re.compile(
    r"\W*(?:grand |sub-?|overall )?(?:totals?|sum|totaal|summe|gesamt(?:summe)?|insgesamt|somme|totale|suma|"
    r"итого|всего|合計|合计)(?!\w)",
    re.IGNORECASE,
)
Row = Sequence["Json"]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class TableEnd:
    """last: number of the table's last row, from 1. certainty: in [0, 1] that the rows below do not belong to it."""

    last: int
    certainty: float
    reason: str

    @property
    def is_certain(self) -> bool:
        """Whether no person needs to be asked."""
        return self.certainty >= CERTAIN


def notes_below(rows: Rows, header_row: int) -> TableEnd | None:
    """Return the end of a table with notes below it; None where no rows below look like notes.

    rows: all of the sheet. header_row: from 1.
    """
    last = last_filled(rows)
    start = last
    numeric = _numeric_columns(rows[header_row:last])
    while start > header_row and last - start < MAX_FOOT_ROWS and _may_be_note(rows[start - 1], numeric):
        start -= 1
    first = next((at for at in range(start, last) if _filled(rows[at])), last)
    body = [row for row in rows[header_row:start] if _filled(row)]
    if first == last or not body or median(map(len, map(_filled, body))) < 2:
        return None
    return _certainty_of_notes(rows, first, last, start, body)


def _certainty_of_notes(rows: Rows, first: int, last: int, start: int, body: Rows) -> TableEnd | None:
    """Judge how certain it is that rows `first` … `last` (from 0) are notes: compare their contents with the
    table's.
    """
    foot = [rows[at] for at in range(first, last) if _filled(rows[at])]
    texts = [str(row[_filled(row)[0]]) for row in foot]
    where = f"row {first + 1}" if last == first + 1 else f"rows {first + 1} to {last}"
    own = {str(row[at]) for row in body for at in _filled(row) if isinstance(row[at], str)}
    is_marked = _is_note(texts[0]) and not any(map(_is_note, own))
    is_prose = any(map(_is_prose, texts)) and not any(map(_is_prose, own))
    is_apart = first > start
    numeric = _numeric_columns(body)
    among_numbers = [
        column for row in foot for column in _filled(row) if isinstance(row[column], str) and column in numeric
    ]
    evidence = [
        f"row {first} is blank" if is_apart else "",
        f"“{_quoted(texts[0])}” begins like a note" if is_marked else "",
        "a sentence where the table has none" if is_prose else "",
        f"text in column {column_letter(among_numbers[0])}, which contains numbers" if among_numbers else "",
        "text in only one column" if not (is_marked or is_prose or among_numbers) else "",
    ]
    n_signs = sum((is_marked, is_prose, bool(among_numbers)))
    if not n_signs and not is_apart:
        return None
    certainty = 0.95 if n_signs and is_apart else 0.85 if is_marked or is_prose or len(among_numbers) > 1 else 0.7
    return TableEnd(start, certainty, f"{where}: {', '.join(filter(None, evidence))}")


def total_at_end(rows: Rows, header_row: int, last: int) -> TableEnd | None:
    """Return the end of a table before its row of totals; None if row `last` (from 1) is not such a row.

    The reason names a column whose total is the sum of the numbers above it.
    """
    row = rows[last - 1]
    words = next((value for value in row if value is not None), None)
    if not isinstance(words, str) or not TOTAL.match(words):
        return None
    for at in _filled(row):
        cells = [line[at] for line in rows[header_row : last - 1] if at < len(line)]
        numbers = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
        value = row[at]
        if (
            len(numbers) > 1
            and isinstance(value, int | float)
            and abs(sum(numbers) - value) <= 1e-6 * max(1, abs(value))
        ):
            end = max(number for number in range(header_row, last) if number == header_row or _filled(rows[number - 1]))
            letter = column_letter(at)
            return TableEnd(end, 0.9, f"row {last} contains totals: {letter}{last} is the sum of the numbers above it")
    return None


def _may_be_note(row: Row, numeric: set[int]) -> bool:
    """Return whether a row is blank, one text, a note's first word with one value beside it, or texts among numbers."""
    filled = _filled(row)
    if not filled:
        return True
    text = row[filled[0]]
    if not isinstance(text, str) or TOTAL.match(text):
        return False
    if len(filled) == 1 or (len(filled) == 2 and NOTE.match(text)):
        return True
    is_text = all(isinstance(row[at], str) for at in filled)
    return is_text and not numeric.isdisjoint(filled) and len(filled) * 2 <= len(row)


def _is_note(text: str) -> bool:
    return bool(NOTE.match(text) or FOOTNOTE.match(text))


def _is_prose(text: str) -> bool:
    return len(text) >= LONGEST_LABEL or len(text.split()) > MOST_WORDS


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTE else f"{flat[: LONGEST_QUOTE - 1]}…"


def _numeric_columns(body: Rows) -> set[int]:
    """Return columns whose cells are mostly numbers, dates and the like."""
    numeric = set()
    for at in range(max(map(len, body), default=0)):
        values = [row[at] for row in body if at < len(row) and row[at] is not None]
        if sum(not isinstance(value, str) for value in values) * 2 > len(values) > 1:
            numeric.add(at)
    return numeric


def _filled(row: Row) -> list[int]:
    return [at for at, value in enumerate(row) if value is not None and shown(value).strip()]


def last_filled(rows: Rows) -> int:
    """Return the number of the last row that is not empty, from 1; 0 when all are empty."""
    return next((at for at in range(len(rows), 0, -1) if _filled(rows[at - 1])), 0)
