"""Two texts side by side, line by line, for pages without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

CONTEXT_LINES = 3  # equal lines that are shown before and after a difference
MOST_LINES = 4000  # of a text; the rest is not compared


class SideLine(NamedTuple):
    """One row. kind: equal, changed or folded. n_before, n_after: line numbers; None where a side has no line.

    A folded row replaces n_folded equal lines.
    """

    kind: str
    n_before: int | None = None
    before: str = ""
    n_after: int | None = None
    after: str = ""
    n_folded: int = 0


def side_by_side(before: str, after: str) -> list[SideLine]:
    """Return the rows of both texts; long parts that are equal are folded."""
    old, new = before.splitlines()[:MOST_LINES], after.splitlines()[:MOST_LINES]
    rows: list[SideLine] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            equal = [SideLine("equal", a + at + 1, old[a + at], c + at + 1, new[c + at]) for at in range(b - a)]
            rows += _folded(equal, is_first=a == 0 and c == 0, is_last=b == len(old) and d == len(new))
        else:
            rows += _changed_lines(old, new, range(a, b), range(c, d))
    return rows


def _changed_lines(old: list[str], new: list[str], before: range, after: range) -> Iterator[SideLine]:
    for at, to in zip_longest(before, after):
        yield SideLine(
            "changed",
            None if at is None else at + 1,
            "" if at is None else old[at],
            None if to is None else to + 1,
            "" if to is None else new[to],
        )


def _folded(rows: list[SideLine], *, is_first: bool, is_last: bool) -> list[SideLine]:
    """Keep only the lines near a difference."""
    head, tail = (0 if is_first else CONTEXT_LINES), (0 if is_last else CONTEXT_LINES)
    n_folded = len(rows) - head - tail
    if n_folded < 2:
        return rows
    return [*rows[:head], SideLine("folded", n_folded=n_folded), *rows[len(rows) - tail :]]
