"""Scanning a sheet's tags with arrays of bytes: an accepted result equals that of the regular expressions."""

from __future__ import annotations

import itertools
import random
import re

from evaluations.workbooks.cells.values import column_number
from evaluations.workbooks.reading import excerpt
from evaluations.workbooks.reading.tag_scan import scan_tags

ROWS = (
    b'<row r="7" spans="1:3"><c r="A7" s="1"><v>1</v></c><c r="AB7" t="s"><v>2</v></c></row>'
    b'<row r="12"><c r="C12" t="inlineStr"><is><r><rPr><color rgb="FF0000"/></rPr><t>row c</t></r></is></c></row>'
    b'<row r="1048576"><c r="XFD1048576"/></row>'
)
CELL = re.compile(rb'<c r="([A-Z]{1,3})\d')
PARTS = (b"<", b">", b"r", b"c", b'"', b" ", b"1", b"A", b"Z", b"/", b"row", b"<c ", b"<!", b"<?", b"\n", b"f", b"\xff")


def test_rows_width_and_order_are_found() -> None:
    scan = scan_tags(ROWS)
    assert scan is not None
    assert (scan.first, scan.last, scan.width, scan.is_ascending) == (7, 1048576, 16384, True)
    assert not scan.may_have_formulas or b":" in ROWS
    formula = scan_tags(ROWS.replace(b"<v>1</v>", b"<f>A2</f><v>1</v>").replace(b":", b""))
    assert formula is not None
    assert formula.may_have_formulas


def test_other_notation_is_not_accepted() -> None:
    for before, after in (
        (b'<row r="7"', b"<row"),
        (b'<row r="7"', b'<row r="12345678"'),
        (b'<row r="7"', b'<row r=""'),
        (b'<row r="7"', b'<row s="7" r="7"'),
        (b'<c r="A7"', b"<c"),
        (b'<c r="A7"', b'<c s="1" r="A7"'),
        (b'<c r="A7"', b'<c r="a7"'),
        (b'<c r="A7"', b'<c r="7"'),
        (b'<c r="A7"', b'<c r="AAAA7"'),
        (b"<v>1</v>", b"<v>1</v><!-- -->"),
        (b"<v>1</v>", b"<v>1</v><?pi?>"),
    ):
        assert scan_tags(ROWS.replace(before, after)) is None, after
    for order in (ROWS.replace(b'"12"', b'"7"'), ROWS.replace(b'"12"', b'"6"')):
        scan = scan_tags(order)
        assert scan is not None
        assert not scan.is_ascending


def test_every_accepted_piece_reads_by_pattern_as_by_arrays() -> None:
    chance, n_accepted = random.Random(1), 0
    for _ in range(3000):
        text = bytearray(ROWS)
        for _ in range(chance.randint(0, 2)):
            at = chance.randrange(len(text))
            text[at : at + chance.randint(0, 3)] = chance.choice(PARTS)
        piece = bytes(text[: chance.choice((len(text), chance.randrange(1, len(text))))])
        scan = scan_tags(piece)
        if scan is None:
            continue
        n_accepted += 1
        numbers = [int(number) for number in excerpt.ROW.findall(piece)]
        assert len(numbers) == piece.count(b"<row")
        assert not excerpt.ODD_CELL.search(piece)
        assert not re.search(rb"<[!?]", piece)
        assert [scan.first, scan.last] == ([numbers[0], numbers[-1]] if numbers else [0, 0])
        assert scan.is_ascending == all(earlier < later for earlier, later in itertools.pairwise(numbers))
        assert scan.width == max([column_number(letters.decode()) + 1 for letters in CELL.findall(piece)], default=0)
        assert scan.may_have_formulas or not re.search(rb"<(?:\w+:)?f[\s/>]", piece)
    assert 500 < n_accepted < 2900
