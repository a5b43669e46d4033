"""Which row of a sheet names its columns, and how certain that is. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluations.records import Json
from evaluations.workbooks.cells.values import type_of

LOOK_AT_ROWS = 30
NEAR_ROWS = 8
YEARS = range(1900, 2101)
CERTAIN = 0.75
LONGEST_LABEL = 60
MOST_WORDS = 8
# First cells of a row that a table's author would give to no data row.
WORDS = (
    "id no nr name title date day month year time type kind category group status state city country region "
    "address email e-mail phone product item article code description comment comments notes value amount price total "
    "quantity qty unit units sum count rate x y z key label format variable column field first last firstname lastname "
    "sku datum betrag menge preis artikel nom prix quantité fecha nombre precio"
)
COMMON_LABELS = frozenset(WORDS.split())
HEADER_RULE = (
    "The header row is the fullest of the rows of text above the first row of values. It fills more than half of the "
    "table's columns, alone or together with the row above it. Ascending years or dates above values of another kind "
    "count as text, and so does a blank first cell above a filled column. In a table of text alone the first row is "
    "the header unless one of its cells comes again below it. Without such a row the columns are named A, B, C …"
)
Row = Sequence[Json]
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """row: number of the header row from 1, None for none. certainty: in [0, 1]. asked: the row to ask a person about.

    asked is None when the guess is certain enough (CERTAIN) or the sheet has no rows.
    """

    row: int | None
    certainty: float
    asked: int | None = None


def header_row_of(rows: Rows) -> int | None:
    """Return the header's row number, from 1, by HEADER_RULE; None if the table has no header."""
    return guess_header(rows).row


def guess_header(rows: Rows) -> HeaderGuess:
    """The header row by HEADER_RULE, and whether a person should be asked."""
    start = _first_wide_row(rows)
    if start is None:
        return HeaderGuess(None, 1.0)
    body = rows[start + 1 : start + 1 + LOOK_AT_ROWS]
    if not _holds_labels(rows[start], body):
        certainty = _certainty_of_data(rows[start], body)
        return HeaderGuess(None, certainty, start + 1 if certainty < CERTAIN else None)
    at = _fullest_label_row(rows, start)
    below = rows[at + 1 : at + 1 + LOOK_AT_ROWS]
    if not names_values(rows[at], below) and (_comes_again(rows[at], below) or _is_prose(rows[at])):
        return HeaderGuess(None, 0.8)
    certainty = _certainty_of_labels(rows[at], below)
    return HeaderGuess(at + 1, certainty, at + 1 if certainty < CERTAIN else None)


def _first_wide_row(rows: Rows) -> int | None:
    """The first row that fills more than half of the table's columns, alone or with a row of labels above it."""
    widths = [_width(row) for row in rows]
    for at, row in enumerate(rows[:LOOK_AT_ROWS]):
        below = rows[at + 1 : at + 1 + LOOK_AT_ROWS]
        width = max(widths[at + 1 : at + 1 + LOOK_AT_ROWS], default=0)
        if not widths[at] or not width:
            continue
        if _repeats_itself(row) or all(type_of(value) in ("blank", "error") for value in row):
            continue
        filled = widths[at] + _has_blank_corner(row, below)
        if filled * 2 > width or (at and _filled_with(rows[at - 1], row) * 2 > width):
            return at
    return None


def _filled_with(above: Row, row: Row) -> int:
    """Columns that two rows of text fill together, where neither fills many of the other's."""
    if not (_is_text(above) and _is_text(row)) or _width(above) < 2 or _width(row) < 2:
        return 0
    ours, theirs = _columns(row), _columns(above)
    return len(ours | theirs) if len(ours & theirs) * 2 <= min(len(ours), len(theirs)) else 0


def _fullest_label_row(rows: Rows, start: int) -> int:
    """The fullest of the rows of text from `start` to the first row of values; `start` in a table of text alone."""
    for end in range(start + 1, min(len(rows), start + LOOK_AT_ROWS)):
        if not _is_text(rows[end]):
            best = max(range(start, end), key=lambda at: (_width(rows[at]), -at))
            if best + 1 < end and _filled_with(rows[best], rows[best + 1]) > _width(rows[best]):
                return best + 1  # two rows that name the columns between them
            is_fuller = _width(rows[best]) > _width(rows[start]) + _has_blank_corner(rows[start], rows[start + 1 :])
            return best if is_fuller and names_values(rows[best], rows[best + 1 :]) else start
    return start


def _repeats_itself(row: Row) -> bool:
    """Whether a row of text has hardly more than one text, like marks above columns."""
    texts = [value for value in row if value is not None]
    return len(texts) > 3 and _is_text(row) and len(set(map(str, texts))) * 3 <= len(texts)


def _is_prose(row: Row) -> bool:
    """Whether a text is too long to name a column."""
    texts = [value for value in row if isinstance(value, str)]
    return any(len(text) >= LONGEST_LABEL or len(text.split()) > MOST_WORDS for text in texts)


def _certainty_of_labels(row: Row, below: Rows) -> float:
    """How certain it is that a row of labels is a header rather than a row of data."""
    labels = [value for value in row if isinstance(value, str)]
    if names_values(row, below):
        return 0.6 if _is_list_of_pairs(row, below) else 0.95
    if any(label.strip().lower() in COMMON_LABELS for label in labels):
        return 0.9
    is_wide = len(labels) > 2
    return 0.8 if is_wide and len(below) > 2 else 0.6


def _is_list_of_pairs(row: Row, below: Rows) -> bool:
    """Two columns, names on the left and values of several kinds on the right: each row could be a column."""
    if _width(row) != 2 or any(str(value).strip().lower() in COMMON_LABELS for value in row):
        return False
    if not all(line[0] is None or isinstance(line[0], str) for line in below if line):
        return False
    kinds = {type_of(line[-1]) for line in below if len(line) == len(row) and line[-1] is not None}
    return len(kinds - {"error"}) > 1


def _certainty_of_data(row: Row, below: Rows) -> float:
    """How certain it is that a row with values is data: less when its numbers are unlike those below, as labels are."""
    columns = [at for at in _columns(row) if _is_number(row[at])]
    unlike = 0
    for at in columns:
        values = [line[at] for line in below if at < len(line) and _is_number(line[at])]
        unlike += len(values) > 1 and not _is_among(row[at], values)
    n_text = sum(isinstance(value, str) for value in row)
    is_whole = all(isinstance(row[at], int) for at in columns)
    is_distinct = len({str(row[at]) for at in columns}) == len(columns)
    looks_like_labels = len(columns) > 1 and unlike == len(columns) and is_whole and is_distinct
    return 0.5 if looks_like_labels and (n_text or row[0] is None) else 0.7 if looks_like_labels else 0.9


def _is_among(value: Json, values: Sequence[Json]) -> bool:
    """Whether a number lies within the range of others, widened by that range on both sides."""
    numbers = [float(number) for number in values if isinstance(number, int | float)]
    spread = max(numbers) - min(numbers) or abs(max(numbers)) or 1.0
    return isinstance(value, int | float) and min(numbers) - spread <= value <= max(numbers) + spread


def names_values(row: Row, below: Rows) -> bool:
    """Whether some column has text (or a year) in this row and mostly values of another kind next below it."""
    for at in _columns(row):
        values = [line[at] for line in below if at < len(line) and line[at] is not None][:NEAR_ROWS]
        n_other = sum(not isinstance(value, str) for value in values)
        if n_other * 2 > len(values) and (isinstance(row[at], str) or not all(map(_is_period, values))):
            return True
    return False


def _comes_again(row: Row, below: Rows) -> bool:
    """Whether a text of the row stands below it in the same column too: headers do not."""
    again = [any(at < len(line) and line[at] == row[at] for line in below) for at in _columns(row)]
    return any(again)


def _has_blank_corner(row: Row, below: Rows) -> bool:
    """Whether the first cell is blank above a column that is mostly filled, as tables with an index have it."""
    if not row or row[0] is not None or not any(isinstance(value, str) or _is_period(value) for value in row):
        return False
    filled = [line for line in below if _width(line)]
    return sum(bool(line) and line[0] is not None for line in filled) * 2 > len(filled)


def _holds_labels(row: Row, below: Rows) -> bool:
    """Whether the filled cells name columns: text, or text beside numbers and dates that name columns too."""
    others = [at for at in sorted(_columns(row)) if not isinstance(row[at], str)]
    n_texts = _width(row) - len(others)
    if not others:
        return True
    if len(others) == 1 and n_texts > 2 and names_values(_texts_of(row), below):
        return True
    return _are_periods(row, others, below) or (
        bool(n_texts) and all(_is_whole(row[at]) for at in others) and _are_numbers_of_columns(row, others, below)
    )


def _are_periods(row: Row, others: Sequence[int], below: Rows) -> bool:
    """Whether columns are named by ascending (or descending) years or dates above values of another kind."""
    if not all(_is_period(row[at]) for at in others):
        return False
    periods = [_period(row[at]) for at in others]
    ascends = all(one < two for one, two in pairwise(periods)) or all(one > two for one, two in pairwise(periods))
    has_company = len(others) > 1 or len(others) < _width(row)
    return ascends and has_company and not all(map(_is_period, _values_below(others, below)))


def _are_numbers_of_columns(row: Row, others: Sequence[int], below: Rows) -> bool:
    """Whether columns are numbered from 0 or 1, or named by distinct numbers above values of another kind."""
    numbers = [int(str(row[at])) for at in others]
    if len(numbers) > 3 and numbers[0] in (0, 1) and all(two == one + 1 for one, two in pairwise(numbers)):
        return True
    values = _values_below(others, below)
    return len(set(numbers)) == len(numbers) and bool(values) and not any(map(_is_number, values))


def _values_below(columns: Sequence[int], below: Rows) -> list[Json]:
    return [line[at] for at in columns for line in below if at < len(line) and line[at] is not None]


def _texts_of(row: Row) -> list[Json]:
    return [value if isinstance(value, str) else None for value in row]


def _is_whole(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _width(row: Row) -> int:
    return sum(value is not None for value in row)


def _columns(row: Row) -> set[int]:
    return {at for at, value in enumerate(row) if value is not None}


def _is_text(row: Row) -> bool:
    return all(value is None or isinstance(value, str) for value in row)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_period(value: Json) -> bool:
    """A year or a date."""
    return (_is_whole(value) and value in YEARS) or (isinstance(value, dict) and "date" in value)


def _period(value: Json) -> str:
    """Years and dates in an order that text has too."""
    return str(value["date"]) if isinstance(value, dict) else str(value)
