"""The part that is the same on all open pages of a run. It is rendered once between two changes of the run.

Two hundred open pages ask within the same moment when a verdict is stored. A change is counted in the broker before it
is announced (evaluations/events.py), so a part made under the present number contains all that was announced.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypedDict, TypeVar

from django.core.cache import cache
from django.utils.safestring import SafeString

from evaluations import broker_names
from evaluations.models import Run
from webapp.runs.counts import RunCounts
from webapp.site.outages import BROKER_GONE

MOST_CACHED = 64
CACHE_S = 2.0  # changes that are not announced are visible after this time
Key = tuple[int, datetime, int, str]
Part = TypeVar("Part")


class LiveContent(RunCounts):
    """tasks: filters, matrix and overview as HTML."""

    tasks: SafeString


class SharedPart(TypedDict):
    """html: the whole part for all of one role; empty while a model writes, as its text changes unannounced."""

    content: LiveContent
    html: str


class SharedParts(Generic[Part]):
    """Parts by key. If several threads need the same part, one makes it and the others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[float, Part]] = OrderedDict()
        self._making: dict[Key, threading.Lock] = {}

    def get(self, key: Key, make: Callable[[], Part]) -> Part:
        """Return the part of this key, made within the last KEPT_S or now. Callers must not change it."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                cached = self._kept.get(key)
            if cached and time.monotonic() - cached[0] <= CACHE_S:
                return cached[1]
            begun = time.monotonic()
            part = make()
            self._store(key, begun, part)
        return part

    def _store(self, key: Key, made_at: float, part: Part) -> None:
        with self._lock:
            self._kept[key] = (made_at, part)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_CACHED or self._is_oldest_useless():
                self._kept.popitem(last=False)
            for old in self._making.keys() - self._kept.keys():
                if not self._making[old].locked():
                    del self._making[old]

    def _is_oldest_useless(self) -> bool:
        """Return whether the part that was made first will not be used again, and others are kept."""
        made_at, _ = next(iter(self._kept.values()))
        return len(self._kept) > 1 and time.monotonic() - made_at > CACHE_S


_parts = SharedParts[SharedPart]()


def shared_part(run: Run, query: str, make: Callable[[], SharedPart]) -> SharedPart:
    """Return the part for a run and a query string; without a broker it is made for each person."""
    try:
        n_changes = cache.get(broker_names.run_changes(run.pk))
    except BROKER_GONE:
        n_changes = None
    if n_changes is None:
        return make()
    return _parts.get((run.pk, run.created_at, int(n_changes), query), make)
