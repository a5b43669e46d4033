"""A slot runs one case at a time, in the lane the case names."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Protocol

from evaluations.errors import SandboxError
from evaluations.records import Case
from evaluations.sandbox.chromium import Browser
from evaluations.sandbox.function_lane import FunctionLane
from evaluations.sandbox.memory import MemoryWatch
from evaluations.sandbox.page_lane import PageLane
from evaluations.sandbox.python_lane import PythonLane
from evaluations.sandbox.raw import Raw
from evaluations.sandbox.spec_lane import SpecLane
from evaluations.sandbox.target import LimitReached, TimeIsUp

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

    async def execute(self, case: Case, compiled: dict[str, Any], *, is_measured: bool = False) -> Raw:
        """Runs the case once. Raises SandboxError when the browser is at fault.

        is_measured: a run that takes too long says whether it had a processor all the time.
        """
        lane = self._lanes[case.lane]
        where = (self._specs.watch if case.lane == "spec" else None) or self._watch
        waits_s, begun = where.waits_s() if is_measured else {}, time.monotonic()
        if lane.n_cases >= RENEW_AFTER:
            await lane.renew()
        killed = self._watch.n_killed
        self._watch.begin(self, case.memory_mb)
        try:
            raw = await lane.execute(case, compiled)
            raw.waited_share = _waited_share(where, waits_s, time.monotonic() - begun)
            if raw.forged:
                await lane.renew()
            return raw
        except LimitReached as exc:
            await lane.renew()
            has_eaten = self._watch.n_killed > killed
            return Raw(limit=f"It needed more than {case.memory_mb} MB of memory." if has_eaten else str(exc))
        except TimeIsUp:
            waited_share = _waited_share(where, waits_s, time.monotonic() - begun)
            await lane.renew()
            return Raw(is_timeout=True, waited_share=waited_share)
        except SandboxError:  # what it left cannot serve the next case
            await lane.renew()
            raise
        finally:
            self._watch.end(self)


def _waited_share(watch: MemoryWatch, before_s: dict[int, float], lasted_s: float) -> float:
    now_s = watch.waits_s() if before_s else {}
    if not now_s:
        return 1.0
    return min(1.0, max(value - before_s.get(pid, 0.0) for pid, value in now_s.items()) / max(lasted_s, 0.001))
