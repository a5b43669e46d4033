"""Reads values separated by commas, semicolons, tabs or bars. A .csv has no types, so types are guessed."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from evaluations.errors import WorkbookError
from evaluations.workbooks.cells.values import MAX_TEXT

if TYPE_CHECKING:
    from evaluations.records import Json

SEPARATORS = ",;\t|"
# Only these end a row. str.splitlines would also split at U+2028, U+0085, vertical tab and form feed inside a cell.
LINE_END = re.compile(r"\r\n|\r|\n")
# A number with a leading zero or plus stays text, because postcodes and telephone numbers are not quantities.
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")
NAMED_SEPARATOR = re.compile(r"\ufeff?sep=([^\w\s\"]|\t)(?:\r\n|\r|\n)", re.IGNORECASE)  # a line for Excel
MAX_ROWS = 1_048_576


def read(text: str, name: str) -> list[list[str]]:
    """Return all rows as text; rows without any cell are kept as empty rows. Raises WorkbookError."""
    csv.field_size_limit(MAX_TEXT * 4)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator(text)):
            rows.append(row)
            if len(rows) > MAX_ROWS:
                raise WorkbookError(
                    f"{name} has more than {MAX_ROWS:,} rows, which is the maximum for a sheet. Split it.",
                    reason="too_large",
                )
    except csv.Error as exc:
        raise WorkbookError(
            f"{name} cannot be read as separated values, row {len(rows) + 1}: {exc}. Look for a quotation mark that is "
            "not closed.",
            reason="corrupt",
        ) from exc
    return rows


def separator(text: str) -> str:
    """Return the separator that the first line names (sep=;), else the one that splits most of the first 20 lines
    into the same number of parts, outside quotes.
    """
    if named := NAMED_SEPARATOR.match(text):
        return named[1]
    lines = [re.sub(r'"[^"]*"', "", line) for line in LINE_END.split(text[:65_536])[:20] if line.strip()]

    def fitness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    best = max(SEPARATORS, key=fitness)
    return best if fitness(best)[0] else ","


def value(text: str) -> Json:
    """Return a number, boolean or text; blank for empty text."""
    if text == "":
        return None
    if NUMBER.fullmatch(text):
        number = float(text)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    if text in ("TRUE", "FALSE", "true", "false"):
        return text.lower() == "true"
    return text[:MAX_TEXT]
