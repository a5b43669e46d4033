"""Finds the returned row for each expected row."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from evaluations.records import Json
from evaluations.workbooks.comparing.cell_compare import is_nothing
from evaluations.workbooks.comparing.expected import ExpectedData
from evaluations.workbooks.comparing.promised import Rule, rules_of
from evaluations.workbooks.reading.layout import header_text

Expected = tuple[int, tuple[Json, ...]]
Got = tuple[int, list[Json]]
Key = tuple[Json, ...]
Step = tuple[Expected | None, Got | None, list[str]]
HEADER = "header read as data"
BLANK = "blank dropped"
BLANK_ROW = "blank row dropped"
BLANK_ROW_KEPT = "blank row kept"


def align(
    expected_data: ExpectedData, expected: Sequence[Expected], got: Sequence[Got], *, is_by_column: bool = False
) -> Iterator[Step]:
    """Yield pairs of rows in order, with the reason for each cell that differs; None for a missing or extra row.

    is_by_column: the returned value is an array per column, so each column may have lost its own blank cells.

    Rows are compared in order. After two unlike rows, the next place where the keys of two successive rows agree shows
    how many rows are missing or extra. Without such a place the two count as one wrong row.
    """
    rules = rules_of(expected_data)
    if moved := columns_moved_up(rules, expected, got) if is_by_column else set():
        yield from _in_order(rules, expected, got, moved)
        return
    finder = _Finder(expected, got)
    # When the whole table has no value, its keys are wrong: its rows are not blank.
    has_values = expected_data.contract.no_blank_rows and any(not all(map(is_nothing, row)) for _, row in got)
    i = j = 0
    while i < len(expected) and j < len(got):
        whys = row_differences(expected[i][1], got[j][1], rules)
        if is_unlike(expected[i][1], whys):
            if _is_header(expected_data, got[j][1]):
                yield None, got[j], [HEADER] * len(whys)
                j += 1
                continue
            if has_values and all(map(is_nothing, got[j][1])):
                yield _extra_row(got[j])
                j += 1
                continue
            missing, extra = finder.skip(i, j)
            if missing or extra:
                yield from (_missing_row(row) for row in expected[i : i + missing])
                yield from (_extra_row(row) for row in got[j : j + extra])
                i, j = i + missing, j + extra
                continue
        yield expected[i], got[j], whys
        i, j = i + 1, j + 1
    yield from (_missing_row(row) for row in expected[i:])
    yield from (_extra_row(row) for row in got[j:])


def _in_order(
    rules: Sequence[Rule], expected: Sequence[Expected], got: Sequence[Got], moved: set[int]
) -> Iterator[Step]:
    """Align row by row in order, where each column may have lost its own blank cells."""
    for row, came in zip_longest(expected, got):
        if row is None or came is None:
            whys = ["missing row" if came is None else "extra row"] * len(rules)
        else:
            whys = _differences(row[1], came[1], rules)
        yield row, came, [BLANK if why and at in moved else why for at, why in enumerate(whys)]


def _missing_row(row: Expected) -> Step:
    is_blank = all(value is None for value in row[1])
    return row, None, [BLANK_ROW if is_blank else "missing row"] * len(row[1])


def _extra_row(row: Got) -> Step:
    is_blank = all(map(is_nothing, row[1]))
    return None, row, [BLANK_ROW_KEPT if is_blank else "extra row"] * len(row[1])


def row_differences(expected: Sequence[Json], got: Sequence[Json], rules: Sequence[Rule]) -> list[str]:
    """Return why each cell differs; empty text where it does not."""
    whys = _differences(expected, got, rules)
    if any(whys) and _moved_up(expected, got, rules):
        return [BLANK if why else "" for why in whys]
    return whys


def _differences(expected: Sequence[Json], got: Sequence[Json], rules: Sequence[Rule]) -> list[str]:
    return [rule.difference(e, g) for e, g, rule in zip(expected, got, rules, strict=True)]


def _moved_up(expected: Sequence[Json], got: Sequence[Json], rules: Sequence[Rule]) -> bool:
    """Return whether the values are right but in the places of earlier blank cells, which were left out."""
    filled = [(value, rule) for value, rule in zip(expected, rules, strict=True) if value is not None]
    if not any(value is None for value in expected[: len(filled)]):
        return False  # no blank cell comes before a value, so no value can have moved
    came = [value for value in got if not is_nothing(value)]
    if not filled or len(filled) == len(expected) or len(came) != len(filled):
        return False
    is_in_a_row = not any(map(is_nothing, got[: len(came)]))
    return is_in_a_row and not any(rule.difference(e, g) for (e, rule), g in zip(filled, came, strict=True))


def columns_moved_up(rules: Sequence[Rule], expected: Sequence[Expected], got: Sequence[Got]) -> set[int]:
    """Return columns with right values that moved up into the places of blank cells, as in arrays without blanks."""
    moved = set()
    for at, rule in enumerate(rules):
        ours, theirs = [row[at] for _, row in expected], [row[at] for _, row in got]
        theirs += [None] * (len(ours) - len(theirs))
        if len(theirs) == len(ours) and any(rule.difference(e, g) for e, g in zip(ours, theirs, strict=True)):
            moved |= {at} if _moved_up(ours, theirs, [rule] * len(ours)) else set()
    return moved


def is_unlike(expected: Sequence[Json], whys: Sequence[str]) -> bool:
    """Return whether at least half of the filled cells differ; in a blank row, whether any cell does."""
    if all(value is None for value in expected):
        return any(whys)
    filled = [why for value, why in zip(expected, whys, strict=True) if value is not None]
    return sum(map(bool, filled)) * 2 >= max(len(filled), 1)


def _is_header(expected_data: ExpectedData, got: Sequence[Json]) -> bool:
    texts = [header_text(value) if isinstance(value, str) else None for value in got]
    headers = [column.header for column in expected_data.columns]
    named = [(t, h) for t, h in zip(texts, headers, strict=True) if h]
    return bool(named) and sum(text == header for text, header in named) * 2 > len(named)


class _Finder:
    """Finds rows by their numbers and texts. Dates are ignored, because they are returned in many forms."""

    def __init__(self, expected: Sequence[Expected], got: Sequence[Got]) -> None:
        self.expected = [_key(row) for _, row in expected]
        self.got = [_key(row) for _, row in got]
        self.places: tuple[dict[Key, list[int]], dict[Key, list[int]]] | None = None

    def skip(self, i: int, j: int) -> tuple[int, int]:
        """Return how many expected rows are missing and how many rows are extra at this point; 0, 0 when that is
        unknown.
        """
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
        positions = places.get(key, [])
        at = bisect_left(positions, start + 1)
        if at < len(positions) and fits(positions[at]):
            return positions[at] - start
        return 0


def _key(row: Sequence[Json]) -> Key:
    return tuple(_comparable(value) for value in row)


def _comparable(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(f"{value:.9g}")
    return value.strip() or None if isinstance(value, str) else None


def _places(keys: list[Key]) -> dict[Key, list[int]]:
    rows_of_key: dict[Key, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if any(part is not None for part in key):
            rows_of_key[key].append(at)
    return rows_of_key
