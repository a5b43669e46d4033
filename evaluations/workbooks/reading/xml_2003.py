"""Reads the text of each cell of an Excel 2003 XML file. Old exports have such files under the name .xls."""

from __future__ import annotations

from xml.parsers import expat

from evaluations.errors import WorkbookError

OFFICE = "urn:schemas-microsoft-com:office:spreadsheet"
MARK = b"office:spreadsheet"
MAX_SHEETS = 60
MAX_CELLS = 2_000_000
MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
Rows = list[list[str]]


def sheets_of(content: bytes, name: str) -> dict[str, Rows]:
    """Return the rows of each sheet that has a cell, by name. Raises WorkbookError for damaged XML and for entities."""
    reader = _Reader(name)
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as exc:
        raise WorkbookError(
            f"{name} is damaged: its XML cannot be read ({exc}). Open it in your spreadsheet program and save it as "
            ".xlsx.",
            reason="corrupt",
        ) from exc
    return {sheet: rows for sheet, rows in reader.sheets.items() if any(rows)}


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.sheets: dict[str, Rows] = {}
        self.rows: Rows | None = None
        self.text: list[str] | None = None
        self.kind = ""
        self.next_column = self.span = 0
        self.n_cells = self.n_comments = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._take
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise WorkbookError(
            f"{self.name} declares XML entities of its own, which no spreadsheet program writes and which can be made "
            "to fill all memory. Open it in your spreadsheet program and save it as .xlsx.",
            reason="entities",
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        own_attributes = {key.removeprefix(f"{OFFICE} "): value for key, value in attributes.items()}
        what = tag.removeprefix(f"{OFFICE} ")
        if what == "Worksheet" and len(self.sheets) < MAX_SHEETS:
            self.rows = self.sheets.setdefault(own_attributes.get("Name", f"Sheet{len(self.sheets) + 1}"), [])
        elif self.rows is None or self.n_cells >= MAX_CELLS:
            return
        elif what == "Row":
            number = _number(own_attributes.get("Index"), len(self.rows) + 1, MAX_ROWS)
            self.rows.extend([] for _ in range(number - len(self.rows)))
            self.next_column = self.span = 0
        elif what == "Cell" and self.rows:
            self.next_column = _number(own_attributes.get("Index"), self.next_column + 1, MAX_COLUMNS)
            self.span = _number(own_attributes.get("MergeAcross"), 0, MAX_COLUMNS)
        elif what == "Comment":
            self.n_comments += 1
        elif what == "Data" and self.rows and not self.n_comments:
            self.text, self.kind = [], own_attributes.get("Type", "String")

    def _end(self, tag: str) -> None:
        what = tag.removeprefix(f"{OFFICE} ")
        if what == "Comment":
            self.n_comments -= 1
        elif what == "Worksheet":
            self.rows = None
        elif what == "Cell":
            self.next_column += self.span
        elif what == "Data" and self.text is not None and self.rows:
            row = self.rows[-1]
            row.extend([""] * (self.next_column - 1 - len(row)))
            row[self.next_column - 1 :] = [_csv_value("".join(self.text), self.kind)]
            self.n_cells += self.next_column
            self.text = None

    def _take(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)


def _csv_value(text: str, kind: str) -> str:
    """Return a value as a csv file writes it: booleans as words, and whole days without a time."""
    if kind == "Boolean":
        return "TRUE" if text.strip() in ("1", "true") else "FALSE"
    if kind == "DateTime":
        return text.strip().removesuffix(".000").removesuffix("T00:00:00")
    return text


def _number(text: str | None, usual: int, most: int) -> int:
    """Return the stated number, but at least the usual one; the usual one when none is stated."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else usual
    return min(max(number, usual), most)
