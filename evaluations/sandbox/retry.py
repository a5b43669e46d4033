"""Repeats an execution where its failure may not be the candidate's fault."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from evaluations.errors import SandboxError
from evaluations.execution_records import Case, OnVerdict, Report
from evaluations.records import Checks, Verdict
from evaluations.sandbox.browser.cdp import TargetClosed, TooBig
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.clock import LEAST_STRETCH, MOST_STRETCH, Patience
from evaluations.sandbox.lanes.compiler import NotCompiled
from evaluations.sandbox.lanes.raw_result import RawResult
from evaluations.sandbox.report import report_of
from evaluations.verdicts import EXCEEDED_LIMITS

# A check that waited for something may have failed only because the page had no processor meanwhile.
MAY_HAVE_WAITED = {Verdict.FAILED, Verdict.RUNTIME_ERROR}
TRIES = 3
MOST_HELD_UP_SHARE = 0.15  # share of a run's time without a processor, or while one of our helpers worked
STARVED_SHARE, STARVED_S = 0.5, 0.5  # share of a run and seconds, without a processor
# Words without which code in these lanes neither waits nor looks at a clock. A page always may: it renders.
WAITING = {
    "function": re.compile(
        r"\b(?:async|await|then|Promise|set(?:Timeout|Interval|Immediate)|request(?:AnimationFrame|IdleCallback)|Worker"
        r"|postMessage|MessageChannel|addEventListener|Atomics|scheduler|Date|Temporal|performance|node:timers|timers)\b"
    ),
    "python": re.compile(r"\b(?:async|await|asyncio|time|datetime|threading|sched|timeit|concurrent)\b"),
}
log = logging.getLogger(__name__)
SPEC = "test('two', async ({ page }) => { await page.goto('/'); await expect(page.locator('p')).toHaveText('two') })"
CHECKS = {
    "function": "two.test.js",
    "page": "two.test.js",
    "python": "two_test.py",
    "spec": "two.spec.js",
    "visual": "two.spec.js",
}
CANARIES = {
    "function": ("two.js", "export const two = () => 2", "test('two', () => expect(two()).toBe(2))"),
    "python": ("two.py", "def two(): return 2", "assert two() == 2"),
    "spec": ("two.html", "<p>two</p>", SPEC),
    "visual": ("two.html", "<p>two</p>", ""),
    "page": ("two.js", "export const two = () => document.body", "test('two', () => two())"),
}


class Runs(Protocol):
    """Runs a case once."""

    browser: Browser | None

    async def run(
        self,
        case: Case,
        *,
        is_alone: bool = False,
        is_measured: bool = False,
        patience: Patience | None = None,
        on_executed: Callable[[RawResult], None] | None = None,
    ) -> RawResult: ...

    async def replace(self, dead: Browser | None) -> None: ...

    async def replace_unless_sound(self, suspect: Browser | None) -> bool: ...


async def run_with_retries(case: Case, pool: Runs, on_verdict: OnVerdict = None) -> Report:
    """Return the report that counts. Raises SandboxError only when no browser can be had.

    on_verdict: called with the report when its verdict is certain, while its page is still looked at.
    """
    tries = _Tries(case, pool, on_verdict)
    try:
        first = report = await tries.run()
        if first.verdict is Verdict.OVER_LIMIT:
            report = await tries.run(is_alone=True)  # the memory limit is the largest one of the running cases
        if report.verdict is Verdict.TIMEOUT:
            report = await _confirm_timeout(tries)
        if may_wait(case) and _is_starved(report, tries.raw):
            report = await _run_patiently(tries, counts_idle=False, before=report)
        if (
            report.verdict in EXCEEDED_LIMITS
        ):  # one run is not enough: a busy machine or a dying browser gives the same result
            await _canary_check(case, pool)
        return replace(report, is_flaky=_is_flaky(first, report))
    except NoVerdict as exc:
        log.warning("Case %s has no verdict: %s", case.id, exc)
        return Report(id=case.id, verdict=Verdict.UNSCORED, cause=str(exc))


class _Tries:
    """The executions of one case. raw: the result of the last one."""

    def __init__(self, case: Case, pool: Runs, on_verdict: OnVerdict = None) -> None:
        self._case, self._pool, self._on_verdict = case, pool, on_verdict
        self._begun = time.perf_counter()
        self._n = 0
        self.raw = RawResult()

    async def run(
        self, *, is_alone: bool = False, is_measured: bool = False, patience: Patience | None = None
    ) -> Report:
        """Execute the case once more and return its report. Raises NoVerdict."""
        self._n += 1
        how: dict[str, Any] = {"is_measured": is_measured, "patience": patience}
        if self._on_verdict and self._n == 1:
            how["on_executed"] = self._tell
        self.raw = await _run(self._case, self._pool, is_alone=is_alone, **how)
        return self._report(self.raw)

    def _report(self, raw: RawResult) -> Report:
        duration_ms = (time.perf_counter() - self._begun) * 1000
        return report_of(self._case, raw, attempts=self._n, duration_ms=duration_ms)

    def _tell(self, raw: RawResult) -> None:
        """Hand over the report of the first run, unless the case may have to run again."""
        report = self._report(raw)
        is_unsure = report.verdict in EXCEEDED_LIMITS or (may_wait(self._case) and _is_starved(report, raw))
        if self._on_verdict and not is_unsure:
            self._on_verdict(report)


async def _confirm_timeout(tries: _Tries) -> Report:
    """Run the case again. Its limit is extended by the time for which it was held up.

    A run that was not held up is not repeated alone, because all other slots would have to wait for it.
    """
    if tries.raw.shares.held_up < STARVED_SHARE:
        report = await tries.run(is_measured=True)
        if not tries.raw.took_too_long or tries.raw.shares.held_up <= MOST_HELD_UP_SHARE:
            return report
    report = await _run_patiently(tries, counts_idle=True)
    return await _wait_less(tries, report) if tries.raw.has_idled else report


async def _wait_less(tries: _Tries, before: Report) -> Report:
    """Run the case with hardly longer waits: the timers of an expectation may have used up the limit.

    A failure then is not due to slowness: a run that lacked a processor needed most of its limit for loading. A pass
    does not count here: the code may have waited longer than it may. In every other case the earlier report counts. The
    limits of case and tests are very long, because it may take any time until the code can run at all.
    """
    patience = Patience(stretch=LEAST_STRETCH, counts_idle=False, limit_stretch=MOST_STRETCH)
    report = await tries.run(patience=patience)
    if report.verdict in MAY_HAVE_WAITED and not tries.raw.took_too_long:
        return report
    return replace(before, attempts=report.attempts, duration_ms=report.duration_ms)


async def _run_patiently(tries: _Tries, *, counts_idle: bool, before: Report | None = None) -> Report:
    """Run the case alone, again with longer limits if a timer ended it before it could use its own.

    before: the report that counts if the case only waits: it had a processor, and what it waited for never came.
    """
    patience = Patience.after(tries.raw.shares.waited, counts_idle=counts_idle)
    while True:
        report = await tries.run(patience=patience)
        if before and tries.raw.has_idled:
            return replace(before, attempts=report.attempts, duration_ms=report.duration_ms)
        is_unsure = tries.raw.took_too_long or (not counts_idle and _is_starved(report, tries.raw))
        if not is_unsure or patience.is_enough(tries.raw.shares.used):
            return report
        patience = patience.longer(tries.raw.shares.used)


def may_wait(case: Case) -> bool:
    """Return whether code of the case can wait for something, so that it may give up too early on a busy machine."""
    words = WAITING.get(case.lane)
    if not words:
        return True
    sources = [*case.files.values(), case.checks.source, *case.checks.files.values()]
    return any(words.search(source) for source in sources)


def _is_starved(report: Report, raw: RawResult) -> bool:
    """Return whether a check may have failed because the case lacked a processor for most of its time."""
    waited_s = raw.shares.waited * raw.lasted_s
    may_have_waited = report.verdict in MAY_HAVE_WAITED or (report.verdict is Verdict.PASSED and raw.gave_up)
    return may_have_waited and raw.shares.waited >= STARVED_SHARE and waited_s >= STARVED_S


def _is_flaky(first: Report, last: Report) -> bool:
    """Return whether the failure is chance: a crash that does not repeat is; a timeout that does not is caused by
    the machine.
    """
    return first.verdict is Verdict.OVER_LIMIT and last.verdict not in EXCEEDED_LIMITS


class NoVerdict(SandboxError):
    """The sandbox works, but it gave no result for this case."""


async def _run(case: Case, pool: Runs, *, is_alone: bool = False, **how: Any) -> RawResult:
    """Return one execution that came to a result.

    A browser that is gone is replaced. Before a crash or any other fault is blamed on a case, the browser must run a
    known-good page: one whose zygote was killed lives on and fails every case. A case that makes a new browser unable
    to run pages, with no case beside it, is to blame itself.
    """
    cause, is_new = "", False
    for _ in range(TRIES):
        browser = pool.browser
        try:
            raw = await pool.run(case, is_alone=is_alone, **how)
            if raw.limit and not is_browser_alive(pool):
                await pool.replace(pool.browser)
                return raw
            if not raw.limit or not await pool.replace_unless_sound(browser):
                return raw
            if is_new and is_alone:
                return raw
            cause, is_new, is_alone = "The browser could start no page.", True, True
        except TargetClosed as exc:
            cause = str(exc)
            is_alone = is_alone or isinstance(exc, TooBig)
            await pool.replace(browser)
        except SandboxError as exc:
            cause = str(exc)
            if not await pool.replace_unless_sound(browser) and isinstance(exc, NotCompiled):
                break  # the case has been tried in two pages
    raise NoVerdict(cause)


def is_browser_alive(pool: Runs) -> bool:
    """Return whether the browser still accepts connections."""
    return pool.browser is not None and not pool.browser.connection.is_closed


async def _canary_check(case: Case, pool: Runs) -> None:
    """Run a case that is known to pass in the same lane. When it fails, the fault is ours. Raises NoVerdict."""
    path, source, checks = CANARIES[case.lane]
    good = Case(
        id="known-good",
        lane=case.lane,
        files={path: source},
        entry=path,
        checks=Checks(path=CHECKS[case.lane], source=checks),
        timeout_ms=10_000,
        reference={path: source} if case.lane == "visual" else {},
    )
    patience = None
    for _ in range(2):
        raw = await _run(good, pool, patience=patience)
        if report_of(good, raw, attempts=1, duration_ms=0).verdict is Verdict.PASSED:
            return
        patience = Patience.after(raw.shares.waited, counts_idle=False)
    raise NoVerdict("The browser fails a known-good case too. Is the machine out of memory or overloaded?")
