"""Types and number formats of a sheet's columns: from the shown rows and, by calamine, from the rows below."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from evaluations.workbooks.cells.values import column_letter, type_of
from evaluations.workbooks.reading import layout
from evaluations.workbooks.reading.metadata import Marks

if TYPE_CHECKING:
    from evaluations.records import Json

MAX_CELLS = 400_000
MAX_FORMATS = 3
BATCH_ROWS = 500
Counts = dict[int, Counter[str]]
# calamine's types. A text may be blank, and numbers of all types are one kind.
KINDS: dict[type, str] = {
    int: "number",
    float: "number",
    str: "text",
    bool: "boolean",
    dt.date: "date",
    dt.datetime: "date",
    dt.time: "time",
    dt.timedelta: "duration",
}


def of_rest(book: Any, grid: Any, n_seen: int, marks: Marks) -> tuple[Counts, int]:
    """Return types of the cells below the first n_seen rows, by column, and how many rows of the sheet are counted in
    all.

    MAX_CELLS at most: a longer sheet is counted from its beginning.
    """
    counts: Counts = {}
    room = max(0, MAX_CELLS // max(1, grid.n_columns or 1) - n_seen)
    if grid.text is not None:
        rows = grid.text.rows[n_seen : n_seen + room]
        _count(counts, ([type_of(value) for value in grid.text.values(row)] for row in rows), 0)
        return counts, n_seen + len(rows)
    if grid.sheet is None or grid.sheet.sheet is None:
        return counts, n_seen
    rows = itertools.islice(grid.sheet.sheet.iter_rows(), n_seen, n_seen + room)
    _count_values(counts, rows, grid.sheet.left)
    n_rows = min(grid.sheet.total_rows, n_seen + room)
    for row, column in marks.errors:
        if n_seen <= row < n_rows:
            counts.setdefault(column, Counter())["error"] += 1
    return counts, n_rows


def _count(counts: Counts, rows: Iterable[list[str]], left: int) -> None:
    while some := list(itertools.islice(rows, BATCH_ROWS)):
        for at, kinds in enumerate(itertools.zip_longest(*some, fillvalue="blank"), left):
            counts.setdefault(at, Counter()).update(kinds)


def _count_values(counts: Counts, rows: Iterable[Sequence[Any]], left: int) -> None:
    """Count the same for values as calamine gives them."""
    while some := list(itertools.islice(rows, BATCH_ROWS)):
        for at, values in enumerate(itertools.zip_longest(*some, fillvalue=""), left):
            kinds = Counter[str]()
            for kind, n in Counter(map(type, values)).items():
                kinds[KINDS.get(kind, "text")] += n
            n_blank = values.count("")
            kinds.update(text=-n_blank, blank=n_blank)
            counts.setdefault(at, Counter()).update({name: n for name, n in kinds.items() if n})


def columns(
    cells: Sequence[Sequence[tuple[Json, str]]], header_row: int | None, later_counts: Counts, grid: Any
) -> list[Json]:
    """Return the letter, name, type, counts and number formats per column; "mixed" where filled cells differ in kind.

    Columns of a text file have their notation and its evidence instead of number formats.
    """
    notations = grid.text.notations if grid.text is not None else []
    body = cells[header_row or 0 :]
    header = cells[header_row - 1] if header_row else ()
    result: list[Json] = []
    for at in range(max(map(len, cells), default=0)):
        present = [row[at] for row in body if at < len(row)]
        counts = Counter(type_of(value) for value, _ in present) + later_counts.get(at, Counter())
        formats = Counter(number_format for value, number_format in present if type_of(value) not in ("blank", "text"))
        result.append(
            {
                "letter": column_letter(at),
                "name": layout.header_text(header[at][0] if at < len(header) else None),
                "type": layout.one_type(counts),
                "counts": dict(counts),
                "formats": [name[:255] for name, _ in formats.most_common(MAX_FORMATS)]
                if grid.reader == "openpyxl"
                else [],
                "notation": notations[at].kind if at < len(notations) else "",
                "evidence": notations[at].evidence if at < len(notations) else "",
            }
        )
    return result
