"""Numbers in a query string or a form. Invalid text never causes a server error."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator

from django.utils.datastructures import MultiValueDict

SHOWN_CHARS, MOST_SHOWN = 60, 8  # characters shown of a wrong value, and number of right values shown beside it
TOO_LARGE = 10**18  # every row number is below it


def parse_number(text: object, *, below: int = TOO_LARGE) -> int | None:
    """Return the whole number from 0 that the text is; None for any other text and for one that is not below."""
    digits = str(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(TOO_LARGE))):
        return None
    number = int(digits)
    return number if number < below else None


def parse_id(text: object) -> int:
    """Return the row number that the text is; 0, which no row has, for any other text."""
    return parse_number(text) or 0


def parse_numbers(texts: Iterable[object]) -> list[int]:
    """Return the row numbers among the texts, in their order."""
    return [number for text in texts if (number := parse_number(text)) is not None]


def parse_decimal(text: str) -> float | None:
    """Return the finite number that the text is, like 1.3; None for any other text."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def unknown_choice(
    params: MultiValueDict[str, str], name: str, known: Collection[str], what: str = ""
) -> Iterator[str]:
    """Yield a sentence when the address names a value that does not exist. what: the word for it, else its name."""
    value = params.get(name, "").strip()
    if value and value not in known:
        yield no_such(what or name, value, known)


def no_such(what: str, value: str, known: Collection[str] = ()) -> str:
    """Return the sentence for a value that does not exist."""
    names = f" There are: {', '.join(list(known)[:MOST_SHOWN])}." if known else ""
    return f"There is no {what} “{value[:SHOWN_CHARS]}”.{names}"
