"""Texts of cells that openpyxl and calamine do not give as the file means them."""

from __future__ import annotations

import datetime as dt
import re
from typing import BinaryIO

ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
DURATION = re.compile(r"(-?)PT(\d{1,6})H(\d{1,2})M(\d{1,2}(?:[.,]\d{1,9})?)S")


def shared_strings(source: BinaryIO) -> list[str]:
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
