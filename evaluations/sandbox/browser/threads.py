"""How long the threads of a browser ran and waited for a processor, as the kernel tells it in /proc."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Thread:
    """Seconds that a thread ran, and was ready to run without a processor."""

    ran_s: float = 0.0
    waited_s: float = 0.0


class Key(NamedTuple):
    """A thread. root: main process of its browser, or its own process where it belongs to none; OWN for this one."""

    root: int
    pid: int
    tid: int


OWN = 0  # stands for this process
Threads = dict[Key, Thread]


def descendants(pid: int) -> list[int]:
    """Children and their children: zygotes stand between the browser and its renderers."""
    pids, todo = [], [pid]
    while todo:
        with suppress(OSError):
            for thread in Path(f"/proc/{todo.pop()}/task").iterdir():
                with suppress(OSError):
                    children = [int(child) for child in (thread / "children").read_text().split()]
                    pids += children
                    todo += children
    return pids


def own_thread() -> Threads:
    """The thread that calls, which is the one that serves the browsers."""
    tid = threading.get_native_id()
    return _read(Key(OWN, OWN, tid), Path(f"/proc/self/task/{tid}/schedstat"))


def main_threads(root: int, pids: Iterable[int]) -> Threads:
    """The main thread of each of these processes of one browser; it does nearly all the work of a renderer."""
    threads: Threads = {}
    for pid in pids:
        threads |= _read(Key(root, pid, pid), Path(f"/proc/{pid}/schedstat"))
    return threads


def all_threads(browsers: Sequence[int], helpers: Sequence[int]) -> Threads:
    """Every thread of these browsers with their descendants, of these helpers alone, and the thread that calls."""
    threads = own_thread()
    for root in browsers:
        for pid in (root, *descendants(root)):
            threads |= _threads_of(root, pid)
    for pid in helpers:
        threads |= _threads_of(pid, pid)
    return threads


def _threads_of(root: int, pid: int) -> Threads:
    threads: Threads = {}
    with suppress(OSError):
        for place in Path(f"/proc/{pid}/task").iterdir():
            threads |= _read(Key(root, pid, int(place.name)), place / "schedstat")
    return threads


def _read(key: Key, path: Path) -> Threads:
    """One entry; none where the thread is gone or the kernel tells nothing."""
    with suppress(OSError, ValueError):
        ran, waited = path.read_text().split()[:2]
        return {key: Thread(int(ran) / 1e9, int(waited) / 1e9)}
    return {}
