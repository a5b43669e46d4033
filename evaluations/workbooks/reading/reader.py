"""The limited process: reads one workbook from standard input, writes one JSON answer to standard output.

`subprocess_reader` starts it. It sets its limits first, before it reads a byte of the file.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
import time
import warnings
from typing import TYPE_CHECKING, Any

from evaluations.errors import WorkbookError
from evaluations.rlimits import bound

if TYPE_CHECKING:
    from evaluations.records import Json

MAX_SHEETS = 60
MAX_PREVIEW_COLUMNS = 200
MAX_MERGED = 500
MAX_DISAGREEMENTS = 20
MAX_CHARS = 8_000_000
MAX_FORMAT = 255  # characters, as Excel allows


def main() -> None:
    """Do the job that is the only argument."""
    order = json.loads(sys.argv[1])
    bound(order)
    os.nice(order.get("niceness", 0))
    warnings.simplefilter("ignore")  # readers warn about parts that they leave out; these warnings would not be seen
    try:
        answer: Json = {"ok": _answer(order)}
    except WorkbookError as exc:
        answer = {"error": str(exc), "reason": exc.reason}
    except (MemoryError, ImportError):  # a library cannot be loaded when memory is used up
        os._exit(3)
    except BaseException as exc:  # a panic in Rust arrives as BaseException
        what = f"{type(exc).__name__}: {exc}"[:200]
        message = f"{order['name']} is damaged: {what}. Open it in your spreadsheet program and save it again."
        answer = {"error": message, "reason": "corrupt"}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # half-built objects of a hostile file need no clean-up


def _answer(order: dict[str, Any]) -> Json:
    from evaluations.workbooks.reading import beginning
    from evaluations.workbooks.reading import book as books

    file = os.fdopen(0, "rb")
    if order["op"] == "first_rows":
        return beginning.first_rows(file, order["name"])
    only_first_rows = order["op"] in ("preview", "admit") or (order["op"] == "rows" and order["count"] is None)
    book = books.let_in(file, order["name"], order["size"], order.get("reading"), only_first_rows=only_first_rows)
    if order["op"] == "check":
        return _check(book)
    if order["op"] == "preview":
        return _preview(book, order["rows"])
    if order["op"] == "admit":
        return _admit(book, order)
    if order["op"] == "pages":
        return {"has_pages": _write_pages(book, order["sheet"], order)}
    return _rows(book, order)


def _admit(book: Any, order: dict[str, Any]) -> Json:
    from evaluations.workbooks.reading import table_choices

    check, preview = _check(book), _preview(book, order["rows"])
    sheet = table_choices.likeliest_sheet(preview["sheets"])
    table = None if sheet is None else _rows(book, {**order, "sheet": sheet, "start": 0, "count": None})
    if sheet is not None and table is not None and len(table["rows"]) == table["n_rows"]:
        preview["tables"] = _tables(book, preview["sheets"], {sheet: table["rows"]})
    has_pages = sheet is not None and _write_pages(book, sheet, order)
    return {"check": check, "preview": preview, "sheet": sheet, "table": table, "has_pages": has_pages}


def _write_pages(book: Any, sheet: str, order: dict[str, Any]) -> bool:
    """Write the rows of a long sheet into the file that the caller opened, if any. Return whether it succeeded.

    A sheet of more than max_page_cells is left out, or, with is_cut, ends after them.
    """
    from evaluations.workbooks.reading import book as books
    from evaluations.workbooks.reading import row_pages

    if order.get("pages_fd") is None or not books.is_long(book, sheet) or book.first_rows is not None:
        return False
    if not order["is_cut"] and time.process_time() > order["cpu_s"] / 2:
        return False  # the upload must not fail because of this
    grid = books.grid(book, sheet, is_fast=True)
    n_columns = max(1, grid.n_columns or 0)
    if (grid.n_rows or 0) * n_columns > order["max_page_cells"] and not order["is_cut"]:
        return False
    rows = itertools.islice(grid.rows, max(1, order["max_page_cells"] // n_columns))
    try:
        with os.fdopen(order["pages_fd"], "wb", closefd=False) as target:
            row_pages.write(target, ([value for value, _ in row] for row in rows))
    except OSError:  # the disk is full or the file is too large: rows are then read from the workbook
        return False
    return True


def _check(book: Any) -> Json:
    from evaluations.workbooks.reading import book as books

    sheets = books.sheet_list(book)
    flags = set(book.flags)
    if any(sheet["visibility"] != "visible" for sheet in sheets):
        flags.add("hidden_sheets")
    return {
        "format": book.format,
        "size_bytes": book.size_bytes,
        "sheets": [sheet["name"] for sheet in sheets],
        "flags": sorted(flags),
        "damaged_parts": book.damaged[:20],
        "notes": list(book.notes),
        "links": book.links,
    }


def _preview(book: Any, n_rows: int) -> Json:
    from evaluations.workbooks.reading import book as books

    listed = books.sheet_list(book)
    sheets = [_sheet(book, sheet, n_rows) for sheet in listed[:MAX_SHEETS]]
    if sheets and all(sheet["error"] for sheet in sheets):
        raise WorkbookError(sheets[0]["error"], reason="corrupt")
    if len(listed) > MAX_SHEETS:
        book.notes.append(f"It has {len(listed)} sheets; the first {MAX_SHEETS} are shown.")
    return {
        "name": book.name,
        "format": book.format,
        "size_bytes": book.size_bytes,
        "date_system": 1904 if book.is_1904 else 1900,
        "sheets": sheets,
        "flags": sorted(book.flags),
        "notes": book.notes,
        "tables": _tables(book, sheets, {}),
        "encoding": book.encoding,
        "reading": book.reading,
    }


def _tables(book: Any, sheets: list[dict[str, Json]], all_rows: dict[str, Any]) -> list[Json]:
    from evaluations.workbooks.reading import table_choices
    from evaluations.workbooks.reading.metadata.tables import named_ranges

    named = named_ranges(book, [str(sheet["name"]) for sheet in sheets])
    return table_choices.find_choices(sheets, named, all_rows)


def _blank_sheet() -> dict[str, Json]:
    """Return the preview of a sheet of which nothing is read."""
    return {
        "n_rows": 0,
        "n_columns": 0,
        "rows": [],
        "columns": [],
        "merged": [],
        "n_merged": 0,
        "formulas": 0,
        "n_uncomputed": 0,
        "dimension": "",
        "n_typed_rows": 0,
        "hidden_rows": [],
        "hidden_columns": [],
        "header_row": None,
        "reader": "",
        "error": "",
        "disagreements": [],
    }


def _sheet(book: Any, listed: dict[str, Json], n_rows: int) -> dict[str, Json]:
    from evaluations.workbooks.reading import book as books

    if listed["kind"] not in ("worksheet", "macrosheet", "dialogsheet"):
        return listed | _blank_sheet()
    try:
        grid = books.grid(book, listed["name"], count=n_rows)
        cells = [row[:MAX_PREVIEW_COLUMNS] for row in grid.rows]
    except WorkbookError as exc:
        return listed | _blank_sheet() | {"error": str(exc)}
    while cells and len(cells) > (grid.n_rows or 0) and all(value is None for value, _ in cells[-1]):
        cells.pop()  # rows that are formatted but empty
    return listed | _blank_sheet() | _read_sheet(book, str(listed["name"]), grid, cells, n_rows)


def _read_sheet(book: Any, name: str, grid: Any, cells: list[list[tuple[Json, str]]], n_first: int) -> dict[str, Json]:
    """Return the preview of a sheet. cells: value and number format of the first n_first rows, less empty ones at
    the end.
    """
    from evaluations.workbooks.cells.values import column_letter
    from evaluations.workbooks.reading import book as books
    from evaluations.workbooks.reading import column_types, layout
    from evaluations.workbooks.reading.header import header_row_of

    formulas = books.formulas(book, name, n_first)
    values = [[value for value, _ in row] for row in cells]
    marks = books.marks_of(book, name)
    n_rows = max(grid.n_rows or 0, len(cells))
    n_columns = grid.n_columns if grid.n_columns is not None else max(map(len, cells), default=0)
    merged = grid.merged or marks.merged
    header_row = header_row_of(values)
    rest, n_typed_rows = column_types.of_rest(book, grid, len(cells), marks)
    letters = {column_letter(at) for at in range(n_columns)}
    return {
        "n_rows": n_rows,
        "n_columns": n_columns,
        "header_row": header_row,
        "reader": grid.reader,
        "rows": [_cells(row, formulas, at) for at, row in enumerate(cells)],
        "columns": column_types.columns(cells, header_row, rest, grid),
        "n_typed_rows": n_typed_rows,
        "merged": [layout.range_name(*bounds) for bounds in merged[:MAX_MERGED]],
        "n_merged": len(merged),
        "formulas": max(marks.n_formulas, len(formulas)),
        "n_uncomputed": marks.n_uncomputed,
        "dimension": marks.dimension,
        "hidden_rows": [row for row in marks.hidden_rows if row <= n_rows],
        "hidden_columns": [letter for letter in marks.hidden_columns if letter in letters],
        "disagreements": _disagreements(grid, values),
    }


def _cells(row: list[tuple[Json, str]], formulas: dict[tuple[int, int], str], at: int) -> list[Json]:
    from evaluations.workbooks.reading import book as books

    return [
        {
            "value": value[:1000] if isinstance(value, str) else value,
            "text": books.text_of(value, number_format),
            "formula": formulas.get((at, column), "")[:500] or None,
            "number_format": None if number_format == "General" else number_format[:MAX_FORMAT],
        }
        for column, (value, number_format) in enumerate(row)
    ]


def _disagreements(grid: Any, values: list[list[Json]]) -> list[Json]:
    """Return cells that openpyxl and calamine read differently, among the rows shown."""
    from evaluations.workbooks.cells.values import column_letter
    from evaluations.workbooks.reading import book as books

    if grid.reader != "openpyxl" or grid.sheet is None:
        return []
    disagreements: list[Json] = []
    fast = books.fast_rows(grid.sheet, 0, len(values))
    for at, (ours, theirs) in enumerate(zip(values, fast, strict=False)):
        for column, value in enumerate(ours):
            other = theirs[column][0] if column < len(theirs) else None
            if value != other and not _is_equal(value, other):
                disagreements.append({"cell": f"{column_letter(column)}{at + 1}", "openpyxl": value, "calamine": other})
                if len(disagreements) >= MAX_DISAGREEMENTS:
                    return disagreements
    return disagreements


def _is_equal(value: Json, other: Json) -> bool:
    """Return whether two readers agree. calamine returns error cells as blank; this known difference is not
    reported.
    """
    if isinstance(value, dict) and "error" in value:
        return other is None
    if isinstance(value, float) and isinstance(other, int | float):
        return abs(value - other) <= 1e-9 * max(abs(value), abs(other))
    return False


def _rows(book: Any, order: dict[str, Any]) -> Json:
    """Return plain rows for paging, or the whole sheet up to a number of cells for expected data."""
    from evaluations.workbooks.reading import book as books
    from evaluations.workbooks.reading import notation

    names = [sheet["name"] for sheet in books.sheet_list(book)]
    sheet = order["sheet"]
    if sheet not in names:
        listed = ", ".join(f'"{name}"' for name in names[:20])
        raise WorkbookError(f'{book.name} has no sheet "{sheet}". It has {listed}.', reason="no_sheet")
    is_fast = order.get("is_fast", False) or books.is_long(book, sheet)
    grid = books.grid(book, sheet, start=order["start"], count=order["count"], is_fast=is_fast)
    rows: list[list[Json]] = []
    n_cells = n_chars = 0
    for row in grid.rows:
        n_cells += max(len(row), 1)
        n_chars += sum(len(value) for value, _ in row if isinstance(value, str))
        if n_cells > order["max_cells"] or n_chars > MAX_CHARS:
            break
        rows.append([value for value, _ in row])
    merged = [list(bounds) for bounds in grid.merged[:MAX_MERGED]]
    total = max(grid.n_rows or 0, order["start"] + len(rows))
    return {
        "rows": rows,
        "n_rows": total,
        "is_1904": book.is_1904,
        "format": book.format,
        "merged": merged,
        "sheets": names,
        "reading": book.reading,
        "hints": notation.hints(grid.text.notations) if grid.text else [],
    }


if __name__ == "__main__":
    main()
