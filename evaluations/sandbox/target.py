"""One page of the browser, in a context of its own: commands, navigation, and what it tells."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from evaluations.errors import SandboxError
from evaluations.sandbox.cdp import Connection, Gone, ProtocolError
from evaluations.sandbox.chromium import Browser

READY_S = 15.0
GRACE_S = 0.3  # what the harness gets beyond the case's own limit
SHORT_S = 10.0  # for commands that take no time of their own
MOST_DIALOGS = 20
T = TypeVar("T")


class LimitReached(Exception):
    """The candidate went over a limit that is not time; the sentence says which."""


class TimeIsUp(Exception):
    """The candidate did not end in its time."""


def background(work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Work that goes on while nobody waits for it; who needs it awaits it, and what it raises may go unheard."""
    task = asyncio.create_task(work)
    task.add_done_callback(lambda task: None if task.cancelled() else task.exception())
    return task


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
        self.newest_context = 0

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
        elif method == "Runtime.executionContextCreated":
            self.newest_context = params["context"]["id"]
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
        """Waits for the work, a crash, or the limit. Raises LimitReached or TimeIsUp.

        ProtocolError when the page had crashed before: that is no doing of who comes next.
        """
        task = asyncio.ensure_future(work)
        if self.crashed.done():
            task.cancel()
            raise ProtocolError("The page had crashed before.")
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

    def call_in(self, context: int, function: str, *arguments: Any) -> asyncio.Future[Any]:
        """Calls `function` in the realm of that number; the value of what it gives."""
        params = {
            "executionContextId": context, "functionDeclaration": function, "awaitPromise": True, "returnByValue": True,
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
