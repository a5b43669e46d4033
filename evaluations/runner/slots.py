"""The requests that may be under way at one model server, and the place behind them."""

from __future__ import annotations

import threading
from collections.abc import Callable

LOOK_EVERY_S = 0.5


class Slot:
    """One request that may be under way. Repeated releases are harmless."""

    def __init__(self, free: threading.BoundedSemaphore) -> None:
        self._free, self._is_held = free, True

    def release(self) -> None:
        """Free the slot for the next question."""
        if self._is_held:
            self._is_held = False
            self._free.release()


class Slots:
    """As many slots as the server has, and one place behind them.

    The thread in that place has its question ready, so that the server does not wait while an answer is stored.
    """

    def __init__(self, n: int) -> None:
        self.n_threads = n + 1
        self.place_behind = threading.Lock()
        self._free = threading.BoundedSemaphore(n)

    def take(self, should_end: Callable[[], bool]) -> Slot | None:
        """Wait for a free slot; None once should_end says so."""
        while not self._free.acquire(timeout=LOOK_EVERY_S):
            if should_end():
                return None
        return Slot(self._free)
