"""How a .csv writes numbers, dates and booleans. It is detected per column and shown with its evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evaluations.records import Json
from evaluations.workbooks import ExpectedData, compare, excel_prompt, propose_expected, read_preview
from evaluations.workbooks.comparing.cell_compare import cell_difference
from evaluations.workbooks.reading import delimited, notation
from evaluations.workbooks.writing import generate

GERMAN = (
    "Datum;Betrag;Anteil;Aktiv;Preis;PLZ\n"
    "31.01.2024;1.234,50;5 %;WAHR;€ 3,50;08123\n"
    "01.02.2024;-2,25;12,5 %;FALSCH;3.000,00 €;01067\n"
    "02.02.2024;1.000;N/A;WAHR;-€ 1,00;04109\n"
)


CSV_OF_TEXT = ExpectedData(
    file="a.csv", format="csv", sheet="a.csv", sheets=(), header_row=None, first_row=1, columns=(), rows=(), n_rows=0
)


def column(*cells: str, others: tuple[tuple[str, ...], ...] = ()) -> list[Json]:
    """Return the values of a first column that is read beside others."""
    columns = [cells, *others]
    rows = [[column[at] for column in columns] for at in range(len(cells))]
    return [notation.value(row[0], notation.find(rows)[0]) for row in rows]


def date(text: str) -> dict[str, str]:
    return {"date": text}


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("1.234,50", "7,5"), [1234.5, 7.5]),
        (("1 234,50", "2\u00a0000,5", "3\u202f000\u202f000"), [1234.5, 2000.5, 3_000_000]),
        (("1'234.50", "7.5"), [1234.5, 7.5]),
        (("1,234,567", "2"), [1_234_567, 2]),
        (("$1,234.50", "($2.00)", "-$3.25"), [1234.5, -2, -3.25]),
        (("€ 3,50", "3,50 €", "-1,25 EUR"), [3.5, 3.5, -1.25]),
        (("5 %", "12,5%"), [0.05, 0.125]),
        (("1.5", "N/A", "2"), [1.5, {"error": "N/A"}, 2]),
        (("12,34,567", "1,00,000.50", "5,000"), [1_234_567, 100_000.5, 5000]),
        (("₹ 12,34,567.00", "Rs. 20", "INR 1,000.00"), [1_234_567, 20, 1000]),
        (("1.234,50-", "12,00-", "5,00"), [-1234.5, -12, 5]),
        (("100-", "12.5-", "3"), [-100, -12.5, 3]),
        (("CHF 1'234.50", "CHF 12.-", "Fr. 3.20"), [1234.5, 12, 3.2]),
        (("EUR 1.234,50", "12,– €", "12,25 EUR"), [1234.5, 12, 12.25]),
        (("-5.00-", "(-5.00)", "1.00"), ["-5.00-", "(-5.00)", 1]),  # two signs, so no number
        (("VRAI", "FAUX"), [True, False]),
        (("31/12/2024", "01/02/2024"), [date("2024-12-31"), date("2024-02-01")]),
        (("12/31/2024", "01/02/2024"), [date("2024-12-31"), date("2024-01-02")]),
        (("13.01.24 14:30", "01.02.24"), [date("2024-01-13T14:30:00"), date("2024-02-01")]),
        (("2024/12/31", "2024/1/2"), [date("2024-12-31"), date("2024-01-02")]),
        (
            ("3. März 2024", "14. Mai 2024", "1. Dez. 2023"),
            [date("2024-03-03"), date("2024-05-14"), date("2023-12-01")],
        ),
        (
            ("3 mars 2024", "14 août 2024", "1er déc. 2023"),
            [date("2024-03-03"), date("2024-08-14"), date("2023-12-01")],
        ),
        (("March 3, 2024", "May 14th, 2024"), [date("2024-03-03"), date("2024-05-14")]),
        (("03-Mar-24", "14-May-2024 10:30"), [date("2024-03-03"), date("2024-05-14T10:30:00")]),
        (("3 de marzo de 2024", "4 ago 2024"), [date("2024-03-03"), date("2024-08-04")]),
        (
            ("12/31/2024 12:05 AM", "1/2/2024 12:00 PM", "1/2/2024, 1:30:15 pm", "1/2/2024 9:30 a.m."),
            [
                date("2024-12-31T00:05:00"),
                date("2024-01-02T12:00:00"),
                date("2024-01-02T13:30:15"),
                date("2024-01-02T09:30:00"),
            ],
        ),
        (("13/01/2024 13:05 PM", "14/01/2024 0:00 AM"), ["13/01/2024 13:05 PM", "14/01/2024 0:00 AM"]),
        (("1.200,50", "-", "7,5", "–", "n.a."), [1200.5, {"error": "-"}, 7.5, {"error": "–"}, {"error": "n.a."}]),
        (("SANT", "FALSKT"), [True, False]),
        (("TOSI", "EPÄTOSI"), [True, False]),
        (("IGAZ", "HAMIS"), [True, False]),
        (("30. Februar 2024", "3 x 2024"), ["30. Februar 2024", "3 x 2024"]),
        (("2024-03-01T10:00:00Z", "2024-03-01T10:00:00+02:00"), ["2024-03-01T10:00:00Z", "2024-03-01T10:00:00+02:00"]),
        (
            ("01/02/2024", "03/04/2024"),
            [{"date": "2024-02-01", "or": "2024-01-02"}, {"date": "2024-04-03", "or": "2024-03-04"}],
        ),
    ],
    ids=str,
)
def test_values_are_read_as_their_column_writes_them(cells: tuple[str, ...], values: list[Any]) -> None:
    assert column(*cells) == values


@pytest.mark.parametrize(
    "cells",
    [
        ("08123", "01067"),
        ("+49 30 123", "089 123 456"),
        ("1.2.3", "2.10.4"),
        ("192.168.1.1", "10.0.0.1"),
        ("32.01.2024", "00.13.2024"),
        ("31/12/2024", "12/31/2024"),
        ("north, 5", "7,5", "south"),
        ("WAHR", "vielleicht"),
        ("N/A", "none"),
        ("x", "-", "y"),
        ("(5", "6)"),
    ],
    ids=str,
)
def test_other_text_stays_text(cells: tuple[str, ...]) -> None:
    assert column(*cells) == list(cells)


def test_another_column_settles_what_one_leaves_open() -> None:
    assert column("1.234", "5.678") == [1.234, 5.678]
    assert column("1.234", "5.678", others=(("2,5", "3,75"),)) == [1234, 5678]
    assert column("01/02/2024", others=(("31/01/2024",),)) == [date("2024-02-01")]


def test_expected_values_and_evidence_follow() -> None:
    expected_data, preview = propose_expected("a.csv", GERMAN.encode()), read_preview("a.csv", GERMAN.encode())
    assert [c.type for c in expected_data.columns] == ["date", "number", "number", "boolean", "number", "text"]
    assert expected_data.header_row == 1
    assert expected_data.rows[0] == (date("2024-01-31"), 1234.5, 0.05, True, 3.5, "08123")
    assert expected_data.rows[2][1:3] == (1000, {"error": "N/A"})
    assert "Column B: decimal comma in 3 of 3 values." in preview.notes
    assert [c.type for c in preview.sheets[0].columns] == [c.type for c in expected_data.columns]
    assert preview.sheets[0].rows[1][1].value == 1234.5


def test_table_that_contains_only_numbers_has_no_header() -> None:
    assert propose_expected("a.csv", b"1,5;31.01.2024\n2,5;01.02.2024\n").header_row is None


@pytest.mark.parametrize("day", ["2024-02-01", "2024-01-02"])
def test_both_orders_of_day_and_month_count_where_neither_is_known(day: str) -> None:
    expected_data = propose_expected("a.csv", b"name,on\nx,01/02/2024\n")
    assert compare(expected_data, [{"name": "x", "on": {"$date": f"{day}T00:00:00.000Z"}}]).score == 1
    assert compare(replace(expected_data, dates="text"), [{"name": "x", "on": day}]).score == 1
    assert compare(expected_data, [{"name": "x", "on": "2024-03-01"}]).score < 1


@pytest.mark.parametrize(
    ("text", "value", "is_right"),
    [
        ("True", True, True),
        ("Vrai", True, True),
        ("Faux", True, False),
        ("yes", True, False),
        ("2024-12-31 10:00:00", {"$date": "2024-12-31T10:00:00.000Z"}, True),
        ("2024-12-31T10:00", {"$date": "2024-12-31T10:00:00.000Z"}, True),
        ("2024-12-31 10:00:00", {"$date": "2024-12-31T11:00:00.000Z"}, False),
    ],
)
def test_text_that_a_parser_may_convert_counts_either_way(text: str, value: Json, is_right: bool) -> None:
    assert delimited.value(text) == text
    assert cell_difference(text, text, CSV_OF_TEXT) is None
    assert (cell_difference(text, value, CSV_OF_TEXT) is None) is is_right


def test_prompts_say_how_the_file_writes_its_values() -> None:
    expected_data = propose_expected("a.csv", GERMAN.encode())
    for form in ("contract", "layout"):
        text = excel_prompt(None, expected_data, form)
        assert "column A has dates with the day first; column B has numbers with a decimal comma" in text
    assert "As the file writes them" not in excel_prompt(None, propose_expected("a.csv", b"a,b\n1,x\n"), "contract")


def test_a_made_file_is_written_like_the_original() -> None:
    expected_data = propose_expected("a.csv", GERMAN.encode())
    created = generate.file_of(generate.shorter(expected_data), GERMAN.encode()).decode()
    assert created.splitlines()[1] == "02.02.2024;1.000;N/A;WAHR;-€ 1,00;04109"


def test_a_long_file_is_read_in_the_notation_of_its_beginning() -> None:
    rows = "".join(f"{at},5;{at}\n" for at in range(6000))
    expected_data = propose_expected("a.csv", f"a;b\n{rows}".encode())
    assert (expected_data.rows[-1], expected_data.columns[0].type) == ((5999.5, 5999), "number")


@pytest.mark.parametrize("mark", ["^", "~", ":", "\t", "|", ";"])
def test_the_separator_that_the_first_line_names_is_used(mark: str) -> None:
    text = f"sep={mark}\r\na{mark}b,c\r\n1{mark}2\r\n3{mark}4\r\n"
    expected_data = propose_expected("a.csv", text.encode())
    assert ([column.name for column in expected_data.columns], expected_data.rows) == (["a", "b,c"], ((1, 2), (3, 4)))
