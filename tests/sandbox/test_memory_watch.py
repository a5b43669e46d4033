"""The watch of a browser's memory looks often while a case runs, and seldom while none does."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluations.sandbox.browser import memory
from evaluations.sandbox.browser.memory import MemoryWatch
from evaluations.sandbox.browser.threads import Threads


class Counted(MemoryWatch):
    """Counts its looks."""

    def __init__(self) -> None:
        super().__init__(os.getpid())
        self.n_looks = 0

    def _look(self, processes: list[int]) -> Threads:
        self.n_looks += 1
        return {}


async def looks_in_a_second(watch: Counted, *, with_case: bool) -> int:
    watch.start()
    if with_case:
        watch.begin("first", 10_000)
    await asyncio.sleep(0.3)
    before = watch.n_looks
    await asyncio.sleep(1.0)
    return watch.n_looks - before


async def resting_then_woken() -> int:
    """Count the looks of a second without a case, then wait for those that a case brings: at once, and from then on."""
    watch = Counted()
    n_looks = await looks_in_a_second(watch, with_case=False)
    before = watch.n_looks
    watch.begin("second", 10_000)
    assert watch.n_looks == before + 1
    async with asyncio.timeout(10):
        while watch.n_looks < before + 3:
            await asyncio.sleep(0.01)
    watch.stop()
    return n_looks


async def working() -> int:
    watch = Counted()
    n_looks = await looks_in_a_second(watch, with_case=True)
    watch.stop()
    return n_looks


def test_it_looks_seldom_while_no_case_runs_and_at_once_when_one_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "REST_AFTER_S", 0.1)
    monkeypatch.setattr(memory, "REST_S", 60.0)
    monkeypatch.setattr(memory, "descendants", lambda _: [])
    monkeypatch.setattr(memory, "own_memory_mb", lambda _: 0.0)
    with ThreadPoolExecutor(1) as pool:  # Playwright's sync API keeps an event loop in this thread
        assert pool.submit(lambda: asyncio.run(resting_then_woken())).result() <= 1
        assert pool.submit(lambda: asyncio.run(working())).result() >= 3
