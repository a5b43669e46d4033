"""The check files for a workbook: they upload the file itself, or a variant of it, and return the results of the page.

The sandbox never gets the expected values, so no candidate can copy them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path, PurePosixPath

from evaluations.records import Checks, Json
from evaluations.workbooks.comparing.expected import ExpectedData

CALLS = "calls"
N_CALLS = "n_calls"
PARTS = "$parts"
WAIT_MS = 6000
IN_PAGE = Path(__file__).parent / "in_page"

_HEAD = """\
import {{ act, fireEvent, screen }} from "@testing-library/react";
import {{ expect, test }} from "vitest";
import {{ capture, dropFile, patience, pressUntil, renderRecorded, upload, uploaders }} from "bakeoff";
import * as candidate from {module};

const SETTINGS = {settings} as any;
"""


def excel_checks(
    expected_data: ExpectedData,
    fixture_name: str | None = None,
    *,
    entry: str = "answer.tsx",
    entry_point: str | None = None,
    wait_ms: int = WAIT_MS,
) -> Checks:
    """Return the check file that uploads `fixture_name` (the expected data's own file by default) to the component in
    `entry`.

    It captures "calls": [{"prop", "args"}], to be read with `captured_calls`, "n_calls": how often the promised prop
    was called, with values or without, "screen", the page's text, and "way": whether the file was chosen or dropped.
    wait_ms: for the first call with values.
    """
    settings: dict[str, Json] = {
        "file": fixture_name or expected_data.file,
        "entryPoint": entry_point,
        "prop": expected_data.prop,
        "once": expected_data.contract.once,
        "waitMs": wait_ms,
    }
    return check_file("reads.ts", settings, entry)


def check_file(part: str, settings: Mapping[str, Json], entry: str) -> Checks:
    """Return the shared beginning and one of the files in in_page/, with its settings, for the component in `entry`."""
    path = PurePosixPath(entry)
    head = _HEAD.format(module=json.dumps(f"./{path.stem}"), settings=json.dumps(settings))
    return Checks(path=str(path.with_name(f"{path.stem}.test.tsx")), source=head + _text("shared.ts") + _text(part))


@cache
def _text(name: str) -> str:
    return (IN_PAGE / name).read_text()


def captured_calls(captured: Mapping[str, Json]) -> Sequence[Mapping[str, Json]]:
    """Return the callback calls that the check file captured, joined from their parts. Empty when there were none."""
    calls = _join_parts(captured.get(CALLS), captured, 0)
    return [call for call in calls if isinstance(call, dict)] if isinstance(calls, list) else []


def call_fault(expected_data: ExpectedData, captured: Mapping[str, Json]) -> str:
    """Return how the calls break the promise of one call with one argument; empty when they do not."""
    if not expected_data.contract.once:
        return ""
    calls = captured_calls(captured)
    counted = captured.get(N_CALLS)
    n_calls = counted if isinstance(counted, int) else len(calls)
    if n_calls > 1:
        return f"The callback was called {n_calls} times; the prompt asks for one call."
    args = calls[0].get("args") if calls else None
    if isinstance(args, list) and len(args) > 1:
        return f"The callback was called with {len(args)} arguments; the prompt asks for one."
    return ""


def _join_parts(value: Json, captured: Mapping[str, Json], depth: int) -> Json:
    if depth > 8:
        return value
    if isinstance(value, list):
        return [_join_parts(item, captured, depth + 1) if isinstance(item, list | dict) else item for item in value]
    if isinstance(value, dict) and list(value) == [PARTS] and isinstance(value[PARTS], list):
        pieces = [captured.get(str(name)) for name in value[PARTS]]
        return [item for piece in pieces if isinstance(piece, list) for item in piece]
    if isinstance(value, dict):
        return {key: _join_parts(item, captured, depth + 1) for key, item in value.items()}
    return value
