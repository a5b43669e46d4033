"""Case, Report, Outcome: the frozen records of an execution, from the sandbox's input to the grader's result.

Standard library only; all of them go to JSON with `records.to_json`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from evaluations.records import Checks, Json, Lane
from evaluations.verdicts import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window in which a page is looked at, in CSS pixels."""

    name: str
    width: int
    height: int


VIEWS = (View(name="wide", width=1024, height=768), View(name="narrow", width=390, height=844))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing to execute: plain data into the sandbox. fixtures: file name to bytes.

    asked_name: what the task asks the answer to define; it is the answer's own also where the realm has that name.
    must_define_tests: checks that define no test fail, instead of counting as a script.
    time_zone: in which it runs, such as Europe/Berlin; empty: UTC. Only in the lanes function and page.
    wants_accessibility: axe and an ARIA snapshot, of what is shown after the last check.
    wants_page_facts: width, keyboard, theme and first paint of it, if there is a snapshot.
    wants_types: TypeScript's compiler looks over `files` beside the execution. must_type_check: what it finds is a
    build_error.
    reference, views: of the visual lane: the files of the page that is compared with, and the windows.
    """

    id: str
    lane: Lane
    files: Mapping[str, str]
    entry: str
    checks: Checks
    fixtures: Mapping[str, bytes] = field(default_factory=dict)
    timeout_ms: int = 10_000
    memory_mb: int = 512
    wants_screenshot: bool = False
    wants_accessibility: bool = False
    wants_page_facts: bool = False
    must_define_tests: bool = False
    wants_types: bool = False
    must_type_check: bool = False
    asked_name: str = ""
    time_zone: str = ""
    reference: Mapping[str, str] = field(default_factory=dict)
    views: tuple[View, ...] = VIEWS


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
    """A message of TypeScript's compiler about one place. line and column count from 1; code: the number in TS2345."""

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


BROWSER = " chromium "  # separates the parts of a harness_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The sandbox's result as plain data. `cause` is one sentence, empty when passed.

    captured: values a check handed out with `capture(name, value)` (e.g. what a callback got).
    screenshot: PNG or WebP bytes, None unless asked for and the lane has pixels.
    access_faults: what axe finds (WCAG 2.1 A and AA). aria: the accessibility tree as text. Both if asked for.
    page_facts: width, keyboard, theme and first paint of a page that shows something, if asked for.
    type_errors: at most 50, empty unless asked for. types_note: why types could not be checked, else "".
    attempts: executions it took (a timeout is confirmed by a second one). is_flaky: they disagreed.
    harness_version: content hash of the harness, BROWSER, and the version of the Chromium that ran the case.
    """

    id: str
    verdict: Verdict
    cause: str = ""
    checks: tuple[CheckReport, ...] = ()
    console: tuple[ConsoleLine, ...] = ()
    captured: Mapping[str, Json] = field(default_factory=dict)
    screenshot: bytes | None = None
    access_faults: tuple[AccessFault, ...] = ()
    aria: str = ""
    page_facts: PageFacts | None = None
    type_errors: tuple[TypeFault, ...] = ()
    types_note: str = ""
    duration_ms: float = 0.0
    attempts: int = 1
    is_flaky: bool = False
    harness_version: str = ""


# Called with a report whose verdict is certain while its evidence is still being recorded. None: nobody waits for it.
OnVerdict = Callable[[Report], None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A graded answer. score in [0, 1]: share of checks passed, mutants killed or cells equal. cause: one sentence.

    score is None when the answer is unchecked: nothing was measured.
    """

    verdict: Verdict
    score: float | None
    cause: str = ""
    details: Mapping[str, Json] = field(default_factory=dict)
