"""Watches the browser's processes: typed arrays, canvases and blobs pass the limit of the JavaScript heap."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Sequence
from contextlib import suppress

from evaluations.sandbox.browser.threads import Threads, content, descendants, main_threads, own_thread, pause_after

EVERY_S, MOST_PAUSE_S = 0.05, 0.5
NEW_PROCESSES_EVERY_S = 0.5
# After this time without a case it looks less often, until the next case begins: twenty looks a second take 1.5 % of a
# processor for each browser (2026-11).
REST_AFTER_S, REST_S = 2.0, 0.5
LOST_AFTER_S = 5.0  # a process that the browser itself ends is reaped within about 2 s
RENDERER_ITSELF_MB = 150  # an idle renderer with the harness: 60 to 90 MB of its own, 2026-11
BROWSER_MB = 900
PAGE = os.sysconf("SC_PAGE_SIZE")
log = logging.getLogger(__name__)


class MemoryWatch:
    """Kills a renderer above the largest limit of the cases that run, and a browser process above BROWSER_MB.

    threads: what the main threads of the browser, of its helpers and the thread of this process had run and waited at
    the last look, EVERY_S ago where looks are quick: a new dict each time.
    """

    def __init__(self, browser_pid: int, helpers: Sequence[int] = ()) -> None:
        self.browser_pid = browser_pid
        self._helpers = helpers
        self._limits_mb: dict[object, int] = {}
        self._task: asyncio.Task[None] | None = None
        self.threads: Threads = {}
        self.n_killed = 0
        self.has_killed_browser = False
        self._dead_since: dict[int, float] = {}
        self._idle_since = time.monotonic()
        self._processes: list[int] = []
        self._is_awake = asyncio.Event()
        self._is_awake.set()

    def start(self) -> None:
        """Begin to watch. Later measurements need this first look."""
        self.threads = self._look(descendants(self.browser_pid))
        self._task = asyncio.create_task(self._run())

    def stop(self) -> None:
        """Stop watching."""
        if self._task:
            self._task.cancel()

    def begin(self, key: object, memory_mb: int) -> None:
        """Note that a case with this limit runs from now on."""
        self._limits_mb[key] = memory_mb
        if not self._is_awake.is_set():
            self.threads = self._look(self._processes)  # the case is measured from here
            self._is_awake.set()

    def end(self, key: object) -> None:
        """Note that the case has ended."""
        self._limits_mb.pop(key, None)
        self._idle_since = time.monotonic()

    async def _pause(self, pause_s: float) -> None:
        """Wait before the next look: after some time without a case for longer, until one begins."""
        if self._limits_mb or time.monotonic() - self._idle_since < REST_AFTER_S:
            await asyncio.sleep(pause_s)
            return
        self._is_awake.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_awake.wait(), max(REST_S, pause_s))
        self._is_awake.set()

    async def _run(self) -> None:
        looked_at = look_s = search_s = 0.0
        while True:
            await self._pause(min(MOST_PAUSE_S, pause_after(look_s, EVERY_S)))
            begun = time.monotonic()
            if begun - looked_at > pause_after(search_s, NEW_PROCESSES_EVERY_S):
                self._processes = descendants(self.browser_pid)
                self._end_damaged_browser(self._processes)
                looked_at = time.monotonic()
                search_s = looked_at - begun
            limit_mb = RENDERER_ITSELF_MB + max(self._limits_mb.values(), default=512)
            self.threads = self._look(self._processes)
            for pid in self._processes:
                if own_memory_mb(pid) > limit_mb and _kill(pid):
                    self.n_killed += 1
            if own_memory_mb(self.browser_pid) > BROWSER_MB:
                self.has_killed_browser = _kill(self.browser_pid)
            look_s = time.monotonic() - begun

    def _end_damaged_browser(self, processes: Sequence[int]) -> None:
        """End a browser whose zygote was killed.

        Chromium does not notice it and cannot start the zygote's processes again.
        """
        dead = {pid for pid in processes if _is_unreaped(pid, self.browser_pid)}
        self._dead_since = {pid: self._dead_since.get(pid, time.monotonic()) for pid in dead}
        if any(time.monotonic() - since > LOST_AFTER_S for since in self._dead_since.values()):
            log.warning("A process of the browser was killed from outside; the browser is replaced.")
            _kill(self.browser_pid)

    def _look(self, processes: list[int]) -> Threads:
        threads = own_thread() | main_threads(self.browser_pid, (self.browser_pid, *processes))
        for pid in self._helpers:
            threads |= main_threads(pid, (pid,))
        return threads


def _kill(pid: int) -> bool:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def _is_unreaped(pid: int, parent: int) -> bool:
    """Return whether this is a zombie of the parent's."""
    with suppress(OSError, ValueError):
        state, ppid = content(f"/proc/{pid}/stat").rpartition(b")")[2].split()[:2]
        return state == b"Z" and int(ppid) == parent
    return False


def own_memory_mb(pid: int) -> float:
    """Return the resident memory that is not shared with files, in MB; 0 for a process that is gone."""
    try:
        fields = content(f"/proc/{pid}/statm").split()
    except OSError:
        return 0
    return (int(fields[1]) - int(fields[2])) * PAGE / 2**20
