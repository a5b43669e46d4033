"""Watches the browser's processes: typed arrays lie outside the JavaScript heap, whose limit they pass."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from pathlib import Path

EVERY_S = 0.1
RENDERER_MB = 900
PAGE = os.sysconf("SC_PAGE_SIZE")


async def watch(browser_pid: int) -> None:
    """Kills any renderer above RENDERER_MB; its page then counts as crashed."""
    while True:
        await asyncio.sleep(EVERY_S)
        for pid in _descendants(browser_pid):
            if _own_memory_mb(pid) > RENDERER_MB:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)


def _descendants(pid: int) -> list[int]:
    """Children of children too: zygotes stand between the browser and its renderers."""
    found, todo = [], [pid]
    while todo:
        try:
            children = Path(f"/proc/{todo.pop()}/task").iterdir()
            for thread in children:
                for child in (thread / "children").read_text().split():
                    found.append(int(child))
                    todo.append(int(child))
        except OSError:
            continue
    return found


def _own_memory_mb(pid: int) -> float:
    """Resident memory that is not shared with files, in MB; 0 for a process that is gone."""
    try:
        fields = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0
    return (int(fields[1]) - int(fields[2])) * PAGE / 2**20
