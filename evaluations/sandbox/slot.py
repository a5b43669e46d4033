"""A slot runs one case at a time, in the lane the case names."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any, Protocol

from evaluations.errors import SandboxError
from evaluations.records import Case
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.memory import MemoryWatch
from evaluations.sandbox.browser.target import GRACE_S, LimitReached, TimeIsUp
from evaluations.sandbox.clock import LOOK_EVERY_S, PREPARATION_S, CaseClock, Patience
from evaluations.sandbox.lanes.function import FunctionLane
from evaluations.sandbox.lanes.page import PageLane
from evaluations.sandbox.lanes.python import PythonLane
from evaluations.sandbox.playwright.lane import SpecLane
from evaluations.sandbox.raw_result import Raw

RENEW_AFTER = 400  # cases; a new context gives all memory back


class Lane(Protocol):
    """A way to run a case in a fresh realm."""

    @property
    def n_cases(self) -> int: ...

    async def renew(self) -> None: ...

    async def execute(self, case: Case, compiled: dict[str, Any]) -> Raw: ...


class Slot:
    """A warm page for each lane; the one a case needs is renewed after trouble and after RENEW_AFTER cases."""

    def __init__(self, browser: Browser, port: int, watch: MemoryWatch) -> None:
        self.browser, self._watch = browser, watch
        self._specs, self._pages = SpecLane(browser, port), PageLane(browser, port)
        self._functions = FunctionLane(browser, port)
        self._lanes: dict[str, Lane] = {
            "spec": self._specs,
            "page": self._pages,
            "function": self._functions,
            "python": PythonLane(browser, port),
        }

    async def warm_up(self) -> None:
        """Both pages, so that the first case need not wait."""
        await asyncio.gather(self._pages.warm_up(), self._functions.open())

    async def close(self) -> None:
        """Ends what does not end with the sandbox's own browser."""
        await self._specs.close()

    async def execute(
        self, case: Case, compiled: dict[str, Any], *, is_measured: bool = False, patience: Patience | None = None
    ) -> Raw:
        """Runs the case once. Raises SandboxError when the browser is at fault.

        is_measured: a run that takes too long says whether it had a processor all the time. patience: the case runs
        alone, and its limit is the time in which it could run (clock.py).
        """
        lane = self._lanes[case.lane]
        where = (self._specs.watch if case.lane == "spec" else None) or self._watch
        waits_s = where.waits_s if is_measured else lambda: where.waited_s
        before_s, begun = waits_s(), time.monotonic()
        if lane.n_cases >= RENEW_AFTER:
            await lane.renew()
        killed = self._watch.n_killed
        self._watch.begin(self, case.memory_mb)
        try:
            if patience:
                raw = await self._run_patiently(lane, case, compiled, patience)
            else:
                raw = await lane.execute(case, compiled)
                raw.lasted_s = time.monotonic() - begun
                raw.waited_share = _waited_share(before_s, waits_s(), raw.lasted_s)
            if raw.forged:
                await lane.renew()
            return raw
        except LimitReached as exc:
            await lane.renew()
            has_eaten = self._watch.n_killed > killed
            return Raw(limit=f"It needed more than {case.memory_mb} MB of memory." if has_eaten else str(exc))
        except TimeIsUp:
            lasted_s = time.monotonic() - begun
            waited_share = _waited_share(before_s, waits_s(), lasted_s)
            await lane.renew()
            return Raw(is_timeout=True, waited_share=waited_share, lasted_s=lasted_s)
        except SandboxError:  # what it left cannot serve the next case
            await lane.renew()
            raise
        finally:
            self._watch.end(self)

    async def _run_patiently(self, lane: Lane, case: Case, compiled: dict[str, Any], patience: Patience) -> Raw:
        """Runs the case until it has used its limit, however long that takes. Raises TimeIsUp and what lanes raise."""
        stretched = replace(case, timeout_ms=int(case.timeout_ms * patience.stretch))
        limit_s = case.timeout_ms / 1000 + GRACE_S + PREPARATION_S
        if lane is self._specs:
            await self._specs.open()  # its processes must be there to be measured
        clock = CaseClock([self.browser.pid, *self._specs.pids])
        work = asyncio.ensure_future(lane.execute(stretched, {**compiled, "stretch": patience.stretch}))
        try:
            while not (await asyncio.wait({work}, timeout=LOOK_EVERY_S))[0]:
                if clock.used_s(counts_idle=patience.counts_idle) > limit_s:
                    raise TimeIsUp
            raw = await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        raw.lasted_s = clock.lasted_s()
        raw.waited_share = clock.waited_s() / max(raw.lasted_s, 0.001)
        if clock.used_s(counts_idle=patience.counts_idle) > limit_s:
            raise TimeIsUp
        return raw


def _waited_share(before_s: dict[int, float], now_s: dict[int, float], lasted_s: float) -> float:
    if not now_s:
        return 1.0
    return min(1.0, max(value - before_s.get(pid, value) for pid, value in now_s.items()) / max(lasted_s, 0.001))
