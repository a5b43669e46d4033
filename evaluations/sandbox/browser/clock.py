"""How much of its time limit a case has really used on a busy machine.

A limit is a time in which the case could run. The kernel tells for each thread how long it ran and how long it was
ready to run but had no processor. The second part is not the candidate's: a case that waited for a processor gets that
time on top. Nor is the time in which this process or Playwright's driver worked for it, up to a bound: a page that logs
5,000 lines keeps both busy for seconds, one that shows alerts in a loop for ever. Waiting for a timer counts.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from evaluations.sandbox.browser.threads import THIS_PROCESS, Key, Thread, Threads, all_threads, pause_after

LOOK_EVERY_S = 0.2
LEAST_STRETCH, MOST_STRETCH = 2.0, 60.0
MARGIN = 1.5
PREPARATION_S = 1.0  # a fresh document or frame, which is made within the same measurement
STAGE_PREPARATION_S = 3.0  # the same with a browser of its own; contexts, a picture, and closing them
SAMPLE_S, STARVED_SHARE = 1.0, 0.5
MOST_THREADS = 3  # processors that one case may keep busy before its processor time alone ends it


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How a case is run again after a run that lacked a processor.

    stretch: factor for every timer of the harness. counts_idle: idle time counts against the limit too, because the
    first run exceeded it; without, only processor time does, and the whole is bounded by the stretched limit.
    limit_stretch: factor for the limits of the case and of its tests; 0 means the same as `stretch`.
    """

    stretch: float
    counts_idle: bool
    limit_stretch: float = 0.0

    @property
    def of_limits(self) -> float:
        """Factor for the limits of the case and of its tests."""
        return self.limit_stretch or self.stretch

    @classmethod
    def after(cls, waited_share: float, *, counts_idle: bool) -> Patience:
        """Return what a run needs that waits for this share, in [0, 1], of its time."""
        stretch = MARGIN / max(1 - waited_share, MARGIN / MOST_STRETCH)
        return cls(stretch=min(MOST_STRETCH, max(LEAST_STRETCH, stretch)), counts_idle=counts_idle)

    def is_enough(self, used_share: float) -> bool:
        """Return whether no timer ended a run too early in which this share of the time counted against the limit."""
        return self.stretch >= MOST_STRETCH or self.stretch * used_share >= 1

    def longer(self, used_share: float) -> Patience:
        """Return the factor that is enough if the next run is like this one; at least twice the present one."""
        stretch = max(2 * self.stretch, MARGIN / max(used_share, MARGIN / MOST_STRETCH))
        return replace(self, stretch=min(MOST_STRETCH, stretch))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Shares of a run's wall time, in [0, 1]; all 1 where the kernel reports nothing.

    waited: without a processor that was wanted. held_up: that, or while one of our helpers worked for the case.
    used: what counts against the limit of a case that runs alone.
    """

    waited: float = 1.0
    held_up: float = 1.0
    used: float = 1.0


NOT_MEASURED = Shares()


class CaseClock:
    """Measures one case that is executed by browsers, this process and helpers: our other processes.

    look: the threads to measure, as they are now. browsers: main processes. most_help_s: seconds of work of helpers
    that do not count against the limit. Where the kernel reports nothing, the clock is a plain stopwatch.
    """

    def __init__(self, look: Callable[[], Threads], browsers: Sequence[int], *, most_help_s: float = math.inf) -> None:
        self._look, self._browsers = look, set(browsers)
        self._most_help_s = most_help_s
        self._begun = time.monotonic()
        self._first = look()
        self._last = dict(self._first)
        self._lasted_s = self.look_s = 0.0

    def lasted_s(self) -> float:
        """Return the wall time so far."""
        return time.monotonic() - self._begun

    def look(self) -> CaseClock:
        """Read the threads as they are now; what the other methods say is of the last look."""
        begun = time.monotonic()
        self._last |= self._look()
        self._lasted_s = time.monotonic() - self._begun
        self.look_s = time.monotonic() - begun
        return self

    def waited_s(self) -> float:
        """Return seconds without a processor that was wanted.

        It is a sum, because browsers, renderers and this process wait for one another.
        """
        return min(self._lasted_s, sum(self._busiest("waited_s").values()))

    def helped_s(self, *, counts_own: bool) -> float:
        """Return the seconds that helpers worked for the case, and, if asked for, this process."""
        ran = self._busiest("ran_s")
        return sum(
            s for (root, _), s in ran.items() if root not in self._browsers and (counts_own or root != THIS_PROCESS)
        )

    def processor_s(self) -> float:
        """Return the processor time of the case's busiest thread; or a share of all, when it keeps many threads
        busy.
        """
        growth = self._growth("ran_s").items()
        ran = [s for key, s in growth if key.root in self._browsers and key.pid != key.root]
        return max(max(ran, default=0.0), sum(ran) / MOST_THREADS)

    def used_s(self, *, counts_idle: bool) -> float:
        """Return how much of its limit the case has used. It must run alone: all work of this process is for the
        case.
        """
        processor_s = self.processor_s()
        if not counts_idle:
            return processor_s
        helped_s = min(self.helped_s(counts_own=True), self._most_help_s)
        return max(processor_s, self._lasted_s - self.waited_s() - helped_s)

    def counted_s(self) -> float:
        """Return how much of its limit the case has used by now, idle time included. It must run alone."""
        if time.monotonic() - self._begun - self._lasted_s > pause_after(self.look_s, LOOK_EVERY_S):
            self.look()
        return self.used_s(counts_idle=True)

    def shares(self) -> Shares:
        """Return the shares of time in which the case was held up, at least. Our work and waits may be for other
        cases too.
        """
        lasted_s, waited_s = max(self._lasted_s, 0.001), max(self._busiest("waited_s").values(), default=0.0)
        if not self._last:
            return NOT_MEASURED
        held_up_s = waited_s + self.helped_s(counts_own=False)
        return Shares(
            waited=min(1.0, waited_s / lasted_s),
            held_up=min(1.0, held_up_s / lasted_s),
            used=min(1.0, self.used_s(counts_idle=True) / lasted_s),
        )

    def _busiest(self, field: Literal["ran_s", "waited_s"]) -> dict[tuple[int, bool], float]:
        """Return the largest growth of one thread.

        It is computed for each browser's main process, its other processes, and for our own process.
        """
        most: defaultdict[tuple[int, bool], float] = defaultdict(float)
        for key, seconds in self._growth(field).items():
            group = key.root, key.pid == key.root
            most[group] = max(most[group], seconds)
        return most

    def _growth(self, field: Literal["ran_s", "waited_s"]) -> dict[Key, float]:
        """Return the growth since the beginning. A thread that is gone keeps what was seen last."""
        none = Thread()
        return {
            key: getattr(thread, field) - getattr(self._first.get(key, none), field)
            for key, thread in self._last.items()
        }


async def lacks_processor(browser_pid: int) -> bool:
    """Return whether the browser's threads, or this one, mostly wait for a processor. Takes SAMPLE_S."""
    clock = CaseClock(lambda: all_threads([browser_pid], []), [browser_pid])
    await asyncio.sleep(SAMPLE_S)
    return clock.look().waited_s() >= STARVED_SHARE * clock.lasted_s()
