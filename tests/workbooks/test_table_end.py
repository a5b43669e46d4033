"""Where a table ends: notes below it do not belong to it, totals do, and in doubt a person is asked."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations.records import Json
from evaluations.workbooks import admit, propose_expected, table_question
from evaluations.workbooks.comparing.expected import ExpectedData
from evaluations.workbooks.reading.table_end import notes_below, total_at_end
from tests.workbooks import files

TABLE: list[list[Json]] = [["city", "people", "area"], ["Ulm", 128, 118.7], ["Jena", 110, 114.8], ["Bonn", 336, 141.1]]
BLANK: list[Json] = [None, None, None]


@pytest.mark.parametrize(
    ("below", "reason"),
    [
        ([BLANK, ["Source: statistics office"]], "rows 6: row 5 is blank"),
        ([BLANK, BLANK, ["Notes"], ["1) people in thousands"]], "rows 7 to 8"),
        ([["* estimated"]], "“* estimated” begins like a note"),
        ([["Quelle:", "Statistisches Bundesamt"]], "begins like a note"),
        ([BLANK, ["Stand:", {"date": "2024-03-01"}]], "begins like a note"),
        ([BLANK, [None, "as people count themselves"]], "text in column B, which contains numbers"),
        ([["Some"], [None, "words"], [None, None, "below"]], "text in column B, which contains numbers"),
        ([["All figures are those of the last census and were rounded to full thousands."]], "a sentence"),
    ],
)
def test_notes_end_a_table(below: list[list[Json]], reason: str) -> None:
    end = notes_below([*TABLE, *below], 1)
    assert end is not None
    assert (end.last, end.is_certain) == (4, True)
    assert reason.replace("rows 6:", "row 6:") in end.reason


@pytest.mark.parametrize(
    "rows",
    [
        TABLE,
        [*TABLE, BLANK, ["Total", 574, 374.6]],
        [*TABLE, ["Total"]],
        [*TABLE, ["Kiel"]],  # nothing shows what this row is
        [*TABLE, BLANK, ["Kiel", 246, 118.6]],
        [["name", "note"], ["Ada", "Note: late"], ["Max", "ok"], ["Note: Eve"]],  # here such words are data
        [["text"], ["one"], ["two"], [None], ["Source: three"]],  # a list has no numbers that show where it ends
        [["step", "what"], ["a) cut", 1], ["b) glue", 2], ["c) dry"]],
        [["city", "people"]],
        [],
    ],
)
def test_rows_that_are_not_taken_for_notes(rows: list[list[Json]]) -> None:
    assert notes_below(rows, 1) is None


def test_a_lone_text_after_a_blank_row_is_asked_about() -> None:
    end = notes_below([*TABLE, BLANK, ["Kiel"]], 1)
    assert end is not None
    assert (end.last, end.is_certain) == (4, False)
    assert end.reason == "row 6: row 5 is blank, text in only one column"


def test_totals_are_recognised_by_their_sum() -> None:
    end = total_at_end([*TABLE, ["Total", 574, 99]], 1, 5)
    assert end is not None
    assert (end.last, end.reason) == (4, "row 5 contains totals: B5 is the sum of the numbers above it")
    assert total_at_end([*TABLE, ["Total", 500, 99]], 1, 5) is None
    assert total_at_end([*TABLE, ["Totally", 574, 374.6]], 1, 5) is None


def proposed(rows: list[list[Any]]) -> tuple[ExpectedData, list[tuple[str, str]]]:
    admission = admit("a.xlsx", files.workbook(rows))
    assert admission.expected_data is not None
    return admission.expected_data, [(table["kind"], table["region"]) for table in admission.preview.tables]


def test_a_table_with_notes_is_proposed_without_them() -> None:
    rows: list[list[Any]] = [["Cities"], [], *TABLE, ["Total", 574, 374.6], [], ["Source: statistics office"]]
    expected_data, tables = proposed(rows)
    assert (expected_data.region, expected_data.header_row, expected_data.n_rows, expected_data.rows[-1]) == (
        "A3:C7",
        3,
        4,
        ("Total", 574, 374.6),
    )
    assert tables == [("block", "A3:C7"), ("sheet", ""), ("block", "A3:C6")]
    whole = propose_expected("a.xlsx", files.workbook(rows), sheet="Sheet1")
    assert (whole.region, len(whole.rows)) == ("", 6)


def test_notes_below_a_long_table_are_found_too() -> None:
    rows: list[list[Any]] = [["n", "half"], *([n, n / 2] for n in range(300)), [], ["* by hand"]]
    expected_data, tables = proposed(rows)
    assert (expected_data.region, expected_data.n_rows) == ("A1:B301", 300)
    assert tables[0] == ("block", "A1:B301")


def test_a_person_is_asked_whether_rows_count() -> None:
    expected_data, tables = proposed([*TABLE, [], ["Kiel"]])
    assert (expected_data.region, tables) == ("", [("sheet", ""), ("block", "A1:C4")])
    question = "The table may end before notes. Do these rows count? Row 6: row 5 is blank, text in only one column."
    assert table_question(expected_data.to_json()) == question
