"""Workbooks like those of programs other than Excel, made after public reports. Each has a table of two rows.

They are made here; only the special feature comes from the report that each entry names.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CELLS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>5</v></c></row>'
    '<row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3"><v>7.5</v></c></row>'
)
TEXTS = "<si><t>item</t></si><si><t>count</t></si><si><t>bolt</t></si><si><t>nut</t></si>"
TABLE: list[list[Any]] = [["item", "count"], ["bolt", 5], ["nut", 7.5]]
STYLES = (
    '<fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs>'
)


@dataclass(frozen=True, slots=True)
class OddWorkbook:
    """report: where such a file was found. rows: of its first sheet, without blank cells at the ends of rows."""

    kind: str
    report: str
    name: str
    content: bytes
    rows: list[list[Any]]


def parts(
    sheet: str = "",
    *,
    cells: str = CELLS,
    texts: str = TEXTS,
    styles: str = STYLES,
    target: str = "worksheets/sheet1.xml",
    more: str = "",
) -> dict[str, bytes]:
    """The parts of a workbook with one sheet. Each part can be replaced. sheet: the whole sheet part."""
    types = "".join(
        f'<Override PartName="/xl/{part}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
            ("styles", "styles"),
        )
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/relationships/{kind}" Target="{path}"/>'
        for at, (kind, path) in enumerate(
            (("worksheet", target), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")), 1
        )
    )
    by_name = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet
        or f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{more}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    return {name: text.encode() for name, text in by_name.items()}


def zipped(made: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip the parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in made.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return target.getvalue()


def streamed(made: dict[str, bytes]) -> bytes:
    """The same as a program writes it that cannot seek in its output: the sizes come after the parts."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, some: Any) -> int:
            self.written += some
            return len(some)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return bytes(pipe.written)


def book(**given: Any) -> bytes:
    """A file of `parts`."""
    return zipped(parts(**given))


def renamed(old: str, new: str) -> bytes:
    """A plain workbook with one part under another name."""
    return zipped({new if name == old else name: content for name, content in parts().items()})


def without(*names: str) -> bytes:
    """A plain workbook without some parts."""
    return zipped({name: content for name, content in parts().items() if name not in names})


def with_prefix() -> str:
    """The sheet with x: before each element's name and without cell references, as Power BI exports it."""
    rows = "".join(
        "<x:row>"
        + "".join(
            f'<x:c t="inlineStr"><x:is><x:t>{value}</x:t></x:is></x:c>'
            if isinstance(value, str)
            else f"<x:c><x:v>{value}</x:v></x:c>"
            for value in row
        )
        + "</x:row>"
        for row in TABLE
    )
    return f'<x:worksheet xmlns:x="{MAIN}"><x:dimension ref="A1"/><x:sheetData>{rows}</x:sheetData></x:worksheet>'


def workbooks() -> Iterator[OddWorkbook]:
    """Return all odd workbooks."""
    for kind, report, content in (*_odd_cells(), *_odd_styles(), *_odd_sizes(), *_odd_archives()):
        yield OddWorkbook(kind, report, "odd.xlsx", content, TABLE)
    for kind, report, content, rows in _other_tables():
        yield OddWorkbook(kind, report, "odd.xlsx", content, rows)
    for kind, report, text, rows in _texts():
        yield OddWorkbook(kind, report, "odd.csv", text.encode(), rows)


def _odd_cells() -> Iterator[tuple[str, str, bytes]]:
    """The table TABLE with cells or texts in unusual notation."""
    furigana = '<si><t>item</t><rPh sb="0" eb="1"><t>アイテム</t></rPh><phoneticPr fontId="1"/></si>'
    rich = "<si><r><rPr><b/></rPr><t>it</t></r><r><t>em</t></r></si>"
    rest = TEXTS.partition("</si>")[2]
    no_places = CELLS
    for letter in "AB":
        for row in "123":
            no_places = no_places.replace(f' r="{letter}{row}"', "")
    yield "cells without their place", "exceljs/exceljs#537", book(cells=no_places)
    yield "rows without their number", "tafia/calamine#261", book(cells=no_places.replace(' r="', ' x="'))
    yield "furigana in shared texts", "rabanti-github/NanoXLSX#25", book(texts=furigana + rest)
    yield "rich text in pieces", "xavier/xlsxir#104", book(texts=rich + rest)
    yield "spaces around a number", "PhpSpreadsheet#3472", book(cells=CELLS.replace("<v>5</v>", "<v> 5 </v>"))
    yield "number with an exponent", "SheetJS/sheetjs", book(cells=CELLS.replace("<v>7.5</v>", "<v>75E-1</v>"))
    yield "attributes in single marks", "exceljs", book(cells=CELLS.replace('"', "'"))
    yield "comment among the rows", "exceljs", book(cells=CELLS.replace('<row r="2"', '<!-- <row r="9"> --><row r="2"'))
    yield (
        "cell that is empty at the end of each row",
        "xlsx2csv#311",
        book(cells=CELLS.replace("</row>", '<c r="F9"/></row>').replace("F9", "F1", 1)),
    )


def _odd_styles() -> Iterator[tuple[str, str, bytes]]:
    """The table TABLE with unusual or missing styles."""
    for kind, old, new in (
        ("underline of a number", "<sz", '<u val="1"/><sz'),
        ("empty fill", "<fill><patternFill/></fill>", "<fill/>"),
        ("font family 34", "<sz", '<family val="34"/><sz'),
        ("styles without fills", '<fills count="1"><fill><patternFill/></fill></fills>', ""),
    ):
        yield kind, "openpyxl 1766 and kin", book(styles=STYLES.replace(old, new))
    yield "style that is not there", "tafia/calamine", book(cells=CELLS.replace('<c r="B2"', '<c r="B2" s="77"'))
    yield "no styles", "tidyverse/readxl", without("xl/styles.xml")


def _odd_sizes() -> Iterator[tuple[str, str, bytes]]:
    """The table TABLE in a sheet whose stated size is wrong."""
    yield "prefixed names, no places, size A1", "tafia/calamine#261", book(sheet=with_prefix())
    yield (
        "size of the header only",
        "QtExcel/QXlsx#311",
        book(sheet=f'<worksheet xmlns="{MAIN}"><dimension ref="A1:B1"/><sheetData>{CELLS}</sheetData></worksheet>'),
    )
    yield (
        "size of the whole sheet",
        "SheetJS/sheetjs#1710",
        book(
            sheet=f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>'
            f"<sheetData>{CELLS}</sheetData></worksheet>"
        ),
    )


def _odd_archives() -> Iterator[tuple[str, str, bytes]]:
    """The table TABLE in an unusual archive, or with unusual names of its parts."""
    core = b'<coreProperties><created xmlns="x">yesterday</created></coreProperties>'
    yield (
        "backslashes in the archive",
        "tafia/calamine#530",
        zipped({name.replace("/", "\\") if "sheet1" in name else name: text for name, text in parts().items()}),
    )
    yield "shared texts in another case", "openpyxl 1766", renamed("xl/sharedStrings.xml", "xl/SharedStrings.xml")
    yield "bad created date", "openpyxl 1766 and kin", zipped(parts() | {"docProps/core.xml": core})
    yield "path from the root", "open-zaak#2385", book(target="/xl/worksheets/sheet1.xml")
    yield (
        "byte order mark before the XML",
        "PhpSpreadsheet",
        zipped({name: b"\xef\xbb\xbf" + text if "sheet1" in name else text for name, text in parts().items()}),
    )
    yield "archive without compression", "simple_xlsx_reader#64", zipped(parts(), method=zipfile.ZIP_STORED)
    yield "sizes behind the parts", "xlsx2csv#311", streamed(parts())
    yield "bytes behind the archive", "xlsx2csv#311", zipped(parts()) + bytes(300)


def _other_tables() -> Iterator[tuple[str, str, bytes, list[list[Any]]]]:
    """Files with other tables."""
    yield from _odd_headers()
    yield (
        "not a number",
        "openpyxl 1766 and kin",
        book(cells=CELLS.replace("<v>5</v>", "<v>NaN</v>")),
        [["item", "count"], ["bolt", {"error": "#NUM!"}], ["nut", 7.5]],
    )
    yield (
        "rows left out",
        "exceljs/exceljs#537",
        book(cells=CELLS.replace('r="3"', 'r="6"').replace("A3", "A6").replace("B3", "B6")),
        [*TABLE[:2], [], [], [], TABLE[2]],
    )
    yield (
        "dates to the second",
        "SheetJS/sheetjs",
        book(cells='<row r="1"><c r="A1" s="1"><v>45292.5000115741</v></c></row>'),
        [[{"date": "2024-01-01T12:00:01"}]],
    )
    yield (
        "escaped characters",
        "tafia/calamine",
        book(texts=TEXTS.replace("bolt", "two_x000A_lines")),
        [["item", "count"], ["two\nlines", 5], ["nut", 7.5]],
    )
    yield (
        "text that looks like an escape",
        "ECMA-376, part 1, 22.4.2.4",
        book(texts=TEXTS.replace("bolt", "_x005F_x0041_")),
        [["item", "count"], ["_x0041_", 5], ["nut", 7.5]],
    )


def _odd_headers() -> Iterator[tuple[str, str, bytes, list[list[Any]]]]:
    """Tables whose header has numbers or a blank cell."""
    number = '<c r="{place}"><v>{value}</v></c>'
    years = "".join(
        number.format(place=f"{letter}1", value=year) for letter, year in zip("BCD", (2021, 2022, 2023), strict=True)
    )
    values = "".join(
        number.format(place=f"{letter}2", value=value) for letter, value in zip("BCD", (10, 12, 11), strict=True)
    )
    text = '<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    yield (
        "years as headers",
        "qgis/QGIS#42147",
        book(
            cells=f'<row r="1">{text.format(place="A1", value="region")}{years}</row>'
            f'<row r="2">{text.format(place="A2", value="north")}{values}</row>'
        ),
        [["region", 2021, 2022, 2023], ["north", 10, 12, 11]],
    )
    yield (
        "blank cell above the index",
        "pandas-dev/pandas#21032",
        book(
            cells=f'<row r="1">{text.format(place="B1", value="a")}</row>'
            f'<row r="2">{number.format(place="A2", value=0)}{number.format(place="B2", value=5)}</row>'
            f'<row r="3">{number.format(place="A3", value=1)}{number.format(place="B3", value=7)}</row>'
        ),
        [[None, "a"], [0, 5], [1, 7]],
    )


def _texts() -> Iterator[tuple[str, str, str, list[list[Any]]]]:
    for name, mark in (("U+2028", "\u2028"), ("U+0085", "\u0085"), ("vertical tab", "\x0b"), ("form feed", "\x0c")):
        yield (
            f"{name} in a cell",
            "volcengine/OpenViking#3988, wbolster/jsonlines#53",
            f"item,count\nbo{mark}lt,5\nnut,7.5\n",
            [["item", "count"], [f"bo{mark}lt", 5], ["nut", 7.5]],
        )
    german = "sep=;\r{}item;count\rbolt;5,0\rnut;7,5\r"
    yield "named separator, CR, decimal comma", "vscode_rainbow_csv#108", german.format(""), [["sep="], *TABLE]
    yield "mark of DOS for the end", "dBase and FoxPro", "item,count\r\nbolt,5\r\nnut,7.5\r\n\x1a", TABLE
    yield "byte order mark", "PapaParse#951", "\ufeffitem;count\nbolt;5,0\nnut;7,5\n", TABLE
