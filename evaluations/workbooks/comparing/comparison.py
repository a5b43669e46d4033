"""Compares the expected table, cell by cell, with the values that a component passed to its callback."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from evaluations.records import Json, to_json
from evaluations.workbooks.comparing.cell_compare import is_nothing
from evaluations.workbooks.comparing.expected import ExpectedData
from evaluations.workbooks.comparing.row_alignment import BLANK_ROW, BLANK_ROW_KEPT, Got, align
from evaluations.workbooks.comparing.table_detection import (
    MISSING,
    Table,
    column_order,
    described,
    promised_table,
    tables,
)

MAX_ROWS_KEPT = 200
MAX_EQUAL_KEPT = 40
MAX_CELLS_KEPT = 4000
MAX_STRIP = 400
MAX_TEXT = 200
SHAPE_WORDS = {"records": "an array of objects", "columns": "an array for each column"}
SHAPE_NAMES = {**SHAPE_WORDS, "columns": "an object with an array for each column", "rows": "an array of arrays"}
MISSING_COLUMN = "missing column"
ROW_WITH_BLANK = "row with a blank dropped"
ROW_WORDS = {
    "missing row": ("missing row", "missing rows"),
    "extra row": ("extra row", "extra rows"),
    ROW_WITH_BLANK: ("row with a blank dropped", "rows with a blank dropped"),
    BLANK_ROW: ("blank row dropped", "blank rows dropped"),
    BLANK_ROW_KEPT: ("blank row kept", "blank rows kept"),
}
NOT_CALLED = "The callback was never called."
OLD_NAMES = {"trouble": "error"}  # keys of comparisons that were stored before 2026-11-30
Status = Literal["match", "differs", "missing", "extra"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellResult:
    """One cell. why is empty when it is equal; expected is None in an extra row, got in a missing one."""

    expected: Json
    got: Json
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """One row of the comparison. number: row of the sheet, None for an extra row; at: index in the returned value."""

    status: Status
    number: int | None
    at: int | None
    cells: tuple[CellResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The result for one file. rows keeps the first 200 rows, wrong ones before equal ones, in sheet order.

    Of sheets with more than 20 columns it keeps fewer rows: 4,000 cells, but at least two rows.

    strip: one letter for each stretch of rows: "=" equal, "x" differs, "-" missing, "+" extra.
    whys: words to number of cells. error: why there is no table at all, else empty.
    """

    n_cells: int
    n_equal: int
    n_rows: int
    columns: tuple[str, ...]
    whys: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[RowResult, ...] = ()
    n_differs: int = 0
    n_missing_rows: int = 0
    n_extra_rows: int = 0
    strip: str = ""
    shape: str = ""
    prop: str = ""
    error: str = ""
    summary: str = ""
    extra_columns: tuple[str, ...] = ()

    @property
    def score(self) -> float:
        """Share of cells equal, in [0, 1]; extra rows count as cells that are wrong."""
        return self.n_equal / self.n_cells if self.n_cells else float(not self.error)

    @property
    def is_equal(self) -> bool:
        """Whether all cells are equal and no row is extra or missing."""
        return self.n_equal == self.n_cells and not self.error

    def to_json(self) -> Json:
        """Return JSON-ready data: at most 200 rows and 4,000 cells (or two rows), texts of at most 200 characters."""
        return to_json(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Comparison:
        """Return the record that `to_json` made."""
        data = {OLD_NAMES.get(name, name): value for name, value in data.items()}
        rows = tuple(
            RowResult(**{**row, "cells": tuple(CellResult(**cell) for cell in row["cells"])}) for row in data["rows"]
        )
        lists = {name: tuple(data[name]) for name in ("columns", "extra_columns")}
        return cls(**{**data, **lists, "rows": rows})


def compare(expected_data: ExpectedData, captured: Json) -> Comparison:
    """Compare one captured value with the expected data, in the reading that fits best."""
    best: Comparison | None = None
    n_expected = len(expected_data.expected())
    for table in _readings(expected_data, captured):
        if not _is_promised(expected_data, table) or (best and len(table.rows) < best.score * n_expected):
            continue  # such a short table cannot be better
        comparison = _compare_table(expected_data, table)
        if best is None or _rank(comparison) > _rank(best):
            best = comparison
        if best.is_equal:
            break
    return best or nothing(expected_data, _no_table(expected_data, captured))


def _readings(expected_data: ExpectedData, captured: Json) -> Iterable[Table]:
    """Yield every reading of a value as a table; only the value itself if the prompt promises its shape."""
    if not _is_exact(expected_data):
        return tables(captured, expected_data)
    table = promised_table(captured, expected_data)
    return [table] if table else []


def _is_exact(expected_data: ExpectedData) -> bool:
    return expected_data.contract.once and expected_data.shape != "any"


def _rank(comparison: Comparison) -> tuple[float, int, int]:
    return comparison.score, -comparison.n_extra_rows, -len(comparison.whys)


def compare_calls(expected_data: ExpectedData, calls: Sequence[Mapping[str, Json]]) -> Comparison:
    """Return the best of all callback calls ({"prop", "args"}): each argument alone, then all arguments together."""
    best: Comparison | None = None
    for call in reversed(calls):
        args = call.get("args")
        args = args if isinstance(args, list) else []
        for value in [*args, args] if len(args) > 1 else args:
            comparison = compare(expected_data, value)
            if best is None or comparison.score > best.score or (best.error and not comparison.error):
                best = _with_prop(comparison, str(call.get("prop", "")))
        if best is not None and best.is_equal:
            return best
    return best or nothing(expected_data, NOT_CALLED if not calls else "The callback was called without any value.")


def _with_prop(comparison: Comparison, prop: str) -> Comparison:
    return replace(comparison, prop=prop)


def nothing(expected_data: ExpectedData, reason: str) -> Comparison:
    """Return the comparison without a table: every row is missing. error: the reason as a sentence."""
    expected = expected_data.expected()
    rows = [_missing(number, row) for number, row in expected[: rows_kept(len(expected_data.columns))]]
    return Comparison(
        n_cells=len(expected) * len(expected_data.columns),
        n_equal=0,
        n_rows=len(expected),
        columns=tuple(column.name for column in expected_data.columns),
        rows=tuple(map(_bounded_row, rows)),
        n_missing_rows=len(expected),
        strip=_strip(["missing"] * len(expected)),
        error=reason,
        summary=reason,
    )


def _is_promised(expected_data: ExpectedData, table: Table) -> bool:
    return (
        expected_data.shape == "any"
        or table.shape == expected_data.shape
        or (not expected_data.rows and not table.rows)
    )


def _no_table(expected_data: ExpectedData, captured: Json) -> str:
    if _is_exact(expected_data):
        shape = SHAPE_NAMES.get(expected_data.shape, SHAPE_NAMES["rows"])
        return f"The callback got {described(captured)}; the prompt asks for {shape}."
    if expected_data.shape != "any" and any(True for _ in tables(captured, expected_data)):
        shape = {"records": "an array of objects", "columns": "an array for each column"}.get(
            expected_data.shape, "rows of cells"
        )
        return f"What the callback got is a table, but not in the shape that the prompt asks for: {shape}."
    return f"What the callback got contains no table: {_short_value(captured)!s:.120}"


def _compare_table(expected_data: ExpectedData, table: Table) -> Comparison:
    order = column_order(table, expected_data)
    got = [[row[i] if i is not None and i < len(row) else MISSING for i in order] for row in table.rows]
    counts_blank = expected_data.blanks == "keep_rows" or expected_data.contract.no_blank_rows
    numbered = [(at, row) for at, row in enumerate(got) if counts_blank or not all(map(is_nothing, row))]
    if expected_data.n_rows > len(
        expected_data.rows
    ):  # the expected data holds only the first rows of a very long sheet
        numbered = numbered[: len(expected_data.expected())]
    rows = _with_blank_reasons(list(_results(expected_data, numbered, is_by_column=table.shape == "columns")))
    missing = _missing_columns(expected_data, table, order)
    rows = _with_column_reasons(rows, missing) if missing else rows
    whys = Counter(cell.why for row in rows for cell in row.cells if cell.why)
    n_equal = sum(not cell.why for row in rows if row.status in ("match", "differs") for cell in row.cells)
    counts = Counter(row.status for row in rows)
    columns_used = {i for i in order if i is not None}
    names = table.names or []
    comparison = Comparison(
        n_cells=len(rows) * len(expected_data.columns),
        n_equal=n_equal,
        n_rows=len(expected_data.expected()),
        columns=tuple(column.name for column in expected_data.columns),
        whys=dict(whys.most_common(20)),
        rows=_kept_row_results(rows),
        n_differs=sum(whys.values()),
        n_missing_rows=counts["missing"],
        n_extra_rows=counts["extra"],
        strip=_strip([row.status for row in rows]),
        shape=table.shape,
        extra_columns=tuple(name for i, name in enumerate(names) if i not in columns_used and name)[:20],
    )
    return replace(comparison, summary=_sentence(comparison, [expected_data.columns[at].name for at in missing]))


def _missing_columns(expected_data: ExpectedData, table: Table, order: Sequence[int | None]) -> list[int]:
    """Return columns whose promised key is not among the returned names."""
    promised = [
        at for at, column in enumerate(expected_data.columns) if column.letter in expected_data.contract.columns
    ]
    return [at for at in promised if table.names is not None and order[at] is None]


def _with_column_reasons(rows: list[RowResult], missing: list[int]) -> list[RowResult]:
    def with_reasons(row: RowResult) -> RowResult:
        cells = enumerate(row.cells)
        named = (replace(cell, why=MISSING_COLUMN) if at in missing and cell.why else cell for at, cell in cells)
        return replace(row, cells=tuple(named))

    return [with_reasons(row) if row.status == "differs" else row for row in rows]


def _results(expected_data: ExpectedData, got: list[Got], *, is_by_column: bool) -> Iterator[RowResult]:
    for expected, came, whys in align(expected_data, expected_data.expected(), got, is_by_column=is_by_column):
        if expected is None:
            assert came is not None
            cells = tuple(CellResult(expected=None, got=g, why=why) for g, why in zip(came[1], whys, strict=True))
            yield RowResult(status="extra", number=None, at=came[0], cells=cells)
        elif came is None:
            yield _missing(*expected, whys)
        else:
            paired = zip(expected[1], came[1], whys, strict=True)
            cells = tuple(CellResult(expected=e, got=g, why=why) for e, g, why in paired)
            yield RowResult(status="differs" if any(whys) else "match", number=expected[0], at=came[0], cells=cells)


def _missing(number: int, row: Sequence[Json], whys: Sequence[str] = ()) -> RowResult:
    reasons = whys or ["missing row"] * len(row)
    cells = tuple(CellResult(expected=value, got=None, why=why) for value, why in zip(row, reasons, strict=True))
    return RowResult(status="missing", number=number, at=None, cells=cells)


def _with_blank_reasons(rows: list[RowResult]) -> list[RowResult]:
    """Give a blank cell as the reason of missing rows, when all missing rows have one and no other row is missing."""

    def has_blank(row: RowResult) -> bool:
        return any(cell.expected is None for cell in row.cells)

    missing = [row for row in rows if row.status == "missing"]
    others = (row for row in rows if row.status in ("match", "differs"))
    if not missing or not all(map(has_blank, missing)) or any(map(has_blank, others)):
        return rows
    words = {"missing row": ROW_WITH_BLANK}

    def with_reasons(row: RowResult) -> RowResult:
        return replace(row, cells=tuple(replace(cell, why=words.get(cell.why, cell.why)) for cell in row.cells))

    return [with_reasons(row) if row.status == "missing" else row for row in rows]


def _short_value(value: Json) -> Json:
    """Return a value that is short enough to store: long texts and objects are cut."""
    if isinstance(value, str):
        return value if len(value) <= MAX_TEXT else value[:MAX_TEXT] + "…"
    if isinstance(value, list | dict):
        text = str(value)
        return value if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…"
    return value


def rows_kept(n_columns: int) -> int:
    """Return the number of rows that are kept of a sheet with that many columns."""
    return min(MAX_ROWS_KEPT, max(2, MAX_CELLS_KEPT // max(1, n_columns)))


def _kept_row_results(rows: list[RowResult]) -> tuple[RowResult, ...]:
    """Return at most 200 rows in their order: the first equal ones, and wrong ones as far as there is room."""
    equal = [at for at, row in enumerate(rows) if row.status == "match"]
    wrong = [at for at, row in enumerate(rows) if row.status != "match"]
    most = rows_kept(len(rows[0].cells)) if rows else 0
    some = equal[: max(most * MAX_EQUAL_KEPT // MAX_ROWS_KEPT, most - len(wrong))]
    chosen = sorted([*some, *wrong[: most - len(some)]])
    return tuple(_bounded_row(rows[at]) for at in chosen)


def _bounded_row(row: RowResult) -> RowResult:
    cells = tuple(CellResult(expected=_short_value(c.expected), got=_short_value(c.got), why=c.why) for c in row.cells)
    return RowResult(status=row.status, number=row.number, at=row.at, cells=cells)


def _strip(statuses: Sequence[str]) -> str:
    """Return at most 400 letters; a stretch shows its worst row."""
    letters = {"match": "=", "differs": "x", "missing": "-", "extra": "+"}
    step = -(-len(statuses) // MAX_STRIP) if statuses else 1
    stretches = (statuses[at : at + step] for at in range(0, len(statuses), step))
    return "".join(letters[next((s for s in stretch if s != "match"), "match")] for stretch in stretches)


def _sentence(comparison: Comparison, missing_columns: Sequence[str]) -> str:
    n_wrong = comparison.n_cells - comparison.n_equal
    columns = _columns_sentence(missing_columns, comparison.extra_columns) if MISSING_COLUMN in comparison.whys else ""
    if columns and set(comparison.whys) == {MISSING_COLUMN}:
        return columns
    return f"{columns} {_cells_sentence(comparison, n_wrong)}".lstrip()


def _columns_sentence(missing: Sequence[str], others: Sequence[str]) -> str:
    """Return a sentence like: Column "Paid at" is missing; the rows have paidAt."""
    if not missing:
        return ""
    names = _name_list([f'"{name}"' for name in missing])
    came = f"; the rows have {_name_list(others)}" if others else ""
    return f"Column{' ' if len(missing) == 1 else 's '}{names} {'is' if len(missing) == 1 else 'are'} missing{came}."


def _name_list(names: Sequence[str]) -> str:
    shown = [name[:60] for name in names[:5]]
    return ", ".join(shown) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _cells_sentence(comparison: Comparison, n_wrong: int) -> str:
    if not n_wrong:
        return (
            f"All {comparison.n_cells:,} cells are right."
            if comparison.n_cells
            else "The sheet is empty, and so is the answer."
        )
    top = [_words(why, n, len(comparison.columns)) for why, n in list(comparison.whys.items())[:3]]
    more = f" and {len(comparison.whys) - 3} more kinds" if len(comparison.whys) > 3 else ""
    verb = "is" if n_wrong == 1 else "are"
    return f"{n_wrong:,} of {comparison.n_cells:,} cells {verb} wrong: {', '.join(top)}{more}."


def _words(why: str, n_cells: int, n_columns: int) -> str:
    """Return a kind of difference with its number: of rows for differences of whole rows, otherwise of cells."""
    if (row := ROW_WORDS.get(why)) and n_cells % n_columns == 0:
        n = n_cells // n_columns
        return f"{n:,} {row[n > 1]}"
    words = {"date one day early": "dates one day early", "date one day late": "dates one day late"}
    return f"{words.get(why, why)} ({n_cells:,})" if n_cells > 1 else why
