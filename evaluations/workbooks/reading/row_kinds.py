"""Find out what a sheet's row contains: text, numbers, periods, prose. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evaluations.records import Json


YEARS = range(1900, 2101)
LONGEST_LABEL = 60
MOST_WORDS = 8
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# First cells that a data row hardly ever has.
WORDS = (
    "id no nr name title date day month year time type kind category group status state city country region "
    "address email e-mail phone product item article code description comment comments notes value amount price total "
    "quantity qty unit units sum count rate x y z key label format variable column field first last firstname lastname "
    "sku datum betrag menge preis artikel nom prix quantité fecha nombre precio"
)
COMMON_LABELS = frozenset(WORDS.split())
Row = Sequence["Json"]


def repeats_itself(row: Row) -> bool:
    """Return whether a row of text mostly repeats one text, like marks above columns."""
    texts = [value for value in row if value is not None]
    return len(texts) > 3 and is_text(row) and len(set(map(str, texts))) * 3 <= len(texts)


def is_ruler(row: Row) -> bool:
    """Return whether a row repeats one title, or counts the columns by letter, as some exports do above the header."""
    texts = [value for value in row if value is not None]
    is_lettered = len(row) <= 26 and texts == [LETTERS[at] for at in sorted(filled_columns(row))]
    return len(texts) > 1 and is_text(row) and (is_lettered or len(set(map(str, texts))) == 1)


def is_form_header(row: Row) -> bool:
    """Return whether a row of long texts contains a question, or a word that names columns, as in forms."""
    texts = [value.strip().lower() for value in row if isinstance(value, str)]
    return len(texts) > 1 and any(text.endswith("?") or text in COMMON_LABELS for text in texts)


def is_prose(row: Row) -> bool:
    """Return whether a text is too long to name a column."""
    texts = [value for value in row if isinstance(value, str)]
    return any(len(text) >= LONGEST_LABEL or len(text.split()) > MOST_WORDS for text in texts)


def decimal_places(number: Json) -> int:
    """Return decimal places of a number as it is written."""
    text = str(number)
    return 0 if text.endswith(".0") or "e" in text else len(text.partition(".")[2])


def counts_in_steps(numbers: Sequence[Json]) -> bool:
    """Return whether at least three whole numbers have equal steps, as hours, weeks and sizes have."""
    integers = [number for number in numbers if isinstance(number, int) and not isinstance(number, bool)]
    if len(integers) < 3 or len(integers) < len(numbers):
        return False
    return integers[1] != integers[0] and len({later - earlier for earlier, later in pairwise(integers)}) == 1


def is_short_count(row: Row) -> bool:
    """Return whether only three numbers with equal steps suggest a header. A data row may have such numbers too."""
    numbers = [value for value in row if is_number(value)]
    return len(numbers) == 3 and counts_in_steps(numbers) and not all(map(is_period, numbers))


def texts_of(row: Row) -> list[Json]:
    """Return the row with only its texts; other cells are blank."""
    return [value if isinstance(value, str) else None for value in row]


def is_whole(value: Json) -> bool:
    """Return whether a value is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def width_of(row: Row) -> int:
    """Return how many cells are filled."""
    return sum(value is not None for value in row)


def filled_columns(row: Row) -> set[int]:
    """Return the columns of the filled cells, from 0."""
    return {at for at, value in enumerate(row) if value is not None}


def is_text(row: Row) -> bool:
    """Return whether all filled cells are text."""
    return all(value is None or isinstance(value, str) for value in row)


def is_number(value: Json) -> bool:
    """Return whether a value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_period(value: Json) -> bool:
    """Return whether it is a year, a date or a time of day."""
    return (is_whole(value) and value in YEARS) or (isinstance(value, dict) and not {"date", "time"}.isdisjoint(value))


def period_of(value: Json) -> str:
    """Return years, dates and times as text that sorts in their order."""
    return str(value.get("date", value.get("time"))) if isinstance(value, dict) else str(value)
