"""Lets idle threads of a worker wait for more answers, so that the next one finds them ready."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

LOOK_EVERY_S = 0.5


class Arrivals:
    """Counts announcements of more answers; threads wait for the next one.

    linger_s: how long threads wait after the last announcement. They all end together, so that the remaining threads
    never have to do the work of ended ones.
    """

    def __init__(self, linger_s: float = 0.0) -> None:
        self.linger_s = linger_s
        self._condition = threading.Condition()
        self._n, self._last_at, self._is_open = 0, 0.0, False

    @property
    def n(self) -> int:
        """Announcements so far."""
        return self._n

    def open(self) -> None:
        """Let threads wait from now on."""
        with self._condition:
            self._is_open, self._last_at = True, time.monotonic()

    def announce(self, n_threads: int = 1) -> None:
        """Wake n_threads of the waiting threads. One asks first, and says if there is work for more of them."""
        with self._condition:
            self._n += 1
            self._last_at = time.monotonic()
            self._condition.notify(n_threads)

    def wait_after(self, n: int, should_end: Callable[[], bool]) -> bool:
        """Wait for the announcement after the nth; False when the threads are to end instead."""
        with self._condition:
            while self._n == n:
                rest_s = self._last_at + self.linger_s - time.monotonic()
                if rest_s <= 0 or not self._is_open or should_end():
                    self._is_open = False
                    self._condition.notify_all()
                    return False
                self._condition.wait(min(rest_s, LOOK_EVERY_S))
            return True
