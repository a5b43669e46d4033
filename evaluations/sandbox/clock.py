"""How much of its time limit a case has really used on a busy machine.

A limit is a time in which the case could run. The kernel tells for each thread how long it ran and how long it was
ready to run but had no processor (`/proc/PID/task/TID/schedstat`, in ns). The second part is not the candidate's: a
case that waited for a processor gets that time on top. Waiting for a timer counts as before.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evaluations.sandbox.browser.memory import descendants

LOOK_EVERY_S = 0.2
LEAST_STRETCH, MOST_STRETCH = 2.0, 60.0
MARGIN = 1.5
PREPARATION_S = 1.0  # a fresh document or frame, which is made within the same measurement
OWN = 0  # stands for this process
MOST_THREADS = 3  # processors that one case may keep busy before its processor time alone ends it


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How a case is run again after a run that lacked a processor.

    stretch: factor for every timer of the harness. counts_idle: idle time counts against the limit too, because the
    first run exceeded it; without, only processor time does, and the whole is bounded by the stretched limit.
    """

    stretch: float
    counts_idle: bool

    @classmethod
    def after(cls, waited_share: float, *, counts_idle: bool) -> Patience:
        """Return what a run needs that waits for this share, in [0, 1], of its time."""
        stretch = MARGIN / max(1 - waited_share, MARGIN / MOST_STRETCH)
        return cls(stretch=min(MOST_STRETCH, max(LEAST_STRETCH, stretch)), counts_idle=counts_idle)


@dataclass(frozen=True, slots=True)
class Thread:
    """Seconds that a thread ran, and was ready to run without a processor."""

    ran_s: float
    waited_s: float


Threads = dict[tuple[int, int], Thread]  # (process, thread)


class CaseClock:
    """Measures one case that runs alone in its browsers. pids: the browsers' main processes.

    Works with whole numbers of scheduler ticks; where the kernel tells nothing, it is a plain stopwatch.
    """

    def __init__(self, pids: Sequence[int]) -> None:
        self._pids = [pid for pid in pids if pid]
        self._own = threading.get_native_id()
        self._begun = time.monotonic()
        self._first = self._look()

    def waited_s(self) -> float:
        """Seconds without a processor that renderer, browser or this thread wanted: they wait for one another."""
        waited = self._growth("waited_s")
        own = waited.pop((OWN, self._own), 0.0)
        browsers = max((s for (pid, _), s in waited.items() if pid in self._pids), default=0.0)
        renderers = max((s for (pid, _), s in waited.items() if pid not in self._pids), default=0.0)
        return min(self.lasted_s(), own + browsers + renderers)

    def processor_s(self) -> float:
        """Processor time of the case's busiest thread; or a share of all, when it keeps many threads busy."""
        ran = [s for (pid, _), s in self._growth("ran_s").items() if pid not in (OWN, *self._pids)]
        return max(max(ran, default=0.0), sum(ran) / MOST_THREADS)

    def lasted_s(self) -> float:
        """Wall time so far."""
        return time.monotonic() - self._begun

    def used_s(self, *, counts_idle: bool) -> float:
        """How much of its limit the case has used."""
        processor_s = self.processor_s()
        return max(processor_s, self.lasted_s() - self.waited_s()) if counts_idle else processor_s

    def _growth(self, field: str) -> dict[tuple[int, int], float]:
        none = Thread(0.0, 0.0)
        now = self._look().items()
        return {key: getattr(thread, field) - getattr(self._first.get(key, none), field) for key, thread in now}

    def _look(self) -> Threads:
        threads: Threads = {}
        for root in self._pids:
            for pid in (root, *descendants(root)):
                threads |= _threads_of(pid)
        with suppress(OSError, ValueError):
            threads[OWN, self._own] = _read(Path(f"/proc/self/task/{self._own}/schedstat"))
        return threads


def _threads_of(pid: int) -> Threads:
    threads: Threads = {}
    with suppress(OSError):
        for place in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError, ValueError):
                threads[pid, int(place.name)] = _read(place / "schedstat")
    return threads


def _read(path: Path) -> Thread:
    ran, waited = path.read_text().split()[:2]
    return Thread(int(ran) / 1e9, int(waited) / 1e9)
