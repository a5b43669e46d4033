"""One page of the browser, in its own context: commands, navigation, and its events."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from evaluations.errors import SandboxError
from evaluations.sandbox.browser.cdp import Connection, ProtocolError, TargetClosed
from evaluations.sandbox.browser.chromium import Browser
from evaluations.sandbox.browser.clock import lacks_processor

WIDTH, HEIGHT = 1024, 768  # of every page, in CSS pixels
GRACE_S = 0.3  # what the harness gets beyond the case's own limit
SHORT_S = 10.0  # for commands that take no time of their own
RENEW_AFTER = 400  # cases; a new context gives all memory back
MOST_WAITS = 8  # times its limit that a browser without a processor gets
NOT_LOADED = "The harness did not load"
T = TypeVar("T")
# Gives a handle once the document has loaded. The word in the address, which nothing that ran before can know, tells
# that it is the document that was asked for: `location` cannot be replaced.
LOADED = """new Promise((resolve) => {
  const take = () => resolve(location.pathname === %s ? %s : null);
  document.readyState === "complete" ? take() : addEventListener("load", take, {once: true});
})"""


class LimitReached(Exception):
    """The candidate went over a limit that is not time; the sentence says which."""


class TimeIsUp(Exception):
    """The candidate did not end in its time."""


class IdleTooLong(TimeIsUp):
    """A repeated case with longer timers idled for several times its limit without needing a processor."""


def background(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Run work in the background: code that needs it awaits it, and its exceptions may stay unseen."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda task: None if task.cancelled() else task.exception())
    return task


class Target:
    """One page in a browser context of its own.

    It asks for as few events as possible: each costs 0.2 ms of processor time, and a navigation has ten (2026-11). So
    the domains Page and Runtime are off, unless a lane turns them on; the browser then closes dialogs by itself.
    """

    def __init__(self, browser: Browser, port: int) -> None:
        self.browser, self.connection, self.port = browser, browser.connection, port
        self.context = self.target = self.session = ""
        self.crashed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.host_calls: asyncio.Queue[str] = asyncio.Queue(maxsize=100)
        self.n_cases = self._newest_realm = 0
        self._time_zone = ""

    @property
    def origin(self) -> str:
        """The origin of the harness."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self, *, is_shown: bool = True) -> None:
        """Open a new context with one empty page. One that is not shown draws nothing, and no animation runs in it.

        Raises TargetClosed when the browser makes none in `browser.ready_s` seconds.
        """
        await self.soon(self._open(is_shown=is_shown), "The browser opened no page")

    async def _open(self, *, is_shown: bool) -> None:
        c: Connection = self.connection
        window = {} if is_shown else {"newWindow": True, "windowState": "minimized"}
        self.context = (await c.send("Target.createBrowserContext", {"disposeOnDetach": True}))["browserContextId"]
        page = {"url": "about:blank", "browserContextId": self.context, "width": WIDTH, "height": HEIGHT, **window}
        self.target = (await c.send("Target.createTarget", page))["targetId"]
        attached = await c.send("Target.attachToTarget", {"targetId": self.target, "flatten": True})
        self.session = attached["sessionId"]
        c.listen(self.session, self._hear)
        await asyncio.gather(
            self.send("Inspector.enable"),
            c.send("Browser.setDownloadBehavior", {"behavior": "deny", "browserContextId": self.context}),
        )

    def send(self, method: str, params: dict[str, Any] | None = None) -> asyncio.Future[Any]:
        """Send a command to this page."""
        return self.connection.send(method, params, self.session)

    async def hear_calls(self) -> None:
        """Give each new realm a `bakeoffHost`, whose arguments go to `host_calls`."""
        await asyncio.gather(self.send("Runtime.addBinding", {"name": "bakeoffHost"}), self.send("Runtime.enable"))

    def _hear(self, method: str, params: dict[str, Any]) -> None:
        if method in ("Inspector.targetCrashed", "Inspector.detached"):
            if not self.crashed.done():
                self.crashed.set_result(method)
        elif method == "Runtime.executionContextCreated":
            self._newest_realm = max(self._newest_realm, params["context"]["id"])
        elif method == "Runtime.bindingCalled":
            with suppress(asyncio.QueueFull):
                self.host_calls.put_nowait(params.get("payload", ""))

    async def navigate(self, path: str, take: str = "globalThis") -> str:
        """Open a fresh document; whatever ran in the old one is gone. Return a handle to what the expression `take`
        gives in it.
        """
        return await self.loaded(await self.go(path), take)

    async def go(self, path: str) -> str:
        """Leave the old document, and whatever ran in it; return the address of the next one, which still loads."""
        while not self.host_calls.empty():
            self.host_calls.get_nowait()
        self.n_cases += 1
        path = f"{path}/{secrets.token_hex(16)}"
        await self.soon(self.send("Page.navigate", {"url": f"{self.origin}{path}"}), NOT_LOADED)
        return path

    async def loaded(self, path: str, take: str = "globalThis") -> str:
        """Wait for the document of that address; return a handle to what `take` gives in it."""
        wait = {"expression": LOADED % (json.dumps(path), take), "awaitPromise": True}
        handle = (await self.soon(self.send("Runtime.evaluate", wait), NOT_LOADED))["result"].get("objectId")
        if handle is None:
            raise SandboxError("The harness did not load.")
        return str(handle)

    async def use_time_zone(self, name: str) -> None:
        """Run what comes next in this time zone; empty: the browser's own. Raises ProtocolError for an unknown one."""
        if name != self._time_zone:
            work = self.send("Emulation.setTimezoneOverride", {"timezoneId": name})
            await self.soon(work, "The browser changed no time zone", SHORT_S)
            self._time_zone = name

    async def soon(self, work: Awaitable[Any], failure: str, limit_s: float | None = None) -> Any:
        """Wait for something that no candidate can delay; wait longer while the browser lacks a processor.

        limit_s: `browser.ready_s` by default. Raises TargetClosed with the failure, or LimitReached.
        """
        limit_s = limit_s or self.browser.ready_s
        task = asyncio.ensure_future(work)
        for _ in range(MOST_WAITS):
            if await self._ends(task, limit_s):
                return task.result()
            if not await lacks_processor(self.browser.pid):
                break
        task.cancel()
        raise TargetClosed(f"{failure} within {limit_s:.0f} s.")

    async def guard(self, work: Awaitable[Any], limit_s: float) -> Any:
        """Wait for the work, a crash, or the limit. Raises LimitReached or TimeIsUp.

        ProtocolError when the page had crashed before: the next case is not to blame for that.
        """
        task = asyncio.ensure_future(work)
        if await self._ends(task, limit_s):
            return task.result()
        task.cancel()
        raise TimeIsUp

    async def _ends(self, task: asyncio.Future[Any], limit_s: float) -> bool:
        """Return whether the task ends within the limit. Raises LimitReached, and ProtocolError, as `guard`."""
        if self.crashed.done():
            task.cancel()
            raise ProtocolError("The page had crashed before.")
        done, _ = await asyncio.wait({task, self.crashed}, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        if task not in done and self.crashed in done:
            task.cancel()
            raise LimitReached("The page crashed.")
        return task in done

    async def newest_realm(self) -> int:
        """Return number of the newest realm that still exists; the browser numbers realms in order."""
        self._newest_realm = 0
        work = asyncio.gather(self.send("Runtime.enable"), self.send("Runtime.disable"))
        await self.soon(work, "The browser reported no realm", SHORT_S)
        return self._newest_realm

    def call(self, where: str | int, function: str, *arguments: Any, wants_value: bool = True) -> asyncio.Future[Any]:
        """Call `function` with `this` = a handle, or in the realm of that number."""
        params = {
            "executionContextId" if isinstance(where, int) else "objectId": where,
            "functionDeclaration": function,
            "awaitPromise": True,
            "returnByValue": wants_value,
            "arguments": [{"value": argument} for argument in arguments],
        }
        return self.send("Runtime.callFunctionOn", params)

    async def close(self) -> None:
        """End the page whatever it is doing, its storage with it. Raises TargetClosed when the browser hangs."""
        with suppress(SandboxError, TimeoutError):
            self.send("Page.crash")
            self.connection.forget(self.session)
            await asyncio.wait_for(
                self.connection.send("Target.disposeBrowserContext", {"browserContextId": self.context}), SHORT_S
            )
            return
        if not self.connection.is_closed:
            await self.browser.ping()
