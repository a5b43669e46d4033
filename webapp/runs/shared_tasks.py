"""The tasks of a run as its open pages show them: rendered once for all who ask between two changes of the run.

Two hundred open pages ask within the same moment when a verdict is stored. A change is counted in the broker before it
is announced (evaluations/events.py), so what was rendered under the present number holds all that was announced.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from django.core.cache import cache

from evaluations import broker_names
from evaluations.models import Run
from webapp.site.outages import BROKER_GONE

MOST_KEPT = 64
KEPT_S = 2.0  # what changes without being announced is seen after this time
Key = tuple[int, datetime, int, str]


class SharedTexts:
    """Texts by key. Of several threads that want the same one, one makes it and the others wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[float, str]] = OrderedDict()
        self._making: dict[Key, threading.Lock] = {}

    def get(self, key: Key, make: Callable[[], str]) -> str:
        """Return the text of this key, made within the last KEPT_S or now."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            with self._lock:
                made_at, text = self._kept.get(key, (0.0, ""))
            if time.monotonic() - made_at > KEPT_S or not made_at:
                made_at, text = time.monotonic(), make()
                self._keep(key, made_at, text)
        return text

    def _keep(self, key: Key, made_at: float, text: str) -> None:
        with self._lock:
            self._kept[key] = (made_at, text)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            for old in self._making.keys() - self._kept.keys():
                if not self._making[old].locked():
                    del self._making[old]


_texts = SharedTexts()


def shared_tasks(run: Run, query: str, make: Callable[[], str]) -> str:
    """Return the HTML for a run and a query string; without a broker it is made for each who asks."""
    try:
        n_changes = cache.get(broker_names.run_changes(run.pk))
    except BROKER_GONE:
        n_changes = None
    if n_changes is None:
        return make()
    return _texts.get((run.pk, run.created_at, int(n_changes), query), make)
