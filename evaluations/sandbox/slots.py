"""A slot runs one case at a time: a page of its own for React and the DOM, one that starts Workers for functions."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import secrets
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluations.errors import SandboxError
from evaluations.records import Case
from evaluations.sandbox.cdp import Connection, Gone, ProtocolError
from evaluations.sandbox.chromium import NOBODY, Browser
from evaluations.sandbox.memory import MemoryWatch
from evaluations.sandbox.server import worker_path

READY_S = 15.0
GRACE_S = 1.0  # what the harness gets beyond the case's own limit
SHORT_S = 10.0  # for commands that take no time of their own
MOST_DIALOGS = 20
# "all" takes ten times as long: it also asks for what is not there (shader cache, interest groups).
STORED = "cookies,local_storage,indexeddb,cache_storage,service_workers,file_systems"
RENEW_AFTER = 400  # cases; a new context gives all memory back


class LimitReached(Exception):
    """The candidate went over a limit that is not time; the sentence says which."""


class TimeIsUp(Exception):
    """The candidate did not end in its time."""


class Target:
    """One page in a browser context of its own, and what it tells."""

    def __init__(self, browser: Browser, port: int) -> None:
        self.browser, self.connection, self.port = browser, browser.connection, port
        self.context = self.target = self.session = ""
        self.loaded = asyncio.Event()
        self.crashed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.host_calls: asyncio.Queue[str] = asyncio.Queue(maxsize=100)
        self.n_dialogs = 0
        self.n_cases = 0

    @property
    def origin(self) -> str:
        """Where the harness is."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """A new context with one empty page."""
        c: Connection = self.connection
        self.context = (await c.send("Target.createBrowserContext", {"disposeOnDetach": True}))["browserContextId"]
        page = {"url": "about:blank", "browserContextId": self.context, "width": 1024, "height": 768}
        self.target = (await c.send("Target.createTarget", page))["targetId"]
        attached = await c.send("Target.attachToTarget", {"targetId": self.target, "flatten": True})
        self.session = attached["sessionId"]
        c.listen(self.session, self._hear)
        await asyncio.gather(
            self.send("Page.enable"), self.send("Inspector.enable"),
            self.send("Runtime.addBinding", {"name": "bakeoffHost"}), self.send("Runtime.enable"),
            c.send("Browser.setDownloadBehavior", {"behavior": "deny", "browserContextId": self.context}),
        )  # fmt: skip

    def send(self, method: str, params: dict[str, Any] | None = None) -> asyncio.Future[Any]:
        """A command for this page."""
        return self.connection.send(method, params, self.session)

    def _hear(self, method: str, params: dict[str, Any]) -> None:
        if method == "Page.loadEventFired":
            self.loaded.set()
        elif method in ("Inspector.targetCrashed", "Inspector.detached"):
            if not self.crashed.done():
                self.crashed.set_result(method)
        elif method == "Page.javascriptDialogOpening":
            self.n_dialogs += 1
            if self.n_dialogs <= MOST_DIALOGS:
                self.send("Page.handleJavaScriptDialog", {"accept": False})
        elif method == "Runtime.bindingCalled":
            with suppress(asyncio.QueueFull):
                self.host_calls.put_nowait(params.get("payload", ""))

    async def navigate(self, path: str) -> None:
        """A fresh document; whatever ran in the old one is gone."""
        self.loaded.clear()
        self.n_dialogs = 0
        while not self.host_calls.empty():
            self.host_calls.get_nowait()
        self.n_cases += 1
        try:
            await self.guard(self.send("Page.navigate", {"url": f"{self.origin}{path}?{self.n_cases}"}), READY_S)
            await self.guard(self.loaded.wait(), READY_S)
        except TimeIsUp:
            raise Gone(f"The harness did not load within {READY_S:.0f} s.") from None

    async def guard(self, work: Awaitable[Any], limit_s: float) -> Any:
        """Waits for the work, a crash, or the limit. Raises LimitReached or TimeIsUp."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task, self.crashed}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        if task in done:
            return task.result()
        task.cancel()
        if self.crashed in done:
            raise LimitReached("The page crashed.")
        raise TimeIsUp

    async def evaluate(self, expression: str) -> dict[str, Any]:
        """Runs an expression; a handle to what it gave."""
        answer = await self.guard(self.send("Runtime.evaluate", {"expression": expression}), SHORT_S)
        return dict(answer["result"])

    def call(self, handle: str, function: str, *arguments: Any, wants_value: bool = True) -> asyncio.Future[Any]:
        """Calls `function` with `this` = the handle."""
        params = {
            "objectId": handle, "functionDeclaration": function, "awaitPromise": True, "returnByValue": wants_value,
            "arguments": [{"value": argument} for argument in arguments],
        }  # fmt: skip
        return self.send("Runtime.callFunctionOn", params)

    async def close(self) -> None:
        """Ends the page whatever it is doing, its storage with it."""
        with suppress(SandboxError):
            self.send("Page.crash")
            self.connection.forget(self.session)
            await asyncio.wait_for(
                self.connection.send("Target.disposeBrowserContext", {"browserContextId": self.context}), SHORT_S
            )


@dataclass(slots=True)
class Raw:
    """What one execution gave, before it is judged. result: as harness/wire.ts; None when it did not come to one."""

    result: dict[str, Any] | None = None
    limit: str = ""
    is_timeout: bool = False
    screenshot: bytes | None = None

    @classmethod
    def of_build_error(cls, error: str) -> Raw:
        """What never ran."""
        nothing: dict[str, Any] = {"checks": [], "console": [], "captured": {}, "tampered": "", "isScript": False}
        return cls(result={"stage": "build", "error": error, **nothing})


class Slot:
    """Two warm pages; the one a case needs is renewed after trouble and after RENEW_AFTER cases."""

    def __init__(self, browser: Browser, port: int, watch: MemoryWatch) -> None:
        self.browser, self.port, self._watch = browser, port, watch
        self._pages: dict[str, Target] = {}
        self._handle = ""

    async def warm_up(self) -> None:
        """Both pages, so that the first case need not wait; the harness is compiled and cached."""
        page, _ = await asyncio.gather(self._page("page"), self._page("function"))
        for _ in range(2):
            await page.navigate("/page")

    async def _page(self, lane: str) -> Target:
        page = self._pages.get(lane)
        if page is not None and page.n_cases >= RENEW_AFTER:
            await self.renew(lane)
            page = None
        if page is None:
            page = Target(self.browser, self.port)
            await page.open()
            self._pages[lane] = page
            if lane == "function":
                await page.navigate("/function")
                self._handle = (await page.evaluate("globalThis"))["objectId"]
        return page

    async def renew(self, lane: str) -> None:
        """Throws the page away."""
        if page := self._pages.pop(lane, None):
            await page.close()

    async def close(self) -> None:
        """Throws both pages away."""
        for lane in list(self._pages):
            await self.renew(lane)

    async def execute(self, case: Case, compiled: dict[str, Any]) -> Raw:
        """Runs the case once. Raises SandboxError when the browser is at fault."""
        killed = self._watch.n_killed
        self._watch.begin(self, case.memory_mb)
        try:
            if case.lane == "function":
                return await self._in_worker(case, compiled)
            return await self._in_page(case, compiled)
        except LimitReached as exc:
            await self.renew(case.lane)
            has_eaten = self._watch.n_killed > killed
            return Raw(limit=f"It needed more than {case.memory_mb} MB of memory." if has_eaten else str(exc))
        except TimeIsUp:
            await self.renew(case.lane)
            return Raw(is_timeout=True)
        except (ProtocolError, Gone):
            await self.renew(case.lane)
            raise
        finally:
            self._watch.end(self)

    async def _in_worker(self, case: Case, compiled: dict[str, Any]) -> Raw:
        page = await self._page("function")
        page.n_cases += 1
        url = worker_path(compiled["parts"])
        work = page.call(
            self._handle,
            "function(u,j,l){return this.bakeoffRun(u,j,l)}",
            url,
            _job(case, compiled, ""),
            case.timeout_ms,
        )
        answer = await page.guard(work, case.timeout_ms / 1000 + GRACE_S)
        result = _value(answer)
        return Raw(is_timeout=True) if "ended" in result else Raw(result=result)

    async def _in_page(self, case: Case, compiled: dict[str, Any]) -> Raw:
        page = await self._page("page")
        await page.navigate("/page-xlsx" if compiled["usesXlsx"] else "/page")
        clear = page.send("Storage.clearDataForOrigin", {"origin": page.origin, "storageTypes": STORED})
        take = "(()=>{const b=globalThis.bakeoff;delete globalThis.bakeoff;globalThis.name='';return b})()"
        handle = (await page.evaluate(take)).get("objectId")
        await page.guard(clear, SHORT_S)
        if handle is None:
            raise SandboxError("The harness did not load.")
        nonce = secrets.token_hex(16)
        helper = asyncio.create_task(self._serve_uploads(page, case, handle, nonce))
        try:
            work = page.call(handle, "function(j){return this.run(j)}", _job(case, compiled, nonce))
            result = _value(await page.guard(work, case.timeout_ms / 1000 + GRACE_S))
        finally:
            helper.cancel()
        return Raw(result=result, screenshot=await self._screenshot(page) if case.wants_screenshot else None)

    async def _screenshot(self, page: Target) -> bytes | None:
        with suppress(TimeIsUp, LimitReached, SandboxError):
            shot = page.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": False})
            return base64.b64decode((await page.guard(shot, 5))["data"])
        return None

    async def _serve_uploads(self, page: Target, case: Case, handle: str, nonce: str) -> None:
        """Does what a check asks of the host: choosing files in a file input. Only who knows the nonce may ask."""
        while True:
            with suppress(ValueError, KeyError, TypeError):
                asked = json.loads(await page.host_calls.get())
                if asked["nonce"] != nonce or asked["action"] != "upload":
                    continue
                error = await self._upload(page, case, handle, int(asked["id"]), asked["names"])
                await page.call(handle, "function(i,e){return this.answer(i,e)}", asked["id"], error)

    async def _upload(self, page: Target, case: Case, handle: str, number: int, names: list[str]) -> str:
        missing = [name for name in names if name not in case.fixtures]
        if missing:
            return f"No fixture {missing[0]!r}. There are: {', '.join(case.fixtures) or 'none'}."
        try:
            element = await page.call(handle, "function(i){return this.element(i)}", number, wants_value=False)
            files = [str(self._file(name, case.fixtures[name])) for name in names]
            await page.send("DOM.setFileInputFiles", {"files": files, "objectId": element["result"]["objectId"]})
        except ProtocolError as exc:
            return f"The browser refused the upload: {exc}"
        return ""

    def _file(self, name: str, content: bytes) -> Path:
        folder = Path(self.browser.folder, "uploads", secrets.token_hex(8))
        folder.mkdir(parents=True)
        path = folder / Path(name).name
        path.write_bytes(content)
        for place in (folder.parent, folder, path):
            place.chmod(0o755 if place.is_dir() else 0o644)
        with suppress(PermissionError):
            os.chown(folder, NOBODY, NOBODY)
        return path


def _value(answer: dict[str, Any]) -> dict[str, Any]:
    if "exceptionDetails" in answer or not isinstance(answer["result"].get("value"), dict):
        raise SandboxError("The harness failed: " + json.dumps(answer.get("exceptionDetails", answer))[:500])
    return dict(answer["result"]["value"])


def _job(case: Case, compiled: dict[str, Any], nonce: str) -> dict[str, Any]:
    """The harness's Job, as harness/wire.ts says it."""
    return {
        "nonce": nonce, "modules": compiled["modules"], "entry": case.entry, "checksPath": case.checks.path,
        "fixtures": {name: base64.b64encode(content).decode() for name, content in case.fixtures.items()},
        "timeoutMs": case.timeout_ms, "mustDefineTests": case.must_define_tests,
    }  # fmt: skip
