"""The prompt that a workbook suggests: from its sheet, headers, types and a few rows."""

from __future__ import annotations

from typing import Literal

from evaluations.records import Json
from evaluations.workbooks.cells.values import shown
from evaluations.workbooks.comparing.contract import (
    BLANK_CELLS,
    BLANK_ROWS,
    CONTRACT_DATES,
    CONTRACT_SHAPES,
    CONTRACT_TYPES,
    PROP,
    TABLE_HEAD,
    table_cell,
)
from evaluations.workbooks.comparing.expected import ExpectedColumn, ExpectedData
from evaluations.workbooks.reading.formats import declared_format
from evaluations.workbooks.reading.preview import Preview

SAMPLE_ROWS = 5
MAX_HEADERS = 40
MAX_SAMPLE_TEXT = 60
COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
VALUE_WORDS = {
    "number": "number values",
    "text": "text values",
    "boolean": "true or false values",
    "date": "date values",
    "time": "time values",
    "duration": "duration values",
    "error": "error values",
    "blank": "no values",
    "mixed": "values of several types",
}
LAYOUT = "The workbook:"
CONTENTS = {"html": "an HTML page", "xml": "Excel 2003 XML"}  # in files named like a workbook


def excel_prompt(
    preview: Preview | None,
    expected_data: ExpectedData,
    form: Literal["seed", "contract", "layout"] = "seed",
    *,
    max_chars: int = 6000,
) -> str:
    """Return the prompt, at most about max_chars characters: sample rows are left out first, then headers.

    seed: the short wording, shape and prop left open. contract: prop name, shape, types and sample rows. layout: sheet,
    headers, types and sample rows alone, to go under a person's own words.
    preview adds only facts that the expected data do not have (which sheets are hidden); it may be None.
    """
    if form == "seed":
        return _seed(preview, expected_data, max_chars)
    for n_rows in range(SAMPLE_ROWS, -1, -1):
        text = _contract(expected_data, n_rows) if form == "contract" else _layout(preview, expected_data, n_rows)
        if len(text) <= max_chars:
            return text
    return (
        _seed(preview, expected_data, max_chars)
        if form == "contract"
        else _layout(preview, expected_data, 0)[:max_chars]
    )


def _seed(preview: Preview | None, expected_data: ExpectedData, max_chars: int) -> str:
    n_headers = MAX_HEADERS
    while True:
        text = _seed_text(preview, expected_data, n_headers)
        if len(text) <= max_chars or n_headers <= 3:
            return text
        n_headers //= 2


def _seed_text(preview: Preview | None, expected_data: ExpectedData, n_headers: int) -> str:
    names = [column.name for column in expected_data.columns]
    n = len(names)
    columns = f"{COUNTS[n] if n < len(COUNTS) else n} column{'' if n == 1 else 's'}"
    what = "csv" if expected_data.format == "csv" else "excel"
    parts = [
        _sheets(preview, expected_data),
        columns,
        _headers(expected_data, names[:n_headers], n),
        _types(expected_data.columns),
    ]
    value_names = _name_list(names[:n_headers]) if n <= n_headers else "all columns"
    return (
        f"A react component that allows the user to upload {what} files. {', '.join(part for part in parts if part)}. "
        f"When uploaded it is parsed using XLSX, and the final parsed values of {value_names} are given back as an "
        "array to the callback"
    )


def _sheets(preview: Preview | None, expected_data: ExpectedData) -> str:
    visible = [s.name for s in preview.sheets if s.visibility == "visible"] if preview else list(expected_data.sheets)
    if len(expected_data.sheets) <= 1:
        return (
            f"One sheet, of which only the range {expected_data.region} is read"
            if expected_data.region
            else "One sheet"
        )
    hidden = len(expected_data.sheets) - len(visible)
    n = len(expected_data.sheets)
    count = COUNTS[n].capitalize() if n < len(COUNTS) else str(n)
    return f"{count} sheets{f' ({hidden} hidden)' if hidden else ''}, only {_range_text(expected_data)} is read"


def _range_text(expected_data: ExpectedData) -> str:
    return (
        f'the range {expected_data.region} of the sheet "{expected_data.sheet}"'
        if expected_data.region
        else f'the sheet "{expected_data.sheet}"'
    )


def _headers(expected_data: ExpectedData, names: list[str], n: int) -> str:
    if expected_data.header_row is None:
        return "no header row"
    more = f" and {n - len(names)} more" if n > len(names) else ""
    where = f" in row {expected_data.header_row}" if expected_data.header_row > 1 else ""
    return f"header{'' if n == 1 else 's'}{where} {', '.join(names) + more if more else _name_list(names)}"


def _types(columns: tuple[ExpectedColumn, ...]) -> str:
    kinds = {column.type for column in columns}
    if len(kinds) == 1:
        return VALUE_WORDS[kinds.pop()]
    groups: dict[str, list[str]] = {}
    for column in columns[:MAX_HEADERS]:
        groups.setdefault(column.type, []).append(column.name)
    return ", ".join(f"{VALUE_WORDS[kind]} in {_name_list(names)}" for kind, names in groups.items())


def _name_list(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nothing"


def _contract(expected_data: ExpectedData, n_rows: int) -> str:
    header = (
        f"Row {expected_data.header_row} holds the headers." if expected_data.header_row else "There is no header row."
    )
    keys = "its header" if expected_data.header_row else "its column letter"
    shape = "records" if expected_data.shape == "any" else expected_data.shape
    under = {"rows": "the headers", "rows_with_header": "the table below"}.get(shape, keys)
    return "\n".join(
        [
            f"Write a React component, as the default export, that lets the user upload {_file_text(expected_data)} "
            'with an <input type="file">.',
            f"When a file is chosen, read {_range_text(expected_data)} with SheetJS "
            '(`import * as XLSX from "xlsx"`) and '
            f"call the prop `{expected_data.prop or PROP}` once, with one argument: {CONTRACT_SHAPES[shape]} {under}.",
            f"{header} {BLANK_ROWS[expected_data.blanks]} {BLANK_CELLS}",
            "",
            *TABLE_HEAD,
            *(
                f"| {c.letter} | {table_cell(c.name)} | {_value_type(c.type, expected_data)} |"
                for c in expected_data.columns
            ),
            *_notation_sentences(expected_data),
            *_sample(expected_data, n_rows),
        ]
    )


def _layout(preview: Preview | None, expected_data: ExpectedData, n_rows: int) -> str:
    n = len(expected_data.columns)
    sheets = _sheets(preview, expected_data)
    return "\n".join(
        [
            f"{LAYOUT} {_file_text(expected_data)}, {sheets[:1].lower()}{sheets[1:]}, "
            + (f"headers in row {expected_data.header_row}." if expected_data.header_row else "no header row."),
            "",
            "| column | header | values |",
            "| --- | --- | --- |",
            *(f"| {c.letter} | {_cell(c.header)} | {c.type} |" for c in expected_data.columns[:MAX_HEADERS]),
            *([f"and {n - MAX_HEADERS} more columns"] if n > MAX_HEADERS else []),
            *_notation_sentences(expected_data),
            *_sample(expected_data, n_rows),
        ]
    )


def _sample(expected_data: ExpectedData, n_rows: int) -> list[str]:
    sample: list[tuple[Json, ...]] = [row for _, row in expected_data.expected()[:n_rows]]
    if not sample:
        return []
    lines = ["", f"The first {len(sample)} row{'' if len(sample) == 1 else 's'} of data:", ""]
    lines += [
        f"| {' | '.join(_cell(c.name) for c in expected_data.columns)} |",
        f"|{' --- |' * len(expected_data.columns)}",
    ]
    return lines + [f"| {' | '.join(_cell(shown(value)) for value in row)} |" for row in sample]


def _notation_sentences(expected_data: ExpectedData) -> list[str]:
    """Return how the file writes its values, if a parser must know it. The sample rows show the values' meaning
    instead.
    """
    named = [(column.letter, column.written) for column in expected_data.columns[:MAX_HEADERS] if column.written]
    if not named:
        return []
    return ["", f"As the file writes them: {'; '.join(f'column {letter} has {words}' for letter, words in named)}."]


def _value_type(kind: str, expected_data: ExpectedData) -> str:
    return (
        CONTRACT_DATES["text" if expected_data.dates == "any" else expected_data.dates]
        if kind == "date"
        else CONTRACT_TYPES[kind]
    )


def _file_text(expected_data: ExpectedData) -> str:
    if expected_data.format in CONTENTS:
        return (
            f"an Excel file (.{declared_format(expected_data.file)}) whose content is {CONTENTS[expected_data.format]}"
        )
    return "a csv file" if expected_data.format == "csv" else f"an Excel file (.{expected_data.format})"


def _cell(text: str) -> str:
    flat = table_cell(text)
    return flat if len(flat) <= MAX_SAMPLE_TEXT else flat[: MAX_SAMPLE_TEXT - 1] + "…"
