"""What a case has used of its limit, read from the kernel."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from evaluations.sandbox.browser.clock import CaseClock
from evaluations.sandbox.browser.threads import all_threads

# A stand-in for a browser (the outer process) and its renderer (the inner one).
TREE = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
SPINS = "print(flush=True)\nwhile True: pass"
SLEEPS = "import time; print(flush=True); time.sleep(60)"


@contextmanager
def helper() -> Iterator[int]:
    """Process number of a process that works all the time."""
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
    """Process number of a process whose child does this work on one processor."""
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
    return clock.used_s(counts_idle=counts_idle), clock


def test_idle_time_counts_only_where_it_is_asked_for() -> None:
    with tree(SLEEPS) as pid:
        seconds, clock = used_s(pid, 1.0)
        assert 0.5 < seconds <= clock.lasted_s()
        assert clock.used_s(counts_idle=False) < 0.2


def test_time_without_a_processor_does_not_count() -> None:
    with tree(SPINS) as pid, tree(SPINS), tree(SPINS), tree(SPINS):  # four on one processor
        _, clock = used_s(pid, 3.0)
        processor_s = clock.processor_s()  # first: the process goes on running
        seconds = clock.used_s(counts_idle=True)
        assert seconds < 0.7 * clock.lasted_s()
        assert seconds >= processor_s > 0


def test_processor_that_is_gone_ends_the_measurement_without_an_error() -> None:
    with tree(SPINS) as pid:
        clock = clock_of(pid, 0)
    assert clock.used_s(counts_idle=True) >= 0


def test_work_of_a_helper_and_of_this_process_does_not_count() -> None:
    """What Playwright's driver and we do with what a page says is none of the candidate's time."""
    with tree(SLEEPS) as browser, helper() as pid:
        clock = clock_of(browser, helpers=[pid])
        time.sleep(1.0)
        assert clock.used_s(counts_idle=True) < 0.5 * clock.lasted_s()
        assert clock.shares().held_up > 0.5
    with tree(SLEEPS) as browser:
        clock = clock_of(browser)
        while clock.lasted_s() < 1.0:
            pass
        assert clock.used_s(counts_idle=True) < 0.5 * clock.lasted_s()
        assert clock.helped_s(counts_own=False) == 0, "beside other cases, our own work may be for them"


def test_helpers_that_work_for_a_case_without_end_do_not_keep_it_alive() -> None:
    with tree(SLEEPS) as browser, helper() as pid:
        clock = CaseClock(lambda: all_threads([browser], [pid]), [browser], most_help_s=0.2)
        time.sleep(1.0)
        assert clock.used_s(counts_idle=True) >= clock.lasted_s() - clock.waited_s() - 0.3


def test_wait_of_a_process_that_has_ended_is_not_forgotten() -> None:
    with tree(SPINS) as pid, tree(SPINS), tree(SPINS), tree(SPINS):
        clock = clock_of(pid)
        time.sleep(1.0)
        waited_s = clock.waited_s()
    assert clock.waited_s() >= waited_s > 0.2
