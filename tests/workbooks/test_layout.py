"""Where a table begins: header rows of text, of years and dates, with an index column; and rows that are data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evaluations.workbooks.reading import delimited
from evaluations.workbooks.reading.header import guess_header, header_row_of

LAYOUTS = Path(__file__).parents[2] / "bench/layouts/layouts.jsonl"
INVENTED = LAYOUTS.with_name("invented.jsonl")
DATES = [{"date": f"2024-{month:02}-01"} for month in (1, 2, 3)]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["a", "b"], [1, 2]], 1),
        ([["title"], ["a", "b", "c"], [1, 2, 3]], 2),
        ([["Sales", None, None], [None, None, None], ["region", 2021, 2022], ["north", 5, 7]], 3),
        ([["region", 2021, 2022, 2023], ["north", 5, 7, 9], ["south", 1, 2, 3]], 1),
        ([["region", 2023, 2022], ["north", 5, 7]], 1),
        ([["region", *DATES], ["north", 1.5, 2, 3]], 1),
        ([[2021, 2022, 2023], [1.5, 2, 3]], 1),
        ([["name", "unit", 2024], ["x", "kg", 7]], 1),
        ([[None, "a", "b"], [0, 5, 6], [1, 7, 8]], 1),
        ([[None, "a"], [0, 5], [1, 7]], 1),
        ([[None, 2021, 2022], ["north", 5, 7]], 1),
    ],
    ids=str,
)
def test_header_row_is_recognised(rows: list[list[Any]], header: int) -> None:
    assert header_row_of(rows) == header


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[1, 2], [3, 4]],
        [["north", 1], ["south", 2]],
        [["opened", 2020], ["closed", 2021]],
        [[2020, 2021], [2021, 2022]],
        [["north", 2021, 2020, 2022], ["south", 5, 7, 9]],
        [["north", 2021, 17], ["south", 2022, 18]],
        [[{"date": "2024-01-01"}, 5], [{"date": "2024-01-02"}, 6]],
        [["x", True, False], ["y", False, True]],
        [[None, 5], [1, 6], [2, 7]],
    ],
    ids=str,
)
def test_row_of_data_is_not_taken_for_a_header(rows: list[list[Any]]) -> None:
    assert header_row_of(rows) is None


@pytest.mark.parametrize("mark", ["\u2028", "\u0085", "\x0b", "\x0c"], ids=ascii)
def test_only_line_ends_of_a_csv_end_a_row(mark: str) -> None:
    rows = delimited.read(f"item,note\r\nbolt,one{mark}two\nnut,x\rnail,y", "a.csv")
    assert rows == [["item", "note"], ["bolt", f"one{mark}two"], ["nut", "x"], ["nail", "y"]]


def test_layouts_of_real_sheets_are_read_right() -> None:
    layouts = [json.loads(line) for line in LAYOUTS.read_text().strip().split("\n")]
    wrong = [layout["name"] for layout in layouts if (header_row_of(layout["rows"]) or 0) != layout["header"]]
    assert len(layouts) == 60
    assert len(wrong) <= 1, wrong


def test_made_layouts_are_read_right_or_a_person_is_asked() -> None:
    layouts = [json.loads(line) for line in INVENTED.read_text().strip().split("\n")]
    guesses = [(layout, guess_header(layout["rows"])) for layout in layouts]
    wrong = [
        (layout["name"], guess.row_to_ask_about) for layout, guess in guesses if (guess.row or 0) != layout["header"]
    ]
    assert len(layouts) == 167
    assert [name for name, asked_row in wrong if asked_row is None] == []
    assert len(wrong) <= 4, wrong
    assert sum(guess.row_to_ask_about is not None for _, guess in guesses) <= 6


@pytest.mark.parametrize(
    ("rows", "asked_row"),
    [
        ([["store", 101, 305, 203], ["north", 5, 7, 9], ["south", 1, 2, 3]], 1),
        ([["Nærbø"], ["Köln"], ["Chéu"]], 1),
        ([["Text", "I am text"], ["Number", 3.14], ["Date", DATES[0]]], 1),
        ([["a", "b"], [1, 2]], None),
        ([["region", 2021, 2022], ["north", 5, 7]], None),
        ([["north", 1], ["south", 2]], None),
        ([[1, 2], [3, 4]], None),
        ([], None),
    ],
    ids=str,
)
def test_a_person_is_asked_only_when_in_doubt(rows: list[list[Any]], asked_row: int | None) -> None:
    assert guess_header(rows).row_to_ask_about == asked_row
