"""An exact contract is graded by its sentences: each one is required, and a deleted one is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evaluations.workbooks import ExpectedColumn, ExpectedData, call_fault, compare, contract_of, excel_prompt
from evaluations.workbooks.comparing.contract import OPEN_CONTRACT

ROWS: list[list[Any]] = [
    ["Ito", {"date": "2023-12-31"}, {"date": "2023-11-05T09:30:00"}, {"time": "09:15:00"}, {"duration": 27915.0}, 2],
    ["Ada", {"date": "2024-02-29"}, {"date": "2024-02-01"}, None, {"duration": 450300.0}, 3.5],
]
SHAPE = "The callback got {}; the prompt asks for an array of objects."
PAID_AT = '| C | Paid at | string "YYYY-MM-DD", with a time of day "YYYY-MM-DDTHH:MM:SS" |\n'
GOOD: list[dict[str, Any]] = [
    {
        "Guest": "Ito",
        "Arrival": "2023-12-31",
        "Paid at": "2023-11-05T09:30:00",
        "Starts": "09:15:00",
        "Logged": "7:45:15",
        "Rooms": 2,
    },
    {
        "Guest": "Ada",
        "Arrival": "2024-02-29",
        "Paid at": "2024-02-01",
        "Starts": None,
        "Logged": "125:05:00",
        "Rooms": 3.5,
    },
]
LISTS = [list(row.values()) for row in GOOD]
ACROSS = [list(values) for values in zip(*LISTS, strict=True)]
TYPES = {
    "Guest": "text",
    "Arrival": "date",
    "Paid at": "date",
    "Starts": "time",
    "Logged": "duration",
    "Rooms": "number",
}


def expected_of(**kwargs: Any) -> ExpectedData:
    columns = tuple(
        ExpectedColumn(name=name, header=name, letter="ABCDEF"[at], type=kind)
        for at, (name, kind) in enumerate(TYPES.items())
    )
    expected_data = ExpectedData(
        file="a.xlsx",
        format="xlsx",
        sheet="S",
        sheets=("S",),
        header_row=1,
        first_row=2,
        columns=columns,
        rows=tuple(map(tuple, ROWS)),
        n_rows=len(ROWS),
        dates="text",
        prop="onParsed",
        **{"shape": "records", **kwargs},
    )
    return replace(expected_data, contract=contract_of(excel_prompt(None, expected_data, "contract")))


BOOKINGS = expected_of()


def changed(row: int = 0, **values: Any) -> list[dict[str, Any]]:
    rows = [dict(record) for record in GOOD]
    rows[row] |= {name.replace("_", " "): value for name, value in values.items()}
    return rows


def renamed(old: str, new: str) -> list[dict[str, Any]]:
    return [{new if name == old else name: value for name, value in row.items()} for row in GOOD]


def test_contract_is_read_from_the_prompt_that_contains_it() -> None:
    contract = BOOKINGS.contract
    assert contract.once
    assert contract.null_blanks
    assert contract.no_blank_rows
    assert contract.columns["C"].key == "Paid at"
    assert [column.form for column in contract.columns.values()] == [
        "text",
        "text date",
        "text date",
        "time",
        "duration",
        "number",
    ]
    assert contract_of(excel_prompt(None, BOOKINGS, "seed")) == OPEN_CONTRACT
    assert contract_of("My own words.\n\n" + excel_prompt(None, BOOKINGS, "layout")) == OPEN_CONTRACT


@pytest.mark.parametrize(
    "value",
    [GOOD, changed(1, Paid_at="2024-02-01T00:00:00"), renamed("Paid at", " Paid  at ")],
    ids=["as promised", "midnight in a column with times", "the header's own spaces"],
)
def test_value_as_the_contract_promises_is_right(value: Any) -> None:
    assert compare(BOOKINGS, value).summary == "All 12 cells are right."


@pytest.mark.parametrize(
    ("value", "summary"),
    [
        (renamed("Paid at", "paidAt"), 'Column "Paid at" is missing; the rows have paidAt.'),
        (renamed("Guest", "__EMPTY"), 'Column "Guest" is missing; the rows have __EMPTY.'),
        (
            [{f"c{i}": v for i, v in enumerate(row.values())} for row in GOOD],
            'Columns "Guest", "Arrival", "Paid at", "Starts", "Logged" and 1 more are missing; '
            "the rows have c0, c1, c2, c3, c4 and 1 more.",
        ),
        (changed(Arrival="2023-12-31T00:00:00.000Z"), "1 of 12 cells is wrong: date in another form."),
        (changed(Arrival="2023-12-31T00:00:00"), "1 of 12 cells is wrong: date in another form."),
        (changed(Paid_at="2023-11-05 09:30:00"), "1 of 12 cells is wrong: date in another form."),
        (changed(Paid_at="2023-11-05T09:30:00Z"), "1 of 12 cells is wrong: date in another form."),
        (changed(Paid_at="2023-11-05T09:30:01"), "1 of 12 cells is wrong: date a second late."),
        (changed(Starts="9:15"), "1 of 12 cells is wrong: time in another form."),
        (changed(Starts=0.38541666), "1 of 12 cells is wrong: number for text."),
        (changed(Starts={"$date": "1899-12-30T09:15:00.000Z"}), "1 of 12 cells is wrong: Date for text."),
        (changed(Logged="7:45:16"), "1 of 12 cells is wrong: duration a second late."),
        (changed(Rooms={"$bigint": "2"}), "1 of 12 cells is wrong: bigint for number."),
        (changed(1, Starts=""), '1 of 12 cells is wrong: "" for null.'),
        (changed(1, Starts={"$undefined": True}), "1 of 12 cells is wrong: undefined for null."),
        (
            [GOOD[0], {name: value for name, value in GOOD[1].items() if name != "Starts"}],
            "1 of 12 cells is wrong: no key for null.",
        ),
        ([GOOD[0], dict.fromkeys(TYPES), GOOD[1]], "6 of 18 cells are wrong: 1 blank row kept."),
        ({"rows": GOOD}, SHAPE.format("an object with rows")),
        (LISTS, SHAPE.format("an array of arrays")),
        ("[]", SHAPE.format("text")),
    ],
)
def test_value_that_breaks_the_contract_is_wrong_with_a_reason(value: Any, summary: str) -> None:
    comparison = compare(BOOKINGS, value)
    assert comparison.summary == summary
    assert not comparison.is_equal


@pytest.mark.parametrize("value", [renamed("Paid at", "paidAt"), {"rows": GOOD}, changed(1, Starts="")])
def test_without_a_contract_the_same_is_right(value: Any) -> None:
    assert compare(replace(BOOKINGS, contract=OPEN_CONTRACT, shape="any"), value).is_equal


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        (" A blank cell is null.", changed(1, Starts="")),
        ("Rows without any value are left out.", [GOOD[0], {}, GOOD[1]]),
        (" once, with one argument:", {"rows": GOOD}),
        (PAID_AT, renamed("Paid at", "paidAt")),
    ],
)
def test_sentence_that_was_deleted_no_longer_counts(sentence: str, value: Any) -> None:
    prompt = excel_prompt(None, BOOKINGS, "contract")
    edited = prompt.replace(sentence, "")
    assert edited != prompt
    assert not compare(BOOKINGS, value).is_equal
    assert compare(replace(BOOKINGS, contract=contract_of(edited)), value).is_equal


def test_a_key_that_somebody_wrote_into_the_table_is_the_promised_one() -> None:
    prompt = excel_prompt(None, BOOKINGS, "contract").replace("| C | Paid at |", "| C | paidAt |")
    expected_data = replace(BOOKINGS, contract=contract_of(prompt))
    assert compare(expected_data, renamed("Paid at", "paidAt")).is_equal
    assert compare(expected_data, GOOD).summary == 'Column "Paid at" is missing; the rows have Paid at.'


@pytest.mark.parametrize(
    ("shape", "good", "bad"),
    [
        ("columns", dict(zip(TYPES, ACROSS, strict=True)), ACROSS),
        ("rows", LISTS, [list(TYPES), *LISTS]),
        ("rows_with_header", [list(TYPES), *LISTS], LISTS),
    ],
)
def test_the_other_shapes_are_exact_too(shape: str, good: Any, bad: Any) -> None:
    expected_data = expected_of(shape=shape)
    assert compare(expected_data, good).is_equal
    assert not compare(expected_data, bad).is_equal
    assert not compare(expected_data, GOOD).is_equal


@pytest.mark.parametrize(
    ("captured", "fault"),
    [
        ({"calls": [{"prop": "onParsed", "args": [GOOD]}], "n_calls": 1}, ""),
        (
            {"calls": [{"prop": "onParsed", "args": [GOOD]}], "n_calls": 2},
            "The callback was called 2 times; the prompt asks for one call.",
        ),
        (
            {"calls": [{"prop": "onParsed", "args": [GOOD, "a.xlsx"]}], "n_calls": 1},
            "The callback was called with 2 arguments; the prompt asks for one.",
        ),
        ({}, ""),
    ],
)
def test_callback_must_be_called_once_with_one_argument(captured: Any, fault: str) -> None:
    assert call_fault(BOOKINGS, captured) == fault
    assert call_fault(replace(BOOKINGS, contract=OPEN_CONTRACT), captured) == ""
