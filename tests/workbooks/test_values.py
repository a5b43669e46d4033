"""The values of every shipped workbook equal those of openpyxl and calamine."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from typing import Any

import openpyxl
import pytest
import python_calamine

from evaluations.errors import WorkbookError
from evaluations.workbooks import check_upload, propose_expected, read_preview, read_rows
from evaluations.workbooks.cells.values import clock, column_letter, plain_value, shown, type_of
from tests.workbooks import files

ENTRIES = files.manifest()


READABLE = [e["file"] for e in ENTRIES if e["readable"] and e["file"].endswith((".xlsx", ".xlsm"))]


@pytest.mark.parametrize("name", READABLE)
def test_values_are_those_of_openpyxl(name: str) -> None:
    content = (files.FILES / name).read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        except Exception:
            pytest.skip("openpyxl refuses this file; calamine reads it")
    for sheet in book.worksheets[:2]:
        ours = read_rows(name, content, sheet.title, count=100)
        for at, row in enumerate(sheet.iter_rows(max_row=100)):
            for column, cell in enumerate(row):
                expected = plain_value(cell.value, is_error=cell.data_type == "e")
                got = ours[at][column] if at < len(ours) and column < len(ours[at]) else None
                if isinstance(expected, str) and "_x000D_" in expected:
                    expected = expected.replace("_x000D_", "\r")
                assert got == expected, f"{sheet.title}!{column_letter(column)}{at + 1}"


OTHERS = [e["file"] for e in ENTRIES if e["readable"] and e["file"].endswith((".xls", ".xlsb", ".ods"))]


@pytest.mark.parametrize("name", OTHERS)
def test_values_are_those_of_calamine(name: str) -> None:
    book = python_calamine.CalamineWorkbook.from_path(str(files.FILES / name))
    cells = [sheet.name for sheet in book.sheets_metadata if str(sheet.typ).endswith("WorkSheet")]
    for title in cells[:2]:
        expected = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        ours = read_rows(name, files.FILES / name, title, count=len(expected) + 1)
        assert [list(row) for row in ours] == [[plain_value(value) for value in row] for row in expected]


CSV = [e for e in ENTRIES if e["expected_records"]]


@pytest.mark.parametrize("entry", CSV, ids=lambda entry: entry["file"])
def test_csv_gives_the_published_records(entry: dict[str, Any]) -> None:
    expected_data = propose_expected(entry["file"], files.FILES / entry["file"])
    records = [
        dict(zip([c.name for c in expected_data.columns], map(shown, row), strict=True)) for row in expected_data.rows
    ]
    assert records == entry["expected_records"]


@pytest.mark.parametrize(
    ("text", "separator"),
    [("a;b\n1,5;2\n3,5;4\n", ";"), ("a\tb\n1\t2\n", "\t"), ("a|b\n1|2\n", "|"), ('"a,x";b\n"1,y";2\n', ";")],
)
def test_csv_separator_is_found(text: str, separator: str) -> None:
    rows = read_rows("a.csv", text.encode(), "a.csv")
    assert all(len(row) == 2 for row in rows), separator


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_decoded_by_mark_or_content(encoding: str) -> None:
    rows = read_rows("a.csv", "naïve;größe\n1;2\n".encode(encoding), "a.csv")
    assert rows == (("naïve", "größe"), (1, 2))


def test_csv_keeps_leading_zeros_as_text() -> None:
    assert read_rows("a.csv", b"zip,n\n08123,-1.5\n", "a.csv")[1] == ("08123", -1.5)


def test_cells_keep_their_types_in_both_date_systems() -> None:
    for name in ("date1904__calamine__date_1904.xlsx", "date1904__calamine__date_1904.xls"):
        column = [row[0] for row in read_rows(name, files.FILES / name, "Sheet1")]
        assert column == [{"date": "2021-01-01"}, {"date": "2021-01-02"}, {"duration": 918610}]


def test_error_cells_are_errors_and_formulas_are_shown_with_cached_values() -> None:
    name = "formulas__calamine__errors.xlsx"
    rows = read_preview(name, files.FILES / name).sheets[0].rows
    assert {"error": "#DIV/0!"} in [row[0].value for row in rows if row]
    assert any(row[0].formula and row[0].formula.startswith("=") for row in rows if row)


def test_merged_ranges_hidden_rows_and_formats_are_shown() -> None:
    name = "merged__calamine__merged_range.xlsx"
    assert "C4:D4" in read_preview(name, files.FILES / name).sheets[0].merged
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["share", "day"])
    sheet.append([0.125, dt.date(2021, 5, 3)])
    sheet["A2"].number_format = "0.0%"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    target = io.BytesIO()
    book.save(target)
    preview = read_preview("a.xlsx", target.getvalue()).sheets[0]
    assert (preview.hidden_rows, preview.hidden_columns) == ((2,), ("B",))
    assert [cell.text for cell in preview.rows[1]] == ["12.5%", "2021-05-03"]


def test_disagreement_of_readers_is_reported() -> None:
    name = "unicode__calamine__has_x000D_.xlsx"
    assert read_preview(name, files.FILES / name).sheets[0].reader == "openpyxl"
    name = "lenient__calamine__issue_419.xlsx"
    preview = read_preview(name, files.FILES / name)
    assert preview.sheets[0].reader == "calamine"
    assert "openpyxl cannot read this file" in preview.notes[0]


def test_paging_gives_the_asked_rows_only() -> None:
    content = files.workbook([[i] for i in range(500)])
    assert read_rows("a.xlsx", content, "Sheet1", start=490, count=5) == tuple((i,) for i in range(490, 495))
    assert read_rows("a.xlsx", content, "Sheet1", start=600, count=5) == ()
    with pytest.raises(WorkbookError, match='no sheet "Nope"'):
        read_rows("a.xlsx", content, "Nope")


def test_plain_values_have_one_form() -> None:
    assert plain_value("") is None
    assert (plain_value(2.0), plain_value(2.5), plain_value(True)) == (2, 2.5, True)
    assert plain_value(float("nan")) == {"error": "#NUM!"}
    assert plain_value(dt.datetime(2021, 1, 1, 10, 30)) == {"date": "2021-01-01T10:30:00"}
    assert type_of(plain_value(dt.time(1, 2))) == "time"
    assert clock(93_784) == "26:03:04"
    assert (shown(1234.5, "#,##0.00"), shown(True), shown(None)) == ("1,234.50", "TRUE", "")
    assert [column_letter(at) for at in (0, 25, 26, 16_383)] == ["A", "Z", "AA", "XFD"]


def test_check_describes_its_content() -> None:
    name = "hidden__poi__TwoSheetsOneHidden.xls"
    check = check_upload(name, files.FILES / name)
    assert (check.format, len(check.sheets), check.flags) == ("xls", 2, ("hidden_sheets",))


@pytest.mark.parametrize(
    ("written", "seconds"), [("PT30H15M00S", 108_900), ("PT100H00M01.5S", 360_001.5), ("-PT26H00M00S", -93_600)]
)
def test_time_of_more_than_a_day_in_an_ods_is_a_duration(written: str, seconds: float) -> None:
    cell = f'<table:table-cell office:value-type="time" office:time-value="{written}"/>'
    text = '<table:table-cell office:value-type="string"><text:p>took</text:p></table:table-cell>'
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in (text, cell))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="a">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    book = files.archive({"mimetype": kind, "META-INF/manifest.xml": b"<manifest/>", "content.xml": content.encode()})
    assert propose_expected("a.ods", book).rows == (({"duration": seconds},),)
