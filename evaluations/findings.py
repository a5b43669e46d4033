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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """How a page behaves after its last check, measured outside its realm.

    overflow_px: by how much it is wider than a window of 390 px. n_unreachable: things to click, but not with Tab.
    follows_dark: its colours change with the reader's dark theme. first_paint_ms: from the start of the execution to
    the first content; None when nothing was painted.
    """

    overflow_px: int
    n_unreachable: int
    unreachable: str
    follows_dark: bool
    n_elements: int
    first_paint_ms: float | None
