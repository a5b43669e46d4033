"""Numbers in an address or a form. Text that is no number is never an error of the server."""

from __future__ import annotations

import math
from collections.abc import Iterable

TOO_LARGE = 10**18  # every row number is below


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
