"""The tables that a workbook offers, the likeliest first, and the expected data of one of them."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from evaluations.errors import WorkbookError
from evaluations.workbooks import admit, excel_prompt, propose_expected
from evaluations.workbooks.reading.table_choices import tables_on

SALES: list[list[Any]] = [["item", "sold"], ["nut", 5], ["bolt", 7]]
STAFF: list[list[Any]] = [["name", "age"], ["Ada", 36], ["Max", 41]]


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def book_of(**sheets: list[list[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    return book


@pytest.mark.parametrize(
    ("cover", "reason"),
    [
        (
            (
                "Export_Summary",
                [["This document was exported from Numbers."], ["Sheet 1", "T"]],
            ),
            "Apple Numbers' summary of the export",
        ),
        (("Cover", [["Annual report"], ["prepared by", "the office"]]), "text only: looks like a cover sheet"),
        (("Read_me", [["How to use this file"]]), "text only: looks like a cover sheet"),
        (
            (
                "Exportzusammenfassung",
                [
                    [None, "Dieses Dokument wurde aus Numbers exportiert."],
                    ["Blatt", "Arbeitsblatt"],
                    ["Blatt 1", "Sales"],
                ],
            ),
            "lists other sheets",
        ),
    ],
    ids=["numbers", "cover", "read me", "numbers in German"],
)
def test_sheet_that_only_tells_about_others_is_not_proposed(cover: tuple[str, list[list[Any]]], reason: str) -> None:
    admission = admit("a.xlsx", saved(book_of(**{cover[0]: cover[1]}, Sales=SALES)))
    assert admission.expected_data is not None
    assert (admission.expected_data.sheet, admission.expected_data.header_row) == ("Sales", 1)
    assert [(t["sheet"], t["reason"]) for t in admission.preview.tables] == [
        ("Sales", "a whole sheet with its header in row 1 above values"),
        (cover[0].replace("_", " "), reason),
    ]


def test_sheet_of_text_stays_when_nothing_else_is_a_table() -> None:
    admission = admit("a.xlsx", saved(book_of(Notes=[["a", "b"], ["c", "d"]], Other=[["x"]])))
    assert admission.expected_data is not None
    assert admission.expected_data.sheet == "Notes"


def test_tables_of_one_sheet_are_offered_and_read_by_themselves() -> None:
    rows: list[list[Any]] = [*SALES, [], *[[None, None, None, *row] for row in STAFF], [], ["Source: own count"]]
    content = saved(book_of(Both=rows))
    admission = admit("a.xlsx", content)
    assert [(t["kind"], t["region"]) for t in admission.preview.tables] == [
        ("block", "A1:B3"),
        ("block", "D5:E7"),
        ("sheet", ""),
    ]
    staff = propose_expected("a.xlsx", content, sheet="Both", region="D5:E7")
    assert ([c.name for c in staff.columns], staff.rows, staff.header_row, staff.first_row) == (
        ["name", "age"],
        (("Ada", 36), ("Max", 41)),
        5,
        6,
    )
    for form in ("seed", "contract", "layout"):
        assert "D5:E7" in excel_prompt(None, staff, form)


def test_excels_tables_and_named_ranges_are_offered() -> None:
    book = book_of(Data=[["Report"], [], *SALES, ["Total", 12]], Staff=STAFF)
    table = Table(displayName="Sales", ref="A3:B6", totalsRowCount=1)
    book["Data"].add_table(table)
    book.defined_names["People"] = DefinedName("People", attr_text="Staff!$A$1:$B$3")
    book.defined_names["Rate"] = DefinedName("Rate", attr_text="Staff!$B$2")
    admission = admit("a.xlsx", saved(book)).preview.tables
    assert (admission[0]["kind"], admission[0]["region"], admission[0]["reason"]) == (
        "table",
        "A3:B5",
        'Excel table "Sales" in A3:B5',
    )
    assert ("range", "People", "A1:B3") in [(t["kind"], t["name"], t["region"]) for t in admission]
    assert "Rate" not in [t["name"] for t in admission]


def test_single_table_is_not_offered_as_a_choice() -> None:
    assert admit("a.xlsx", saved(book_of(Data=SALES))).preview.tables == ()


@pytest.mark.parametrize("region", ["B3", "Z9:A1", "A0:B2", "'; --", "A9:B12"])
def test_wrong_range_is_refused_with_a_sentence(region: str) -> None:
    with pytest.raises(WorkbookError, match=r"range|ends"):
        propose_expected("a.xlsx", saved(book_of(Data=SALES)), sheet="Data", region=region)


def test_blank_rows_and_columns_part_tables() -> None:
    side_by_side: list[list[Any]] = [["a", "b", None, "c", "d"], [1, 2, None, 3, 4]]
    assert tables_on(side_by_side) == [(0, 0, 1, 1), (0, 3, 1, 4)]
    assert tables_on([["a", "b"], [1, 2], [None, None], ["note"]]) == [(0, 0, 1, 1)]
    assert tables_on([]) == []


def test_table_with_sheet_names_and_values_is_not_a_cover_sheet() -> None:
    totals = [["region", "sum"], ["North", 5], ["South", 7]]
    people = [["name", "department"], ["Ada", "Sales"], ["Max", "Office"]]
    for books in ({"All": totals, "North": SALES, "South": SALES}, {"Staff": people, "Sales": SALES}):
        admission = admit("a.xlsx", saved(book_of(**books)))
        assert admission.expected_data is not None
        assert admission.expected_data.sheet == next(iter(books))
