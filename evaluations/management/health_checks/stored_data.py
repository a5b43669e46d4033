"""Health checks of what is stored: the database, its clock, and the files."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.template.defaultfilters import pluralize

from evaluations.management.health_checks.part import Part, first_line
from evaluations.models import Installation, StoredFile, Worker
from evaluations.models.clocks import measure_skew_s, skew_words
from evaluations.models.disk_storage import leftovers
from scripts import disk

log = logging.getLogger(__name__)


def database() -> Iterator[Part]:
    """Check whether the database can be opened, and has all migrations."""
    kind = connection.vendor
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as exc:
        yield Part(name="Database", state="missing", found=f"{kind}: {first_line(exc)}", hint=_way_to_database())
        return
    if missing:
        result = f"{kind}, {len(missing)} migration{pluralize(len(missing))} to apply"
        yield Part(name="Database", state="note", found=result, hint="make up does it; by hand: manage.py migrate")
    else:
        yield Part(name="Database", state="ok", found=f"{kind}, all migrations applied")


def _way_to_database() -> str:
    fault = settings.SQLITE_FILE and disk.look_at(settings.SQLITE_FILE.parent)
    return fault.hint if fault else "correct DATABASE_URL, or start it"


def clock() -> Iterator[Part]:
    """Compare the clocks of this machine and of each worker with the clock of the database.

    The database's clock decides which workers are alive.
    """
    try:
        difference = skew_words(measure_skew_s())
    except DatabaseError:
        return  # the part "Database" reports it
    if not difference:
        yield Part(name="Clock", state="ok", found="as the database's")
    else:
        hint = "set the clock of this machine or of the database's, by NTP"
        yield Part(name="Clock", state="note", found=difference, hint=hint)
    yield from _clocks_of_workers()


def _clocks_of_workers() -> Iterator[Part]:
    """Yield each living worker whose host's clock is wrong, as the worker measured it with its last sign of life."""
    try:
        wrong = [worker for worker in Worker.objects.alive().order_by("name") if worker.clock_fault]
    except DatabaseError:
        return  # no migration was applied yet
    for worker in wrong:
        fault = f"{worker.name}: {worker.clock_fault}"
        hint = f"set the clock of {worker.host} or of the database's, by NTP"
        yield Part(name="Clock of a worker", state="note", found=fault, hint=hint)


def storage() -> Iterator[Part]:
    """Yield whether this host sees the files that belong to the database."""
    location = f"bucket {settings.S3_BUCKET}" if settings.S3_BUCKET else str(settings.MEDIA_ROOT)
    try:
        fault = Installation.objects.storage_fault()
    except DatabaseError:
        return  # the part "Database" reports it
    except Exception as exc:  # of the object storage's own library
        log.debug("The storage of files does not answer.", exc_info=True)
        hint = "start the object storage, or correct the S3_ settings"
        yield Part(name="Storage of files", state="missing", found=f"{location}: {first_line(exc)}", hint=hint)
        return
    if fault:
        hint = "share BAKEOFF_HOME between the hosts, or set S3_BUCKET on all of them"
        yield Part(name="Storage of files", state="missing", found=f"{location}: {fault}", hint=hint)
    else:
        yield Part(name="Storage of files", state="ok", found=location)


def files() -> Iterator[Part]:
    """Check every stored file against its size and SHA-256; only when asked for, because it reads them all."""
    n = 0
    try:
        rows = list(StoredFile.objects.order_by("created_at"))
    except DatabaseError as exc:
        error = f"the database cannot be read: {first_line(exc)}"
        yield Part(name="Stored files", state="missing", found=error, hint=_way_to_database())
        return
    for stored in rows:
        n += 1
        if wrong := stored.damage():
            yield Part(name="Stored file", state="missing", found=wrong, hint=_way_to_heal(stored))
    yield Part(name="Stored files", state="ok", found=f"{n:,} stored files were read")
    if unfinished := leftovers(settings.MEDIA_ROOT, age_s=0):
        n_old = len(leftovers(settings.MEDIA_ROOT))
        result = f"{len(unfinished):,}, of them {n_old:,} by processes that were killed while they wrote"
        hint = "the workers remove these within an hour" if n_old else ""
        yield Part(name="Unfinished files", state="note", found=result, hint=hint)


def _way_to_heal(stored: StoredFile) -> str:
    names = sorted(set(stored.workbooks.values_list("name", flat=True)))
    if names:
        return f"upload {', '.join(names)} again: the same bytes, under Workbooks"
    if answer := stored.grading_set.values_list("candidate", flat=True).first():
        return f"it is a screenshot: regrade answer {answer}"
    return "it belongs to a task: import the suite again"
