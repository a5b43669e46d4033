"""Tables of text from a .csv, an HTML page or Excel 2003 XML. Each column is read by its notation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

from evaluations.errors import WorkbookError
from evaluations.workbooks.reading import delimited, encoding, html_table, notation, xml_2003

if TYPE_CHECKING:
    from evaluations.records import Json

END_OF_FILE = b"\x1a"  # DOS programs, such as dBase, write it behind the last line


@dataclass(slots=True)
class TextTable:
    """Rows as text, and the notation of each column's values."""

    rows: list[list[str]]
    notations: list[notation.Notation] = field(default_factory=list)

    def values(self, row: list[str]) -> list[Json]:
        """Return the typed values of a row, each in the notation of its column."""
        notations = self.notations
        return [
            notation.value(text, notations[at]) if at < len(notations) else delimited.value(text)
            for at, text in enumerate(row)
        ]

    @property
    def width(self) -> int:
        """The number of cells in the longest row."""
        return max(map(len, self.rows), default=0)


def read(file: BinaryIO, name: str, form: str, reading: Mapping[str, Any]) -> tuple[dict[str, TextTable], str]:
    """Return the tables of a text file by the names of their sheets, and the encoding it was read in. Raises
    WorkbookError.

    form: csv, html or xml. reading: a person's choices: "encoding" and, by sheet and column letter, "columns".
    """
    file.seek(0)
    content = file.read().removesuffix(END_OF_FILE)
    # XML files name their encoding themselves.
    codec = "utf_8" if form == "xml" else str(reading.get("encoding") or encoding.find(content))
    named = _sheets(content, name, form, codec)
    chosen = reading.get("columns", {})
    tables = {
        sheet: TextTable(rows, notation.choose(notation.find(rows), rows, chosen.get(sheet, {})))
        for sheet, rows in named.items()
    }
    return tables, codec


def _sheets(content: bytes, name: str, form: str, codec: str) -> dict[str, list[list[str]]]:
    if form == "csv":
        return {name: delimited.read(encoding.decode(content, codec), name)}
    if form == "xml":
        named = xml_2003.sheets_of(content, name)
    else:
        named = {f"Sheet{at}": rows for at, rows in enumerate(html_table.tables_of(encoding.decode(content, codec)), 1)}
    if not named:
        what = "an HTML page without a table" if form == "html" else "an XML file without a sheet that has cells"
        raise WorkbookError(f"{name} is {what}. Choose another file.", reason="wrong_type")
    return named


def notes(tables: Mapping[str, TextTable], codec: str, reading: Mapping[str, Any]) -> list[str]:
    """Return a sentence for an encoding other than UTF-8, and one for each column not written as programs write it."""
    how = "chosen" if reading.get("encoding") else "found from its bytes"
    sentences = [] if codec in ("utf_8", "utf_16") else [f"Its encoding is {encoding.name_of(codec)}, {how}."]
    for sheet, table in tables.items():
        where = f"Sheet {sheet}, column" if len(tables) > 1 else "Column"
        sentences += notation.sentences(table.notations, where)
    return sentences
