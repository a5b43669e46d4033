"""A slot runs one case at a time, in the lane the case names."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, Protocol

from evaluations.errors import SandboxError
from evaluations.execution_records import Case
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.clock import (
    LOOK_EVERY_S,
    MOST_STRETCH,
    PREPARATION_S,
    STAGE_PREPARATION_S,
    CaseClock,
    Patience,
)
from evaluations.sandbox.browser.memory import MemoryWatch
from evaluations.sandbox.browser.target import GRACE_S, RENEW_AFTER, IdleTooLong, LimitReached, TimeIsUp
from evaluations.sandbox.browser.threads import Threads, all_threads, pause_after
from evaluations.sandbox.lanes.function import FunctionLane
from evaluations.sandbox.lanes.page import PageLane
from evaluations.sandbox.lanes.python import PythonLane
from evaluations.sandbox.lanes.raw_result import RawResult
from evaluations.sandbox.playwright.lane import SpecLane
from evaluations.sandbox.playwright.stage_lane import StageLane
from evaluations.sandbox.visual.lane import VisualLane

IDLE_LIMITS = 2  # how many times its limit a case may be idle in a run where idle time does not count
MOST_HELP = 4  # how many times its limit helpers may work for a case; printing thousands of lines needs less


class Lane(Protocol):
    """A way to run a case in a fresh realm."""

    @property
    def n_cases(self) -> int: ...

    async def open(self) -> object: ...

    async def renew(self) -> None: ...

    async def execute(self, case: Case, compiled: dict[str, Any]) -> RawResult: ...


class Slot:
    """A warm page for each lane; it is renewed after a fault and after RENEW_AFTER cases."""

    def __init__(self, browser: Browser, port: int, watch: MemoryWatch) -> None:
        self.browser, self._watch = browser, watch
        self._specs, self._visuals = SpecLane(browser, port), VisualLane(browser, port)
        self._pages = PageLane(browser, port)
        self._functions = FunctionLane(browser, port)
        self._lanes: dict[str, Lane] = {
            "spec": self._specs,
            "visual": self._visuals,
            "page": self._pages,
            "function": self._functions,
            "python": PythonLane(browser, port),
        }

    async def warm_up(self) -> None:
        """Open both pages, so that the first case does not have to wait."""
        await asyncio.gather(self._pages.warm_up(), self._functions.open())

    async def wait_until_idle(self) -> None:
        """Wait until no earlier case is being measured, because that would disturb a case that runs alone."""
        await self._pages.wait_until_idle()

    async def close(self) -> None:
        """End everything that does not end with the sandbox's own browser."""
        await asyncio.gather(self._specs.close(), self._visuals.close())

    async def execute(
        self, case: Case, compiled: dict[str, Any], *, is_measured: bool = False, patience: Patience | None = None
    ) -> RawResult:
        """Run the case once. Raises SandboxError when the browser is at fault.

        is_measured: a run that takes too long says whether it had a processor all the time. patience: the case runs
        alone, and its limit is the time in which it could run (clock.py).
        """
        lane = self._lanes[case.lane]
        killed = self._watch.n_killed
        self._watch.begin(self, case.memory_mb)
        clock = None
        try:
            if lane.n_cases >= RENEW_AFTER:
                await lane.renew()
            await lane.open()  # its processes must exist before they can be measured
            clock = self._clock(lane, case, is_measured=is_measured or patience is not None)
            if patience:
                raw = await self._run_patiently(lane, case, compiled, patience, clock)
            else:
                raw = await lane.execute(case, compiled)
            _note_time(raw, clock)
            self._keep_watching(raw.looking, case.memory_mb)
            if raw.forged:
                await lane.renew()
            return raw
        except LimitReached as exc:
            await lane.renew()
            has_eaten = self._watch.n_killed > killed
            return RawResult(limit=f"It needed more than {case.memory_mb} MB of memory." if has_eaten else str(exc))
        except TimeIsUp as exc:
            raw = RawResult(is_timeout=True, has_idled=isinstance(exc, IdleTooLong))
            _note_time(raw, clock)
            await lane.renew()
            return raw
        except SandboxError:  # the page cannot be used for the next case
            await lane.renew()
            raise
        finally:
            self._watch.end(self)

    def _keep_watching(self, looking: asyncio.Task[None] | None, memory_mb: int) -> None:
        """Keep the memory limit of its case for a page that is still measured."""
        if looking:
            self._watch.begin(looking, memory_mb)
            looking.add_done_callback(self._watch.end)

    def _clock(self, lane: Lane, case: Case, *, is_measured: bool) -> CaseClock:
        """Measure what the case uses from now on; without is_measured from readings that are made anyway."""
        stages = lane.stages if isinstance(lane, StageLane) else []
        browsers = [self.browser.pid, *(stage.pid for stage in stages)]
        helpers = [stage.driver.pid for stage in stages]
        watches = [self._watch, *(stage.watch for stage in stages if stage.watch)]

        def last_seen() -> Threads:
            threads: Threads = {}
            for watch in watches:
                threads |= watch.threads
            return threads

        look = (lambda: all_threads(browsers, helpers)) if is_measured else last_seen
        return CaseClock(look, browsers, most_help_s=MOST_HELP * case.timeout_ms / 1000)

    async def _run_patiently(
        self, lane: Lane, case: Case, compiled: dict[str, Any], patience: Patience, clock: CaseClock
    ) -> RawResult:
        """Run the case until it has used its limit of processor time. Raises TimeIsUp and what lanes raise.

        Where idle time does not count, it still ends a run (IdleTooLong): timers are stretched up to 60 times, and an
        expectation that is never met would keep every slot waiting for minutes.
        """
        # Waits of a spec end by the time that counts, so its wall time needs no limit that ends it before that.
        limit_stretch = MOST_STRETCH if lane is self._specs else patience.of_limits
        stretched = replace(case, timeout_ms=int(case.timeout_ms * limit_stretch))
        preparation_s = STAGE_PREPARATION_S if isinstance(lane, StageLane) else PREPARATION_S
        limit_s = case.timeout_ms / 1000 + GRACE_S + preparation_s
        timing = {
            "stretch": patience.stretch,
            "limit_stretch": limit_stretch,
            "counted_s": clock.counted_s,
        }
        work = asyncio.ensure_future(lane.execute(stretched, {**compiled, **timing}))
        try:
            pause_s = LOOK_EVERY_S
            while not (await asyncio.wait({work}, timeout=pause_s))[0]:
                clock.look()
                pause_s = pause_after(clock.look_s, LOOK_EVERY_S)
                if clock.used_s(counts_idle=patience.counts_idle) > limit_s:
                    raise TimeIsUp if clock.processor_s() > limit_s else IdleTooLong
                if clock.used_s(counts_idle=True) > IDLE_LIMITS * limit_s:
                    raise IdleTooLong
            raw = await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
        if clock.look().used_s(counts_idle=patience.counts_idle) > limit_s:
            raise TimeIsUp if clock.processor_s() > limit_s else IdleTooLong
        return raw


def _note_time(raw: RawResult, clock: CaseClock | None) -> None:
    """Note how long the case has lasted, and who used the processors meanwhile. clock: None before it began."""
    if clock:
        raw.lasted_s, raw.shares = clock.lasted_s(), clock.look().shares()
