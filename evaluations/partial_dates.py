"""Dates of which only a part may be known: 2023, 2023-06 or 2023-06-14."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
MAX_LENGTH = 10
HINT = "Write it as 2023, 2023-06 or 2023-06-14."


def span_of(text: str) -> tuple[date, date] | None:
    """Return the first and the last day that the text may mean; None where it is no date."""
    match = FORM.fullmatch(text) if text.isascii() else None
    if match is None:
        return None
    year, month, day = (None if part is None else int(part) for part in match.groups())
    assert year is not None
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first, last


def may_be_before(published: str, cutoff: str) -> bool:
    """Return whether what was published then may have been known at the cut-off; False where either is no date."""
    first, last = span_of(published), span_of(cutoff)
    return first is not None and last is not None and first[0] <= last[1]
