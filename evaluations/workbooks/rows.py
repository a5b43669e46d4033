"""Which row that came back stands for which expected row."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from evaluations.records import Json
from evaluations.workbooks.layout import header_text
from evaluations.workbooks.match import why_not
from evaluations.workbooks.truth import Truth

Expected = tuple[int, tuple[Json, ...]]
Got = tuple[int, list[Json]]
Key = tuple[Json, ...]
Step = tuple[Expected | None, Got | None, list[str]]
HEADER = "header read as data"


def align(truth: Truth, expected: Sequence[Expected], got: Sequence[Got]) -> Iterator[Step]:
    """Pairs in order, with why each cell differs; None on one side for a row that is missing or extra.

    Rows are taken as they come. Where two are unlike, the next place at which the keys of two rows in a row agree
    again says how many rows are missing or extra; without such a place the two count as one row that is wrong.
    """
    finder = _Finder(expected, got)
    i = j = 0
    while i < len(expected) and j < len(got):
        whys = row_whys(expected[i][1], got[j][1], truth)
        if is_unlike(expected[i][1], whys):
            if _is_header(truth, got[j][1]):
                yield None, got[j], [HEADER] * len(whys)
                j += 1
                continue
            missing, extra = finder.skip(i, j)
            if missing or extra:
                yield from ((row, None, ["missing row"] * len(row[1])) for row in expected[i : i + missing])
                yield from ((None, row, ["extra row"] * len(row[1])) for row in got[j : j + extra])
                i, j = i + missing, j + extra
                continue
        yield expected[i], got[j], whys
        i, j = i + 1, j + 1
    yield from ((row, None, ["missing row"] * len(row[1])) for row in expected[i:])
    yield from ((None, row, ["extra row"] * len(row[1])) for row in got[j:])


def row_whys(expected: Sequence[Json], got: Sequence[Json], truth: Truth) -> list[str]:
    """Why each cell differs; empty text where it does not."""
    return [
        "" if type(e) is type(g) and type(e) is not dict and e == g else why_not(e, g, truth) or ""
        for e, g in zip(expected, got, strict=True)
    ]


def is_unlike(expected: Sequence[Json], whys: Sequence[str]) -> bool:
    """Half of the filled cells or more differ."""
    filled = [why for value, why in zip(expected, whys, strict=True) if value is not None]
    return sum(map(bool, filled)) * 2 >= max(len(filled), 1)


def _is_header(truth: Truth, got: Sequence[Json]) -> bool:
    texts = [header_text(value) if isinstance(value, str) else None for value in got]
    headers = [column.header for column in truth.columns]
    named = [(t, h) for t, h in zip(texts, headers, strict=True) if h]
    return bool(named) and sum(text == header for text, header in named) * 2 > len(named)


class _Finder:
    """Finds rows again by their numbers and texts; dates are left out, since they come back in many forms."""

    def __init__(self, expected: Sequence[Expected], got: Sequence[Got]) -> None:
        self.expected = [_key(row) for _, row in expected]
        self.got = [_key(row) for _, row in got]
        self.places: tuple[dict[Key, list[int]], dict[Key, list[int]]] | None = None

    def skip(self, i: int, j: int) -> tuple[int, int]:
        """How many expected rows are missing and how many rows are extra at this point; 0, 0 when it cannot be told."""
        if self.places is None:
            self.places = _places(self.expected), _places(self.got)
        missing = self._next(self.places[0], self.got[j], i, lambda at: self._agree(at + 1, j + 1))
        extra = self._next(self.places[1], self.expected[i], j, lambda at: self._agree(i + 1, at + 1))
        if missing and (not extra or missing <= extra):
            return missing, 0
        return 0, extra

    def _agree(self, i: int, j: int) -> bool:
        if i >= len(self.expected) or j >= len(self.got):
            return True
        return self.expected[i] == self.got[j]

    def _next(self, places: dict[Key, list[int]], key: Key, start: int, fits: Callable[[int], bool]) -> int:
        found = places.get(key, [])
        at = bisect_left(found, start + 1)
        if at < len(found) and fits(found[at]):
            return found[at] - start
        return 0


def _key(row: Sequence[Json]) -> Key:
    return tuple(_plain(value) for value in row)


def _plain(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(f"{value:.9g}")
    return value.strip() or None if isinstance(value, str) else None


def _places(keys: list[Key]) -> dict[Key, list[int]]:
    places: dict[Key, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if any(part is not None for part in key):
            places[key].append(at)
    return places
