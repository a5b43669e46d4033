"""Workers and their signs of life."""

from __future__ import annotations

import os
import socket
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from evaluations.models.clocks import measure_skew_s, skew_words


def this_host() -> str:
    """Return the name by which the rows know this host."""
    return socket.gethostname()[:40]


class WorkerQuerySet(models.QuerySet["Worker"]):
    """Workers and their signs of life."""

    def beat(self, name: str, host: str, pid: int, versions: tuple[str, str] = ("", "")) -> None:
        """Store a sign of life with the database's time, because the clocks of several hosts differ."""
        harness, grader = versions
        values = {"host": host, "pid": pid, "seen_at": Now(), "harness_version": harness, "grader_version": grader}
        self.update_or_create(name=name, defaults={**values, "clock_skew_s": measure_skew_s()})

    def dead(self, host: str) -> list[Worker]:
        """Return workers without a sign of life for STALE_AFTER_S seconds, or whose process is gone from this host."""
        silent = set(self.filter(seen_at__lt=_stale_limit()))
        return [w for w in self.all() if w in silent or (w.host == host and not _is_running(w.pid))]

    def alive(self) -> WorkerQuerySet:
        """Return workers with a sign of life in the last STALE_AFTER_S seconds."""
        return self.filter(seen_at__gte=_stale_limit())

    def check_versions(self) -> set[tuple[str, str]]:
        """Return harness and grader of the running workers that execute code; empty while none runs."""
        rows = self.alive().exclude(grader_version="")
        return set(rows.values_list("harness_version", "grader_version"))


class Worker(models.Model):
    """A process that takes candidates; their taken_by contains its name.

    harness_version, grader_version: those it executes and grades with; empty for a worker that does not.
    """

    name = models.CharField(primary_key=True, max_length=64)
    host = models.CharField(max_length=120)
    pid = models.PositiveIntegerField()
    seen_at = models.DateTimeField()
    harness_version = models.CharField(max_length=40, blank=True, db_default="")
    grader_version = models.CharField(max_length=40, blank=True, db_default="")
    clock_skew_s = models.FloatField(
        null=True,
        blank=True,
        help_text="By how many seconds its host's clock is ahead of the database's; empty: unknown.",
    )

    objects = WorkerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def clock_fault(self) -> str:
        """By how much its host's clock is wrong, in words; empty when it is right or unknown."""
        return skew_words(self.clock_skew_s)


def _stale_limit() -> CombinedExpression:
    return Now() - timedelta(seconds=settings.STALE_AFTER_S)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
