"""The comparison: every accepted shape of the expected data matches whole; every kind of fault is named."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from evaluations.errors import WorkbookError
from evaluations.workbooks import (
    Comparison,
    ExpectedColumn,
    ExpectedData,
    compare,
    compare_calls,
    excel_checks,
    excel_prompt,
    export_comparison,
    propose_expected,
)
from tests.environment import needs_time
from tests.workbooks import files

DAYS = ["2021-01-31", "2021-02-01", "2021-02-28", "2021-03-01"]


def expected_of(names: list[str], types: list[str], rows: list[list[Any]], **kwargs: Any) -> ExpectedData:
    columns = tuple(
        ExpectedColumn(name=name, header=name, letter="ABCDEFGH"[at], type=types[at]) for at, name in enumerate(names)
    )
    given_: dict[str, Any] = {"file": "a.xlsx", "format": "xlsx", "sheet": "S", "sheets": ("S",)} | kwargs
    return ExpectedData(
        header_row=1, first_row=2, columns=columns, rows=tuple(map(tuple, rows)), n_rows=len(rows), **given_
    )


SALES = expected_of(
    ["item", "price", "day", "paid"],
    ["text", "number", "date", "boolean"],
    [[f"item {i} ", i + 0.25, {"date": day}, i % 2 == 0] for i, day in enumerate(DAYS)],
)
NAMES = [column.name for column in SALES.columns]


def came_back(**changes: Any) -> list[dict[str, Any]]:
    """Return a good component's result for SALES, with one column changed by a function."""
    records = []
    for row in SALES.rows:
        record = dict(zip(NAMES, row, strict=True))
        record["day"] = {"$date": record["day"]["date"] + "T00:00:00.000Z"}
        records.append({name: changes[name](value) if name in changes else value for name, value in record.items()})
    return records


def only_why(comparison: Comparison) -> str:
    assert len(comparison.whys) == 1, comparison.whys
    return next(iter(comparison.whys))


scalar = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9), st.text(min_size=1, max_size=8)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(scalar, scalar, scalar), min_size=1, max_size=12))
def test_expected_data_in_every_accepted_shape_match_fully(rows: list[tuple[Any, ...]]) -> None:
    expected_data = expected_of(["foo", "bar", "the day"], ["mixed"] * 3, [list(row) for row in rows])
    names = [column.name for column in expected_data.columns]
    records = [dict(zip(names, row, strict=True)) for row in rows]
    lists = [list(row) for row in rows]
    columns = {name: [row[at] for row in rows] for at, name in enumerate(names)}
    shapes: list[Any] = [
        records,
        lists,
        [names, *lists],
        columns,
        {"S": records},
        {"data": lists},
        [{"name": "S", "rows": records}],
        json.dumps(records),
        {"$map": [[name, values] for name, values in columns.items()]},
        [{name.upper().replace(" ", "_"): value for name, value in record.items()} for record in records],
    ]
    for shape in shapes:
        comparison = compare(expected_data, shape)
        assert comparison.is_equal, (shape, comparison.summary)
        assert comparison.score == 1.0
    assert compare_calls(expected_data, [{"prop": "onData", "args": list(columns.values())}]).is_equal


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"day": lambda v: {"$date": v["$date"].replace("T00", "T05")}}, "time zone: 5 h late"),
        ({"day": lambda v: dt.date.fromisoformat(v["$date"][:10]).toordinal() - 693594}, "serial number for date"),
        ({"day": lambda v: "1/31/21"}, "formatted text for date"),
        ({"day": lambda v: {"$date": None}}, "invalid date"),
        ({"price": str}, "text for number"),
        ({"price": lambda v: f"${v:.2f}"}, "formatted text for number"),
        ({"price": int}, "rounded"),
        ({"price": lambda v: v * 100}, "percent as whole number"),
        ({"price": lambda v: None}, "blank for number"),
        ({"price": lambda v: {"$number": "NaN"}}, "NaN for number"),
        ({"item": str.strip}, "trimmed"),
        ({"item": str.upper}, "case changed"),
        ({"paid": lambda v: str(v).upper()}, "text for boolean"),
    ],
)
def test_each_fault_is_named(changes: Any, why: str) -> None:
    comparison = compare(SALES, came_back(**changes))
    assert not comparison.is_equal
    assert (comparison.n_cells, comparison.n_equal) == (16, 12)
    assert only_why(comparison) == why
    assert why in comparison.summary


def test_dates_one_day_early_are_reported_in_one_sentence() -> None:
    early = {"2021-01-31": "2021-01-30", "2021-02-01": "2021-01-31"}
    got = came_back(day=lambda v: {"$date": early.get(v["$date"][:10], v["$date"][:10]) + "T00:00:00.000Z"})
    assert compare(SALES, got).summary == "2 of 16 cells are wrong: dates one day early (2)."


def test_missing_extra_and_header_rows_are_distinguished() -> None:
    got = came_back()
    missing = compare(SALES, got[:1] + got[2:])
    assert (missing.n_missing_rows, missing.n_extra_rows, missing.score) == (1, 0, 0.75)
    assert [row.status for row in missing.rows] == ["match", "missing", "match", "match"]
    assert missing.rows[1].number == 3
    extra = compare(SALES, [*got, {"item": "total", "price": 7}])
    assert (extra.n_extra_rows, extra.is_equal) == (1, False)
    header = compare(SALES, [{name: name for name in NAMES}, *got])
    assert (header.whys, header.n_extra_rows) == ({"header read as data": 4}, 1)


def test_blank_rows_and_blank_cells_are_equal_to_what_is_not_there() -> None:
    expected_data = expected_of(["foo", "bar"], ["number"] * 2, [[1, None], [None, None], [2, 3]])
    for blank in (None, "", {"$undefined": True}):
        assert compare(expected_data, [{"foo": 1, "bar": blank}, {"foo": 2, "bar": 3}]).is_equal
    assert compare(expected_data, [{"foo": 1}, {}, {"foo": 2, "bar": 3}]).is_equal
    assert only_why(compare(expected_data, [{"foo": 1, "bar": 0}, {"foo": 2, "bar": 3}])) == "zero for blank"
    kept = replace(expected_data, blanks="keep_rows")
    assert compare(kept, [{"foo": 1}, {"foo": 2, "bar": 3}]).n_missing_rows == 1


BLANKS = expected_of(
    ["foo", "bar", "baz"],
    ["text", "number", "number"],
    [["a", 1, 10], ["b", None, 20], ["c", 3, None], [None, None, None], ["d", 4, 40]],
)


@pytest.mark.parametrize(
    ("got", "blanks", "why", "summary"),
    [
        (
            [["a", 1, 10], ["b", 20], ["c", 3], ["d", 4, 40]],
            "skip_rows",
            "blank dropped",
            "2 of 12 cells are wrong: blank dropped (2).",
        ),
        (
            {"foo": ["a", "b", "c", "d"], "bar": [1, 3, 4], "baz": [10, 20, 40]},
            "skip_rows",
            "blank dropped",
            "5 of 12 cells are wrong: blank dropped (5).",
        ),
        (
            [["a", 1, 10], ["d", 4, 40]],
            "skip_rows",
            "row with a blank dropped",
            "6 of 12 cells are wrong: 2 rows with a blank dropped.",
        ),
        (
            [["a", 1, 10], ["b", None, 20], ["c", 3, None], ["d", 4, 40]],
            "keep_rows",
            "blank row dropped",
            "3 of 15 cells are wrong: 1 blank row dropped.",
        ),
        ([["a", 1, 10], ["b", None, 20]], "skip_rows", "missing row", "6 of 12 cells are wrong: 2 missing rows."),
    ],
)
def test_dropped_blanks_are_named(got: Any, blanks: Any, why: str, summary: str) -> None:
    comparison = compare(replace(BLANKS, blanks=blanks), got)
    assert (only_why(comparison), comparison.summary) == (why, summary)
    assert sum(comparison.whys.values()) == comparison.n_cells - comparison.n_equal


def test_a_promised_shape_is_strict() -> None:
    strict = replace(SALES, shape="records")
    assert compare(strict, came_back()).is_equal
    comparison = compare(strict, [list(record.values()) for record in came_back()])
    assert not comparison.is_equal
    assert "an array of objects" in comparison.summary


@pytest.mark.parametrize("value", [None, 7, "hello", [], {}, [[]], [None], {"a": {"b": {"c": {}}}}, [[[[[[[1]]]]]]]])
def test_value_without_a_table_is_a_mismatch_and_no_crash(value: Any) -> None:
    comparison = compare(SALES, value)
    assert (comparison.is_equal, comparison.n_equal) == (False, 0)
    assert comparison.summary
    assert Comparison.from_json(json.loads(json.dumps(comparison.to_json()))) == comparison


def test_comparison_stored_under_the_old_name_of_its_error_is_read() -> None:
    comparison = compare_calls(SALES, [])
    assert comparison.error
    stored: dict[str, Any] = dict(comparison.to_json())
    stored["trouble"] = stored.pop("error")
    assert Comparison.from_json(json.loads(json.dumps(stored))) == comparison


def test_missing_call_is_reported() -> None:
    assert compare_calls(SALES, []).summary == "The callback was never called."


def test_comparison_of_12_000_rows_takes_bounded_time() -> None:
    expected_data = expected_of(["n", "m"], ["number"] * 2, [[i, i * 3 + 1] for i in range(12_000)])
    comparison = compare(expected_data, [{"n": i, "m": str(i)} for i in range(12_000)])
    assert (comparison.n_cells, comparison.n_differs) == (24_000, 12_000)
    assert len(comparison.rows) <= 200
    assert len(comparison.strip) <= 400
    assert len(json.dumps(comparison.to_json())) < 100_000
    late = compare(expected_data, [[i, i * 3 + 1] for i in range(300, 12_000)])
    assert (late.n_missing_rows, late.n_differs) == (300, 600)


@pytest.mark.parametrize(
    ("n_columns", "n_rows_kept"), [(20, 200), (40, 100), (400, 10), pytest.param(4000, 2, marks=[needs_time])]
)
def test_stored_cells_do_not_grow_with_the_columns(n_columns: int, n_rows_kept: int) -> None:
    names = [f"c{i}" for i in range(n_columns)]
    columns = tuple(
        ExpectedColumn(name=name, header=name, letter=get_column_letter(at + 1), type="number")
        for at, name in enumerate(names)
    )
    rows = [[row * n_columns + at for at in range(n_columns)] for row in range(250)]
    expected_data = replace(SALES, columns=columns, rows=tuple(map(tuple, rows)), n_rows=len(rows))
    right = compare(expected_data, rows)
    assert right.is_equal
    assert len(right.rows) == n_rows_kept
    wrong = compare(expected_data, [[value + (at == 7) for at, value in enumerate(row)] for row in rows])
    assert wrong.n_differs == 250
    assert len(wrong.rows) == n_rows_kept
    assert len(compare_calls(expected_data, []).rows) == n_rows_kept


def test_export_colours_differences_and_keeps_text_that_looks_like_a_formula() -> None:
    comparison = compare(SALES, came_back(item=lambda v: "=1+1"))
    target = io.BytesIO()
    export_comparison(comparison, target)
    book = openpyxl.load_workbook(target)
    cell = book["Cells"]["C2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert cell.fill.fgColor.rgb.endswith("FFF3C4")
    assert book["Cells"]["D2"].fill.fill_type is None
    assert book["Differences"].max_row == 5


def test_expected_data_follow_the_stated_rule_and_survive_storage() -> None:
    content = files.workbook([["Sales of 2021", None], [None, None], ["foo", "bar"], [1, 2], [None, None], [3, 4]])
    expected_data = propose_expected("s.xlsx", content)
    assert (expected_data.header_row, expected_data.first_row, expected_data.n_rows) == (3, 4, 3)
    assert expected_data.rows == ((1, 2), (None, None), (3, 4))
    assert [number for number, _ in expected_data.expected()] == [4, 6]
    assert ExpectedData.from_json(json.loads(json.dumps(expected_data.to_json()))) == expected_data
    chosen = propose_expected("s.xlsx", content, header_row=0, columns=["B"])
    assert [column.name for column in chosen.columns] == ["B"]
    with pytest.raises(WorkbookError, match='no column "baz"'):
        propose_expected("s.xlsx", content, columns=["baz"])


def test_original_prompt_is_generated_from_its_workbook() -> None:
    expected_data = propose_expected("fb.xlsx", files.workbook([["foo", "bar"], [1, 2]]))
    assert excel_prompt(None, expected_data) == (
        "A react component that allows the user to upload excel files. One sheet, two columns, headers foo and bar, "
        "number values. When uploaded it is parsed using XLSX, and the final parsed values of foo and bar are given "
        "back as an array to the callback"
    )
    contract = excel_prompt(None, expected_data, "contract")
    assert "`onParsed`" in contract
    assert "| 1 | 2 |" in contract
    assert len(excel_prompt(None, expected_data, "contract", max_chars=900)) <= 900


def test_check_file_never_contains_the_expected_data() -> None:
    source = excel_checks(SALES, "a.xlsx").source
    assert '"a.xlsx"' in source
    assert "item 1" not in source
    assert "2021-01-31" not in source
