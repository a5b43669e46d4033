"""Whose fault a failure was, decided by the executions' results. Here a list gives the results."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, cast
from unittest.mock import patch

import pytest

from evaluations.errors import SandboxError
from evaluations.execution_records import Case, OnVerdict, Report
from evaluations.records import Checks, Lane, Verdict
from evaluations.sandbox.browser.cdp import TargetClosed, TooBig
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.clock import Patience, Shares
from evaluations.sandbox.browser.memory import MemoryWatch
from evaluations.sandbox.lanes.raw_result import RawResult
from evaluations.sandbox.pool import BrowserPool
from evaluations.sandbox.retry import STARVED_SHARE, run_with_retries
from evaluations.sandbox.slot import Slot

CASE = Case(
    id="x", lane="function", files={"a.js": "await 1"}, entry="a.js", checks=Checks(path="a.test.js", source="")
)


def settled(case: Case, pool: Played, on_verdict: OnVerdict = None) -> Report:
    """Run it in another thread, because Playwright's sync API keeps an event loop in the thread of the tests."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(lambda: asyncio.run(run_with_retries(case, pool, on_verdict))).result()


def ran(verdict: str) -> RawResult:
    check = {"name": "a", "verdict": verdict, "message": "", "kind": "assertion", "duration_ms": 1}
    result: dict[str, Any] = {"stage": "checks", "error": "", "checks": [check], "console": [], "captured": {}}
    return RawResult(result={**result, "tampered": "", "isScript": False})


PASS, FAIL, CRASH = ran("passed"), ran("failed"), RawResult(limit="The page crashed.")


def late(*, waited: float, held_up: float) -> RawResult:
    return RawResult(is_timeout=True, shares=Shares(waited=waited, held_up=held_up))


LATE, STARVED = late(waited=0.02, held_up=0.02), late(waited=0.4, held_up=0.4)
IDLE = replace(STARVED, has_idled=True)  # its time passed without need of a processor
SERVED = late(waited=0.02, held_up=0.4)  # one of our own helpers was working


class Played:
    """A browser pool with given results. It remembers which executions ran alone."""

    def __init__(self, *events: RawResult | Exception) -> None:
        self.events = list(events)
        self.alone: list[bool] = []
        self.patience: list[Patience | None] = []
        self.n_replaced = 0
        self.unsound: list[bool] = []
        self.browser: Browser | None = cast(Browser, type("B", (), {"connection": type("C", (), {"is_closed": False})}))

    async def run(
        self,
        case: Case,
        *,
        is_alone: bool = False,
        is_measured: bool = False,
        patience: Patience | None = None,
        on_executed: Callable[[RawResult], None] | None = None,
    ) -> RawResult:
        self.alone.append(is_alone or patience is not None)
        self.patience.append(patience)
        event = self.events.pop(0)
        if isinstance(event, Exception):
            raise event
        if on_executed and event.looking:
            on_executed(event)
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
        ([LATE, SERVED, PASS], Verdict.PASSED, 3, False),
        ([LATE, STARVED, IDLE, FAIL], Verdict.FAILED, 4, False),
        ([LATE, STARVED, IDLE, PASS, PASS], Verdict.TIMEOUT, 4, False),
        ([LATE, STARVED, IDLE, LATE, PASS], Verdict.TIMEOUT, 4, False),
        ([SERVED, LATE, PASS], Verdict.TIMEOUT, 2, False),
        ([TargetClosed("it ended"), PASS], Verdict.PASSED, 1, False),
        ([TargetClosed("it ended")] * 3, Verdict.UNSCORED, 1, False),
        ([SandboxError("no lane")] * 3, Verdict.UNSCORED, 1, False),
        ([TooBig("too big"), PASS], Verdict.PASSED, 1, False),
    ],
)
def test_candidate_gets_a_bad_verdict_only_for_its_own_faults(
    events: list[RawResult | Exception], verdict: Verdict, attempts: int, is_flaky: bool
) -> None:
    report = settled(CASE, Played(*events))
    assert (report.verdict, report.attempts, report.is_flaky) == (verdict, attempts, is_flaky)
    assert bool(report.cause) is (verdict is not Verdict.PASSED)


def test_second_run_after_a_crash_gets_the_time_that_it_waited() -> None:
    """It grows until its memory is full. Without a processor it does not get that far within its limit of wall time."""
    starved_alone, again = Played(CRASH, starved(LATE), CRASH, PASS), Played(CRASH, LATE, LATE, PASS)
    assert settled(CASE, starved_alone).verdict is Verdict.OVER_LIMIT
    assert [bool(patience) for patience in starved_alone.patience] == [False, False, True, False]
    assert settled(CASE, again).verdict is Verdict.TIMEOUT


def test_last_run_of_an_idle_case_has_short_waits_and_long_limits() -> None:
    """Its page may need any time to load; what its checks wait for did not come in a multiple of their time."""
    pool = Played(LATE, STARVED, IDLE, FAIL)
    settled(CASE, pool)
    last = pool.patience[-1]
    assert last is not None
    assert (last.stretch, last.of_limits, last.counts_idle) == (2, 60, False)


def test_second_run_after_a_crash_has_the_browser_to_itself() -> None:
    pool = Played(CRASH, CRASH, FAIL, PASS)
    settled(CASE, pool)
    assert pool.alone == [False, True, False, True]


def test_timeout_is_repeated_alone_only_when_it_waited_for_a_processor() -> None:
    confirmed, starved = Played(LATE, LATE, PASS), Played(LATE, STARVED, LATE, PASS)
    settled(CASE, confirmed)
    settled(CASE, starved)
    assert confirmed.alone == [False, False, False]
    assert starved.alone == [False, False, True, False]


def test_crash_in_a_broken_browser_does_not_count_against_the_candidate() -> None:
    pool = Played(CRASH, PASS)
    pool.unsound = [True]
    report = settled(CASE, pool)
    assert (report.verdict, report.attempts, report.is_flaky) == (Verdict.PASSED, 1, False)


def test_case_that_ruins_a_new_browser_with_nothing_beside_it_is_to_blame() -> None:
    """Large canvases keep the browser's own process busy, so that it opens no page in time."""
    pool, innocent = Played(*[CRASH] * 4, PASS), Played(*[CRASH] * 8)
    pool.unsound, innocent.unsound = [True] * 4, [True] * 8
    report = settled(CASE, pool)
    assert (report.verdict, report.attempts) == (Verdict.OVER_LIMIT, 2)
    assert pool.alone == [False, True, True, True, False]
    assert settled(CASE, innocent).verdict is Verdict.UNSCORED, "the known-good case fails too"


def starved(raw: RawResult, *, share: float = 0.9, lasted_s: float = 2.0) -> RawResult:
    return replace(raw, shares=Shares(waited=share, held_up=share), lasted_s=lasted_s)


def test_run_that_lacked_a_processor_is_repeated_with_the_time_it_waited() -> None:
    pool = Played(starved(LATE), PASS)
    report = settled(CASE, pool)
    assert (report.verdict, report.attempts, report.is_flaky) == (Verdict.PASSED, 2, False)
    assert pool.patience == [None, Patience.after(0.9, counts_idle=True)]


@pytest.mark.parametrize("verdict", ["failed", "passed"])
def test_failed_check_counts_only_if_there_was_a_processor(verdict: str) -> None:
    pool = Played(starved(FAIL), starved(ran(verdict)))
    report = settled(CASE, pool)
    assert (report.verdict, report.attempts) == (verdict, 2)
    assert pool.patience == [None, Patience.after(0.9, counts_idle=False)]


def test_check_that_stopped_waiting_is_repeated_only_if_it_lacked_a_processor() -> None:
    gave_up = ran("passed")
    assert gave_up.result is not None
    gave_up.result["captured"] = {"gave_up": True}
    quiet, busy = Played(starved(gave_up, share=0.1)), Played(starved(gave_up), PASS)
    assert settled(CASE, quiet).attempts == 1
    assert settled(CASE, busy).attempts == 2


def test_failure_is_kept_if_the_run_with_longer_timers_only_waits() -> None:
    pool = Played(starved(FAIL), replace(LATE, has_idled=True))
    report = settled(CASE, pool)
    assert (report.verdict, report.attempts) == (Verdict.FAILED, 2)


@pytest.mark.parametrize("first", ["late", "failed"])
def test_limits_grow_until_a_run_could_use_its_own(first: str) -> None:
    """The first run sees only main threads, so it may underestimate how long a case waits."""
    run = starved(LATE if first == "late" else FAIL, share=0.6)
    cut_short = replace(run, shares=Shares(waited=0.6, held_up=0.6, used=0.05))
    pool, never = Played(run, cut_short, PASS), Played(run, cut_short, cut_short, PASS, PASS)
    assert settled(CASE, pool).verdict is Verdict.PASSED
    assert [patience.stretch for patience in pool.patience if patience] == [pytest.approx(3.75), pytest.approx(30)]
    assert settled(CASE, never).verdict is Verdict("timeout" if first == "late" else "failed"), "30 x 0.05 is enough"


def test_failure_is_no_timeout_because_its_second_run_was_cut_short() -> None:
    """The run was ended by wall time, after it had used a tenth of its limit."""
    cut_short = replace(LATE, shares=Shares(waited=0.95, held_up=0.95, used=0.02), lasted_s=60)
    pool = Played(starved(FAIL, share=0.7), cut_short, FAIL)
    assert settled(CASE, pool).verdict is Verdict.FAILED
    assert [patience.stretch for patience in pool.patience if patience] == [pytest.approx(5), 60]


@pytest.mark.parametrize(
    ("lane", "source", "attempts"),
    [
        ("function", "export const a = 1", 1),
        ("function", "export const a = () => new Promise(r => setTimeout(r, 5))", 2),
        ("function", "export const a = () => Date.now()", 2),
        ("python", "def a(): return 1", 1),
        ("python", "import time\ndef a(): time.sleep(1)", 2),
        ("page", "export const a = 1", 2),
    ],
)
def test_failure_of_code_that_cannot_wait_is_not_repeated(lane: Lane, source: str, attempts: int) -> None:
    case = replace(CASE, lane=lane, files={"a": source})
    assert settled(case, Played(starved(FAIL), starved(FAIL))).attempts == attempts


def test_pass_is_not_repeated_however_long_it_waited() -> None:
    assert settled(CASE, Played(starved(PASS))).attempts == 1


def test_quick_failure_on_a_busy_machine_is_not_repeated() -> None:
    assert settled(CASE, Played(starved(FAIL, lasted_s=0.1))).attempts == 1


def test_run_that_had_a_processor_for_exactly_half_of_its_time_is_repeated() -> None:
    report = settled(CASE, Played(starved(FAIL, share=STARVED_SHARE), PASS))
    assert (report.verdict, report.attempts) == (Verdict.PASSED, 2)
    assert 0 <= report.duration_ms < 60_000
    alone = Played(starved(LATE, share=STARVED_SHARE), PASS)
    settled(CASE, alone)
    assert [bool(patience) for patience in alone.patience] == [False, True]


def test_stretch_grows_with_the_share_of_waiting_up_to_a_limit() -> None:
    stretches = [Patience.after(share, counts_idle=True).stretch for share in (0.0, 0.5, 0.9, 0.99, 1.0)]
    assert stretches == sorted(stretches)
    assert (stretches[0], stretches[-1]) == (2, 60)
    assert stretches[2] == pytest.approx(15)


def test_case_that_may_have_crashed_the_browser_is_repeated_without_other_cases() -> None:
    pool = Played(TooBig("too big"), PASS)
    settled(CASE, pool)
    assert pool.alone == [False, True]
    assert pool.n_replaced == 1


def test_no_browser_at_all_is_an_exception() -> None:
    class WithoutBrowser(Played):
        async def replace(self, dead: Browser | None) -> None:
            raise SandboxError("No Chromium.")

    with pytest.raises(SandboxError, match="No Chromium"):
        settled(CASE, WithoutBrowser(TargetClosed("it ended")))


@pytest.mark.parametrize("is_killed_before", [True, False])
def test_browser_killed_before_a_case_began_does_not_count_against_it(is_killed_before: bool) -> None:
    """The case waited for a slot while another one used up the browser's memory."""
    pool = BrowserPool(1)
    watch = pool._watch = MemoryWatch(0)
    watch.has_killed_browser = is_killed_before

    class Scripted:
        browser = None

        async def execute(self, *_: object, **__: object) -> RawResult:
            if is_killed_before and not watch.has_killed_browser:
                return PASS  # in the new browser
            watch.has_killed_browser = True
            raise TargetClosed("The browser ended.")

    async def replace(_: object) -> None:
        watch.has_killed_browser = False

    async def run() -> RawResult:
        pool._free.put_nowait(cast(Slot, Scripted()))
        with patch.object(pool, "replace", replace):
            return await pool._in_slots(CASE, {})

    with ThreadPoolExecutor(1) as threads:
        raw = threads.submit(lambda: asyncio.run(run())).result()
    assert bool(raw.limit) is not is_killed_before


def looked_at(raw: RawResult) -> RawResult:
    """The result of a page that is still looked at."""
    return replace(raw, looking=cast(Any, True))


@pytest.mark.parametrize(
    ("events", "told", "verdict"),
    [
        ([PASS], [], Verdict.PASSED),
        ([looked_at(PASS)], [Verdict.PASSED], Verdict.PASSED),
        ([looked_at(FAIL)], [Verdict.FAILED], Verdict.FAILED),
        ([looked_at(LATE), PASS], [], Verdict.PASSED),
        ([looked_at(CRASH), PASS], [], Verdict.PASSED),
        ([looked_at(starved(FAIL)), PASS], [], Verdict.PASSED),
        ([TargetClosed("it ended"), looked_at(PASS)], [Verdict.PASSED], Verdict.PASSED),
    ],
)
def test_verdict_is_told_before_the_evidence_only_when_nothing_can_change_it(
    events: list[RawResult | Exception], told: list[Verdict], verdict: Verdict
) -> None:
    heard: list[Report] = []
    assert settled(CASE, Played(*events), heard.append).verdict is verdict
    assert [report.verdict for report in heard] == told
