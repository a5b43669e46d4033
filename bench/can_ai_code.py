"""How can-ai-code grades an answer by its data's README: what it reads from the text, and what counts as equal.

Written only from that description, without code of the source. docs/explanation/compat.md lists the source's errors.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluations.records import Json

FUNCTION_HEAD = re.compile(r"function\s+(\w+)\s*\((.*)\).*\{")
ARROW = re.compile(r"\s(\w+)\s*=\s*\((.*)\)\s*=>\s*\{")
CALL_KINDS = ("call", "call_type")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalledFunction:
    """The function that the source calls: the first one in the text, under any name."""

    name: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check by the source's rules."""

    has_passed: bool
    points: int


NO_CODE = CheckResult(has_passed=False, points=0)


def find_function(code: str) -> CalledFunction | None:
    """Return the first `function name(…) {` on one line, else the first `name = (…) => {`."""
    match = FUNCTION_HEAD.search(code) or ARROW.search(code)
    if match is None:
        return None
    named = [part.partition(":")[0].strip() for part in match[2].split(",")]
    return CalledFunction(name=match[1], parameters=tuple(name for name in named if name))


def grade_check(check: Mapping[str, Any], function: CalledFunction, value: Json) -> CheckResult:
    """Grade one check. value: of the call, parsed from JSON; `{"error": …}` when it threw, hung or gave no JSON."""
    kind = check["kind"]
    if kind == "function_name":
        return _all_or_nothing(check, function.name)
    if kind == "parameter_count":
        return _all_or_nothing(check, len(function.parameters))
    if kind == "parameter_name":
        index = check["index"]
        return _all_or_nothing(check, function.parameters[index] if index < len(function.parameters) else None)
    if kind == "call_type":
        # Python's bool is an int, and JSON writes a whole number without a point.
        is_type = isinstance(value, list) if check["type"] == "array" else isinstance(value, int)
        return CheckResult(has_passed=is_type, points=check["weight"] if is_type else 0)
    if is_error(value):
        return NO_CODE
    return _compare_value(check, _pick_value(check, value))


def is_error(value: Json) -> bool:
    """Whether a call gave no value."""
    return isinstance(value, dict) and "error" in value


def _pick_value(check: Mapping[str, Any], value: Json) -> Json:
    if "pick" not in check:
        return value
    pick = check["pick"]
    if isinstance(value, dict):
        return value.get(pick)
    if isinstance(value, list | str) and isinstance(pick, int) and pick < len(value):
        return value[pick]
    return None


def _compare_value(check: Mapping[str, Any], value: Json) -> CheckResult:
    expected, compare = check["expected"], check["compare"]
    if compare == "list":
        return _shared(check, _best_match(expected, value) if isinstance(value, list) else (0, 1))
    if compare == "object":
        same = sum(key in value and value[key] == expected[key] for key in expected) if isinstance(value, dict) else 0
        return _shared(check, (same, len(expected)))
    return _all_or_nothing(check, value)


def _best_match(expected: list[Json], value: list[Json]) -> tuple[int, int]:
    """Return the number of equal positions and of all. The shorter list gets a null before or after it."""
    if len(expected) == len(value):
        return _matches(expected, value)
    short, long = sorted((expected, value), key=len)
    return max(_matches([None, *short], long), _matches([*short, None], long))


def _matches(left: list[Json], right: list[Json]) -> tuple[int, int]:
    return sum(a == b for a, b in zip(left, right, strict=False)), max(len(left), len(right))


def _shared(check: Mapping[str, Any], match: tuple[int, int]) -> CheckResult:
    same, n = match
    if not n:
        return CheckResult(has_passed=True, points=check["weight"])
    return CheckResult(has_passed=same == n, points=math.floor(check["weight"] * same / n))


def _all_or_nothing(check: Mapping[str, Any], value: Json) -> CheckResult:
    expected = check["expected"]
    is_right = value in expected if check["compare"] == "one_of" else value == expected
    return CheckResult(has_passed=is_right, points=check["weight"] if is_right else 0)
