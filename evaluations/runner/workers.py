"""Workers' signs of life, and the recovery of rows that a dead worker had taken."""

from __future__ import annotations

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from evaluations import metrics_store
from evaluations.errors import StorageAway
from evaluations.models import Candidate, EditedAnswer, LanguageModel, ModelServer, State, Worker
from evaluations.models.workers import this_host
from scripts import disk

BEAT_S = 5.0
RETRY_S, FIRST_PAUSE_S, LONGEST_PAUSE_S = 120.0, 0.25, 5.0  # for a database that does not answer
READ_ONLY_SQLSTATE = "25006"  # of PostgreSQL: a server that another one replaces just now
LEASE_S = 30  # of the one worker that feeds a model server
T = TypeVar("T")
log = logging.getLogger(__name__)


class Liveness:
    """One process that takes candidates. Their taken_by contains `name`. stop_requested: hand out nothing new.
    versions: harness and grader of a process that executes code.

    The process knows which rows it works on. If the database names more rows, an error made it forget them: those
    rows are put back after two looks BEAT_S seconds apart, so that a row is never taken from a thread that works on it.
    """

    def __init__(self, role: str) -> None:
        self.host, self.pid = this_host(), os.getpid()
        self.name = f"{role}-{self.host[:20]}-{self.pid}-{secrets.token_hex(4)}"
        self.versions = ("", "")
        self.stop_requested = threading.Event()
        self._ended = threading.Event()
        self._in_hand: set[int] = set()
        self._strays: set[int] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Send a first sign of life, then one every BEAT_S seconds from a separate thread. Repeats are harmless."""
        if self._thread is None:
            recover()
            Worker.objects.beat(self.name, self.host, self.pid, self.versions)
            self._thread = threading.Thread(target=self._beat, name="liveness", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Give back what is held and sign off."""
        self.stop_requested.set()
        self._ended.set()
        release(self.name)
        metrics_store.flush()

    def take(self, pks: Iterable[int]) -> None:
        """Work on these candidates from now on. To be called before they are claimed."""
        with self._lock:
            self._in_hand.update(pks)

    def let_go(self, pks: Iterable[int]) -> None:
        """Work on these candidates no longer."""
        with self._lock:
            self._in_hand.difference_update(pks)

    def give_back_strays(self) -> int:
        """Free rows that two checks found claimed in this name without any work on them; return how many."""
        rows = Candidate.objects.filter(taken_by=self.name, state__in=[State.GENERATING, State.EXECUTING])
        claimed = set(rows.values_list("pk", flat=True))
        with self._lock:
            strays = claimed - self._in_hand
            again, self._strays = strays & self._strays, strays
        n = Candidate.objects.filter(pk__in=again).put_back(self.name) if again else 0
        if n:
            log.warning("%d candidates that an error left behind were put back.", n)
        return n

    def _beat(self) -> None:
        while not self._ended.wait(BEAT_S):
            try:
                Worker.objects.beat(self.name, self.host, self.pid, self.versions)
                later = Now() + timedelta(seconds=LEASE_S)
                ModelServer.objects.filter(fed_by=self.name).update(fed_until=later)
                self.give_back_strays()
                metrics_store.flush()
            except Exception:
                log.exception("No sign of life could be written; another worker may take over.")
                connection.close()
        connection.close()


def retried(work: Callable[[], T], stop_requested: threading.Event) -> T:
    """Return what `work` gives; while the database is away or a disk takes nothing, try again for RETRY_S seconds.

    What `work` does must be one transaction that is harmless to repeat: a guarded update. Raises the last error.
    """
    until, pause_s = time.monotonic() + RETRY_S, FIRST_PAUSE_S
    while True:
        try:
            return work()
        except (DatabaseError, OSError) as exc:
            reason = passing_fault(exc)
            if not reason or time.monotonic() > until or connection.in_atomic_block:
                raise
            log.warning("%s; trying again.", reason, exc_info=True)
            connection.close()
        if stop_requested.wait(pause_s):
            until = 0.0  # one more try, then the row is put back by the next start
        pause_s = min(LONGEST_PAUSE_S, pause_s * 2)


def passing_fault(exc: Exception) -> str:
    """Return what is wrong with the database or a disk when that may pass by itself; empty for any other error."""
    if fault := disk.fault_of(exc):
        return f"A file {fault.state} ({exc}): {fault.hint}"
    if isinstance(exc, StorageAway):
        return str(exc)
    if isinstance(exc, (OperationalError, InterfaceError)):
        return "The database does not answer"
    is_standby = getattr(exc.__cause__, "sqlstate", "") == READ_ONLY_SQLSTATE
    return "The database takes no changes" if is_standby else ""


@contextmanager
def own_connection() -> Iterator[None]:
    """Close the thread's database connection at its end, for our own threads."""
    try:
        yield
    finally:
        connection.close()


def take_lease(server: ModelServer, name: str) -> bool:
    """Take or renew the right to ask the server for LEASE_S seconds; False if another worker has it."""
    free = Q(fed_by="") | Q(fed_by=name) | Q(fed_until__lt=Now())
    n_updated = ModelServer.objects.filter(free, pk=server.pk).update(
        fed_by=name, fed_until=Now() + timedelta(seconds=LEASE_S)
    )
    return bool(n_updated)


def release_lease(server: ModelServer, name: str) -> None:
    """Let others ask the server, unless another worker has it already."""
    ModelServer.objects.filter(pk=server.pk, fed_by=name).update(fed_by="", fed_until=None)


def release(name: str) -> int:
    """Free everything this worker held; return the number of candidates."""
    n = Candidate.objects.put_back(name) + EditedAnswer.objects.put_back(name)
    ModelServer.objects.filter(fed_by=name).update(fed_by="", fed_until=None)
    Worker.objects.filter(pk=name).delete()
    return n


def _put_back_unfed() -> int:
    """Put back what is asked of a server in the name of a worker that does not feed it; return how many."""
    before = Now() - timedelta(seconds=LEASE_S)
    generating = Candidate.objects.filter(state=State.GENERATING, taken_at__lt=before)
    # Also by a server that has the same weights, and answers instead of the model's own.
    twin = Q(name=OuterRef("model__name"), digest=OuterRef("model__digest")) & ~Q(digest="")
    models = LanguageModel.objects.filter(Q(pk=OuterRef("model")) | twin)
    fed = Exists(models.filter(server__fed_by=OuterRef("taken_by")))
    unfed = generating.exclude(taken_by="").exclude(fed)
    return unfed.update(state=State.QUEUED, taken_by="", taken_at=None)


def recover() -> int:
    """Put back rows of dead workers, rows of unknown workers, and rows that a living worker does not work on.

    Returns the number of candidates.
    """
    n = sum(release(worker.name) for worker in Worker.objects.dead(this_host()))
    alive = Worker.objects.values("name")
    orphans = Candidate.objects.exclude(taken_by="").filter(state__in=[State.GENERATING, State.EXECUTING])
    edits = EditedAnswer.objects.filter(state=State.EXECUTING)
    for rows in (orphans, edits):
        for name in set(rows.exclude(taken_by__in=alive).values_list("taken_by", flat=True)):
            n += release(name)
    n += _put_back_unfed()
    ModelServer.objects.filter(fed_until__lt=Now()).update(fed_by="", fed_until=None)
    if n:
        log.warning("%d candidates that no worker works on were put back.", n)
    return n
