"""What a case has used of its limit, read from the kernel."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from evaluations.sandbox.clock import CaseClock

# A stand-in for a browser (the outer process) and its renderer (the inner one).
TREE = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
SPINS = "while True: pass"
SLEEPS = "import time; time.sleep(60)"


@contextmanager
def tree(work: str, *, processor: int = 0) -> Iterator[int]:
    """Process number of a process whose child does this work on one processor."""
    only = sorted(os.sched_getaffinity(0))[processor]
    process = subprocess.Popen(
        [sys.executable, "-c", TREE, work], start_new_session=True, preexec_fn=lambda: os.sched_setaffinity(0, {only})
    )
    try:
        time.sleep(0.5)
        yield process.pid
    finally:
        os.killpg(process.pid, 9)
        process.wait()


def used_s(pid: int, lasts_s: float, *, counts_idle: bool = True) -> tuple[float, CaseClock]:
    clock = CaseClock([pid])
    time.sleep(lasts_s)
    return clock.used_s(counts_idle=counts_idle), clock


def test_idle_time_counts_only_where_it_is_asked_for() -> None:
    with tree(SLEEPS) as pid:
        seconds, clock = used_s(pid, 1.0)
        assert 0.5 < seconds <= clock.lasted_s()
        assert clock.used_s(counts_idle=False) < 0.2


def test_time_without_a_processor_does_not_count() -> None:
    with tree(SPINS) as pid, tree(SPINS), tree(SPINS), tree(SPINS):  # four on one processor
        seconds, clock = used_s(pid, 3.0)
        assert seconds < 0.7 * clock.lasted_s()
        assert seconds >= clock.processor_s() > 0


def test_processor_that_is_gone_ends_the_measurement_without_an_error() -> None:
    with tree(SPINS) as pid:
        clock = CaseClock([pid, 0])
    assert clock.used_s(counts_idle=True) >= 0
