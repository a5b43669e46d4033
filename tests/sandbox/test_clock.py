"""How much of its limit a case has used, read from the kernel."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, cast

import pytest

from evaluations.sandbox.browser import chromium, target
from evaluations.sandbox.browser.cdp import TargetClosed
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.clock import CaseClock, lacks_processor
from evaluations.sandbox.browser.target import Target
from evaluations.sandbox.browser.threads import all_threads

# A stand-in for a browser (the outer process) and its renderer (the inner one).
TREE = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
SPINS = "print(flush=True)\nwhile True: pass"
SLEEPS = "import time; print(flush=True); time.sleep(60)"


@contextmanager
def helper() -> Iterator[int]:
    """The id of a process that works all the time."""
    process = subprocess.Popen([sys.executable, "-c", SPINS], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield process.pid
    finally:
        process.kill()
        process.communicate()


@contextmanager
def tree(work: str, *, processor: int = 0) -> Iterator[int]:
    """The id of a process whose child does this work on one processor."""
    only = sorted(os.sched_getaffinity(0))[processor]
    process = subprocess.Popen(
        [sys.executable, "-c", TREE, work],
        stdout=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {only}),
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()  # it has started
        yield process.pid
    finally:
        os.killpg(process.pid, 9)
        process.communicate()


def clock_of(*browsers: int, helpers: Sequence[int] = ()) -> CaseClock:
    return CaseClock(lambda: all_threads(browsers, helpers), browsers)


def used_s(pid: int, lasts_s: float, *, counts_idle: bool = True) -> tuple[float, CaseClock]:
    clock = clock_of(pid)
    time.sleep(lasts_s)
    return clock.look().used_s(counts_idle=counts_idle), clock


def test_idle_time_counts_only_where_it_is_asked_for() -> None:
    with tree(SLEEPS) as pid:
        seconds, clock = used_s(pid, 1.0)
        assert 0.5 < seconds <= clock.lasted_s()
        assert clock.look().used_s(counts_idle=False) < 0.2


def test_time_without_a_processor_does_not_count() -> None:
    with tree(SPINS) as pid, tree(SPINS), tree(SPINS), tree(SPINS):  # four on one processor
        _, clock = used_s(pid, 3.0)
        processor_s = clock.look().processor_s()
        seconds = clock.used_s(counts_idle=True)
        assert seconds < 0.7 * clock.lasted_s()
        assert seconds >= processor_s > 0


def test_processor_that_is_gone_ends_the_measurement_without_an_error() -> None:
    with tree(SPINS) as pid:
        clock = clock_of(pid, 0)
    assert clock.look().used_s(counts_idle=True) >= 0


def test_work_of_a_helper_and_of_this_process_does_not_count() -> None:
    """Time that Playwright's driver and this process use for a page's messages does not count against the candidate."""
    with tree(SLEEPS) as browser, helper() as pid:
        clock = clock_of(browser, helpers=[pid])
        time.sleep(1.0)
        assert clock.look().used_s(counts_idle=True) < 0.5 * clock.lasted_s()
        assert clock.shares().held_up > 0.5
    with tree(SLEEPS) as browser:
        clock = clock_of(browser)
        while clock.lasted_s() < 1.0:
            pass
        assert clock.look().used_s(counts_idle=True) < 0.5 * clock.lasted_s()
        assert clock.helped_s(counts_own=False) == 0, "beside other cases, our own work may be for them"


def test_helpers_that_work_for_a_case_without_end_do_not_keep_it_alive() -> None:
    with tree(SLEEPS) as browser, helper() as pid:
        clock = CaseClock(lambda: all_threads([browser], [pid]), [browser], most_help_s=0.2)
        time.sleep(1.0)
        assert clock.look().used_s(counts_idle=True) >= clock.lasted_s() - clock.waited_s() - 0.3


def test_wait_of_a_process_that_has_ended_is_not_forgotten() -> None:
    with tree(SPINS) as pid, tree(SPINS), tree(SPINS), tree(SPINS):
        clock = clock_of(pid)
        time.sleep(1.0)
        waited_s = clock.look().waited_s()
    assert clock.look().waited_s() >= waited_s > 0.2


def outcome(work: Any) -> Any:
    """Run a coroutine in another thread, because Playwright's sync API keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result()


def test_process_that_wants_a_processor_and_has_none_is_seen() -> None:
    with tree(SPINS) as spinning, tree(SPINS), tree(SPINS), tree(SPINS):
        assert outcome(lambda: lacks_processor(spinning))


@pytest.mark.parametrize(("n_starved", "takes_s"), [(0, 30), (2, 30), (target.MOST_WAITS, 0.35)])
def test_page_of_a_browser_without_a_processor_gets_more_time(
    monkeypatch: pytest.MonkeyPatch, n_starved: int, takes_s: float
) -> None:
    """The limit is 0.1 s. Each look that finds the page without a processor adds the same time again."""
    looks = iter([True] * n_starved + [False] * target.MOST_WAITS)

    async def look(_: int) -> bool:
        return next(looks)

    async def run() -> str:
        browser = Browser()
        browser.ready_s = 0.1
        return str(await Target(browser, 0).soon(asyncio.sleep(takes_s, "page"), "No page"))

    monkeypatch.setattr(target, "lacks_processor", look)
    if takes_s < 1:
        assert outcome(run) == "page"
    else:
        with pytest.raises(TargetClosed, match="No page within"):
            outcome(run)


@pytest.mark.parametrize("n_starved", [0, 2, 99])
def test_browser_that_does_not_answer_is_asked_again_only_if_it_lacks_a_processor(
    monkeypatch: pytest.MonkeyPatch, n_starved: int
) -> None:
    looks = iter([True] * n_starved + [False])
    pings = []

    class Silent:
        is_closed = False

        async def ping(self) -> None:
            pings.append(1)
            raise TargetClosed("The browser did not answer.")

    async def look(_: int) -> bool:
        return next(looks)

    browser = Browser()
    browser.connection = cast(Any, Silent())
    monkeypatch.setattr(chromium, "lacks_processor", look)
    with pytest.raises(TargetClosed):
        outcome(browser.ping)
    assert len(pings) == min(n_starved + 1, chromium.MOST_PINGS)
