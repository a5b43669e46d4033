"""One browser with its compiler and slots. When it dies, all of it is replaced."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from evaluations import metrics
from evaluations.errors import SandboxError
from evaluations.execution_records import Case
from evaluations.sandbox.browser.cdp import TargetClosed, TooBig
from evaluations.sandbox.browser.chromium import READY_S, Browser
from evaluations.sandbox.browser.clock import Patience
from evaluations.sandbox.browser.memory import MemoryWatch
from evaluations.sandbox.browser.server import HarnessServer
from evaluations.sandbox.browser.target import LimitReached, Target
from evaluations.sandbox.lanes.compiler import Compiler
from evaluations.sandbox.lanes.raw_result import RawResult
from evaluations.sandbox.slot import Slot

NOTHING_TO_COMPILE: dict[str, Any] = {"error": ""}
NOT_COMPILED = {"python", "visual"}  # lanes that take the files as they are
log = logging.getLogger(__name__)


class BrowserPool:
    """Gives out slots in the order of the requests; a case may ask to run alone. Everything is in one event loop."""

    def __init__(self, n_slots: int, *, own_network: bool = True) -> None:
        self._n_slots, self._own_network = n_slots, own_network
        self._free: asyncio.Queue[Slot] = asyncio.Queue()
        self._server = HarnessServer()
        self._replacing = asyncio.Lock()
        self._alone = asyncio.Lock()
        self.browser: Browser | None = None
        self._compiler: Compiler | None = None
        self._slots: list[Slot] = []
        self._watch: MemoryWatch | None = None

    @property
    def port(self) -> int:
        """The port at which the harness is served."""
        return self._server.port

    async def start(self) -> None:
        """Start server, browser, warm pages. Raises SandboxError with what to do."""
        await self._server.start()
        await self._launch()

    async def stop(self) -> None:
        """End browser and server."""
        if self._watch:
            self._watch.stop()
        await asyncio.gather(*(slot.close() for slot in self._slots))
        if self.browser:
            await self.browser.stop()
        await self._server.stop()

    async def _launch(self) -> None:
        """Start a browser and open its pages. Only then does it replace the browser before it, in one step."""
        browser = Browser()
        await browser.start(self._server.port, own_network=self._own_network)
        watch = MemoryWatch(browser.pid)
        watch.start()
        try:
            if browser.listener:
                await self._server.listen_in(browser.listener)
            compiler = Compiler(browser, self._server.port)
            slots = [Slot(browser, self._server.port, watch) for _ in range(self._n_slots)]
            await asyncio.gather(compiler.warm_up(), *(slot.warm_up() for slot in slots))
        except BaseException:
            watch.stop()
            await browser.stop()
            raise
        browser.ready_s = READY_S
        self.browser, self._watch, self._compiler, self._slots = browser, watch, compiler, slots
        while not self._free.empty():
            self._free.get_nowait()
        for slot in slots:
            self._free.put_nowait(slot)

    async def replace(self, dead: Browser | None) -> None:
        """Replace this browser, unless it has been replaced already. Raises SandboxError when no browser starts."""
        async with self._replacing:
            if dead is not None and self.browser is dead:
                log.warning("The browser ended or does not answer; a new one is started.")
                metrics.add("browser_restarts")
                if self._watch:
                    self._watch.stop()
                await asyncio.gather(*(slot.close() for slot in self._slots), dead.stop())
                await self._launch()

    async def replace_unless_sound(self, suspect: Browser | None) -> bool:
        """Open a page that is known to work in the suspected browser, and replace the browser when that fails.

        Returns whether the suspected browser was replaced. Raises SandboxError when no browser starts.
        """
        if suspect is not None and self.browser is suspect and await self._runs_pages(suspect):
            return False
        await self.replace(suspect)
        return True

    async def _runs_pages(self, browser: Browser) -> bool:
        page = Target(browser, self._server.port)
        try:
            await browser.ping()
            await page.open()
            await page.navigate("/function")
            await page.close()
        except (SandboxError, LimitReached):
            return False
        return True

    async def run(
        self,
        case: Case,
        *,
        is_alone: bool = False,
        is_measured: bool = False,
        patience: Patience | None = None,
        on_executed: Callable[[RawResult], None] | None = None,
    ) -> RawResult:
        """Run one execution; with patience, no other case runs beside it. Raises SandboxError for faults that may be
        ours.

        on_executed: called with the result while its page is still looked at; not if nothing is.
        """
        await self._replaced()
        if self._compiler is None:
            raise TargetClosed("There is no browser.")
        compiled = NOTHING_TO_COMPILE if case.lane in NOT_COMPILED else await self._compiler.compile(case)
        if compiled["error"]:
            return RawResult.of_build_error(compiled["error"])
        if is_alone or patience:
            async with self._alone:
                raw = await self._in_slots(case, compiled, is_alone=True, patience=patience)
        else:
            raw = await self._in_slots(case, compiled, is_measured=is_measured)
        if raw.looking:  # the slot is free for the next case
            if on_executed:
                on_executed(raw)
            await raw.looking
        return raw

    async def _in_slots(
        self,
        case: Case,
        compiled: dict[str, object],
        *,
        is_alone: bool = False,
        is_measured: bool = False,
        patience: Patience | None = None,
    ) -> RawResult:
        slots: list[Slot] = []
        n_slots = self._n_slots if is_alone else 1
        try:
            while len(slots) < n_slots:
                slots.append(await self._free_slot())
                slots[:] = [slot for slot in slots if slot.browser is self.browser]
                if self._watch and self._watch.has_killed_browser:
                    # An earlier case broke the page while this one waited, so this case must not be blamed.
                    self._give_back(slots)
                    await self.replace(self.browser)
            if is_alone:
                await asyncio.gather(*(slot.wait_until_idle() for slot in slots))
            return await slots[-1].execute(case, compiled, is_measured=is_measured, patience=patience)
        except TargetClosed:
            if not self._watch or not self._watch.has_killed_browser:
                raise
            if n_slots < self._n_slots:
                raise TooBig("The browser needed too much memory.") from None
            return RawResult(limit="The browser needed too much memory for it.")
        finally:
            self._give_back(slots)

    async def _free_slot(self) -> Slot:
        """Wait for a free slot of a browser that is not being replaced."""
        while True:
            slot = await self._free.get()
            if not self._replacing.locked():
                return slot
            # The slot is put back, not dropped: when no new browser starts, the next case gets it and learns the
            # reason.
            self._give_back([slot])
            await self._replaced()

    async def _replaced(self) -> None:
        """Wait while the browser is being replaced: in the old browser a case would only waste a try."""
        async with self._replacing:
            pass

    def _give_back(self, slots: list[Slot]) -> None:
        """Give the slots back and empty the list. Slots of a replaced browser are dropped."""
        for slot in slots:
            if slot.browser is self.browser:
                self._free.put_nowait(slot)
        slots.clear()
