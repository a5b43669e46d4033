"""Cell values as plain JSON, shared by preview, expected data and comparison.

number, text, boolean and blank are JSON's own; the rest are objects with one key:
{"date": "2021-01-31"} or {"date": "2021-01-31T10:30:00"}, {"time": "10:30:00"}, {"duration": seconds},
{"error": "#N/A"}. One form everywhere, so that stored expected data stays small.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from evaluations.records import Json


CellType = Literal["number", "text", "boolean", "date", "time", "duration", "error", "blank"]
TAGGED: tuple[CellType, ...] = ("date", "time", "duration", "error")
MAX_TEXT = 32_767  # Excel's own limit of characters in a cell
DAY_S = 86_400
LARGE = Decimal(10) ** 24  # larger numbers are written with all digits
SIMPLE_FORMAT = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<decimals>0+))?(?P<percent>%)?")
# How files and SheetJS number the errors.
ERROR_CODES = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def plain_value(value: object, *, is_error: bool = False) -> Json:
    """Return a reader's Python value as plain JSON. Empty text counts as blank, because readers confuse the two."""
    if is_error:
        return {"error": str(value)}
    if value is None or value == "":
        return None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return value[:MAX_TEXT].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _temporal(value)


def _number(value: float) -> Json:
    if not math.isfinite(value):
        return {"error": "#NUM!"}
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _temporal(value: object) -> Json:
    if isinstance(value, dt.datetime):
        value = value.replace(tzinfo=None)
        is_day = value.time() == dt.time()
        return {"date": value.date().isoformat() if is_day else _iso(value)}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, dt.time):
        return {"time": value.replace(tzinfo=None).isoformat("milliseconds" if value.microsecond else "seconds")}
    if isinstance(value, dt.timedelta):
        return {"duration": round(value.total_seconds(), 3)}
    return str(value)[:MAX_TEXT]


def _iso(value: dt.datetime) -> str:
    return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")


def type_of(value: Json) -> CellType:
    """Return the kind of cell of a plain value."""
    if value is None:
        return "blank"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, dict):
        return next((tag for tag in TAGGED if tag in value), "text")
    return "text"


def shown(value: Json, number_format: str = "General") -> str:
    """Return a cell's text for people, with percent, thousands and decimals where a simple format has them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _shown_number(value, number_format)
    if isinstance(value, dict):
        tag = type_of(value)
        return clock(float(value["duration"])) if tag == "duration" else str(value.get(tag, "")).replace("T", " ")
    return str(value)


def _shown_number(value: float, number_format: str) -> str:
    """Return a number exactly, or by a format like 0.00, #,##0 and 0.0%. `reading.display` handles other formats."""
    simple = SIMPLE_FORMAT.fullmatch(number_format)
    if not simple:
        return repr(value)
    number = Decimal(repr(value)) * (100 if simple["percent"] else 1)
    places = Decimal(1).scaleb(-len(simple["decimals"] or ""))
    rounded = number.quantize(places, ROUND_HALF_UP) if abs(number) < LARGE else number
    digits = f"{abs(rounded):,f}" if simple["grouped"] else f"{abs(rounded):f}"
    return f"{'-' if rounded < 0 else ''}{digits}{'%' if simple['percent'] else ''}"


def general_text(value: float) -> str:
    """Return a number in at most eleven characters, as Excel's General shows it."""
    size = abs(value)
    if value == 0:
        return "0"
    if size < 1e-9 or size >= 1e11:
        mantissa, _, exponent = f"{value:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent[0]}{exponent[1:].lstrip('0').zfill(2)}"
    n_whole = max(1, len(str(int(size))))
    text = f"{value:.{max(0, 10 - n_whole)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def clock(seconds: float) -> str:
    """Return a duration as hours:minutes:seconds; hours may pass 24."""
    sign, total = ("-" if seconds < 0 else ""), abs(seconds)
    hours, remainder = divmod(round(total), 3600)
    return f"{sign}{hours}:{remainder // 60:02d}:{remainder % 60:02d}"


def column_letter(index: int) -> str:
    """Return A, B, … Z, AA, … for 0, 1, …"""
    letters = ""
    index += 1
    while index:
        index, remainder = divmod(index - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def column_number(letters: str) -> int:
    """Return 0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
