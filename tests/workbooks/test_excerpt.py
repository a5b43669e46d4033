"""An excerpt of a long sheet's first rows gives the same preview and expected data as the whole file."""

from __future__ import annotations

import io
import random
from pathlib import Path
from typing import Any

import pytest

from evaluations.errors import WorkbookError
from evaluations.workbooks.cells.values import column_letter
from evaluations.workbooks.reading import archive, column_types, excerpt, reader
from evaluations.workbooks.reading import book as books
from evaluations.workbooks.reading.metadata import marks
from tests.workbooks import files

SHIPPED = sorted(
    path
    for folder in (files.FILES, Path("suites/excel"))
    for path in folder.rglob("*.xls[xm]")
    if path.stat().st_size < 300_000
)
ORDER = {"op": "admit", "rows": 5, "max_cells": 20}


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat each workbook as long, and read it in small pieces."""
    for module, name, value in (
        (books, "HEAVY", -1),
        (excerpt, "LONG_PART", 0),
        (excerpt, "MIN_CELLS", 40),
        (excerpt, "MIN_ROWS", 5),
        (column_types, "MAX_CELLS", 40),
        (marks, "CHUNK", 700),
        (archive, "PIECE", 700),
    ):
        monkeypatch.setattr(module, name, value)


def read(content: bytes, *, only_first_rows: bool) -> tuple[Any, bool]:
    """Return the reader's answer, and whether a sheet was cut."""
    try:
        book = books.let_in(io.BytesIO(content), "a.xlsx", len(content), only_first_rows=only_first_rows)
        return reader._admit(book, ORDER), book.first_rows is not None
    except WorkbookError as exc:
        return str(exc), False


def is_cut_and_equal(content: bytes) -> bool:
    """Assert that both readings are equal. Return whether a sheet was cut."""
    whole, _ = read(content, only_first_rows=False)
    first, is_cut = read(content, only_first_rows=True)
    assert first == whole
    return is_cut


def test_shipped_workbooks_are_read_as_when_they_are_read_whole() -> None:
    assert sum(is_cut_and_equal(path.read_bytes()) for path in SHIPPED) > 3


def sheet_of(rows: list[str], end: str = "</worksheet>") -> bytes:
    """A workbook whose only sheet has these rows as XML."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    texts = "".join(f"<si><t>text {n}</t></si>" for n in range(500))
    workbook = files.with_part(files.workbook([["a"]]), "xl/sharedStrings.xml", f"<sst>{texts}</sst>".encode())
    return files.with_part(workbook, "xl/worksheets/sheet1.xml", f"{head}{''.join(rows)}</sheetData>{end}".encode())


def random_row(chance: random.Random, number: int, width: int) -> str:
    """A row with numbers, shared and inline texts, errors, formulas and empty cells."""
    cells = []
    for at in sorted(chance.sample(range(width), chance.randint(0, width))):
        place = f'<c r="{column_letter(at)}{number}"'
        cells.append(
            chance.choice(
                (
                    f"{place}><v>{chance.randint(0, 999)}</v></c>",
                    f'{place} t="s"><v>{min(499, number + at)}</v></c>',
                    f'{place} t="inlineStr"><is><t>own {number}</t></is></c>',
                    f'{place} t="e"><f>1/0</f><v>#DIV/0!</v></c>',
                    f"{place}><f>A1*2</f></c>",
                    f"{place}><f>A1*2</f><v>7</v></c>",
                    f'{place} t="str"><f>A1</f><v></v></c>',
                    f'{place} s="0"/>',
                    f'{place} s="0"></c>',
                )
            )
        )
    return f'<row r="{number}">{"".join(cells)}</row>'


@pytest.mark.parametrize("seed", range(12))
def test_random_sheets_with_gaps_wide_rows_and_blank_ends(seed: int) -> None:
    chance = random.Random(seed)
    numbers = sorted(chance.sample(range(1, 400), 150))
    rows = [random_row(chance, number, chance.choice((4, 4, 4, 9, 40))) for number in numbers]
    rows += [f'<row r="{number}"><c r="B{number}" s="0"/></row>' for number in range(400, 400 + chance.randint(0, 90))]
    merged = '<mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells></worksheet>'
    assert is_cut_and_equal(sheet_of(rows, merged))


USUAL = [f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}" t="s"><v>{n}</v></c></row>' for n in range(1, 200)]


@pytest.mark.parametrize(
    "odd",
    [
        '<row><c r="D200"><v>1</v></c></row>',  # a row without its number
        '<row r="200"><c><v>1</v></c></row>',  # a cell without its reference
        '<row r="200"><c s="0" r="D200"><v>1</v></c></row>',
        '<row r="3"><c r="D3"><v>1</v></c></row>',  # out of order
        '<!-- <row r="900"><c r="Z900"><v>1</v></c></row> -->',
        '<row r="200"><c r="D200" t="inlineStr"><is><t><![CDATA[</row></sheetData>]]></t></is></c></row>',
    ],
)
def test_sheet_in_another_notation_is_read_whole(odd: str) -> None:
    assert not is_cut_and_equal(sheet_of([*USUAL, odd, '<row r="901"><c r="B901"><v>1</v></c></row>']))
    assert is_cut_and_equal(sheet_of(USUAL))


def test_a_cell_far_to_the_right_and_far_below_counts() -> None:
    far = '<row r="9000"><c r="XFD9000" s="0"/><c r="B9000"><v>1</v></c></row>'
    wide = '<row r="200"><c r="AB200"><v>1</v></c></row>'
    result, _ = read(sheet_of([*USUAL, wide]), only_first_rows=True)
    assert (result["preview"]["sheets"][0]["n_rows"], result["preview"]["sheets"][0]["n_columns"]) == (200, 28)
    assert is_cut_and_equal(sheet_of([*USUAL, wide]))
    assert is_cut_and_equal(sheet_of([*USUAL, wide, far]))


def test_entities_below_the_first_rows_are_refused() -> None:
    content = files.replaced(
        sheet_of(USUAL), "xl/worksheets/sheet1.xml", b"</sheetData>", b"<!ENTITY a 'b'></sheetData>"
    )
    answer, _ = read(content, only_first_rows=True)
    assert "entities" in answer
