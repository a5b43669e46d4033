"""Files of other programs, after public reports, are read as those programs meant them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from evaluations.workbooks.reading import book as books
from evaluations.workbooks.reading import reader
from tests.workbooks.odd_workbooks import OddWorkbook, workbooks

ODD = list(workbooks())


def rows_of(name: str, content: bytes) -> list[list[Any]]:
    """Return the first sheet's rows without blank cells at their ends. They are read in this process."""
    book = books.let_in(io.BytesIO(content), name, len(content))
    sheet = books.sheet_list(book)[0]["name"]
    order = {"op": "rows", "sheet": sheet, "start": 0, "count": None, "max_cells": 10_000}
    answer: Any = reader._rows(book, order)
    rows = [list(row) for row in answer["rows"]]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@pytest.mark.filterwarnings("ignore")  # the reader's process ignores openpyxl's warnings too
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.kind)
def test_odd_workbook_is_read_as_it_was_meant(odd: OddWorkbook) -> None:
    assert rows_of(odd.name, odd.content) == odd.rows, odd.report


def test_every_reported_kind_of_odd_workbook_is_covered() -> None:
    assert len({odd.kind for odd in ODD}) == len(ODD) >= 34
