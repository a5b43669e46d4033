"""Playwright's driver as a process: objects by name (guid), calls out, answers and events in.

Its own Python client cannot be used, because it accepts only regular expressions of Python; a spec's are JavaScript's.
So the spec's realm speaks the driver's protocol itself (harness/playwright/spec-driver-client.ts), and the host checks
each call (gate.py).
"""

from __future__ import annotations

import asyncio
import json
import os
import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

from evaluations.errors import SandboxError
from evaluations.sandbox.browser.cdp import TargetClosed

START_S, STOP_S = 120.0, 3.0
LARGEST_MESSAGE = 16 * 2**20  # bytes
KEPT_VARIABLES = ("PATH", "LANG", "LD_LIBRARY_PATH")  # of our environment


class Driver:
    """One driver. Everything in one event loop. `hear` gets every message that is not an answer."""

    def __init__(self) -> None:
        self.hear: Callable[[dict[str, Any]], None] = lambda _: None
        self.is_closed = False
        self.devices: dict[str, Any] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._last_id = 0

    @property
    def pid(self) -> int:
        """Process number; 0 when it was never started."""
        return self._process.pid if self._process else 0

    async def start(self, folder: Path) -> str:
        """Start it, its temporary files in `folder`; return the guid of what launches Chromium. Raises SandboxError."""
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        pipe = asyncio.subprocess.PIPE
        try:
            # In a session of its own: Ctrl-C reaches only this process, which then ends the driver.
            self._process = await asyncio.create_subprocess_exec(
                *compute_driver_executable(),
                "run-driver",
                stdin=pipe,
                stdout=pipe,
                stderr=asyncio.subprocess.DEVNULL,
                env={**environment, "TZ": "UTC", "TMPDIR": str(folder)},
                start_new_session=True,
            )
        except Exception as exc:  # Playwright's own error has no public name
            raise SandboxError(f"Playwright's driver did not start ({exc}). Run `make setup`.") from exc
        created: dict[str, dict[str, Any]] = {}
        self.hear = lambda message: created.update({message["params"]["type"]: message["params"]})
        self._reading = asyncio.create_task(self._read())
        await asyncio.wait_for(self.call("", "initialize", {"sdkLanguage": "javascript"}), START_S)
        self.hear = lambda _: None
        descriptors = created["LocalUtils"]["initializer"]["deviceDescriptors"]
        self.devices = {device["name"]: device["descriptor"] for device in descriptors}
        return str(created["Playwright"]["initializer"]["chromium"]["guid"])

    async def _read(self) -> None:
        assert self._process is not None
        source = self._process.stdout
        assert source is not None
        try:
            while True:
                size = struct.unpack("<I", await source.readexactly(4))[0]
                if size > LARGEST_MESSAGE:
                    await self._kill(source)
                    break
                self._take(json.loads(await source.readexactly(size)))
        except (asyncio.IncompleteReadError, OSError, ValueError):
            pass
        finally:
            self.is_closed = True
            for future in self._waiting.values():
                if not future.done():
                    future.set_exception(TargetClosed("Playwright's driver ended."))
            self._waiting.clear()

    async def _kill(self, source: asyncio.StreamReader) -> None:
        """Kill the driver of a page that prints too much. Its output is read to the end, otherwise the pipe never
        closes.
        """
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.kill()
        while await source.read(2**16):
            pass

    def _take(self, message: dict[str, Any]) -> None:
        if "id" not in message:
            self.hear(message)
            return
        future = self._waiting.pop(message["id"], None)
        if future and not future.done():
            future.set_result(message)

    def call(
        self, guid: str, method: str, params: dict[str, Any], timeout_ms: float = 0
    ) -> asyncio.Future[dict[str, Any]]:
        """Send the call at once and return a future of the whole answer (`result` or `error`). Raises TargetClosed."""
        if self.is_closed or self._process is None or self._process.stdin is None:
            raise TargetClosed("Playwright's driver ended.")
        self._last_id += 1
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda f: f.cancelled() or f.exception())
        self._waiting[self._last_id] = future
        metadata = {"timeout": timeout_ms} if timeout_ms else {}
        call = {"id": self._last_id, "guid": guid, "method": method, "params": params, "metadata": metadata}
        content = json.dumps(call).encode()
        self._process.stdin.write(struct.pack("<I", len(content)) + content)
        return future

    async def result(self, guid: str, method: str, params: dict[str, Any], timeout_ms: float) -> dict[str, Any]:
        """Return the answer's result. Raises SandboxError when the call failed, TimeoutError when no answer comes."""
        answer = await asyncio.wait_for(self.call(guid, method, params, timeout_ms), timeout_ms / 1000 + STOP_S)
        if "error" in answer:
            raise SandboxError(f"{method}: {error_text(answer)}")
        return dict(answer.get("result") or {})

    async def stop(self) -> None:
        """End the driver. When its input ends, the driver also ends the processes that it started."""
        if self._process is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_S)
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
        if self._reading:
            await asyncio.gather(self._reading, return_exceptions=True)
        self._process = None


def is_late(answer: dict[str, Any]) -> bool:
    """Return whether a call ended by its limit of time; an expectation says so in its details."""
    error = answer.get("error", {}).get("error", {})
    return error.get("name") == "TimeoutError" or bool((answer.get("errorDetails") or {}).get("timedOut"))


def error_text(answer: dict[str, Any]) -> str:
    """Return the error in the driver's words."""
    return str(answer["error"].get("error", {}).get("message", answer["error"]))[:500]
