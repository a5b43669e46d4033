"""Workers' signs of life, and the recovery of what a dead one held."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils.timezone import now

from evaluations.models import Candidate, ModelServer, State, Worker

BEAT_S = 5.0
LEASE_S = 30  # of the one worker that feeds a model server
log = logging.getLogger(__name__)


class Liveness:
    """One process that takes candidates. `name` stands in their taken_by. stop_requested: hand out nothing new."""

    def __init__(self, role: str) -> None:
        self.host, self.pid = socket.gethostname()[:40], os.getpid()
        self.name = f"{role}-{self.host[:20]}-{self.pid}-{secrets.token_hex(4)}"
        self.stop_requested = threading.Event()
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """First sign of life, then one every BEAT_S seconds from a thread of its own. Repeats are harmless."""
        if self._thread is None:
            recover()
            Worker.objects.beat(self.name, self.host, self.pid)
            self._thread = threading.Thread(target=self._beat, name="liveness", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Give back what is held and sign off."""
        self.stop_requested.set()
        self._ended.set()
        release(self.name)

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_S):
            try:
                Worker.objects.beat(self.name, self.host, self.pid)
                later = now() + timedelta(seconds=LEASE_S)
                ModelServer.objects.filter(fed_by=self.name).update(fed_until=later)
            except Exception:
                log.exception("No sign of life could be written; another worker may take over.")
                connection.close()
        connection.close()


@contextmanager
def own_connection() -> Iterator[None]:
    """For threads of our own: the thread's database connection ends with it."""
    try:
        yield
    finally:
        connection.close()


def release(name: str) -> int:
    """Frees everything this worker held; returns the number of candidates."""
    n = Candidate.objects.put_back(name)
    ModelServer.objects.filter(fed_by=name).update(fed_by="", fed_until=None)
    Worker.objects.filter(pk=name).delete()
    return n


def recover() -> int:
    """Puts back what dead workers held, and what is held by nobody known. Returns the number of candidates."""
    host = socket.gethostname()[:40]
    n = sum(release(worker.name) for worker in Worker.objects.dead(host))
    alive = Worker.objects.values("name")
    orphans = Candidate.objects.exclude(taken_by="").filter(state__in=[State.GENERATING, State.EXECUTING])
    for name in set(orphans.exclude(taken_by__in=alive).values_list("taken_by", flat=True)):
        n += release(name)
    ModelServer.objects.filter(fed_until__lt=now()).update(fed_by="", fed_until=None)
    if n:
        log.warning("%d candidates of workers that are gone were put back.", n)
    return n
