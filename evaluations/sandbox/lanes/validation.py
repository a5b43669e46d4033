"""Validates what comes out of a realm against the one shape that the harness writes.

Code of a candidate runs in the realm too. A result of any other shape was not written by the harness: it is the
candidate's work and the candidate's fault, never ours.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, NoReturn

from evaluations.explanations import FORGED

STAGES = {"build", "load", "checks"}
VERDICTS = {"passed", "failed", "skipped"}
KINDS = {"", "assertion", "exception", "timeout", "skipped", "memory"}  # the last two: the Python lane
LEVELS = {"log", "info", "warn", "error", "debug", "exception"}
# A text longer than this is cut, not refused: a check may have any name, and the harness itself cuts most texts sooner.
LONGEST_TEXT = 10_000  # characters
MOST_CHECKS, MOST_LINES, MOST_VALUES = 100_000, 500, 10_000
DEEPEST = 150  # containers within one captured value; the harness stops after 40 levels, a Map takes three
LARGEST_RESULT = 50_000_000  # characters of JSON


class ForgedResult(ValueError):
    """A result that the harness did not write. The message names the first place that differs."""


def forged_cause(what: str) -> str:
    """Return the cause of the verdict `failed` for such a result; `explanations.is_forged` tells it from others."""
    return f"{FORGED}: {what}"


def validated(value: Any) -> dict[str, Any]:
    """Return the result, of the shape `Result` in harness/protocol.ts, as a dict or as its JSON. Raises Forged."""
    result = _fields(_decoded(value) if isinstance(value, str) else value, "result")
    checks = _list(result, "checks", MOST_CHECKS)
    lines = _list(result, "console", MOST_LINES)
    return {
        "stage": _word(result, "stage", STAGES),
        "error": _text(result, "error"),
        "checks": [_check(check) for check in checks],
        "console": [_line(line) for line in lines],
        "captured": _captured(_fields(result.get("captured"), "captured")),
        "tampered": _text(result, "tampered"),
        "isScript": _flag(result, "isScript"),
    }


def _decoded(text: str) -> Any:
    if len(text) > LARGEST_RESULT:
        raise ForgedResult(f"the result has {len(text)} characters.")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as exc:
        raise ForgedResult(f"the result is not JSON ({str(exc)[:100]}).") from exc


def _refuse_constant(name: str) -> NoReturn:
    raise ForgedResult(f"the result has the number {name}.")


def _fields(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ForgedResult(f"{what} is {_kind_of(value)}, not an object.")
    return value


def _list(owner: dict[str, Any], field: str, most: int) -> list[Any]:
    value = owner.get(field)
    if not isinstance(value, list):
        raise ForgedResult(f"{field} is {_kind_of(value)}, not a list.")
    if len(value) > most:
        raise ForgedResult(f"{field} has {len(value)} entries.")
    return value


def _text(owner: dict[str, Any], field: str) -> str:
    value = owner.get(field)
    if not isinstance(value, str):
        raise ForgedResult(f"{field} is {_kind_of(value)}, not a text.")
    return value[:LONGEST_TEXT]


def _word(owner: dict[str, Any], field: str, words: set[str]) -> str:
    value = _text(owner, field)
    if value not in words:
        raise ForgedResult(f"{field} is {value[:40]!r}.")
    return value


def _flag(owner: dict[str, Any], field: str) -> bool:
    value = owner.get(field)
    if not isinstance(value, bool):
        raise ForgedResult(f"{field} is {_kind_of(value)}, not true or false.")
    return value


def _check(value: Any) -> dict[str, Any]:
    check = _fields(value, "a check")
    verdict, kind = _word(check, "verdict", VERDICTS), _word(check, "kind", KINDS)
    if (verdict == "passed") is not (kind == "") and verdict != "skipped":
        raise ForgedResult(f"a check is {verdict!r} of the kind {kind!r}.")
    return {
        "name": _text(check, "name"),
        "verdict": verdict,
        "kind": kind,
        "message": _text(check, "message"),
        "duration_ms": _duration(check.get("duration_ms")),
    }


def _duration(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise ForgedResult(f"duration_ms is {_kind_of(value)}.")
    return round(value, 1)  # Chromium's clock has steps of 0.1 ms; the digits after it took a tenth of a stored report


def _line(value: Any) -> dict[str, str]:
    line = _fields(value, "a console line")
    return {"level": _word(line, "level", LEVELS), "text": _text(line, "text")}


def _captured(values: dict[str, Any]) -> dict[str, Any]:
    """Return the captured values. It walks without recursion, because the depth is the candidate's."""
    if len(values) > MOST_VALUES:
        raise ForgedResult(f"captured has {len(values)} values.")
    level: list[Any] = [values]
    for _ in range(DEEPEST):
        level = [inner for container in level for inner in _inside(container)]
        if not level:
            return values
    raise ForgedResult(f"captured is deeper than {DEEPEST} levels.")


def _inside(container: Any) -> list[Any]:
    """Return the containers inside a container. Raises Forged for a number that is not finite."""
    inner: list[Any] = []
    for value in container.values() if isinstance(container, dict) else container:
        kind = type(value)
        if kind is dict or kind is list:
            inner.append(value)
        elif kind is float and not isfinite(value):
            raise ForgedResult("captured has a number that is not finite.")
    return inner


def _kind_of(value: Any) -> str:
    return "missing" if value is None else f"{type(value).__name__} {str(value)[:40]!r}"
