"""Whose fault was it? What one execution shows is not always the candidate's doing."""

from __future__ import annotations

import logging
import time
from typing import Protocol

from evaluations.errors import SandboxError
from evaluations.records import Case, Checks, Report, Verdict
from evaluations.sandbox.cdp import Gone, TooBig
from evaluations.sandbox.chromium import Browser
from evaluations.sandbox.judge import report_of
from evaluations.sandbox.raw import Raw

# Seen once is not enough: a busy machine or a dying browser looks the same.
UNSURE = {Verdict.TIMEOUT, Verdict.OVER_LIMIT}
TRIES = 3
MOST_WAITED_SHARE = 0.15  # of a run's time without a processor that was wanted
log = logging.getLogger(__name__)
SPEC = "test('two', async ({ page }) => { await page.goto('/'); await expect(page.locator('p')).toHaveText('two') })"
CHECKS = {"function": "two.test.js", "page": "two.test.js", "python": "two_test.py", "spec": "two.spec.js"}
GOOD = {
    "function": ("two.js", "export const two = () => 2", "test('two', () => expect(two()).toBe(2))"),
    "python": ("two.py", "def two(): return 2", "assert two() == 2"),
    "spec": ("two.html", "<p>two</p>", SPEC),
    "page": ("two.js", "export const two = () => document.body", "test('two', () => two())"),
}  # fmt: skip


class Runs(Protocol):
    """What runs a case once."""

    browser: Browser | None

    async def run(self, case: Case, *, is_alone: bool = False, is_measured: bool = False) -> Raw: ...

    async def replace(self, dead: Browser | None) -> None: ...


async def settle(case: Case, crew: Runs) -> Report:
    """The report that counts. Raises SandboxError only when no browser can be had."""
    begun = time.perf_counter()

    def report(raw: Raw, attempts: int, *, is_flaky: bool = False) -> Report:
        duration_ms = (time.perf_counter() - begun) * 1000
        return report_of(case, raw, attempts=attempts, duration_ms=duration_ms, is_flaky=is_flaky)

    try:
        first = report(await _run(case, crew), 1)
        if first.verdict not in UNSURE:
            return first
        raw, attempts = await _again(case, crew, first.verdict)
        second = report(raw, attempts)
        if second.verdict in UNSURE:
            await _prove_sound(case, crew)
            return second
        return report(raw, attempts, is_flaky=_is_chance(first))
    except NoVerdict as exc:
        log.warning("Case %s has no verdict: %s", case.id, exc)
        return Report(id=case.id, verdict=Verdict.UNSCORED, cause=str(exc))


async def _again(case: Case, crew: Runs, verdict: Verdict) -> tuple[Raw, int]:
    """The run that counts, and how many there were with it.

    A timeout is confirmed beside others if it had its processor all the while; alone in the browser it would hold up
    all slots for as long. Everything else is alone: memory is watched by the largest limit of those who run.
    """
    if verdict is Verdict.TIMEOUT:
        raw = await _run(case, crew, is_measured=True)
        if not raw.took_too_long or raw.waited_share <= MOST_WAITED_SHARE:
            return raw, 2
        return await _run(case, crew, is_alone=True), 3
    return await _run(case, crew, is_alone=True), 2


class NoVerdict(SandboxError):
    """The sandbox is there, but gave no result for this case."""


async def _run(case: Case, crew: Runs, *, is_alone: bool = False, is_measured: bool = False) -> Raw:
    """One execution that came to a result; the browser's trouble is tried again in a fresh one."""
    cause = ""
    for _ in range(TRIES):
        browser = crew.browser
        try:
            raw = await crew.run(case, is_alone=is_alone, is_measured=is_measured)
            if raw.limit and not is_browser_alive(crew):
                await crew.replace(crew.browser)
            return raw
        except Gone as exc:
            cause = str(exc)
            is_alone = is_alone or isinstance(exc, TooBig)
            await crew.replace(browser)
        except SandboxError as exc:
            cause = str(exc)
    raise NoVerdict(cause)


def is_browser_alive(crew: Runs) -> bool:
    """Whether the browser still listens."""
    return crew.browser is not None and not crew.browser.connection.is_closed


async def _prove_sound(case: Case, crew: Runs) -> None:
    """A known-good case must pass in the same lane, else the fault is ours. Raises NoVerdict."""
    path, source, checks = GOOD[case.lane]
    good = Case(
        id="known-good", lane=case.lane, files={path: source}, entry=path,
        checks=Checks(path=CHECKS[case.lane], source=checks), timeout_ms=10_000,
    )  # fmt: skip
    for is_alone in (False, True):
        raw = await _run(good, crew, is_alone=is_alone)
        if report_of(good, raw, attempts=1, duration_ms=0).verdict is Verdict.PASSED:
            return
    raise NoVerdict("The browser fails a known-good case too. Is the machine out of memory or overloaded?")


def _is_chance(first: Report) -> bool:
    """A result alone after a timeout in company is the machine's doing; after a crash it is chance."""
    return first.verdict is not Verdict.TIMEOUT
