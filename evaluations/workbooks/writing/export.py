"""Comparisons as workbooks and as plain data, with the differences coloured and listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from evaluations.records import Json
from evaluations.workbooks.comparing.comparison import Comparison, RowResult
from evaluations.workbooks.writing.xlsx_writer import finish, paint, plain_cell, write

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DIFFERENCES = ["row", "column", "expected", "got", "why"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """The result of one model for one file. comparison: None when nothing could be compared; summary then says why."""

    file: str
    model: str
    verdict: str
    summary: str
    comparison: Comparison | None


def export_comparison(comparison: Comparison, target: Path | BinaryIO) -> None:
    """Write three sheets: Summary, Cells (every kept row, wrong cells coloured) and Differences (one line a cell)."""
    import openpyxl  # 0.3 s: only here in the site's own process

    book = openpyxl.Workbook()
    summary: Any = book.active
    summary.title = "Summary"
    for row in _summary(comparison):
        write(summary, row)
    cells = book.create_sheet("Cells")
    write(cells, ["row", "status", *comparison.columns], is_bold=True)
    for result in comparison.rows:
        _write_row(cells, result)
    differences = book.create_sheet("Differences")
    write(differences, DIFFERENCES, is_bold=True)
    for line in _differences(comparison):
        write(differences, line)
    for sheet in (cells, differences):
        sheet.freeze_panes = "A2"
    book.save(target)


def export_matrix(cells: Sequence[MatrixCell], models: Sequence[tuple[str, str]], target: Path | BinaryIO) -> None:
    """Write Summary (a sentence a model), Matrix (files × models, coloured) and Differences (one line a cell).

    cells: file by file, for each file the models in the order of `models`, which are id and sentence.
    """
    import openpyxl

    book = openpyxl.Workbook()
    summary: Any = book.active
    summary.title = "Summary"
    write(summary, ["model", "summary"], is_bold=True)
    for model in models:
        write(summary, model)
    matrix = book.create_sheet("Matrix")
    write(matrix, ["file", *(model for model, _ in models)], is_bold=True)
    for at in range(0, len(cells), max(1, len(models))):
        line = cells[at : at + len(models)]
        row = write(matrix, [line[0].file, *(cell.summary for cell in line)])
        for column, cell in enumerate(line, 2):
            paint(
                matrix.cell(row=row, column=column),
                "passed" if cell.verdict == "passed" else "failed" if cell.verdict else "",
            )
    differences = book.create_sheet("Differences")
    write(differences, ["file", "model", *DIFFERENCES], is_bold=True)
    for cell in cells:
        for difference in _differences(cell.comparison) if cell.comparison else ():
            write(differences, [cell.file, cell.model, *difference])
    for sheet in (summary, matrix, differences):
        finish(sheet, frozen="B2" if sheet is matrix else "A2")
    book.save(target)


def comparison_to_json(comparison: Comparison) -> Json:
    """Return counts, kinds of difference and every kept difference, as plain data for programs."""
    return {
        "summary": comparison.summary,
        "score": comparison.score,
        "n_cells": comparison.n_cells,
        "n_equal": comparison.n_equal,
        "n_rows": comparison.n_rows,
        "n_missing_rows": comparison.n_missing_rows,
        "n_extra_rows": comparison.n_extra_rows,
        "columns": list(comparison.columns),
        "shape": comparison.shape,
        "prop": comparison.prop,
        "whys": dict(comparison.whys),
        "strip": comparison.strip,
        "differences": [
            {
                "row": row.number,
                "at": row.at,
                "status": row.status,
                "column": name,
                "expected": cell.expected,
                "got": cell.got,
                "why": cell.why,
            }
            for row in comparison.rows
            for name, cell in zip(comparison.columns, row.cells, strict=True)
            if cell.why
        ],
    }


def _summary(comparison: Comparison) -> list[list[Json]]:
    return [
        ["summary", comparison.summary],
        ["cells equal", comparison.n_equal],
        ["cells", comparison.n_cells],
        ["rows missing", comparison.n_missing_rows],
        ["rows extra", comparison.n_extra_rows],
        ["rows expected", comparison.n_rows],
        ["rows listed here", f"{len(comparison.rows):,}, wrong ones before right ones"],
        ["shape", comparison.shape],
        ["callback", comparison.prop],
        *([why, n] for why, n in comparison.whys.items()),
    ]


def _differences(comparison: Comparison) -> list[list[Json]]:
    return [
        [_label(result), name, plain_cell(cell.expected), plain_cell(cell.got), cell.why]
        for result in comparison.rows
        for name, cell in zip(comparison.columns, result.cells, strict=True)
        if cell.why
    ]


def _write_row(sheet: Worksheet, result: RowResult) -> None:
    from openpyxl.comments import Comment

    got = result.status != "missing"
    row = write(
        sheet, [_label(result), result.status, *(plain_cell(c.got if got else c.expected) for c in result.cells)]
    )
    for at, cell in enumerate(result.cells, 3):
        if cell.why:
            written = sheet.cell(row=row, column=at)
            paint(written, result.status)
            written.comment = Comment(f"{cell.why}; expected: {plain_cell(cell.expected)}"[:1000], "Bakeoff")


def _label(result: RowResult) -> Json:
    return result.number if result.number is not None else f"extra, answer's row {(result.at or 0) + 1}"
