"""HTML tables in files named .xls are read as tables of text. Pages without a table and hostile pages are refused."""

from __future__ import annotations

import io
import resource
from contextlib import suppress

import pytest

from evaluations.errors import WorkbookError
from evaluations.workbooks import Limits, excel_prompt, propose_expected, read_preview
from evaluations.workbooks.reading import formats, text_table
from evaluations.workbooks.reading.html_table import tables_of

EXPORT = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset=utf-8>
<style>td { mso-number-format:General }</style></head><body><p>Report</p>
<table border=1><tr><th>Item<th>Price<th>Sold on</tr>
<tr><td>Nut &amp; bolt<td>1.234,50</td><td>31.12.2024</td></tr>
<tr><td>Long<br>name</td><td>7,25</td><td>13.01.2024</td></tr></table></body></html>"""


def test_export_named_xls_is_read_with_a_note() -> None:
    preview = read_preview("report.xls", EXPORT.encode())
    assert preview.format == "html"
    assert any(".xls" in note and ".html" in note for note in preview.notes)
    expected_data = propose_expected("report.xls", EXPORT.encode())
    assert [column.name for column in expected_data.columns] == ["Item", "Price", "Sold on"]
    assert expected_data.rows == (
        ("Nut & bolt", 1234.5, {"date": "2024-12-31"}),
        ("Long\nname", 7.25, {"date": "2024-01-13"}),
    )
    assert "an Excel file (.xls) whose content is an HTML page" in excel_prompt(None, expected_data, "layout")


def test_each_table_is_a_sheet() -> None:
    two = "<table><tr><td>a<tr><td>1</table><table></table><table><tr><td>b<tr><td>2</table>"
    assert [sheet.name for sheet in read_preview("two.xls", two.encode()).sheets] == ["Sheet1", "Sheet2"]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<table><tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3</table>", [["a", "", "b"], ["1", "2", "3"]]),
        ("<table><tr><td rowspan=2>a<td>b<tr><td>c</table>", [["a", "b"], ["", "c"]]),
        ("<table><thead><tr><td>a</thead><tbody><tr><td> x\n y </tbody></table>", [["a"], ["x y"]]),
        ("<table><tr><td>a<script>b</script><td>c</table>", [["a", "c"]]),
    ],
)
def test_cells_are_where_a_browser_shows_them(page: str, rows: list[list[str]]) -> None:
    assert tables_of(page) == [rows]


@pytest.mark.parametrize(
    "start", ["<!-- made by a program -->", "<style>td {color: red}</style>", '<?xml version="1.0"?><html>', "\n<div>"]
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_page_is_known_whatever_it_begins_with(start: str, codec: str) -> None:
    content = f"{start}<table><tr><td>item<td>count<tr><td>bolt<td>5</table>".encode(codec)
    assert formats.text_kind("a.xls", content, "xls") == "html"
    tables, _ = text_table.read(io.BytesIO(content), "a.xls", "html", {})
    assert tables["Sheet1"].rows == [["item", "count"], ["bolt", "5"]]


@pytest.mark.parametrize("page", ["<html><body>hello", "<!DOCTYPE html><table></table>"])
def test_page_without_a_table_is_refused(page: str) -> None:
    with pytest.raises(WorkbookError, match="without a table"):
        read_preview("page.xls", page.encode())


def test_html_file_with_an_html_name_is_not_a_workbook() -> None:
    with pytest.raises(WorkbookError, match="HTML page"):
        read_preview("page.html", EXPORT.encode())


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr><td colspan=99999 rowspan=99999>x" * 3_000,
        "<table><tr><td>" * 20_000,
        "<table><tr><td>" + "<!--" * 50_000,
        "<table><tr><td>" + "<" * 100_000,
    ],
    ids=["spans", "nested", "comments", "brackets"],
)
def test_hostile_page_ends_by_the_limit_of_its_reader(page: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = before.ru_utime + before.ru_stime
    with suppress(WorkbookError):
        read_preview("page.xls", page.encode(), limits=Limits(cpu_s=2.0))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert used.ru_utime + used.ru_stime - start < 3.5
