"""Write lines of a workbook. Text stays text, also if it begins like a formula."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from evaluations.records import Json
from evaluations.workbooks.cells.values import MAX_TEXT, column_letter, shown

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

FILLS = {
    "differs": "FFF3C4",
    "missing": "F8D0D0",
    "extra": "D6E4FF",
    "passed": "D9F0E1",
    "failed": "F8D0D0",
    "head": "E8E8E4",
}
WIDEST = 60


def write(sheet: Any, values: Sequence[Any], *, is_bold: bool = False) -> int:
    """Append one line and return its number. A value that begins with = + - or @ is never a formula."""
    sheet.append([_cell(sheet, value, is_bold=is_bold) for value in values])
    return int(sheet._current_row)  # max_row reads every cell


def _cell(sheet: Any, value: Any, *, is_bold: bool) -> Any:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Font

    cell: Any = Cell(sheet, 1, 1)  # append sets its position
    if isinstance(value, str) and value:
        cell.value = without_control(value)[:MAX_TEXT]
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    elif value != "":
        cell.value = value
    if is_bold:
        cell.font = Font(bold=True)
        paint(cell, "head")
    return cell


def paint(cell: Any, word: str) -> None:
    """Fill a cell with the colour for a word of FILLS. For other words change nothing."""
    from openpyxl.styles import PatternFill

    if word in FILLS:
        cell.fill = PatternFill("solid", fgColor=FILLS[word])


def finish(sheet: Worksheet, *, frozen: str = "A2") -> None:
    """Freeze the head, add a filter, and fit the columns' width to their content."""
    from openpyxl.styles import Alignment

    sheet.freeze_panes = frozen
    if sheet.max_row > 1:
        sheet.auto_filter.ref = f"A1:{column_letter(sheet.max_column - 1)}{sheet.max_row}"
    for at, column in enumerate(sheet.iter_cols(max_row=min(sheet.max_row, 200))):
        longest = max((len(line) for cell in column for line in str(cell.value or "").splitlines()), default=0)
        sheet.column_dimensions[column_letter(at)].width = min(WIDEST, max(8, longest + 2))
        for cell in column:
            cell.alignment = Alignment(wrap_text=longest > WIDEST, vertical="top")


def without_control(text: str) -> str:
    """Replace characters that no cell can contain by ␀."""
    return "".join(c if (c >= " " and c not in "\ufffe\uffff") or c in "\t\n\r" else "␀" for c in text)


def plain_cell(value: Json) -> Json:
    """Return a compared value for a cell: scalars unchanged, other values as text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict) and len(value) == 1:
        tag, inner = next(iter(value.items()))
        if tag in ("missing", "$undefined"):
            return None
        return shown(value) or f"{tag.removeprefix('$')} {inner}"
    return str(value)[:1000]
