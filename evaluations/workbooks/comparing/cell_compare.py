"""Compares an expected cell with a returned value, and says why they differ."""

from __future__ import annotations

import datetime as dt
import math
import re

from evaluations.records import Json
from evaluations.workbooks.cells.values import DAY_S, ERROR_CODES, type_of
from evaluations.workbooks.comparing.expected import ExpectedData
from evaluations.workbooks.comparing.table_detection import tag_of
from evaluations.workbooks.reading.formats import TEXT_FORMATS
from evaluations.workbooks.reading.notation_readers import BOOLEAN_OF

EPOCHS = {1900: dt.datetime(1899, 12, 30), 1904: dt.datetime(1904, 1, 1)}
DAYS_BETWEEN_SYSTEMS = 1462
TOLERANCE_S = 1.5  # SheetJS rounds a time of day to its own precision
CLOCK = re.compile(r"(-?)(\d{1,6}):(\d{1,2})(?::(\d{1,2}(?:\.\d+)?))?\s*([AaPp][Mm])?")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?)?")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:$|[T ]\d)")
ERROR_TEXTS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")


def cell_difference(expected: Json, got: Json, expected_data: ExpectedData) -> str | None:
    """Return None when the two count as equal for the expected data, otherwise the difference in a few words: "date
    one day early".
    """
    is_blank = is_nothing(got)
    kind = type_of(expected)
    if kind == "blank":
        return None if is_blank else _not_blank(got, expected_data)
    if kind == "error":
        return None if is_blank or got == expected["error"] else _not_error(got)
    if is_blank:
        return f"blank for {kind}"
    if kind == "number":
        return _number(float(expected), got)
    if kind == "text":
        return _text(str(expected), got, expected_data)
    if kind == "boolean":
        return _boolean(bool(expected), got)
    if kind == "date":
        # If a csv file leaves the order of day and month open, both readings are right.
        reasons = [_date(_moment(expected[key]), got, expected_data) for key in ("date", "or") if key in expected]
        return None if None in reasons else reasons[0]
    seconds = float(expected["duration"]) if kind == "duration" else clock_s(expected["time"]) or 0.0
    return _clock(kind, seconds, got, expected_data)


def is_nothing(got: Json) -> bool:
    """Return whether the value is null, undefined, a missing key or empty text: all of them mean a blank cell."""
    return got is None or got == "" or tag_of(got) in ("$undefined", "missing")


def _not_blank(got: Json, expected_data: ExpectedData) -> str | None:
    if isinstance(got, str) and not got.strip():
        return "spaces for blank"
    if expected_data.format not in ("xlsx", "xlsm", *TEXT_FORMATS) and _is_error(got):
        return None  # the reader of these formats shows error cells as blank
    if tag_of(got) == "$number":
        return "NaN for blank"
    return "zero for blank" if got == 0 and not isinstance(got, bool) else "value for blank"


def _not_error(got: Json) -> str:
    return "error code for error" if _is_error(got) else "value for error"


def _is_error(got: Json) -> bool:
    is_code = isinstance(got, int) and not isinstance(got, bool) and got in ERROR_CODES and got != 0
    return is_code or (isinstance(got, str) and got in ERROR_TEXTS)


def _as_number(text: str) -> float | None:
    try:
        number = float(text.strip())
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _formatted(text: str) -> float | None:
    """Return a number inside display text: $1,200.50 or 12 %."""
    digits = re.sub(r"[\s,'$€£¥%]", "", text)
    number = _as_number(digits)
    return number / 100 if number is not None and "%" in text else number


def _near(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def _number(expected: float, got: Json) -> str | None:
    if isinstance(got, bool):
        return "boolean for number"
    if isinstance(got, str):
        number = _as_number(got)
        if number is None:
            number = _formatted(got)
            return "formatted text for number" if number is not None else "text for number"
        return "text for number" if _near(expected, number) else "other number, as text"
    if isinstance(got, int | float):
        return None if _near(expected, got) else _other_number(expected, float(got))
    tag = tag_of(got)
    if tag == "$bigint" and _as_number(str(got["$bigint"])) == expected:
        return None
    return {"$number": "NaN for number", "$date": "date for number"}.get(tag or "", "object for number")


def _other_number(expected: float, got: float) -> str:
    if any(_near(round(expected, n), got) for n in range(7)) or math.trunc(expected) == got:
        return "rounded"
    if _near(expected * 100, got):
        return "percent as whole number"
    if _near(-expected, got):
        return "sign lost"
    return "other number"


def _text(expected: str, got: Json, expected_data: ExpectedData) -> str | None:
    if isinstance(got, str):
        if _lines(got) == _lines(expected):
            return None
        if got.strip() == expected.strip():
            return "trimmed" if len(got) < len(expected) else "spaces added"
        if " ".join(got.split()) == " ".join(expected.split()):
            return "spaces changed"
        if got.casefold() == expected.casefold():
            return "case changed"
        return "header read as data" if got in {c.header for c in expected_data.columns} else "other text"
    if isinstance(got, bool):
        is_word = expected_data.format in TEXT_FORMATS and BOOLEAN_OF.get(expected.upper()) is got
        return None if is_word else "boolean for text"
    if isinstance(got, int | float):
        # A csv file has no types, so one reader may return a number and another one the same text.
        same = _as_number(expected) == got
        return (
            None
            if same and expected_data.format in TEXT_FORMATS
            else "number for text"
            if same
            else "other number for text"
        )
    if tag_of(got) != "$date":
        return "object for text"
    is_moment = expected_data.format in TEXT_FORMATS and ISO_MOMENT.fullmatch(expected)
    return (
        _date(_moment(got["$date"]), {"$date": expected}, expected_data)
        if is_moment and got["$date"]
        else "date for text"
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _boolean(expected: bool, got: Json) -> str | None:
    if isinstance(got, bool):
        return None if got is expected else "other truth value"
    if isinstance(got, str):
        return "text for boolean"
    return "number for boolean" if isinstance(got, int | float) else "object for boolean"


def _moment(text: str) -> dt.datetime:
    padded = re.sub(r"^(\d{4}-\d\d-\d\d)[ T](\d:)", r"\1T0\2", text.removesuffix("Z"))
    return dt.datetime.fromisoformat(padded).replace(tzinfo=None)


def _date(expected: dt.datetime, got: Json, expected_data: ExpectedData) -> str | None:
    if isinstance(got, bool):
        return "boolean for date"
    if isinstance(got, int | float):
        return _serial(expected, float(got), expected_data)
    is_text = isinstance(got, str)
    text = got if is_text else got.get("$date") if tag_of(got) == "$date" else None
    if text is None:
        return "invalid date" if tag_of(got) == "$date" else "object for date"
    if is_text and not ISO_DATE.match(text):
        return "formatted text for date"
    try:
        moment = _moment(text)
    except ValueError:
        return "text for date"
    why = _time_difference((moment - expected).total_seconds())
    if why is None and expected_data.dates in ("date", "text", "serial") and is_text != (expected_data.dates == "text"):
        wished = "serial number" if expected_data.dates == "serial" else expected_data.dates
        return f"{'text' if is_text else 'Date'} for {wished}"
    return why


def _serial(expected: dt.datetime, got: float, expected_data: ExpectedData) -> str | None:
    system = expected_data.date_system
    days = (expected - EPOCHS[system]).total_seconds() / DAY_S
    if abs(days - got) * DAY_S < TOLERANCE_S or (
        system == 1900 and days < 61 and abs(days - 1 - got) * DAY_S < TOLERANCE_S
    ):
        return None if expected_data.dates == "serial" else "serial number for date"
    milliseconds = (expected - dt.datetime(1970, 1, 1)).total_seconds() * 1000
    return "timestamp for date" if abs(milliseconds - got) <= DAY_S * 1000 else "number for date"


def _time_difference(seconds: float) -> str | None:
    """Return None when the two moments are equal, otherwise the probable cause of the difference."""
    if abs(seconds) < TOLERANCE_S:
        return None
    direction = "late" if seconds > 0 else "early"
    days = seconds / DAY_S
    if abs(abs(days) - 1) * DAY_S < TOLERANCE_S:
        return f"date one day {direction}"
    if abs(abs(days) - DAYS_BETWEEN_SYSTEMS) < 1.1:
        return "wrong date system (1900 for 1904 or the reverse)"
    if abs(seconds) <= 14 * 3600 and abs(seconds / 900 - round(seconds / 900)) * 900 < 60:
        return f"time zone: {abs(seconds) / 3600:g} h {direction}"
    if abs(seconds) < DAY_S:
        return "time of day dropped" if seconds < 0 else "other time of day"
    return "other date"


def clock_s(text: str) -> float | None:
    """Return seconds of "10:30", "10:30:15", "10:30 PM"; None for other text."""
    match = CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    sign, hours, minutes, seconds, half = match.groups()
    hour = int(hours) % 12 + 12 * (half.lower() == "pm") if half else int(hours)
    total = hour * 3600 + int(minutes) * 60 + float(seconds or 0)
    return -total if sign else total


def _clock(kind: str, seconds: float, got: Json, expected_data: ExpectedData) -> str | None:
    """Return a time of day or a duration: clock text, a Date near the epoch, or the number of days Excel stores."""
    if isinstance(got, bool):
        return f"boolean for {kind}"
    if isinstance(got, int | float):
        return None if abs(got * DAY_S - seconds) < TOLERANCE_S else f"other number for {kind}"
    if isinstance(got, str):
        got_s = clock_s(got)
        if got_s is None:
            got_s = _since_epoch(kind, got, expected_data, seconds)
        return f"text for {kind}" if got_s is None else None if abs(got_s - seconds) < TOLERANCE_S else f"other {kind}"
    text = got.get("$date") if tag_of(got) == "$date" else None
    got_s = _since_epoch(kind, text, expected_data, seconds) if text else None
    if got_s is None:
        return f"object for {kind}"
    return None if abs(got_s - seconds) < TOLERANCE_S else _time_difference(got_s - seconds) or f"other {kind}"


def _since_epoch(kind: str, text: str, expected_data: ExpectedData, seconds: float) -> float | None:
    try:
        moment = _moment(text)
    except ValueError:
        return None
    if kind == "time":
        return (moment - dt.datetime.combine(moment.date(), dt.time())).total_seconds()
    bases = (EPOCHS[expected_data.date_system], EPOCHS[1900] + dt.timedelta(days=1))
    return min(((moment - base).total_seconds() for base in bases), key=lambda value: abs(value - seconds))
