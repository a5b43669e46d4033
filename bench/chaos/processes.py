"""The processes of a started site, read from /proc: which belong to it, their roles, and which were left behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    """A running process. started: clock ticks since boot; they differ when the system reuses a process id."""

    pid: int
    parent: int
    state: str
    started: int

    @property
    def command(self) -> str:
        """The command line; empty for a zombie and for an ended process."""
        try:
            return Path(f"/proc/{self.pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""

    @property
    def role(self) -> str:
        """The role under which the supervisor started it or its ancestor; empty when unknown."""
        return _variable(self.pid, "BAKEOFF_ROLE")

    def is_alive(self) -> bool:
        """Whether this process still runs. A zombie does not."""
        now = read(self.pid)
        return now is not None and now.started == self.started and now.state != "Z"


def read(pid: int) -> Process | None:
    """Return the process with this id, or None if it does not exist."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return Process(pid, int(words[1]), words[0], int(words[19]))


def _all() -> Iterator[Process]:
    for name in os.listdir("/proc"):
        if name.isdigit() and (result := read(int(name))):
            yield result


def descendants(root: int) -> list[Process]:
    """Return all descendants of a process, parents before children."""
    children: dict[int, list[Process]] = {}
    for process in _all():
        children.setdefault(process.parent, []).append(process)
    results: list[Process] = []
    todo = [root]
    while todo:
        below = children.get(todo.pop(), [])
        results += below
        todo += [process.pid for process in below]
    return results


def of_home(home: Path) -> list[Process]:
    """Return all processes that were started with this BAKEOFF_HOME, with any parent, except zombies."""
    return [
        process for process in _all() if process.state != "Z" and _variable(process.pid, "BAKEOFF_HOME") == str(home)
    ]


def _variable(pid: int, name: str) -> str:
    try:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return ""
    mark = f"{name}=".encode()
    return next((line.removeprefix(mark).decode(errors="replace") for line in variables if line.startswith(mark)), "")


def send(processes: list[Process], number: signal.Signals) -> int:
    """Signal the processes that still run. Return how many."""
    n = 0
    for process in processes:
        with suppress(ProcessLookupError):
            if process.is_alive():
                os.kill(process.pid, number)
                n += 1
    return n
