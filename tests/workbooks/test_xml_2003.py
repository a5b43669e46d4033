"""Excel 2003 XML in files named .xls: cells are where Excel shows them, and hostile files are refused."""

from __future__ import annotations

import pytest

from evaluations.errors import WorkbookError
from evaluations.workbooks import check_upload, propose_expected
from evaluations.workbooks.reading.xml_2003 import MAX_CELLS, sheets_of

HEAD = '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
NAMES = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'


def book(*sheets: str, head: str = HEAD) -> bytes:
    """A workbook of these tables."""
    parts = (f'<Worksheet ss:Name="S{at}"><Table>{rows}</Table></Worksheet>' for at, rows in enumerate(sheets, 1))
    return f"{head}<Workbook {NAMES}>{''.join(parts)}</Workbook>".encode()


def row(*cells: str) -> str:
    return f"<Row>{''.join(cells)}</Row>"


def cell(value: str, kind: str = "String", given: str = "") -> str:
    return f'<Cell {given}><Data ss:Type="{kind}">{value}</Data></Cell>'


ORDERS = book(
    row(cell("item"), cell("count"), cell("sent"), cell("paid"))
    + row(cell("bolt"), cell("5", "Number"), cell("2024-01-31T00:00:00.000", "DateTime"), cell("1", "Boolean"))
    + row(cell("nut"), cell("7.5", "Number"), cell("2024-02-01T10:30:00.000", "DateTime"), cell("0", "Boolean"))
)


def test_typed_cells_become_expected_data_under_the_name_of_the_file() -> None:
    expected_data, check = propose_expected("orders.xls", ORDERS), check_upload("orders.xls", ORDERS)
    assert expected_data.rows == (("bolt", 5, "2024-01-31", True), ("nut", 7.5, "2024-02-01T10:30:00", False))
    assert [column.name for column in expected_data.columns] == ["item", "count", "sent", "paid"]
    assert "its content is .xml" in check.notes[0]


@pytest.mark.parametrize(
    ("rows", "table"),
    [
        (row(cell("a"), cell("b", given='ss:Index="4"')), [["a", "", "", "b"]]),
        (row(cell("a", given='ss:MergeAcross="2"'), cell("b")), [["a", "", "", "b"]]),
        (row(cell("a")) + f'<Row ss:Index="3">{cell("b")}</Row>', [["a"], [], ["b"]]),
        (row('<Cell><Data ss:Type="String">a</Data><Comment><Data>no</Data></Comment></Cell>'), [["a"]]),
        (
            row('<Cell><Data ss:Type="String">a<B xmlns="x">b</B></Data></Cell>', "<Cell/>", cell("c")),
            [["ab", "", "c"]],
        ),
        (row(cell("a", given='ss:Index="0"'), cell("b", given='ss:Index="x"')), [["a", "b"]]),
    ],
)
def test_cells_are_where_excel_shows_them(rows: str, table: list[list[str]]) -> None:
    assert sheets_of(book(rows), "a.xls") == {"S1": table}


def test_each_sheet_with_a_cell_is_one() -> None:
    assert list(sheets_of(book(row(cell("a")), "", row(cell("b"))), "a.xls")) == ["S1", "S3"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (book(row(cell("&a;")), head=f'{HEAD}<!DOCTYPE x [<!ENTITY a "b">]>'), "entities"),
        (ORDERS[:-40], "corrupt"),
        (book(""), "wrong_type"),
    ],
)
def test_unreadable_content_is_reported(content: bytes, reason: str) -> None:
    with pytest.raises(WorkbookError) as caught:
        check_upload("a.xls", content)
    assert caught.value.reason == reason


def test_far_places_are_no_memory_bomb() -> None:
    far = row(cell("a", given='ss:Index="16384"'))
    sheets = sheets_of(book(far * 300), "a.xls")
    assert sum(map(len, sheets["S1"])) <= MAX_CELLS + 16_384


def test_spreadsheet_named_xml_is_not_a_workbook() -> None:
    with pytest.raises(WorkbookError, match="Excel 2003 XML"):
        check_upload("orders.xml", ORDERS)
