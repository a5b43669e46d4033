"""Waits of a spec on a busy machine: they end by the time in which the browsers had a processor."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest

from evaluations.execution_records import Case
from evaluations.sandbox import Sandbox
from evaluations.sandbox.browser.clock import CaseClock, Patience
from evaluations.sandbox.lanes.raw_result import RawResult
from evaluations.sandbox.playwright.call_timing import CallClock, CallTiming, may_ask_again
from tests.environment import needs_time
from tests.sandbox.test_spec_lane import body, case

LATE = {"error": {"error": {"name": "TimeoutError", "message": "Timeout 5ms exceeded."}}}
UNMET = {"error": {"error": {"name": "Error", "message": "Expect failed"}}, "errorDetails": {"timedOut": True}}
MET: dict[str, Any] = {"result": {}}
NEVER = body('await page.goto("/");', 'await expect(page.locator("#none")).toBeVisible({ timeout: 500 });')


class Machine:
    """A driver and a clock that are given: a share of the wall time counts. asked: the limits of all calls, in ms."""

    def __init__(self, counts: float, met_at_ms: float = float("inf"), limit_ms: float = 10_000) -> None:
        self._counts, self._met_at_ms = counts, met_at_ms
        self.wall_ms = 0.0
        self.asked: list[float] = []
        self.n_over = 0
        timing = CallTiming(limit_ms=limit_ms, stretch=20, counted_ms=lambda: self.wall_ms * counts)
        self.clock = CallClock(timing, self._over)

    def _over(self) -> None:
        self.n_over += 1

    async def _ask(self, limit_ms: float) -> dict[str, Any]:
        self.asked.append(limit_ms)
        is_met = self.wall_ms + limit_ms >= self._met_at_ms
        self.wall_ms = self._met_at_ms if is_met else self.wall_ms + limit_ms
        return MET if is_met else UNMET

    def call(self, method: str, timeout_ms: float) -> dict[str, Any]:
        """In a thread of its own: Playwright's sync API keeps an event loop in the thread of the tests."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(lambda: asyncio.run(self.clock.call(method, timeout_ms, self._ask))).result()


def test_expectation_is_asked_again_until_its_time_with_a_processor_has_passed() -> None:
    quiet, busy = Machine(1.0), Machine(0.1)
    assert (quiet.call("expect", 5000), busy.call("expect", 5000)) == (UNMET, UNMET)
    assert quiet.asked == [5000]
    assert 49_000 < busy.wall_ms < 52_000


def test_expectation_that_is_met_while_its_time_lasts_is_met() -> None:
    assert Machine(0.1, met_at_ms=45_000).call("expect", 5000) == MET
    assert Machine(0.1, met_at_ms=55_000).call("expect", 5000) == UNMET
    assert Machine(1.0, met_at_ms=5500).call("expect", 5000) == UNMET


def test_wait_ends_with_the_limit_of_the_case_which_is_reported_once() -> None:
    machine = Machine(0.5, limit_ms=3000)
    machine.call("expect", 5000)
    assert 6000 <= machine.wall_ms < 6500
    machine.call("click", 100)
    assert machine.n_over == 1


def test_call_that_may_have_had_an_effect_is_asked_once_with_a_longer_limit() -> None:
    machine = Machine(0.1)
    machine.call("goto", 1000)
    assert machine.asked == [20_000]


@pytest.mark.parametrize(
    ("method", "log", "may"),
    [
        ("expect", ["waiting for locator('p')", "  locator resolved to <p>"], True),
        ("click", ["waiting for locator('b')", "  - element is not enabled", "retrying click action"], True),
        ("click", ["waiting for locator('b')", "  performing click action"], False),
        ("fill", ["waiting for locator('input')"], True),
        ("press", ["waiting for locator('input')"], True),
        ("press", ["waiting for locator('input')", "  locator resolved to <input>"], False),
    ],
)
def test_action_is_asked_again_only_if_it_has_not_begun(method: str, log: list[str], may: bool) -> None:
    assert may_ask_again(method, {**LATE, "log": log}) is may
    assert not may_ask_again(method, MET)


def patiently(sandbox: Sandbox, given: Case, *, counts_idle: bool = True) -> RawResult:
    patience = Patience(stretch=30, counts_idle=counts_idle)
    raw: RawResult = sandbox._submit(sandbox._pool.run(given, patience=patience)).result(100)
    return raw


def verdicts(raw: RawResult) -> list[str]:
    assert raw.result is not None
    return [check["verdict"] for check in raw.result["checks"]]


def test_expectation_that_is_never_met_fails_however_long_the_limits_are(sandbox: Sandbox) -> None:
    """Its timer was 30 times as long, and the page that only waited used up the limit of the case."""
    raw = patiently(sandbox, case(NEVER.replace('"t"', '"a"') + NEVER, timeout_ms=3000))
    assert not raw.took_too_long
    assert verdicts(raw) == ["failed", "failed"]


def test_tests_after_the_limit_are_not_run(sandbox: Sandbox) -> None:
    """As on a quiet machine, where a limit that ran out is no timeout as long as the page answers."""
    raw = patiently(sandbox, case("".join(NEVER.replace('"t"', f'"{n}"') for n in range(8)), timeout_ms=2000))
    assert not raw.took_too_long
    assert verdicts(raw) == ["failed"] * 8
    assert raw.result is not None
    assert "Not run" in raw.result["checks"][-1]["message"]


@needs_time
def test_page_that_hangs_is_a_timeout_with_longer_limits_too(sandbox: Sandbox) -> None:
    page = "<button onclick='for (;;);'>go</button>"
    click = body('await page.goto("/");', 'await page.click("button");', 'await page.click("button");')
    assert patiently(sandbox, case(click, page=page, timeout_ms=3000)).took_too_long


@needs_time
def test_wall_time_does_not_end_a_wait_that_lacks_a_processor(sandbox: Sandbox) -> None:
    """Twice the limit of the case passes before a tenth of it counts."""
    given = case(NEVER.replace("500", "700"), timeout_ms=3000)
    with patch.object(CaseClock, "waited_s", lambda clock: 0.9 * clock._lasted_s):
        patience = Patience(stretch=2, counts_idle=False)
        raw: RawResult = sandbox._submit(sandbox._pool.run(given, patience=patience)).result(100)
    assert raw.lasted_s > 6.5
    assert verdicts(raw) == ["failed"]


@pytest.mark.parametrize(
    "wait",
    [
        'await expect(page.locator("p")).toHaveText("done", { timeout: 400 })',
        'await page.click("p", { timeout: 400 })',
        'await expect.poll(() => page.locator("p").count(), { timeout: 400 }).toBe(1)',
        'await page.waitForURL("/#done", { timeout: 400 })',
    ],
)
def test_time_without_a_processor_is_added_to_a_wait(sandbox: Sandbox, wait: str) -> None:
    """Nine tenths of the time are taken for time without a processor: a wait of 400 ms then lasts 4 s.

    Before, none of it is: on a busy machine the wait would rightly be longer too.
    """
    shows = "() => { document.body.innerHTML = '<p>done</p>'; location.hash = 'done'; }"
    page = f"<body><script>setTimeout({shows}, 1800)</script>"
    given = case(body('await page.goto("/");', f"{wait};"), page=page, timeout_ms=5000)
    with (
        patch.object(CaseClock, "waited_s", lambda clock: 0.0),
        patch.object(CaseClock, "helped_s", lambda *_, **__: 0),
    ):
        assert verdicts(patiently(sandbox, given)) == ["failed"]
    with patch.object(CaseClock, "waited_s", lambda clock: 0.9 * clock._lasted_s):
        assert verdicts(patiently(sandbox, given)) == ["passed"]
