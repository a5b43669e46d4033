"""One case at Playwright's driver: its contexts, the calls of its realm and the requests of its documents."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from evaluations.errors import SandboxError
from evaluations.execution_records import Case
from evaluations.sandbox.browser.cdp import TargetClosed
from evaluations.sandbox.browser.target import LimitReached
from evaluations.sandbox.playwright.accessibility import METHOD, analyze
from evaluations.sandbox.playwright.browser import SpecBrowser
from evaluations.sandbox.playwright.call_timing import PLAIN_TIMING, CallClock, CallTiming
from evaluations.sandbox.playwright.driver import error_text
from evaluations.sandbox.playwright.files import ORIGIN, Site
from evaluations.sandbox.playwright.gate import RequestRefused, authorise, context_params

MOST_PAGES = 50  # of one spec, popups among them
MOST_CALLS = 200  # under way at once
MOST_LINES, LONGEST_LINE = 200, 2000
SHORT_MS, SETTLE_S = 5000.0, 0.1
BROWSER_ENDED = "The browser of its documents ended."
SHOWN_TYPES = {"BrowserContext", "Page", "Frame", "Dialog", "JSHandle", "ElementHandle", "Request", "Response", "Route"}
# A page may print, request and throw without end, so the realm gets only a limited number of these events.
Message = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OpenPage:
    """Names at the driver: of a page, its context and its frame."""

    context: str
    page: str
    frame: str


class SpecSession:
    """Everything of one case that lives in its SpecBrowser. `tell` hands messages to the spec's realm.

    n_pages: opened so far; before the first nothing of the candidate has run.
    """

    def __init__(
        self, case: Case, browser: SpecBrowser, tell: Callable[[Message], None], timing: CallTiming = PLAIN_TIMING
    ) -> None:
        self._case, self._browser, self._tell = case, browser, tell
        self._short_ms = SHORT_MS * timing.stretch
        self._clock = CallClock(timing, lambda: tell({"method": "__over__"}))
        self._site = Site(case.files, case.entry)
        self._kinds: dict[str, str] = {}
        self._contexts: dict[str, str] = {}  # of each page
        self._requests: dict[str, Message] = {}
        self._routes: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.n_pages = 0
        self.console: list[dict[str, str]] = []
        self.failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.failure.add_done_callback(lambda f: f.cancelled() or f.exception())
        browser.hear = self._hear

    def _hear(self, message: Message) -> None:
        """Handle an event of an object of this case, or the creation or end of such an object."""
        guid, method, params = message["guid"], message["method"], message.get("params") or {}
        if not self._browser.guid:
            self._stop(TargetClosed(BROWSER_ENDED))
        elif method == "__create__":
            self._created(guid, params, message)
        elif guid not in self._kinds:
            return
        elif method == "__dispose__":
            self._kinds.pop(guid)
            self._requests.pop(guid, None)
            self._tell(message)
        elif method == "route":
            self._begin(self._answer(params["route"]["guid"]))
        elif method == "crash":
            self._stop(LimitReached("The page crashed."))
        else:
            if method in ("console", "pageError"):
                self._note(method, params)
            if method == "page":
                self.n_pages += 1
                if self.n_pages > MOST_PAGES:
                    self._stop(LimitReached(f"It opened more than {MOST_PAGES} pages."))
            if method not in ("console", "pageError") or len(self.console) <= MOST_LINES:
                self._tell(message)

    def _created(self, parent: str, params: Message, message: Message) -> None:
        kind, guid = params["type"], params["guid"]
        is_ours = parent in self._kinds or (parent == self._browser.guid and kind == "BrowserContext")
        if not is_ours or kind not in SHOWN_TYPES:
            return
        self._kinds[guid] = kind
        if kind == "Page":
            self._contexts[guid] = parent
        if kind == "Request":
            self._requests[guid] = params["initializer"]
        elif kind == "Route":
            self._routes[guid] = params["initializer"]["request"]["guid"]
            return
        self._tell(message)

    def _note(self, method: str, params: Message) -> None:
        if len(self.console) > MOST_LINES:
            return
        error = params.get("error", {}).get("error", {})
        text = params.get("text", "") if method == "console" else f"{error.get('name')}: {error.get('message')}"
        level = str(params.get("type", "log")) if method == "console" else "exception"
        if len(self.console) == MOST_LINES:
            level, text = "warn", f"more than {MOST_LINES} lines: the rest was dropped"
        self.console.append({"level": level, "text": str(text)[:LONGEST_LINE]})

    def _stop(self, error: Exception) -> None:
        if not self.failure.done():
            self.failure.set_exception(error)

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, route: str) -> None:
        """Answer a document's request with one of the candidate's files; other requests are aborted."""
        request = self._requests.get(self._routes.pop(route, ""), {})
        url = str(request.get("url", ""))
        with suppress(SandboxError, TimeoutError):
            answer = self._site.answer(str(request.get("method", "")), url)
            if answer is None:
                self._note("console", {"type": "warn", "text": f"Refused, there is no network: {url}"})
                await self._browser.driver.call(route, "abort", {"errorCode": "internetdisconnected"})
            else:
                for note in answer.notes:
                    self._note("console", {"type": "info", "text": note})
                await self._browser.driver.call(route, "fulfill", answer.to_params())

    def ask(self, calls: list[Message]) -> None:
        """Take a call of the realm: `id guid method params timeout`, the timeout in ms. The answers go to `tell`."""
        for call in calls:
            if len(self._tasks) > MOST_CALLS:
                self._refuse(call, f"More than {MOST_CALLS} calls at once.")
            else:
                self._begin(self._ask(call))

    def _refuse(self, call: Message, why: str) -> None:
        self._tell({"id": call.get("id"), "error": {"error": {"name": "Error", "message": why}}})

    async def _ask(self, call: Message) -> None:
        try:
            guid, method, params = str(call["guid"]), str(call["method"]), dict(call["params"])
            timeout_ms = min(max(float(call["timeout"]), 1.0), float(self._case.timeout_ms))
            answer = await self._answered(guid, method, params, timeout_ms)
            if "error" in answer and "has been closed" in error_text(answer):
                await asyncio.sleep(SETTLE_S)  # find out whether only the page or the whole browser has ended
            self._demand_browser()
            self._tell({**answer, "id": call["id"]})
        except (RequestRefused, KeyError, TypeError, ValueError) as exc:
            self._refuse(call, str(exc))
        except SandboxError as exc:
            self._stop(exc)

    async def _answered(self, guid: str, method: str, params: Message, timeout_ms: float) -> Message:
        """Return the answer to an allowed call. Raises Refused, TargetClosed, and KeyError for a page that is gone."""
        driver = self._browser.driver
        if guid == "clock":
            return {"result": {"value": self._clock.counted_ms()}}
        if guid == "browser" and method == "newContext":
            return await self._new_context(params, closes_dialogs=True)
        if method == METHOD and self._kinds.get(guid) == "Page":
            context = self._contexts[guid]
            return await self._clock.call(method, timeout_ms, lambda ms: analyze(driver, context, guid, params, ms))
        allowed = authorise(self._kinds.get(guid, "what is gone"), method, params)
        return await self._clock.call(method, timeout_ms, lambda ms: driver.call(guid, method, allowed, ms))

    def _demand_browser(self) -> None:
        """Raise TargetClosed when the browser has ended."""
        if not self._browser.guid:
            raise TargetClosed(BROWSER_ENDED)

    async def _new_context(self, requested: Message, *, closes_dialogs: bool) -> Message:
        """Make a context whose every request is answered here. Raises TargetClosed.

        closes_dialogs: the spec's realm closes them, a limited number; otherwise the driver closes all, without end.
        """
        self._demand_browser()
        call = self._browser.driver.call
        answer = await call(self._browser.guid, "newContext", context_params(requested), self._short_ms)
        if "error" in answer:
            return answer
        guid = answer["result"]["context"]["guid"]
        settings: list[tuple[str, Message]] = [
            ("setNetworkInterceptionPatterns", {"patterns": [{"glob": "**/*"}]}),
            ("updateSubscription", {"event": "console", "enabled": True}),
        ]
        if closes_dialogs:
            settings.append(("updateSubscription", {"event": "dialog", "enabled": True}))
        for method, params in settings:
            done = await call(guid, method, params, self._short_ms)
            if "error" in done:
                raise SandboxError(f"{method}: {error_text(done)}")
        return answer

    async def open_page(self, options: Message) -> OpenPage:
        """Open an empty page in a context of its own. Raises SandboxError, and TimeoutError."""
        answer = await self._new_context(options, closes_dialogs=False)
        if "error" in answer:
            raise SandboxError(f"newContext: {error_text(answer)}")
        context = answer["result"]["context"]["guid"]
        page = (await self._browser.driver.result(context, "newPage", {}, self._short_ms))["page"]["guid"]
        frame = next(guid for guid, kind in reversed(self._kinds.items()) if kind == "Frame")
        return OpenPage(context, page, frame)

    async def picture(self) -> bytes | None:
        """Return the entry as it first shows, in a context of its own; None when it does not show."""
        try:
            opened = await self.open_page({})
            await self._browser.driver.result(opened.frame, "goto", {"url": f"{ORIGIN}/"}, self._short_ms)
            shot = await self._browser.driver.result(opened.page, "screenshot", {"type": "png"}, self._short_ms)
            return base64.b64decode(shot["binary"])
        except (SandboxError, TimeoutError, KeyError):
            return None

    async def close(self) -> bool:
        """Close its contexts. False when the browser cannot close them: then the browser must be replaced."""
        contexts = [guid for guid, kind in self._kinds.items() if kind == "BrowserContext"]
        try:
            for guid in contexts:
                await self._browser.driver.result(guid, "close", {}, self._short_ms)
        except (SandboxError, TimeoutError):
            return False
        finally:
            self._browser.hear = lambda _: None
            for task in list(self._tasks):
                task.cancel()
            self.failure.cancel()
        return True
