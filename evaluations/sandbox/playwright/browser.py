"""A second Chromium, for documents that a Playwright spec looks at: equally isolated, and run by Playwright's driver.

The first browser cannot do it: our own client and the driver would disturb each other, and a spec may open pages,
popups and contexts as it likes.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from evaluations.errors import SandboxError
from evaluations.sandbox.browser import chromium
from evaluations.sandbox.browser.fonts import put_fonts
from evaluations.sandbox.browser.memory import MemoryWatch
from evaluations.sandbox.playwright.driver import Driver

LAUNCH_MS = 120_000  # 40 busy loops beside it make it 40 s and more
DROPPED_SWITCHES = {"--block-new-web-contents"}  # popups are part of what a spec may test; they stay within its context
# The options with which Playwright starts a headless Chromium; specs are written for these.
ADDED_SWITCHES = (
    "--disable-popup-blocking",
    "--disable-ipc-flooding-protection",
    "--disable-prompt-on-repost",
    "--metrics-recording-only",
    "--force-color-profile=srgb",
    "--enable-automation",
    "--disable-infobars",
    "--disable-search-engine-choice-screen",
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
)


class SpecBrowser:
    """One Chromium with its driver. `hear` gets the driver's events; `had`: the isolation that jail.py could set up.

    guid: its name at the driver, empty when it does not run. has_own_fonts: it has only the bundled font, so that it
    draws text as on any other machine.
    """

    def __init__(self, *, own_network: bool, has_own_fonts: bool = False) -> None:
        self.driver = Driver()
        self.hear: Callable[[dict[str, Any]], None] = lambda _: None
        self.guid = self.had = ""
        self.pid = 0
        self.folder = Path()
        self.watch: MemoryWatch | None = None
        self._own_network, self._has_own_fonts = own_network, has_own_fonts

    @property
    def is_alive(self) -> bool:
        """Whether the driver still listens and has a browser."""
        return bool(self.guid) and not self.driver.is_closed

    async def start(self) -> None:
        """Start both. Raises SandboxError."""
        program = chromium.real_program(chromium.find_chromium())
        self.folder = chromium.private_folder()
        temporary, place = self.folder / "driver", self.folder / "jail"
        temporary.mkdir(mode=0o700)
        try:
            with socket.socket(socket.AF_UNIX) as waiting:
                waiting.bind(str(place))
                waiting.listen(1)
                waiting.setblocking(False)
                launched = asyncio.create_task(_connected_process(waiting))
                launcher = self._launcher(program, place)
                launch = {
                    "executablePath": str(launcher),
                    "headless": True,
                    "chromiumSandbox": True,
                    "timeout": LAUNCH_MS,
                }
                starts = await self.driver.start(temporary)
                result = await self.driver.result(starts, "launch", launch, LAUNCH_MS)
                self.pid, self.had = await asyncio.wait_for(launched, LAUNCH_MS / 1000)
        except (SandboxError, TimeoutError, OSError) as exc:
            await self.stop()
            raise SandboxError(f"{program} did not start for a spec: {exc}") from exc
        self.guid = result["browser"]["guid"]
        self.driver.hear = self._hear
        self.watch = MemoryWatch(self.pid, [self.driver.pid])
        self.watch.start()

    def _hear(self, message: dict[str, Any]) -> None:
        if message["guid"] == self.guid and message["method"] in ("close", "__dispose__"):
            self.guid = ""
        self.hear(message)

    def _launcher(self, program: Path, place: Path) -> Path:
        """Write a file that the driver can start as the browser; what it adds in arguments does not count."""
        switches = [switch for switch in chromium.SWITCHES if switch not in DROPPED_SWITCHES]
        uid = chromium.NOBODY if os.geteuid() == 0 else os.geteuid()
        profile = self.folder / "profile"
        jail = [
            Path(__file__).with_name("jail.py"),
            place,
            0,
            profile,
            uid,
            "own" if self._own_network else "shared",
        ]
        last_resort = ["--no-sandbox"] if chromium.is_sandbox_off() else []
        browser = [program, *switches, *ADDED_SWITCHES, *last_resort, f"--user-data-dir={profile}", "about:blank"]
        command = shlex.join(str(word) for word in (sys.executable, "-I", "-S", *jail, *browser))
        inner = f"export HOME={shlex.quote(str(profile))} TMPDIR={shlex.quote(str(profile))}"
        if self._has_own_fonts:
            inner += f" FONTCONFIG_FILE={shlex.quote(str(put_fonts(self.folder / 'fonts')))}"
        path = self.folder / "launch"
        path.write_text(f"#!/bin/sh\n{inner}\nexec {command}\n")
        path.chmod(0o700)
        return path

    async def stop(self) -> None:
        """End browser and driver, remove their folder."""
        if self.watch:
            self.watch.stop()
        if self.pid:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            self.pid = 0
        self.guid = ""
        await self.driver.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


async def _connected_process(waiting: socket.socket) -> tuple[int, str]:
    """Return the process that connects, which becomes the browser, and its report."""
    loop = asyncio.get_running_loop()
    channel, _ = await loop.sock_accept(waiting)
    with channel:
        credentials = channel.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        message, descriptors, _, _ = await loop.run_in_executor(None, _received, channel)
        for descriptor in descriptors:
            os.close(descriptor)  # a listener in its network; we serve nothing there
    return struct.unpack("3i", credentials)[0], message.decode()


def _received(channel: socket.socket) -> tuple[bytes, list[int], int, object]:
    channel.settimeout(LAUNCH_MS / 1000)
    return socket.recv_fds(channel, 100, 1)
