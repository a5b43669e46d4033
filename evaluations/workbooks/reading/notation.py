"""Finds out how each column of a .csv writes numbers, dates and booleans, from its values and with the evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from evaluations.workbooks.cells.values import MAX_TEXT, column_letter, column_number
from evaluations.workbooks.reading import delimited
from evaluations.workbooks.reading.notation_readers import (
    BOOLEANS,
    READERS,
    Reader,
    day_first,
    decimal_comma,
    decimal_point,
    month_first,
    month_name,
    number_or_none,
    year_first,
)

if TYPE_CHECKING:
    from evaluations.records import Json

Kind = Literal[
    "text", "plain", "decimal_comma", "decimal_point", "day_first", "month_first", "year_first", "month_name", "boolean"
]
SAMPLE_ROWS = 5_000
MIN_SHARE = 0.9  # of the filled cells between the first and the last one that fit; other cells stay text
TITLE_ROWS = 30
MAX_NOTES = 3
MISSING_WORDS = "N/A n/a #N/A NA N.A. n.a. NaN nan NULL null None #NV #N/D k.A. - – —"
MISSING = frozenset(MISSING_WORDS.split())
CHOICES: dict[Kind, str] = {
    "text": "text, unchanged",
    "plain": "numbers as programs write them: 1234.5",
    "decimal_comma": "decimal comma: 1.234,50",
    "decimal_point": "decimal point: 1,234.50",
    "day_first": "dates, day first: 31/12/2024",
    "month_first": "dates, month first: 12/31/2024",
    "year_first": "dates, year first: 2024/12/31",
    "month_name": "dates, month as a word: 31. März 2024",
    "boolean": "booleans as words: TRUE, WAHR, VRAI",
}
HINTS: dict[Kind, str] = {
    "text": "",
    "plain": "",
    "decimal_comma": "numbers with a decimal comma",
    "decimal_point": "numbers with thousands marks, currency, percent or N/A",
    "day_first": "dates with the day first",
    "month_first": "dates with the month first",
    "year_first": "dates with the year first",
    "month_name": "dates with the month as a word",
    "boolean": "booleans as words",
}
YEAR = re.compile(r"(?:19|20)\d\d")
UNCERTAIN = "dates as text, day first or month first"


@dataclass(frozen=True, slots=True)
class Notation:
    """How one column is written. is_uncertain: the other order of day and month fits every value too."""

    kind: Kind = "plain"
    evidence: str = ""
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class _Fit:
    """n: values of a column that a notation reads. n_values: all values of the column."""

    n: int
    n_values: int

    @property
    def ratio(self) -> str:
        return f"{self.n} of {self.n_values} values"

    @property
    def is_enough(self) -> bool:
        return self.n > 0 and self.n >= MIN_SHARE * self.n_values


class _Column:
    """The filled cells of one column. Each notation is tried once, and only when it is needed."""

    def __init__(self, cells: list[str]) -> None:
        self.cells = cells

    @cached_property
    def is_plain(self) -> bool:
        """Whether all cells but titles and notes are numbers and booleans as programs write them."""
        fit = _fit(self.cells, lambda cell: True if cell in ("TRUE", "FALSE") else number_or_none(cell))
        return fit.n == fit.n_values and MISSING.isdisjoint(self.cells)

    @cached_property
    def comma(self) -> _Fit:
        return _fit(self.cells, decimal_comma)

    @cached_property
    def point(self) -> _Fit:
        return _fit(self.cells, decimal_point)

    @property
    def shows_decimal_comma(self) -> bool:
        return not self.is_plain and self.comma.is_enough and self.comma.n > self.point.n

    @cached_property
    def differs(self) -> bool:
        """Whether some cell is one number with a decimal comma and another one with a decimal point."""
        return any(decimal_comma(cell) != decimal_point(cell) for cell in self.cells)


def find(rows: Sequence[Sequence[str]]) -> list[Notation]:
    """Return the notation of each column, by its first SAMPLE_ROWS rows. Where one column is unclear, other columns
    decide.
    """
    sample = rows[:SAMPLE_ROWS]
    width = max(map(len, sample), default=0)
    columns = [_Column([row[at].strip() for row in sample if at < len(row) and row[at].strip()]) for at in range(width)]
    comma_in = next((at for at, column in enumerate(columns) if column.shows_decimal_comma), None)
    return _settle_dates([_notation(column, comma_in) for column in columns])


def choose(notations: Sequence[Notation], rows: Sequence[Sequence[str]], chosen: Mapping[str, str]) -> list[Notation]:
    """Return the notations, with a person's choices by column letter. Cells that do not fit stay text."""
    after = list(notations)
    for letter, kind in chosen.items():
        at = column_number(letter)
        if at < len(after) and kind in CHOICES:
            cells = [row[at].strip() for row in rows[:SAMPLE_ROWS] if at < len(row) and row[at].strip()]
            n_read = sum(cell in MISSING or READERS[kind](cell) is not None for cell in cells)
            after[at] = Notation(kind, f"chosen: {CHOICES[kind]}, fits {n_read} of {len(cells)} cells")
    return after


def sentences(notations: Sequence[Notation], where: str = "Column") -> list[str]:
    """Return a sentence for each column that is not written as programs write it."""
    return [f"{where} {column_letter(at)}: {n.evidence}." for at, n in enumerate(notations) if n.evidence]


def hints(notations: Sequence[Notation]) -> list[str]:
    """Return a few words per column for the author of a parser; empty for a column written as programs write it."""
    return ["" if not n.evidence else UNCERTAIN if n.is_uncertain else HINTS[n.kind] for n in notations]


def value(text: str, notation: Notation) -> Json:
    """Return the typed value of a cell in this notation; as `delimited.value` where it does not fit."""
    if not notation.evidence:
        return delimited.value(text)
    if notation.kind == "text":
        return text[:MAX_TEXT] or None
    stripped = text.strip()
    if stripped in MISSING:
        return {"error": stripped}
    read = READERS[notation.kind](stripped)
    if read is None:
        return delimited.value(text)
    if notation.is_uncertain and isinstance(read, dict):
        other = READERS["month_first" if notation.kind == "day_first" else "day_first"](stripped)
        if isinstance(other, dict) and other != read:
            return {**read, "or": other["date"]}
    return read


def _notation(column: _Column, comma_in: int | None) -> Notation:
    if boolean := _boolean_notation(column.cells):
        return boolean
    if column.is_plain and (comma_in is None or not column.differs):
        return Notation()
    return _date_notation(column.cells) or _number_notation(column, comma_in)


def _boolean_notation(cells: list[str]) -> Notation | None:
    if len(set(cells) - MISSING) > TITLE_ROWS + MAX_NOTES + 2:
        return None
    for words in BOOLEANS:
        fit = _fit(cells, dict.fromkeys(words, True).get)
        if fit.is_enough and fit.n == fit.n_values and (words[0] != "TRUE" or any(cell in MISSING for cell in cells)):
            return Notation("boolean", f"{words[0]} or {words[1]} in {fit.ratio}")
    return None


def _date_notation(cells: list[str]) -> Notation | None:
    year = _fit(cells, year_first)
    if year.is_enough:
        return Notation("year_first", f"dates with the year first in {year.ratio}")
    word = _fit(cells, month_name)
    if word.is_enough:
        return Notation("month_name", f"dates with the month as a word in {word.ratio}")
    day, month = _fit(cells, day_first), _fit(cells, month_first)
    if not (day.is_enough or month.is_enough):
        return None
    if day.n == month.n:
        both = f"dates in {day.ratio}; no day is above 12, so day first and month first both count as right"
        return Notation("day_first", both, is_uncertain=True)
    if day.n > month.n:
        return Notation("day_first", _date_evidence("day", day, cells, month_first))
    return Notation("month_first", _date_evidence("month", month, cells, day_first))


def _date_evidence(word: str, fit: _Fit, cells: list[str], other_order: Reader) -> str:
    n_other = sum(other_order(cell) is not None for cell in cells if cell not in MISSING)
    return f"dates with the {word} first in {fit.ratio} ({fit.n - n_other} fit no other order)"


def _number_notation(column: _Column, comma_in: int | None) -> Notation:
    comma, point = column.comma, column.point
    if not (comma.is_enough or point.is_enough):
        return Notation()
    n_missing = sum(cell in MISSING for cell in column.cells)
    prefers_comma = comma.n > point.n or (comma.n == point.n and comma_in is not None)
    if prefers_comma and (comma.n > point.n or column.differs):
        why = f"decimal comma in {comma.ratio}"
        if comma.n == point.n:
            why = f"{comma.ratio} read with a decimal comma, as column {column_letter(comma_in or 0)}"
        return Notation("decimal_comma", why + _left_blank(n_missing))
    if _fit(column.cells, number_or_none).n == point.n:
        why = f"numbers in {point.ratio}{_left_blank(n_missing)}" if n_missing else ""
        return Notation("decimal_point" if why else "plain", why)
    marks = "decimal point" if point.n > comma.n else "thousands marks, currency or percent"
    return Notation("decimal_point", f"{marks} in {point.ratio}" + _left_blank(n_missing))


def _left_blank(n_missing: int) -> str:
    return f", {n_missing} not available" if n_missing else ""


def _fit(cells: list[str], read: Reader) -> _Fit:
    """Return how many cells can be read; 0 when too many cannot. Words above the first value are headers; a few below
    the last are notes."""
    relevant = [cell for cell in cells if cell not in MISSING]
    nothing = _Fit(0, len(relevant))
    n_left = (1 - MIN_SHARE) * len(relevant) + TITLE_ROWS + MAX_NOTES
    fits = []
    for cell in relevant:
        fits.append(read(cell) is not None)
        n_left -= not fits[-1]
        if n_left < 0:
            return nothing  # most columns are text, so the other cells need not be read
    if True not in fits:
        return nothing
    first, last = fits.index(True), len(fits) - fits[::-1].index(True)
    if first > TITLE_ROWS or not all(_is_words(cell) for cell in relevant[:first]):
        first = 0
    notes = relevant[last:]
    if len(notes) > MAX_NOTES or sum(fits) <= len(notes) or not all(_is_words(cell) for cell in notes):
        last = len(fits)
    return _Fit(sum(fits), last - first)


def _is_words(text: str) -> bool:
    return any(c.isalpha() for c in text) or YEAR.fullmatch(text) is not None


def _settle_dates(notations: list[Notation]) -> list[Notation]:
    """Give a column with an unclear order of day and month the order of the clear columns, when these agree."""
    known = {
        n.kind: at for at, n in enumerate(notations) if n.kind in ("day_first", "month_first") and not n.is_uncertain
    }
    if len(known) != 1:
        return notations
    ((kind, at),) = known.items()
    word = "day" if kind == "day_first" else "month"
    return [
        Notation(kind, f"dates with the {word} first, as column {column_letter(at)}") if n.is_uncertain else n
        for n in notations
    ]
