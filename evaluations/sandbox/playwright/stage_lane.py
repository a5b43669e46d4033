"""Shared by the lanes that show a candidate's documents in a separate browser, beside a page of the harness."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from evaluations.execution_records import Case
from evaluations.sandbox.browser.cdp import TargetClosed
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.target import LimitReached, Target
from evaluations.sandbox.playwright.browser import SpecBrowser
from evaluations.sandbox.playwright.call_timing import PLAIN_TIMING, CallTiming
from evaluations.sandbox.playwright.session import BROWSER_ENDED, Message, SpecSession


class StageLane:
    """One page of our own, one browser for the candidate's documents; both are opened by the first case."""

    has_own_fonts = False

    def __init__(self, browser: Browser, port: int) -> None:
        self._browser, self._port = browser, port
        self._page: Target | None = None
        self._stage: SpecBrowser | None = None

    @property
    def n_cases(self) -> int:
        """Cases since the page was opened."""
        return self._page.n_cases if self._page else 0

    @property
    def stages(self) -> list[SpecBrowser]:
        """The browser of the candidate's documents, where it is open."""
        return [self._stage] if self._stage else []

    async def open(self) -> Target:
        """Return page and browser; open what is not open."""
        if self._stage is None or not self._stage.is_alive:
            await self._end_stage()
            own_network = self._browser.listener is not None
            stage = SpecBrowser(own_network=own_network, has_own_fonts=self.has_own_fonts)
            await stage.start()
            self._stage = stage
        if self._page is None:
            page = Target(self._browser, self._port)
            await page.open()
            await page.hear_calls()
            self._page = page
        return self._page

    async def renew(self) -> None:
        """Close both, with everything that runs in them."""
        await self._end_stage()
        if self._page:
            page, self._page = self._page, None
            await page.close()

    async def _end_stage(self) -> None:
        if self._stage:
            stage, self._stage = self._stage, None
            await stage.stop()

    close = _end_stage  # the page ends with the sandbox's own browser

    @asynccontextmanager
    async def _session(
        self, case: Case, stage: SpecBrowser, tell: Callable[[Message], None], timing: CallTiming = PLAIN_TIMING
    ) -> AsyncIterator[SpecSession]:
        """Yield the case's session in that browser, under its limit of memory. Raises LimitReached for what went
        over it.
        """
        assert stage.watch is not None
        n_killed = stage.watch.n_killed
        session = SpecSession(case, stage, tell, timing)
        stage.watch.begin(self, case.memory_mb)
        try:
            yield session
        except (LimitReached, TargetClosed):
            if stage.watch.n_killed > n_killed or stage.watch.has_killed_browser:
                raise LimitReached(f"It needed more than {case.memory_mb} MB of memory.") from None
            # A second run and the known-good case show whose fault the end of the browser was.
            if not stage.is_alive and session.n_pages:
                raise LimitReached(BROWSER_ENDED) from None
            raise
        finally:
            stage.watch.end(self)
            if not await session.close():
                await self._end_stage()

    async def _race(self, page: Target, session: SpecSession, work: asyncio.Future[Any], limit_s: float) -> Any:
        """Return the work's result, unless a document fails first. Raises what `guard` raises, and the document's
        error.
        """

        async def first() -> Any:
            done, _ = await asyncio.wait({work, session.failure}, return_when=asyncio.FIRST_COMPLETED)
            return session.failure.result() if session.failure in done else work.result()

        return await page.guard(first(), limit_s)
