"""Cells of a sheet that models read wrong, for display in the sheet; and errors of a whole column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.models import Workbook
from webapp.workbooks.results import CellLine, LinesPage, Reading, page_of, side_by_side, text_of

MOST_CELLS = 5_000
FEWEST_GROUPED = 4  # lines of one column with the same faults that are shown as one


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGroup:
    """Lines of one column in which all models made the same faults: the first of them, and how many there are."""

    line: CellLine
    n: int
    last_row: str

    @property
    def is_several(self) -> bool:
        """Whether the line represents several lines."""
        return self.n > 1


def wrong_cells(readings: Sequence[Reading], workbook: Workbook, sheet: str) -> list[dict[str, Any]]:
    """Return for each model that read this sheet wrong its name and cells: row, column's letter, expected, got, why.

    A row that was left out counts as its first cell.
    """
    expected_data = workbook.truth
    if not expected_data or expected_data["sheet"] != sheet:
        return []
    letters = {column["name"]: column["letter"] for column in expected_data["columns"]}
    room = MOST_CELLS
    result = []
    for reading in readings:
        cells = _cells_of(reading, letters)[:room]
        room -= len(cells)
        if cells:
            result.append({"model": reading.candidate.model.name, "cells": cells})
    return result


def grouped_page(readings: Sequence[Reading], why: str, start: int) -> tuple[LinesPage, list[LineGroup]]:
    """Return a page of the lines that differ, and its lines with how many others each represents; one kind has every
    line.
    """
    lines = side_by_side(readings)
    groups = [LineGroup(line=line, n=1, last_row=line.row) for line in lines] if why else grouped(lines)
    page = page_of([group.line for group in groups], readings, why, start)
    by_line = {id(group.line): group for group in groups}
    return page, [by_line[id(line)] for line in page.lines]


def _cells_of(reading: Reading, letters: dict[str, str]) -> list[list[Any]]:
    comparison = reading.comparison
    if comparison is None or comparison.error:
        return []
    cells: list[list[Any]] = []
    for row in comparison.rows:
        if row.status == "missing" and comparison.columns and comparison.columns[0] in letters:
            why = next((cell.why for cell in row.cells if cell.why), "missing row")
            cells.append([row.number, letters[comparison.columns[0]], "this row", "no such row", why])
        elif row.status == "differs":
            cells += [
                [row.number, letters[name], text_of(cell.expected)[:200], text_of(cell.got)[:200], cell.why]
                for name, cell in zip(comparison.columns, row.cells, strict=True)
                if cell.why and name in letters
            ]
    return cells


def grouped(lines: Sequence[CellLine]) -> list[LineGroup]:
    """Return the lines, those of a column in which all models made the same faults as one where there are several."""
    by_fault: dict[tuple[str, tuple[str, ...]], list[CellLine]] = {}
    for line in lines:
        whys = tuple(got.why if got else "" for got in line.got)
        by_fault.setdefault((line.column, whys), []).append(line)
    groups: list[LineGroup] = []
    for some in by_fault.values():
        if len(some) >= FEWEST_GROUPED:
            groups.append(LineGroup(line=some[0], n=len(some), last_row=some[-1].row))
        else:
            groups += [LineGroup(line=line, n=1, last_row=line.row) for line in some]
    order = {id(line): at for at, line in enumerate(lines)}
    return sorted(groups, key=lambda group: order[id(group.line)])
