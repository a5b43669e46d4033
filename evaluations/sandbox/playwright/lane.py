"""The spec lane: a Playwright spec in a realm of its own, the candidate's documents in another browser.

The spec runs in a page of the sandbox's Chromium, apart from the candidate. What it asks of `page` and
`expect` goes through the gate to Playwright's driver, and from there to the candidate's document.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import Case
from evaluations.sandbox.browser.target import GRACE_S, Target
from evaluations.sandbox.lanes.raw_result import RawResult, job_of, raw_of
from evaluations.sandbox.playwright.browser import SpecBrowser
from evaluations.sandbox.playwright.call_timing import CallTiming
from evaluations.sandbox.playwright.files import ORIGIN
from evaluations.sandbox.playwright.session import Message, SpecSession
from evaluations.sandbox.playwright.stage_lane import StageLane


class SpecLane(StageLane):
    """The page is the spec's realm, the browser is what it looks at."""

    async def execute(self, case: Case, compiled: dict[str, Any]) -> RawResult:
        """Run the case once. Raises LimitReached, TimeIsUp, or SandboxError when a browser is at fault."""
        page = await self.open()
        [stage] = self.stages
        handle = await page.navigate("/spec", "globalThis.bakeoffSpec")
        async with self._session(case, stage, _teller(page, handle), CallTiming.for_case(case, compiled)) as session:
            helper = asyncio.create_task(_carry(page, session))
            try:
                work = page.call(handle, "function(j){return this.run(j)}", _job(case, compiled, stage))
                raw = await raw_of(self._race(page, session, work, case.timeout_ms / 1000 + GRACE_S))
                if raw.result:
                    raw.result["console"] = session.console
                if case.wants_screenshot:
                    raw.screenshot = await session.picture()
            finally:
                helper.cancel()
        return raw


def _job(case: Case, compiled: dict[str, Any], stage: SpecBrowser) -> dict[str, Any]:
    """Return the Job of harness/playwright/spec.ts: the harness's, with the candidate's files as text, which the
    spec may read.
    """
    wants_devices = "devices" in case.checks.source
    return {
        **job_of(case, compiled),
        "files": dict(case.files),
        "origin": ORIGIN,
        "devices": stage.driver.devices if wants_devices else {},
    }


def _teller(page: Target, handle: str) -> Any:
    """Send messages to the realm, in order and several at a time."""
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
    """Pass the realm's calls on to the session."""
    while True:
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            session.ask(json.loads(await page.host_calls.get())["calls"])
