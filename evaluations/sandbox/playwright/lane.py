"""The spec lane: a Playwright spec in a realm of its own, the candidate's documents in another browser.

The spec runs in a page of the sandbox's Chromium, where nothing of the candidate ever is. What it asks of `page` and
`expect` goes through the gate to Playwright's driver, and from there to the candidate's document.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from evaluations.errors import SandboxError
from evaluations.records import Case
from evaluations.sandbox.browser.cdp import TargetClosed
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.target import GRACE_S, LimitReached, Target
from evaluations.sandbox.lanes.raw_result import Raw, job_of, raw_of
from evaluations.sandbox.playwright.browser import SpecBrowser
from evaluations.sandbox.playwright.files import ORIGIN
from evaluations.sandbox.playwright.session import ENDED, Message, SpecSession


class SpecLane:
    """One page for the spec, one browser for what it looks at; both are opened by the first spec."""

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
        """Page and browser, opened where there are none."""
        if self._stage is None or not self._stage.is_alive:
            await self._end_stage()
            stage = SpecBrowser(own_network=self._browser.listener is not None)
            await stage.start()
            self._stage = stage
        if self._page is None:
            page = Target(self._browser, self._port)
            await page.open()
            await page.hear_calls()
            self._page = page
        return self._page

    async def renew(self) -> None:
        """Closes both, with everything that runs in them."""
        await self._end_stage()
        if self._page:
            page, self._page = self._page, None
            await page.close()

    async def _end_stage(self) -> None:
        if self._stage:
            stage, self._stage = self._stage, None
            await stage.stop()

    close = _end_stage  # the page ends with the sandbox's own browser

    async def execute(self, case: Case, compiled: dict[str, Any]) -> Raw:
        """Runs the case once. Raises LimitReached, TimeIsUp, or SandboxError when a browser is at fault."""
        page = await self.open()
        stage = self._stage
        assert stage is not None
        assert stage.watch is not None
        handle = await page.navigate("/spec", "globalThis.bakeoffSpec")
        n_killed = stage.watch.n_killed
        session = SpecSession(case, stage, _teller(page, handle), stretch=compiled.get("stretch", 1))
        stage.watch.begin(self, case.memory_mb)
        helper = asyncio.create_task(_carry(page, session))
        try:
            work = page.call(handle, "function(j){return this.run(j)}", _job(case, compiled, stage))
            raw = await raw_of(self._race(page, session, work, case.timeout_ms / 1000 + GRACE_S))
            if raw.result:
                raw.result["console"] = session.console
            if case.wants_screenshot:
                raw.screenshot = await session.picture()
        except (LimitReached, TargetClosed):
            if stage.watch.n_killed > n_killed or stage.watch.has_killed_browser:
                raise LimitReached(f"It needed more than {case.memory_mb} MB of memory.") from None
            if (
                not stage.is_alive and session.n_pages
            ):  # whose fault that was, a second run and the known-good case tell
                raise LimitReached(ENDED) from None
            raise
        finally:
            helper.cancel()
            stage.watch.end(self)
            if not await session.close():
                await self._end_stage()
        return raw

    async def _race(self, page: Target, session: SpecSession, work: asyncio.Future[Any], limit_s: float) -> Any:
        """The realm's result, unless a document fails first. Raises what `guard` raises, and the document's error."""

        async def first() -> Any:
            done, _ = await asyncio.wait({work, session.trouble}, return_when=asyncio.FIRST_COMPLETED)
            return session.trouble.result() if session.trouble in done else work.result()

        return await page.guard(first(), limit_s)


def _job(case: Case, compiled: dict[str, Any], stage: SpecBrowser) -> dict[str, Any]:
    """harness/playwright/spec.ts' Job: the harness's, with the candidate's files as text, which the spec may read."""
    wants_devices = "devices" in case.checks.source
    return {
        **job_of(case, compiled),
        "files": dict(case.files),
        "origin": ORIGIN,
        "devices": stage.driver.devices if wants_devices else {},
    }


def _teller(page: Target, handle: str) -> Any:
    """Sends messages to the realm, in order and several at a time."""
    waiting: list[Message] = []

    def flush() -> None:
        with suppress(SandboxError):
            page.call(handle, "function(m){this.hear(m)}", waiting[:])
        waiting.clear()

    def tell(message: Message) -> None:
        if not waiting:
            asyncio.get_running_loop().call_soon(flush)
        waiting.append(message)

    return tell


async def _carry(page: Target, session: SpecSession) -> None:
    """Passes the realm's calls on to the session."""
    while True:
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            session.ask(json.loads(await page.host_calls.get())["calls"])
