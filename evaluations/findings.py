"""What the sandbox saw of one candidate, a record each: parts of a `Report`. Other rooms take them from `records`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """One check of one execution. verdict: "passed", "failed" or "skipped"."""

    name: str
    verdict: str
    message: str = ""
    duration_ms: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleLine:
    """One line the candidate wrote: level is log, info, warn, error, debug or exception."""

    level: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeFault:
    """What TypeScript's compiler says of one place. line and column count from 1; code: the number in TS2345."""

    path: str
    line: int
    column: int
    code: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessFault:
    """One rule of axe that the page breaks. impact: minor to critical. element: HTML of the first of n_elements."""

    rule: str
    impact: str
    help: str
    n_elements: int
    element: str
