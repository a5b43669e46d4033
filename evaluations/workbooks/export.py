"""A comparison as a workbook, with the differences coloured."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from evaluations.records import Json
from evaluations.workbooks.comparison import Comparison, RowResult
from evaluations.workbooks.values import MAX_TEXT, shown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FILLS = {"differs": "FFF3C4", "missing": "F8D0D0", "extra": "D6E4FF"}


def export_comparison(comparison: Comparison, target: Path | BinaryIO) -> None:
    """Writes three sheets: Summary, Cells (every kept row, wrong cells coloured) and Differences (one line a cell)."""
    import openpyxl  # 0.3 s: only here in the site's own process

    book = openpyxl.Workbook()
    summary: Any = book.active
    summary.title = "Summary"
    for row in _summary(comparison):
        _write(summary, row)
    cells = book.create_sheet("Cells")
    _write(cells, ["row", "status", *comparison.columns], is_bold=True)
    differences = book.create_sheet("Differences")
    _write(differences, ["row", "column", "expected", "got", "why"], is_bold=True)
    for result in comparison.rows:
        _write_row(cells, result)
        for name, cell in zip(comparison.columns, result.cells, strict=True):
            if cell.why:
                _write(differences, [_label(result), name, _plain(cell.expected), _plain(cell.got), cell.why])
    for sheet in (cells, differences):
        sheet.freeze_panes = "A2"
    book.save(target)


def _summary(comparison: Comparison) -> list[list[Json]]:
    return [
        ["summary", comparison.summary],
        ["cells equal", comparison.n_equal],
        ["cells", comparison.n_cells],
        ["rows missing", comparison.n_missing_rows],
        ["rows extra", comparison.n_extra_rows],
        ["shape", comparison.shape],
        ["callback", comparison.prop],
        *([why, n] for why, n in comparison.whys.items()),
    ]


def _write_row(sheet: Worksheet, result: RowResult) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    got = result.status != "missing"
    _write(sheet, [_label(result), result.status, *(_plain(c.got if got else c.expected) for c in result.cells)])
    for at, cell in enumerate(result.cells, 3):
        if cell.why:
            written = sheet.cell(row=sheet.max_row, column=at)
            written.fill = PatternFill("solid", fgColor=FILLS.get(result.status, FILLS["differs"]))
            written.comment = Comment(f"{cell.why}; expected: {_plain(cell.expected)}"[:1000], "Bakeoff")


def _write(sheet: Worksheet, values: list[Any], *, is_bold: bool = False) -> None:
    """One line. Text stays text: a value that begins with = + - or @ is never a formula."""
    from openpyxl.styles import Font

    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(row=1, column=1).value is not None else 1
    for column, value in enumerate(values, 1):
        cell = sheet.cell(row=row, column=column)
        if isinstance(value, str):
            cell.value = _without_control(value)[:MAX_TEXT]
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
        else:
            cell.value = value
        if is_bold:
            cell.font = Font(bold=True)


def _without_control(text: str) -> str:
    return "".join(c if c >= " " or c in "\t\n\r" else "␀" for c in text)


def _label(result: RowResult) -> Json:
    return result.number if result.number is not None else f"extra, answer's row {(result.at or 0) + 1}"


def _plain(value: Json) -> Json:
    """A value for a cell: scalars as they are, the rest as text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict) and len(value) == 1:
        tag, inner = next(iter(value.items()))
        if tag == "missing" or tag == "$undefined":
            return None
        return shown(value) or f"{tag.removeprefix('$')} {inner}"
    return str(value)[:1000]
