"""The function lane: a page that makes a new frame, with its own origin, for each case."""

from __future__ import annotations

import asyncio
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import Case
from evaluations.sandbox.browser.cdp import ProtocolError
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.server import PARTS, frame_script, late_part
from evaluations.sandbox.browser.target import GRACE_S, SHORT_S, LimitReached, Target, TimeIsUp, background
from evaluations.sandbox.lanes.raw_result import RawResult, job_of, raw_of

# A frame whose address the policy refuses has its first, empty document at once, never another; a look at its window
# makes its realm. A frame without an address, for which Chromium makes two documents, takes 2 ms of processor time more
# (2026-11), and a page that is shown 0.7 more. Sandboxed, it has an origin that nothing else has. The page around it is
# empty and loads nothing; the frame may not open dialogs and popups, download, or navigate.
FRESH_REALM = """(() => {
  document.documentElement.style.display = "none";
  return () => {
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts";
    frame.src = "javascript:0";
    document.body.replaceChildren(frame);
    return Boolean(frame.contentWindow);
  };
})()"""
MAKE_FRAME = "function(){return this()}"
RUN = """function (parts, job) {
  const make = globalThis.bakeoff;
  delete globalThis.bakeoff;
  return make(parts)(job);
}"""
LATE_PARTS = ("math",)  # harness/bundle-parts.ts
NO_REALM = "Cannot find context"  # what the browser says before anything has run
LET_GO_S = 1.0  # for what a candidate does when its frame is taken away


class FunctionLane:
    """One page with only the frame of the next candidate, made while no case waits for it."""

    def __init__(self, browser: Browser, port: int) -> None:
        self._browser, self._port = browser, port
        self._host: Target | None = None
        self._make = ""
        self._realm = 0
        self._next: asyncio.Task[None] | None = None

    @property
    def n_cases(self) -> int:
        """Cases since the page was opened."""
        return self._host.n_cases if self._host else 0

    async def open(self) -> Target:
        """Return the page with a first frame; open the page if it is not open."""
        if self._host is None:
            host = Target(self._browser, self._port)
            await host.open(is_shown=False)
            await host.send("Page.enable")
            await host.send("Page.addScriptToEvaluateOnNewDocument", {"source": frame_script()})
            self._make = await host.navigate("/function", FRESH_REALM)
            self._realm = await host.newest_realm()
            self._host = host
            # No candidate has run in it.
            await host.soon(host.call(self._make, MAKE_FRAME), "The browser made no frame")
            self._realm += 1
        return self._host

    async def renew(self) -> None:
        """Throw the page away, with whatever runs in it."""
        if self._next:
            self._next.cancel()
            self._next = None
        if self._host:
            host, self._host = self._host, None
            await host.close()

    async def _renew_frame(self, host: Target) -> None:
        """Make a fresh frame instead of the last one. Raises TimeIsUp when the code in it does not end."""
        await host.guard(host.call(self._make, MAKE_FRAME), LET_GO_S)
        self._realm += 1

    async def _ready(self) -> Target:
        """Return the page with a fresh frame: a case need not wait for it, unless the code of the one before does
        not end.
        """
        prepared, self._next = self._next, None
        if prepared:
            try:
                await prepared
            except (TimeIsUp, LimitReached, SandboxError):
                await self.renew()
        return await self.open()

    async def execute(self, case: Case, compiled: dict[str, Any]) -> RawResult:
        """Run the case once. Raises LimitReached, TimeIsUp, or SandboxError when the browser is at fault."""
        host = await self._ready()
        host.n_cases += 1
        await host.use_time_zone(case.time_zone)
        job = job_of(case, compiled)
        try:
            raw = await self._run(host, case, compiled["parts"], job)
        except ProtocolError as exc:
            if NO_REALM not in str(exc):
                raise
            # The case before had frames of its own, which were counted too.
            self._realm = await host.newest_realm()
            raw = await self._run(host, case, compiled["parts"], job)
        self._next = background(self._renew_frame(host))
        return raw

    async def _run(self, host: Target, case: Case, parts: list[str], job: dict[str, Any]) -> RawResult:
        for name in set(parts) & set(LATE_PARTS):
            work = host.call(self._realm, f"function(){{{late_part(name)}}}")
            await host.soon(work, f"The part {name} did not load", SHORT_S)
        work = host.call(self._realm, RUN, [name for name in parts if name in PARTS], job)
        return await raw_of(host.guard(work, case.timeout_ms / 1000 + GRACE_S))
