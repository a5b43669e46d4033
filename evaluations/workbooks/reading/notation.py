"""Finds out how each column of a .csv writes numbers, dates and booleans, from its values and with the evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from evaluations.workbooks.cells.values import MAX_TEXT, column_letter, column_number
from evaluations.workbooks.reading import delimited

if TYPE_CHECKING:
    from evaluations.records import Json

Reader = Callable[[str], "Json"]
Kind = Literal[
    "text", "plain", "decimal_comma", "decimal_point", "day_first", "month_first", "year_first", "month_name", "boolean"
]
SAMPLE_ROWS = 5_000
MIN_SHARE = 0.9  # of the filled cells between the first and the last one that fit; other cells stay text
TITLE_ROWS = 30
MAX_NOTES = 3
PIVOT = 30  # two digits below it are of this century, as Excel reads them
MISSING_WORDS = "N/A n/a #N/A NA N.A. n.a. NaN nan NULL null None #NV #N/D k.A. - – —"
MISSING = frozenset(MISSING_WORDS.split())
BOOLEANS = (
    ("TRUE", "FALSE"),
    ("WAHR", "FALSCH"),
    ("VRAI", "FAUX"),
    ("VERDADERO", "FALSO"),
    ("VERO", "FALSO"),
    ("VERDADEIRO", "FALSO"),
    ("WAAR", "ONWAAR"),
    ("PRAWDA", "FAŁSZ"),
    ("PRAVDA", "NEPRAVDA"),
    ("IGAZ", "HAMIS"),
    ("SANT", "FALSKT"),
    ("SAND", "FALSK"),
    ("SANN", "USANN"),
    ("TOSI", "EPÄTOSI"),
    ("ADEVĂRAT", "FALS"),
    ("DOĞRU", "YANLIŞ"),
    ("ИСТИНА", "ЛОЖЬ"),
)
BOOLEAN_OF = {word: at == 0 for pair in BOOLEANS for at, word in enumerate(pair)}
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
UNCERTAIN = "dates as text, day first or month first"
SPACES = " \u00a0\u202f\u2009"
CODES = (
    "EUR USD GBP CHF JPY SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH ILS AED SAR INR PKR CNY KRW HKD SGD TWD THB IDR "
    "MYR PHP VND AUD NZD CAD MXN BRL ARS CLP COP PEN ZAR NGN KES EGP ISK"
)
CURRENCY = rf"(?:R\$|[A-Z]{{0,2}}\$|[€£¥₹₽₺₩₴₪฿]|{CODES.replace(' ', '|')}|kr\.?|zł|Kč|Ft|lei|Fr\.?|SFr\.?|Rs\.?)"
AMOUNT = re.compile(
    rf"(?P<open>\()?(?P<sign>[-−])?(?P<before>{CURRENCY})?[{SPACES}]?(?P<inner>[-−])?"
    rf"(?P<digits>\d[\d.,'’{SPACES}]*?)(?P<whole>[.,][-–—])?(?P<trailing>[-−])?[{SPACES}]?(?P<after>{CURRENCY}|%)?"
    rf"(?P<close>\))?"
)
# Indian grouping (crores and lakhs): the last three digits, then pairs.
INDIAN = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?")
GROUPED = "(?:0|[1-9]\\d*|[1-9]\\d{{0,2}}(?:(?P<group>[{marks}])\\d{{3}})(?:(?P=group)\\d{{3}})*)"
COMMA = re.compile(GROUPED.format(marks=f".'’{SPACES}") + r"(?:,\d+)?")
POINT = re.compile(GROUPED.format(marks=f",'’{SPACES}") + r"(?:\.\d+)?")
CLOCK = r"(?:,? (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([AaPp])\.?[Mm]\.?)?)?"
DATE = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d\d){CLOCK}")
YEAR = re.compile(r"(?:19|20)\d\d")
YEAR_FIRST = re.compile(rf"(\d{{4}})([./])(\d{{1,2}})\2(\d{{1,2}}){CLOCK}")
# English, German, French, Spanish, Italian, Portuguese, Dutch; three letters or more of a name are enough.
MONTHS = (
    "january januar jänner janvier enero gennaio janeiro januari",
    "february februar feber février fevrier febrero febbraio fevereiro februari",
    "march märz maerz mrz mars marzo março maart mrt",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro",
)
SHORT_MONTHS = (
    "ene gen",
    "fév fev",
    "mär mar",
    "avr abr",
    "mag",
    "giu",
    "lug",
    "aoû ago",
    "set",
    "okt ott out",
    "nov",
    "dez dic déc",
)
MONTH_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
WORD_DATE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:\.|er|st|nd|rd|th|º)?(?:[ -]|(?<=\.))(?:de )?{MONTH_WORD}(?: de)?[ -]"
    rf"(?P<year>\d{{4}}|\d\d){CLOCK}"
)
WORD_DATE_US = re.compile(rf"{MONTH_WORD} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){CLOCK}")


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
        fit = _fit(self.cells, lambda cell: True if cell in ("TRUE", "FALSE") else _number_or_none(cell))
        return fit.n == fit.n_values and MISSING.isdisjoint(self.cells)

    @cached_property
    def comma(self) -> _Fit:
        return _fit(self.cells, _comma)

    @cached_property
    def point(self) -> _Fit:
        return _fit(self.cells, _point)

    @property
    def shows_decimal_comma(self) -> bool:
        return not self.is_plain and self.comma.is_enough and self.comma.n > self.point.n

    @cached_property
    def differs(self) -> bool:
        """Whether some cell is one number with a decimal comma and another one with a decimal point."""
        return any(_comma(cell) != _point(cell) for cell in self.cells)


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
    """The notations, with a person's choices by column letter. Cells that do not fit stay text."""
    after = list(notations)
    for letter, kind in chosen.items():
        at = column_number(letter)
        if at < len(after) and kind in CHOICES:
            cells = [row[at].strip() for row in rows[:SAMPLE_ROWS] if at < len(row) and row[at].strip()]
            n_read = sum(cell in MISSING or READERS[kind](cell) is not None for cell in cells)
            after[at] = Notation(kind, f"chosen: {CHOICES[kind]}, fits {n_read} of {len(cells)} cells")
    return after


def sentences(notations: Sequence[Notation], where: str = "Column") -> list[str]:
    """A sentence for each column that is not written as programs write it."""
    return [f"{where} {column_letter(at)}: {n.evidence}." for at, n in enumerate(notations) if n.evidence]


def hints(notations: Sequence[Notation]) -> list[str]:
    """A few words per column for the author of a parser; empty for a column written as programs write it."""
    return ["" if not n.evidence else UNCERTAIN if n.is_uncertain else HINTS[n.kind] for n in notations]


def value(text: str, notation: Notation) -> Json:
    """The typed value of a cell in this notation; as `delimited.value` where it does not fit."""
    if not notation.evidence:
        return delimited.value(text)
    if notation.kind == "text":
        return text[:MAX_TEXT] or None
    bare = text.strip()
    if bare in MISSING:
        return {"error": bare}
    read = READERS[notation.kind](bare)
    if read is None:
        return delimited.value(text)
    if notation.is_uncertain and isinstance(read, dict):
        other = READERS["month_first" if notation.kind == "day_first" else "day_first"](bare)
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
    year = _fit(cells, _year_first)
    if year.is_enough:
        return Notation("year_first", f"dates with the year first in {year.ratio}")
    word = _fit(cells, _month_name)
    if word.is_enough:
        return Notation("month_name", f"dates with the month as a word in {word.ratio}")
    day, month = _fit(cells, _day_first), _fit(cells, _month_first)
    if not (day.is_enough or month.is_enough):
        return None
    if day.n == month.n:
        both = f"dates in {day.ratio}; no day is above 12, so day first and month first both count as right"
        return Notation("day_first", both, is_uncertain=True)
    if day.n > month.n:
        return Notation("day_first", _date_evidence("day", day, cells, _month_first))
    return Notation("month_first", _date_evidence("month", month, cells, _day_first))


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
    if _fit(column.cells, _number_or_none).n == point.n:
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
    """A column with an unclear order of day and month takes the order of the clear columns, when these agree."""
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


def _number_or_none(text: str) -> Json:
    return delimited.value(text) if delimited.NUMBER.fullmatch(text) else None


def _amount(text: str, digits: re.Pattern[str], decimal: str) -> Json:
    match = AMOUNT.fullmatch(text)
    if match is None or (match["open"] is None) != (match["close"] is None):
        return _number_or_none(text)
    if match["whole"] and match["whole"][0] != decimal:
        return None
    is_indian = decimal == "." and INDIAN.fullmatch(match["digits"])
    if not (digits.fullmatch(match["digits"]) or is_indian):
        return None
    signs = [name for name in ("open", "sign", "inner", "trailing") if match[name]]
    if len(signs) > 1:
        return None
    bare = "".join(c for c in match["digits"] if c.isdigit() or c == decimal).replace(decimal, ".")
    number = Decimal(bare)
    if len(bare) > 17:
        return None
    if match["after"] == "%":
        number /= 100
    if signs:
        number = -number
    return int(number) if number == int(number) else float(number)


def _comma(text: str) -> Json:
    return _amount(text, COMMA, ",")


def _point(text: str) -> Json:
    return _amount(text, POINT, ".")


def _day_first(text: str) -> Json:
    match = DATE.fullmatch(text)
    return match and _date(match[4], match[3], match[1], match.groups()[4:])


def _month_first(text: str) -> Json:
    match = DATE.fullmatch(text)
    return match and _date(match[4], match[1], match[3], match.groups()[4:])


def _year_first(text: str) -> Json:
    match = YEAR_FIRST.fullmatch(text)
    return match and _date(match[1], match[3], match[4], match.groups()[4:])


def _month_name(text: str) -> Json:
    match = WORD_DATE.fullmatch(text) or WORD_DATE_US.fullmatch(text)
    month = MONTH_OF.get(match["word"].casefold()) if match else None
    if match is None or month is None:
        return None
    day, year = match["day"].zfill(2), match["year"]
    return _date(year, f"{month:02d}", day, match.groups()[-4:])


def _month_words() -> dict[str, int]:
    """Each name of a month, whole or shortened, with its number. Beginnings that fit several months are left out."""
    numbers: dict[str, set[int]] = {}
    for number, (names, short) in enumerate(zip(MONTHS, SHORT_MONTHS, strict=True), 1):
        whole = names.split()
        cut = [name[:length] for name in whole for length in range(3, len(name))]
        for word in (*whole, *cut, *short.split()):
            numbers.setdefault(word, set()).add(number)
    return {word: months.pop() for word, months in numbers.items() if len(months) == 1}


MONTH_OF = _month_words()


def _date(year: str, month: str, day: str, clock: Sequence[str | None]) -> Json:
    if len(year) == 2 and not len(month) == len(day) == 2:
        return None
    whole = int(year) + (0 if len(year) == 4 else 2000 if int(year) < PIVOT else 1900)
    hour, minute, second = (int(part or 0) for part in clock[:3])
    if half := clock[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "Pp" else 0)
    try:
        moment = dt.datetime(whole, int(month), int(day), hour, minute, second)
    except ValueError:
        return None
    return {"date": moment.date().isoformat() if moment.time() == dt.time() else moment.isoformat()}


READERS: dict[str, Reader] = {
    "text": str,
    "plain": _number_or_none,
    "decimal_comma": _comma,
    "decimal_point": _point,
    "day_first": _day_first,
    "month_first": _month_first,
    "year_first": _year_first,
    "month_name": _month_name,
    "boolean": BOOLEAN_OF.get,
}
