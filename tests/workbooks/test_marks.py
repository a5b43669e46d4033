"""A sheet's metadata in each format: hidden rows, formulas, errors, merged ranges, the stated size."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import pytest

from evaluations.workbooks import SheetPreview, admit, read_preview, read_rows
from evaluations.workbooks.reading.metadata import Marks, xlsb, xlsx
from evaluations.workbooks.reading.metadata import marks as marks_module
from tests.workbooks import files

FIXTURES = Path(__file__).parent.parent / "fixtures" / "marks"


def previewed(content: bytes) -> SheetPreview:
    return read_preview("a.xlsx", content, n_rows=20).sheets[0]


@pytest.mark.parametrize("name", ["marks.xlsx", "marks.xls", "marks.ods"])
def test_each_format_tells_what_is_hidden_merged_computed_and_wrong(name: str) -> None:
    sheet = read_preview(name, FIXTURES / name).sheets[1]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((3, 4), ("B",))
    assert (sheet.merged, sheet.formulas, sheet.n_uncomputed) == (("A10:D11",), 9, 0)
    assert [cell.value for cell in sheet.rows[8]] == ["bad", 1, {"error": "#DIV/0!"}, {"error": "#N/A"}]
    assert read_rows(name, FIXTURES / name, "Marks", start=8, count=1)[0][2:] == (
        {"error": "#DIV/0!"},
        {"error": "#N/A"},
    )
    assert read_preview(name, FIXTURES / name).sheets[0].hidden_rows == ()


def record(kind: int, body: bytes) -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(body)]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_records_of_xlsb_are_understood() -> None:
    def row(number: int, is_hidden: bool) -> bytes:
        return record(0, struct.pack("<IIH", number, 0, 300) + bytes([0, 0x10 if is_hidden else 0]) + bytes(5))

    sheet = b"".join(
        [
            record(148, struct.pack("<4I", 0, 9, 0, 3)),
            record(60, struct.pack("<4I", 1, 2, 2304, 0) + b"\x01\x00"),
            row(0, False),
            record(3, struct.pack("<II", 2, 0) + b"\x2a"),
            row(6, True),
            record(11, struct.pack("<II", 0, 0) + b"\x07" + bytes(8)),
            record(9, struct.pack("<IId", 1, 0, 3.0)),
            record(176, struct.pack("<4I", 2, 3, 0, 1)),
        ]
    )
    parts = {
        "xl/workbook.bin": record(153, b"\x01\x00\x00\x00")
        + record(156, struct.pack("<II", 0, 1) + wide("rId7") + wide("Näme")),
        "xl/_rels/workbook.bin.rels": b'<X><Relationship Target="worksheets/s.bin" Id="rId7"/></X>',
        "xl/worksheets/s.bin": sheet,
    }
    marks, file = Marks(), io.BytesIO(files.archive(parts))
    xlsb.look(file, "Näme", marks)
    assert (marks.hidden_rows, marks.hidden_columns, marks.dimension) == ([7], ["B", "C"], "A1:D10")
    assert marks.errors == {(0, 2): "#N/A", (6, 0): "#DIV/0!"}
    assert (marks.n_formulas, marks.merged) == (2, [(2, 0, 3, 1)])
    assert xlsb.is_1904(file)


def test_marks_are_seen_across_pieces_of_the_part(monkeypatch: pytest.MonkeyPatch) -> None:
    part = (
        b'<sheet><dimension ref="A1:B9"/><col min="2" max="3" width="9" hidden="1"/><row r="1"><c/></row>'
        b'<row hidden="true" r="7"><c r="C7" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheet>'
    )
    for size in (3, 10, len(part)):
        monkeypatch.setattr(marks_module, "CHUNK", size)
        marks = Marks()
        for text in marks_module.texts(io.BytesIO(part), xlsx.ROW_END):
            xlsx.note(text, marks, is_start=False)
        assert (marks.hidden_rows, marks.hidden_columns, marks.n_formulas) == ([7], ["B", "C"], 1), size
        assert marks.errors == {(6, 2): "#DIV/0!"}, size


def test_formulas_that_were_never_computed_are_counted_and_empty_texts_are_not() -> None:
    never = files.workbook([["foo", "bar"], [1, "=A2*2"], [3, "=A3*2"]])
    assert (previewed(never).formulas, previewed(never).n_uncomputed) == (2, 2)
    sheet = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f t="shared" si="0"/><v/></c></row>
</sheetData></worksheet>"""
    preview = previewed(files.with_part(never, "xl/worksheets/sheet1.xml", sheet))
    assert (preview.formulas, preview.n_uncomputed) == (3, 1)


def test_types_and_formulas_are_those_of_the_whole_sheet() -> None:
    rows: list[list[Any]] = [["foo", "bar"], *([n, n] for n in range(100)), ["x", "=1+1"]]
    preview = read_preview("a.xlsx", files.workbook(rows), n_rows=20).sheets[0]
    assert [column.type for column in preview.columns] == ["mixed", "number"]
    assert (preview.columns[0].counts["number"], preview.columns[0].counts["text"], preview.n_typed_rows) == (
        100,
        1,
        102,
    )
    assert preview.formulas == 1
    text = "\n".join(["foo,bar", *(f"{n},{n}" for n in range(100)), "x,TRUE"])
    assert [c.type for c in read_preview("a.csv", text.encode(), n_rows=20).sheets[0].columns] == ["mixed", "mixed"]


def test_false_stated_size_is_reported_and_ignored() -> None:
    workbook = files.workbook([["foo", "bar"], [1, 2], [3, 4]])
    with_lie = files.replaced(workbook, "xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1:ZZ99999"')
    preview = previewed(with_lie)
    assert (preview.dimension, preview.n_rows, preview.n_columns) == ("A1:ZZ99999", 3, 2)
    assert admit("a.xlsx", with_lie).expected_data == admit("a.xlsx", workbook).expected_data


def test_number_formats_are_reported_per_column() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (["part", "share"], ["a", 0.25], ["b", 0.5]):
        book.active.append(line)
    for cell in book.active["B"][1:]:
        cell.number_format = "0.0%"
    target = io.BytesIO()
    book.save(target)
    columns = previewed(target.getvalue()).columns
    assert [column.formats for column in columns] == [(), ("0.0%",)]


def test_rows_that_are_only_formatted_do_not_count() -> None:
    workbook = files.workbook([["foo", "bar"], [1, 2]])
    rows = b"".join(b'<row r="%d" ht="20" customHeight="1"/>' % n for n in range(3, 21))
    preview = previewed(files.replaced(workbook, "xl/worksheets/sheet1.xml", b"</sheetData>", rows + b"</sheetData>"))
    assert (preview.n_rows, len(preview.rows)) == (2, 2)
