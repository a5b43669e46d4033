"""Whose fault it was: decided on what executions gave, here played by a crew that follows a list."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, cast

import pytest

from evaluations.errors import SandboxError
from evaluations.records import Case, Checks, Report, Verdict
from evaluations.sandbox.browser.cdp import Gone, TooBig
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.clock import Patience
from evaluations.sandbox.raw_result import Raw
from evaluations.sandbox.retry import settle

CASE = Case(id="x", lane="function", files={"a.js": ""}, entry="a.js", checks=Checks(path="a.test.js", source=""))


def settled(case: Case, crew: Played) -> Report:
    """In a thread of its own: Playwright's sync API keeps an event loop in the thread of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(settle(case, crew))).result()


def ran(verdict: str) -> Raw:
    check = {"name": "a", "verdict": verdict, "message": "", "kind": "assertion", "duration_ms": 1}
    result: dict[str, Any] = {"stage": "checks", "error": "", "checks": [check], "console": [], "captured": {}}
    return Raw(result={**result, "tampered": "", "isScript": False})


PASS, FAIL, CRASH = ran("passed"), ran("failed"), Raw(limit="The page crashed.")
LATE, STARVED = Raw(is_timeout=True, waited_share=0.02), Raw(is_timeout=True, waited_share=0.4)


class Played:
    """A crew whose executions are given; remembers which of them ran alone."""

    def __init__(self, *events: Raw | Exception) -> None:
        self.events = list(events)
        self.alone: list[bool] = []
        self.patience: list[Patience | None] = []
        self.n_replaced = 0
        self.unsound: list[bool] = []
        self.browser: Browser | None = cast(Browser, type("B", (), {"connection": type("C", (), {"is_closed": False})}))

    async def run(
        self, case: Case, *, is_alone: bool = False, is_measured: bool = False, patience: Patience | None = None
    ) -> Raw:
        self.alone.append(is_alone or patience is not None)
        self.patience.append(patience)
        event = self.events.pop(0)
        if isinstance(event, Exception):
            raise event
        return event

    async def replace(self, dead: Browser | None) -> None:
        self.n_replaced += 1

    async def replace_unless_sound(self, suspect: Browser | None) -> bool:
        return self.unsound.pop() if self.unsound else False


@pytest.mark.parametrize(
    ("events", "verdict", "attempts", "is_flaky"),
    [
        ([PASS], Verdict.PASSED, 1, False),
        ([FAIL], Verdict.FAILED, 1, False),
        ([LATE, LATE, PASS], Verdict.TIMEOUT, 2, False),
        ([LATE, PASS], Verdict.PASSED, 2, False),
        ([LATE, FAIL], Verdict.FAILED, 2, False),
        ([CRASH, CRASH, PASS], Verdict.OVER_LIMIT, 2, False),
        ([CRASH, PASS], Verdict.PASSED, 2, True),
        ([CRASH, CRASH, FAIL, PASS], Verdict.OVER_LIMIT, 2, False),
        ([CRASH, CRASH, FAIL, FAIL], Verdict.UNSCORED, 1, False),
        ([LATE, LATE, LATE, LATE], Verdict.UNSCORED, 1, False),
        ([LATE, STARVED, PASS], Verdict.PASSED, 3, False),
        ([LATE, STARVED, STARVED, PASS], Verdict.TIMEOUT, 3, False),
        ([Gone("it ended"), PASS], Verdict.PASSED, 1, False),
        ([Gone("it ended")] * 3, Verdict.UNSCORED, 1, False),
        ([SandboxError("no lane")] * 3, Verdict.UNSCORED, 1, False),
        ([TooBig("too big"), PASS], Verdict.PASSED, 1, False),
    ],
)
def test_verdict_is_the_candidates_only_when_it_is_its_doing(
    events: list[Raw | Exception], verdict: Verdict, attempts: int, is_flaky: bool
) -> None:
    report = settled(CASE, Played(*events))
    assert (report.verdict, report.attempts, report.is_flaky) == (verdict, attempts, is_flaky)
    assert bool(report.cause) is (verdict is not Verdict.PASSED)


def test_second_run_after_a_crash_is_alone_in_the_browser() -> None:
    crew = Played(CRASH, CRASH, FAIL, PASS)
    settled(CASE, crew)
    assert crew.alone == [False, True, False, True]


def test_timeout_is_confirmed_alone_only_when_it_had_to_wait_for_a_processor() -> None:
    confirmed, starved = Played(LATE, LATE, PASS), Played(LATE, STARVED, LATE, PASS)
    settled(CASE, confirmed)
    settled(CASE, starved)
    assert confirmed.alone == [False, False, False]
    assert starved.alone == [False, False, True, False]


def test_crash_in_a_browser_that_runs_no_pages_is_nobodys() -> None:
    crew = Played(CRASH, PASS)
    crew.unsound = [True]
    report = settled(CASE, crew)
    assert (report.verdict, report.attempts, report.is_flaky) == (Verdict.PASSED, 1, False)


def starved(raw: Raw, *, share: float = 0.9, lasted_s: float = 2.0) -> Raw:
    return replace(raw, waited_share=share, lasted_s=lasted_s)


def test_run_that_lacked_a_processor_is_repeated_with_the_time_it_waited() -> None:
    crew = Played(starved(LATE), PASS)
    report = settled(CASE, crew)
    assert (report.verdict, report.attempts, report.is_flaky) == (Verdict.PASSED, 2, False)
    assert crew.patience == [None, Patience.after(0.9, counts_idle=True)]


@pytest.mark.parametrize("verdict", ["failed", "passed"])
def test_failed_check_counts_only_if_there_was_a_processor(verdict: str) -> None:
    crew = Played(starved(FAIL), starved(ran(verdict)))
    report = settled(CASE, crew)
    assert (report.verdict, report.attempts) == (verdict, 2)
    assert crew.patience == [None, Patience.after(0.9, counts_idle=False)]


def test_check_that_stopped_waiting_is_repeated_only_if_it_lacked_a_processor() -> None:
    gave_up = ran("passed")
    assert gave_up.result is not None
    gave_up.result["captured"] = {"gave_up": True}
    quiet, busy = Played(starved(gave_up, share=0.1)), Played(starved(gave_up), PASS)
    assert settled(CASE, quiet).attempts == 1
    assert settled(CASE, busy).attempts == 2


def test_quick_failure_on_a_busy_machine_is_not_repeated() -> None:
    assert settled(CASE, Played(starved(FAIL, lasted_s=0.1))).attempts == 1


def test_stretch_grows_with_the_share_that_was_waited_and_has_an_end() -> None:
    stretches = [Patience.after(share, counts_idle=True).stretch for share in (0.0, 0.5, 0.9, 0.99, 1.0)]
    assert stretches == sorted(stretches)
    assert (stretches[0], stretches[-1]) == (2, 60)
    assert stretches[2] == pytest.approx(15)


def test_case_that_may_have_ended_the_browser_runs_alone_in_the_next() -> None:
    crew = Played(TooBig("too big"), PASS)
    settled(CASE, crew)
    assert crew.alone == [False, True]
    assert crew.n_replaced == 1


def test_no_browser_at_all_is_an_exception() -> None:
    class WithoutBrowser(Played):
        async def replace(self, dead: Browser | None) -> None:
            raise SandboxError("No Chromium.")

    with pytest.raises(SandboxError, match="No Chromium"):
        settled(CASE, WithoutBrowser(Gone("it ended")))
