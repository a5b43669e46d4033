"""The Chrome DevTools Protocol over a pipe: there is no port that generated code could reach.

Each message is JSON and ends with a NUL. Playwright could do this too, but it takes a Node process of 90 MB and 1 to 2
ms a call; we need a dozen commands. Source: https://chromedevtools.github.io/devtools-protocol/
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from evaluations.errors import SandboxError

LARGEST_MESSAGE = 64 * 2**20  # bytes
PING_S = 5.0


async def _message(reader: asyncio.StreamReader) -> bytes:
    """Return the next message; empty when it was larger than LARGEST_MESSAGE. Raises IncompleteReadError at the end."""
    is_whole = True
    while True:
        try:
            text = await reader.readuntil(b"\0")
            return text[:-1] if is_whole else b""
        except asyncio.LimitOverrunError as exc:
            await reader.readexactly(exc.consumed)
            is_whole = False


class ProtocolError(SandboxError):
    """The browser refused a command."""


class TargetClosed(SandboxError):
    """The browser, or the page a command was for, is gone."""


class TooBig(TargetClosed):
    """The browser was ended because it took too much memory; it is unknown which case took it."""


class Connection:
    """Sends commands, receives answers and events. Everything runs in one event loop."""

    def __init__(self) -> None:
        self._next_id = 0
        self._waiting: dict[int, tuple[asyncio.Future[Any], str]] = {}
        self._sessions: dict[str, Callable[[str, dict[str, Any]], None]] = {}
        self._writer: asyncio.WriteTransport | None = None
        self._reading: asyncio.Task[None] | None = None
        self._pipe: asyncio.ReadTransport | None = None
        self.is_closed = False

    async def open(self, read_fd: int, write_fd: int) -> None:
        """Take over the two ends of the pipe."""
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=LARGEST_MESSAGE)
        self._pipe, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(read_fd, "rb", 0)
        )
        transport, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(write_fd, "wb", 0))
        self._writer = transport
        self._reading = asyncio.create_task(self._read(reader))

    async def _read(self, reader: asyncio.StreamReader) -> None:
        try:
            while True:
                text = await _message(reader)
                # A message that is too large or too deep comes from a candidate. It gets no answer, and its case
                # exceeds its time limit.
                with suppress(ValueError, RecursionError):
                    self._take(json.loads(text))
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            for future, _ in self._waiting.values():
                if not future.done():
                    future.set_exception(TargetClosed("The browser ended."))
            self._waiting.clear()
            self.is_closed = True

    def _take(self, message: dict[str, Any]) -> None:
        if "id" in message:
            future, _ = self._waiting.pop(message["id"], (None, ""))
            if future is None or future.done():
                return
            if "error" in message:
                future.set_exception(ProtocolError(message["error"].get("message", "refused")))
            else:
                future.set_result(message.get("result", {}))
            return
        if handler := self._sessions.get(message.get("sessionId", "")):
            handler(message["method"], message.get("params", {}))

    def listen(self, session: str, handler: Callable[[str, dict[str, Any]], None]) -> None:
        """Send events of a session to the handler ("" is the browser itself)."""
        self._sessions[session] = handler

    def forget(self, session: str) -> None:
        """Note that the session's page is gone: all that waits for it fails with TargetClosed."""
        self._sessions.pop(session, None)
        for key, (future, owner) in list(self._waiting.items()):
            if owner == session:
                del self._waiting[key]
                if not future.done():
                    future.set_exception(TargetClosed("The page ended."))

    def send(self, method: str, params: dict[str, Any] | None = None, session: str = "") -> asyncio.Future[Any]:
        """Send now; the answer may be awaited. Raises TargetClosed when the pipe is closed."""
        if self._writer is None or self.is_closed or self._writer.is_closing():
            raise TargetClosed("The browser ended.")
        self._next_id += 1
        message: dict[str, Any] = {"id": self._next_id, "method": method, "params": params or {}}
        if session:
            message["sessionId"] = session
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda f: f.cancelled() or f.exception())
        self._waiting[self._next_id] = (future, session)
        self._writer.write(json.dumps(message).encode() + b"\0")
        return future

    async def ping(self) -> None:
        """Raise TargetClosed when the browser does not answer a command that takes no time."""
        try:
            await asyncio.wait_for(self.send("Browser.getVersion"), PING_S)
        except TimeoutError:
            raise TargetClosed(f"The browser did not answer for {PING_S:.0f} s.") from None

    async def close(self) -> None:
        """Close the pipe; Chromium ends when its pipe does."""
        if self._writer:
            self._writer.close()
        if self._reading:
            self._reading.cancel()
            await asyncio.gather(self._reading, return_exceptions=True)
        if self._pipe:
            self._pipe.close()
