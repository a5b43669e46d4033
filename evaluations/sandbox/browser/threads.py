"""How long the threads of a browser ran and waited for a processor, as the kernel tells it in /proc."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

LONGEST = 1 << 16  # bytes of a file of /proc that are read
LOOK_SHARE = 0.1  # share of the time that may go into reading; on a busy machine one reading takes a second
MOST_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True)
class Thread:
    """Seconds that a thread ran, and was ready to run without a processor."""

    ran_s: float = 0.0
    waited_s: float = 0.0


class Key(NamedTuple):
    """A thread. root: main process of its browser, or its own process if it has no browser; OWN for this process."""

    root: int
    pid: int
    tid: int


THIS_PROCESS = 0  # means this process
Threads = dict[Key, Thread]


def pause_after(look_s: float, least_s: float) -> float:
    """Return seconds until the next look, if the last one took look_s: looks must leave this process time for its
    work.
    """
    return min(MOST_PAUSE_S, max(least_s, look_s / LOOK_SHARE))


def descendants(pid: int) -> list[int]:
    """Return children and their children: zygotes are between the browser and its renderers."""
    pids, todo = [], [pid]
    while todo:
        with suppress(OSError):
            path = f"/proc/{todo.pop()}/task"
            for tid in os.listdir(path):
                with suppress(OSError):
                    children = [int(child) for child in content(f"{path}/{tid}/children").split()]
                    pids += children
                    todo += children
    return pids


def own_thread() -> Threads:
    """Return the calling thread, which serves the browsers."""
    tid = threading.get_native_id()
    return _read(Key(THIS_PROCESS, THIS_PROCESS, tid), f"/proc/self/task/{tid}/schedstat")


def main_threads(root: int, pids: Iterable[int]) -> Threads:
    """Return the main thread of each of these processes of one browser; it does nearly all the work of a renderer."""
    threads: Threads = {}
    for pid in pids:
        threads |= _read(Key(root, pid, pid), f"/proc/{pid}/schedstat")
    return threads


def all_threads(browsers: Sequence[int], helpers: Sequence[int]) -> Threads:
    """Return every thread of these browsers and their descendants, of these helpers, and the calling thread."""
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
        for tid in os.listdir(f"/proc/{pid}/task"):
            threads |= _read(Key(root, pid, int(tid)), f"/proc/{pid}/task/{tid}/schedstat")
    return threads


def _read(key: Key, path: str) -> Threads:
    """Return one entry; none if the thread has ended or the kernel reports nothing."""
    with suppress(OSError, ValueError):
        ran, waited = content(path).split()[:2]
        return {key: Thread(int(ran) / 1e9, int(waited) / 1e9)}
    return {}


def content(path: str) -> bytes:
    """Return the content of a file. One look reads about a hundred files, five times as fast as Path.read_text."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, LONGEST)
    finally:
        os.close(file)
