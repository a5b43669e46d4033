"""Finds the row of a sheet that names its columns, and how certain that is. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from evaluations.workbooks.cells.values import type_of
from evaluations.workbooks.reading.row_kinds import (
    COMMON_LABELS,
    Row,
    counts_in_steps,
    decimal_places,
    filled_columns,
    is_form_header,
    is_number,
    is_period,
    is_prose,
    is_ruler,
    is_short_count,
    is_text,
    is_whole,
    period_of,
    repeats_itself,
    texts_of,
    width_of,
)

if TYPE_CHECKING:
    from evaluations.records import Json

LOOK_AT_ROWS = 30
NEAR_ROWS = 8
CERTAIN = 0.75
LINES_ABOVE = 3  # rows above a header that may hold values, blank ones included
HEADER_RULE = (
    "The header row is the fullest of the rows of text above the first row of values. It fills more than half of the "
    "table's columns, alone or together with the row above it. Ascending years or dates above values of another kind "
    "count as text, and so do numbers in equal steps and a blank first cell above a filled column. In a table of text "
    "alone the first row is the header unless one of its cells comes again below it. Without such a row the columns "
    "are named A, B, C …"
)
Rows = Sequence[Row]


@dataclass(frozen=True, slots=True)
class HeaderGuess:
    """row: number of the header row from 1, None for none. certainty: in [0, 1].

    row_to_ask_about is None when the guess is certain enough (CERTAIN) or the sheet has no rows.
    """

    row: int | None
    certainty: float
    row_to_ask_about: int | None = None


def header_row_of(rows: Rows) -> int | None:
    """Return the header's row number, from 1, by HEADER_RULE; None if the table has no header."""
    return guess_header(rows).row


def guess_header(rows: Rows) -> HeaderGuess:
    """Return the header row by HEADER_RULE, and whether a person should be asked."""
    start = _first_wide_row(rows)
    if start is None:
        return _guess_without_rows(rows)
    body = rows[start + 1 : start + 1 + LOOK_AT_ROWS]
    if not _holds_labels(rows[start], body):
        if (at := _header_under_values(rows, start)) is not None:
            return HeaderGuess(at + 1, 0.8)
        certainty = _certainty_of_data(rows[start], body)
        return HeaderGuess(None, certainty, start + 1 if certainty < CERTAIN else None)
    at = _fullest_label_row(rows, start)
    below = rows[at + 1 : at + 1 + LOOK_AT_ROWS]
    if not names_values(rows[at], below):
        if _comes_again(rows[at], below):
            return HeaderGuess(None, 0.8)
        if is_prose(rows[at]):
            return HeaderGuess(at + 1, 0.6, at + 1) if is_form_header(rows[at]) else HeaderGuess(None, 0.8)
    certainty = _certainty_of_labels(rows[at], below)
    return HeaderGuess(at + 1, certainty, at + 1 if certainty < CERTAIN else None)


def _guess_without_rows(rows: Rows) -> HeaderGuess:
    """Guess the header of a table without values. A lone row of texts may be a header without data: a person is
    asked.
    """
    filled = [at for at, row in enumerate(rows) if width_of(row)]
    is_lone = len(filled) == 1 and width_of(rows[filled[0]]) > 1 and is_text(rows[filled[0]])
    return HeaderGuess(None, 0.5, filled[0] + 1) if is_lone else HeaderGuess(None, 1.0)


def _first_wide_row(rows: Rows) -> int | None:
    """Return the first row that fills more than half of the table's columns, alone or with a row of labels above it."""
    widths = [width_of(row) for row in rows]
    for at, row in enumerate(rows[:LOOK_AT_ROWS]):
        below = rows[at + 1 : at + 1 + LOOK_AT_ROWS]
        width = max(widths[at + 1 : at + 1 + LOOK_AT_ROWS], default=0)
        if not widths[at] or not width:
            continue
        if repeats_itself(row) or all(type_of(value) in ("blank", "error") for value in row):
            continue
        if is_ruler(row) and _is_row_above_values(rows, at + 1, widths[at]):
            continue
        filled = widths[at] + _has_blank_corner(row, below)
        if filled * 2 > width or (at and _filled_with(rows[at - 1], row) * 2 > width):
            return at
        if filled * 2 == width and _spans_values(row, below):
            return at
    return None


def _spans_values(row: Row, below: Rows) -> bool:
    """Return whether a half filled row of text names the first and the last column of the full row of values next
    below it.
    """
    columns, values = filled_columns(row), filled_columns(below[0])
    if len(columns) < 2 or not is_text(row) or is_text(below[0]) or is_prose(row):
        return False
    is_spanned = min(columns) == min(values, default=-1) and max(columns) == max(values, default=-1)
    return is_spanned and columns < values and names_values(row, below) and not _comes_again(row, below)


def _filled_with(above: Row, row: Row) -> int:
    """Return columns that two rows of text fill together, where neither fills many of the other's."""
    is_label_row = all(isinstance(value, str) or is_period(value) for value in above if value is not None)
    if not (is_label_row and is_text(row)) or width_of(above) < 2 or width_of(row) < 2:
        return 0
    ours, theirs = filled_columns(row), filled_columns(above)
    return len(ours | theirs) if len(ours & theirs) * 2 <= min(len(ours), len(theirs)) else 0


def _fullest_label_row(rows: Rows, start: int) -> int:
    """Return the fullest of the rows of text from `start` to the first row of values; `start` in a table with only
    text.
    """
    for end in range(start + 1, min(len(rows), start + LOOK_AT_ROWS)):
        if not is_text(rows[end]):
            best = max(range(start, end), key=lambda at: (width_of(rows[at]), -at))
            if best + 1 < end and _filled_with(rows[best], rows[best + 1]) > width_of(rows[best]):
                return best + 1  # two rows that name the columns between them
            is_fuller = width_of(rows[best]) > width_of(rows[start]) + _has_blank_corner(rows[start], rows[start + 1 :])
            return best if is_fuller and names_values(rows[best], rows[best + 1 :]) else start
    return start


def _is_row_above_values(rows: Rows, at: int, width: int) -> bool:
    """Return whether row `at` (from 0) is text, fills at least as many columns, and names values below it."""
    if at >= len(rows) or not is_text(rows[at]) or width_of(rows[at]) < width:
        return False
    return names_values(rows[at], rows[at + 1 : at + 1 + LOOK_AT_ROWS])


def _header_under_values(rows: Rows, start: int) -> int | None:
    """Return the first full row of text below a row of totals or of column numbers, which are above some headers."""
    for at in range(start + 1, min(start + 1 + LINES_ABOVE, len(rows))):
        below = rows[at + 1 : at + 1 + LOOK_AT_ROWS]
        width = max([width_of(rows[start]), *map(width_of, below)])
        if _is_row_above_values(rows, at, width) and len(below) > 1 and not _comes_again(rows[at], below):
            return at
    return None


def _certainty_of_labels(row: Row, below: Rows) -> float:
    """Return how certain it is that a row of labels is a header rather than a row of data."""
    labels = [value for value in row if isinstance(value, str)]
    if names_values(row, below):
        return 0.6 if _is_list_of_pairs(row, below) or is_short_count(row) else 0.95
    if any(label.strip().lower() in COMMON_LABELS for label in labels):
        return 0.9
    is_wide = len(labels) > 2
    return 0.8 if is_wide and len(below) > 2 else 0.6


def _is_list_of_pairs(row: Row, below: Rows) -> bool:
    """Return whether there are two columns, names on the left and values of several kinds on the right: each row
    could be a column.
    """
    if width_of(row) != 2 or any(str(value).strip().lower() in COMMON_LABELS for value in row):
        return False
    if not all(line[0] is None or isinstance(line[0], str) for line in below if line):
        return False
    kinds = {type_of(line[-1]) for line in below if len(line) == len(row) and line[-1] is not None}
    return len(kinds - {"error"}) > 1


def _certainty_of_data(row: Row, below: Rows) -> float:
    """Return how certain it is that a row with values is data: less certain when its numbers differ from those
    below, like labels.
    """
    columns = [at for at in filled_columns(row) if is_number(row[at])]
    unlike = 0
    for at in columns:
        values = [line[at] for line in below if at < len(line) and is_number(line[at])]
        unlike += len(values) > 1 and not _is_among(row[at], values)
    n_text = sum(isinstance(value, str) for value in row)
    is_whole = all(isinstance(row[at], int) for at in columns)
    is_distinct = len({str(row[at]) for at in columns}) == len(columns)
    looks_like_labels = len(columns) > 1 and unlike == len(columns) and is_whole and is_distinct
    if _is_scale(row, below) and (n_text or row[0] is None):
        return 0.5
    return 0.5 if looks_like_labels and (n_text or row[0] is None) else 0.7 if looks_like_labels else 0.9


def _is_scale(row: Row, below: Rows) -> bool:
    """Return whether at least three numbers ascend and are written with other places after the point than those
    below.
    """
    numbers = [float(value) for value in row if isinstance(value, int | float) and is_number(value)]
    decimals = {decimal_places(value) for line in below[:NEAR_ROWS] for value in line if is_number(value)}
    ascends = len(numbers) > 2 and all(earlier < later for earlier, later in pairwise(numbers))
    return ascends and bool(decimals) and max(map(decimal_places, numbers)) != max(decimals)


def _is_among(value: Json, values: Sequence[Json]) -> bool:
    """Return whether a number lies within the range of others, widened by that range on both sides."""
    numbers = [float(number) for number in values if isinstance(number, int | float)]
    spread = max(numbers) - min(numbers) or abs(max(numbers)) or 1.0
    return isinstance(value, int | float) and min(numbers) - spread <= value <= max(numbers) + spread


def names_values(row: Row, below: Rows) -> bool:
    """Return whether some column has text (or a year) in this row and mostly values of another kind next below it."""
    for at in filled_columns(row):
        values = [line[at] for line in below if at < len(line) and line[at] is not None][:NEAR_ROWS]
        n_other = sum(not isinstance(value, str) for value in values)
        if n_other * 2 > len(values) and (isinstance(row[at], str) or not all(map(is_period, values))):
            return True
    return False


def _comes_again(row: Row, below: Rows) -> bool:
    """Return whether a text of the row also occurs below it in the same column. Headers do not occur again."""
    again = [any(at < len(line) and line[at] == row[at] for line in below) for at in filled_columns(row)]
    return any(again)


def _has_blank_corner(row: Row, below: Rows) -> bool:
    """Return whether the first cell is blank above a column that is mostly filled, as tables with an index have it."""
    if not row or row[0] is not None:
        return False
    if not any(isinstance(value, str) or is_period(value) for value in row) and not counts_in_steps(row[1:]):
        return False
    filled = [line for line in below if width_of(line)]
    return sum(bool(line) and line[0] is not None for line in filled) * 2 > len(filled)


def _holds_labels(row: Row, below: Rows) -> bool:
    """Return whether the filled cells name columns: text, or text beside numbers and dates that name columns too."""
    others = [at for at in sorted(filled_columns(row)) if not isinstance(row[at], str)]
    n_texts = width_of(row) - len(others)
    if not others:
        return True
    if len(others) == 1 and n_texts > 2 and names_values(texts_of(row), below):
        return True
    if _are_periods(row, others, below):
        return True
    if n_texts and sorted(str(row[at]) for at in others) == ["False", "True"]:
        return not any(isinstance(value, bool) for value in _values_below(others, below))
    has_company = bool(n_texts) or _has_blank_corner(row, below)
    return has_company and all(is_whole(row[at]) for at in others) and _are_numbers_of_columns(row, others, below)


def _are_periods(row: Row, others: Sequence[int], below: Rows) -> bool:
    """Return whether columns are named by ascending (or descending) years or dates above values of another kind."""
    if not all(is_period(row[at]) for at in others):
        return False
    periods = [period_of(row[at]) for at in others]
    ascends = all(earlier < later for earlier, later in pairwise(periods)) or all(
        earlier > later for earlier, later in pairwise(periods)
    )
    has_company = len(others) > 1 or len(others) < width_of(row)
    return ascends and has_company and not all(map(is_period, _values_below(others, below)))


def _are_numbers_of_columns(row: Row, others: Sequence[int], below: Rows) -> bool:
    """Return whether columns count in equal steps, or are named by distinct numbers above values of another kind."""
    numbers = [row[at] for at in others]
    if counts_in_steps(numbers):
        if len(numbers) > 3 and numbers[:2] in ([0, 1], [1, 2]):
            return True
        return not any(counts_in_steps([line[at] for at in others if at < len(line)]) for line in below[:NEAR_ROWS])
    values = _values_below(others, below)
    return len(set(numbers)) == len(numbers) and bool(values) and not any(map(is_number, values))


def _values_below(columns: Sequence[int], below: Rows) -> list[Json]:
    return [line[at] for at in columns for line in below if at < len(line) and line[at] is not None]
