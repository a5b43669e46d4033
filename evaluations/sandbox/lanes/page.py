"""The page lane: a fresh document for each case, with React, Testing Library and a real file input."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import Case
from evaluations.sandbox.browser.cdp import ProtocolError
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.server import page_path
from evaluations.sandbox.browser.target import (
    GRACE_S,
    HEIGHT,
    RENEW_AFTER,
    SHORT_S,
    WIDTH,
    LimitReached,
    Target,
    TimeIsUp,
    background,
)
from evaluations.sandbox.browser.uploads import file_for
from evaluations.sandbox.lanes.evidence import add_evidence, load_axe, wants_evidence
from evaluations.sandbox.lanes.raw_result import RawResult, job_of, raw_of

# "all" takes ten times as long: it also asks for what is not there (shader cache, interest groups).
STORED = "cookies,local_storage,indexeddb,cache_storage,service_workers,file_systems"
# Taken by the host before the candidate loads. The window has the name, size and place that the last one gave it.
COLLECT_RESULT = f"""(() => {{
  const made = globalThis.bakeoff;
  delete globalThis.bakeoff;
  globalThis.name = "";
  if (outerWidth !== {WIDTH} || outerHeight !== {HEIGHT}) resizeTo({WIDTH}, {HEIGHT});
  if (screenX || screenY) moveTo(0, 0);
  return made;
}})()"""
UNLOAD_S = 5.0  # for what a candidate does when its document is taken away, on a busy machine
MOST_LOOKS = 2  # pages of one lane that are looked at, while another one runs the next case


@dataclass(frozen=True, slots=True)
class Document:
    """A fresh document with the harness loaded. path: of the document; handle: of the harness object."""

    page: Target
    path: str
    handle: str


class PageLane:
    """A page that is navigated again for each case, as soon as the case before has ended: a case need not wait for it.

    While a page is looked at (evidence.py) the next case runs in another one, which is opened when it is needed.
    """

    def __init__(self, browser: Browser, port: int) -> None:
        self._browser, self._port = browser, port
        self._page: Target | None = None
        self._next: asyncio.Task[Document] | None = None
        self._looks: set[asyncio.Task[None]] = set()
        self._looked_at: list[Target] = []  # pages that serve again
        self._choosing = asyncio.Lock()
        self._is_looked_at = False  # the case before: the next one most likely is too

    @property
    def n_cases(self) -> int:
        """Documents since the page was opened."""
        return self._page.n_cases if self._page else 0

    async def open(self) -> Target:
        """Return the page of the next case: one that was looked at, else a new one; with MOST_LOOKS under way it
        waits.
        """
        async with self._choosing:
            while self._page is None:
                if self._looked_at:
                    self._page = self._looked_at.pop()
                elif len(self._looks) < MOST_LOOKS:
                    page = Target(self._browser, self._port)
                    await page.open()
                    self._page = page
                else:
                    await asyncio.wait(self._looks, return_when=asyncio.FIRST_COMPLETED)
            return self._page

    async def wait_until_idle(self) -> None:
        """Wait until no page is looked at."""
        if self._looks:
            await asyncio.wait(self._looks)

    async def warm_up(self) -> None:
        """Open the page; the harness is compiled and cached."""
        for _ in range(2):
            await self._fresh("/page")
        self._prepare("/page")

    async def renew(self) -> None:
        """Throw the page away, with whatever runs in it."""
        if self._next:
            self._next.cancel()
            self._next = None
        if self._page:
            page, self._page = self._page, None
            await page.close()

    def _prepare(self, path: str) -> None:
        """Make the next document while no case waits for it."""
        self._next = background(self._fresh(path))

    async def _document(self, path: str) -> Document:
        """Return the prepared document, or one made now. It does not depend on what the last candidate did to the
        page.
        """
        prepared, self._next = self._next, None
        if prepared:
            try:
                document = await asyncio.wait_for(prepared, UNLOAD_S)
                if document.path == path:
                    return document
            except (TimeoutError, TimeIsUp, LimitReached, SandboxError):
                await self.renew()
        return await self._fresh(path)

    async def _fresh(self, path: str) -> Document:
        page = await self.open()
        address = await page.go(path)
        handle = await page.loaded(address, COLLECT_RESULT)
        # After the end of the last document, because it may have been writing until then.
        clear = page.send("Storage.clearDataForOrigin", {"origin": page.origin, "storageTypes": STORED})
        # history.back() would lead into another candidate's document. On a busy machine it is still there before this.
        forget = page.send("Page.resetNavigationHistory")
        await page.soon(asyncio.gather(clear, forget), "The browser cleared no storage", SHORT_S)
        if self._is_looked_at:
            await load_axe(page)
        return Document(page, path, handle)

    async def execute(self, case: Case, compiled: dict[str, Any]) -> RawResult:
        """Run the case once. Raises LimitReached, TimeIsUp, or SandboxError when the browser is at fault."""
        document = await self._document(page_path(compiled["extras"]))
        page, handle = document.page, document.handle
        await page.use_time_zone(case.time_zone)
        helper = background(self._serve_uploads(page, case, handle)) if case.fixtures else None
        started_ms = time.time() * 1000
        try:
            work = page.call(handle, "function(j){return this.run(j)}", job_of(case, compiled))
            raw = await raw_of(page.guard(work, case.timeout_ms / 1000 + GRACE_S))
        finally:
            if helper:
                helper.cancel()
        self._is_looked_at = wants_evidence(case)
        if self._is_looked_at:
            self._page = None
            raw.looking = background(self._look(page, case, raw, started_ms))
            self._looks.add(raw.looking)
            raw.looking.add_done_callback(self._looks.discard)
        self._prepare(document.path)
        return raw

    async def _look(self, page: Target, case: Case, raw: RawResult, started_ms: float) -> None:
        """Add to `raw` what the case asked for; the page then serves again, unless it is used up."""
        is_sound = False
        try:
            is_sound = await add_evidence(page, case, raw, started_ms)
        finally:
            if is_sound and not raw.forged and page.n_cases < RENEW_AFTER:
                self._looked_at.append(page)
            else:
                await page.close()

    async def _serve_uploads(self, page: Target, case: Case, handle: str) -> None:
        """Do what a check asks of the host: choosing files in a file input. Only the handle's owner sees it."""
        while True:
            answer = await page.call(handle, "function(){return this.asked()}")
            upload_request = answer["result"]["value"]
            error = await self._upload(page, case, handle, upload_request["id"], upload_request["names"])
            await page.call(handle, "function(i,e){return this.answer(i,e)}", upload_request["id"], error)

    async def _upload(self, page: Target, case: Case, handle: str, number: int, names: list[str]) -> str:
        try:
            element = await page.call(handle, "function(i){return this.element(i)}", number, wants_value=False)
            files = [str(file_for(self._browser.folder, name, case.fixtures[name])) for name in names]
            await page.send("DOM.setFileInputFiles", {"files": files, "objectId": element["result"]["objectId"]})
        except ProtocolError as exc:
            return f"The browser refused the upload: {exc}"
        return ""
