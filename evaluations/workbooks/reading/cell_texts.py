"""Texts of cells that openpyxl and calamine do not give as the file means them."""

from __future__ import annotations

import datetime as dt
import re
from typing import IO, Any

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
DURATION = re.compile(r"(-?)PT(\d{1,6})H(\d{1,2})M(\d{1,2}(?:[.,]\d{1,9})?)S")


def shared_strings(source: IO[bytes]) -> list[str]:
    """Return the shared strings of an .xlsx as they are written.

    openpyxl's own function removes each `x005F_`, which is Excel's escape for an underscore; after that the text
    `_x0041_` cannot be told from the escape for A.
    """
    from openpyxl.cell.text import Text
    from openpyxl.xml.constants import SHEET_MAIN_NS
    from openpyxl.xml.functions import iterparse

    strings = []
    for _, node in iterparse(source):
        if node.tag == f"{{{SHEET_MAIN_NS}}}si":
            text = Text.from_tree(node)
            strings.append(str(text.content) if text else "")
            node.clear()
    return strings


def open_workbook(content: IO[bytes], *, values: bool) -> Any:
    """Return openpyxl's workbook, with cached values or with formulas, whose strings are as they are written.

    Raises what openpyxl raises.
    """
    from openpyxl.reader.excel import ExcelReader  # takes 0.3 s, so it is imported only if needed
    from openpyxl.xml.constants import SHARED_STRINGS

    class Reader(ExcelReader):
        def read_strings(self) -> None:
            part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
            if part is not None:
                with self.archive.open(part.PartName[1:]) as source:
                    self.shared_strings = shared_strings(source)

    reader = Reader(content, read_only=True, data_only=values, keep_links=False)
    reader.read()
    return reader.wb


def unescaped(text: str) -> str:
    """Return the text with Excel's escapes decoded: for characters that XML cannot hold, and for `_` before `x`."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def with_duration(value: object) -> object:
    """Return the duration for a text like PT30H15M00S, and any other value as it is.

    calamine gives a time of 24 hours or more in an .ods as it is written there.
    """
    if not isinstance(value, str) or not (match := DURATION.fullmatch(value)):
        return value
    sign, hours, minutes, seconds = match.groups()
    duration = dt.timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds.replace(",", ".")))
    return -duration if sign else duration
