"""Known faults outside the site (broker, database, disk), each with a status, a sentence and what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db import OperationalError as DatabaseOperationalError
from django.http import HttpRequest, HttpResponse
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import OutOfMemoryError
from redis.exceptions import TimeoutError as RedisTimeoutError

from evaluations.errors import StorageAway, StoredFileError
from scripts import disk
from webapp.site.error_page import ERROR_PAGE

BROKER_GONE: tuple[type[Exception], ...] = (RedisConnectionError, RedisTimeoutError, OperationalError)
SQLITE_FULL = "database or disk is full"
POSTGRES_FULL = "53100"  # SQLSTATE disk_full
POSTGRES_READ_ONLY = "25006"  # SQLSTATE read_only_sql_transaction: a standby, or default_transaction_read_only
# Error texts of SQLite for a file that it cannot write or whose disk fails.
SQLITE_UNWRITABLE = ("unable to open database file", "readonly database", "disk I/O error")
DATABASE_AWAY_MESSAGES = ("database is locked", *SQLITE_UNWRITABLE, "connection already closed")
# SQLSTATE: connection lost, server ends or starts, too many connections, another process holds the lock
POSTGRES_AWAY = ("08", "57P", "53300", "55P03")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outage:
    """The page for a known fault."""

    status: int
    heading: str
    sentence: str
    hint: str


NO_BROKER = Outage(
    503,
    "No broker",
    "The broker does not answer, and this action needs it. Nothing that was stored is lost.",
    "Start it with make up; manage.py doctor says what is wrong. Then do this again.",
)
BROKER_FULL = Outage(
    503,
    "The broker is full",
    "The memory of the broker is full, and this action needs it. Nothing that was stored is lost.",
    "Raise its maxmemory, or restart it: it contains nothing that is needed later. Then do this again.",
)
DISK_FULL = Outage(
    507,
    "The disk is full",
    "The disk is full, so this was not stored. What was stored before is not affected.",
    "Make room on the disk of BAKEOFF_HOME and of the database, then do this again.",
)
DISK_READ_ONLY = Outage(
    507,
    "The disk is read-only",
    "The disk is mounted read-only, so nothing can be stored. What was stored before is not affected.",
    "Mount the disk of BAKEOFF_HOME writable again (manage.py doctor says more), then do this again.",
)
DATABASE_READ_ONLY = Outage(
    503,
    "The database is read-only",
    "The database takes no changes, so this was not stored. What was stored before is not affected.",
    "Let DATABASE_URL name a server that takes changes: no standby, and without default_transaction_read_only.",
)
NO_STORAGE = Outage(
    503,
    "No object storage",
    "The object storage of uploads and pictures does not answer. What was stored before is not affected.",
    "Wait a moment and do this again; manage.py doctor says what is wrong.",
)
NO_DATABASE = Outage(
    503,
    "No database",
    "The database does not answer. What was stored before is not affected.",
    "Wait a moment and do this again; manage.py doctor says what is wrong.",
)


def outage_of(exc: BaseException | None) -> Outage | None:
    """Return the known fault behind an exception; None for any other."""
    if isinstance(exc, OutOfMemoryError) or isinstance(getattr(exc, "__cause__", None), OutOfMemoryError):
        return BROKER_FULL
    if isinstance(exc, BROKER_GONE):
        return NO_BROKER
    if isinstance(exc, StorageAway):
        return NO_STORAGE
    if isinstance(exc, StoredFileError):
        return Outage(500, "A stored file is damaged", str(exc), "")
    if fault := disk_fault_of(exc):
        return OUTAGE_OF_DISK_FAULT[fault]
    if _sqlstate(exc) == POSTGRES_READ_ONLY:
        return DATABASE_READ_ONLY
    return NO_DATABASE if is_database_away(exc) else None


OUTAGE_OF_DISK_FAULT = {disk.DISK_FULL: DISK_FULL, disk.READ_ONLY: DISK_READ_ONLY}


def disk_fault_of(exc: BaseException | None) -> disk.DiskFault | None:
    """Return why a write to a file or the database failed, if the disk was the cause; None otherwise."""
    if not isinstance(exc, DatabaseError):
        return disk.fault_of(exc)
    if SQLITE_FULL in str(exc) or _sqlstate(exc) == POSTGRES_FULL:
        return disk.DISK_FULL
    if settings.SQLITE_FILE and any(part in str(exc) for part in SQLITE_UNWRITABLE):
        return disk.look_at(settings.SQLITE_FILE.parent)
    return None


def _sqlstate(exc: BaseException | None) -> str | None:
    """Return the state of a database error: PostgreSQL's code; None without a connection, empty for SQLite and other
    errors.
    """
    state: str | None = getattr(exc.__cause__, "sqlstate", "") if isinstance(exc, DatabaseError) else ""
    return state


def is_database_away(exc: BaseException | None) -> bool:
    """Return whether the database cannot be reached, or another process locks it for too long."""
    if not isinstance(exc, (DatabaseOperationalError, InterfaceError)):
        return False
    state = _sqlstate(exc)
    if state == "":
        return any(part in str(exc) for part in DATABASE_AWAY_MESSAGES)
    return state is None or state.startswith(POSTGRES_AWAY)  # None: there is no connection at all


def page_of(outage: Outage) -> HttpResponse:
    """Return the error page for this outage; it needs neither database nor session."""
    sentence = f"{outage.sentence} {outage.hint}".strip()
    return HttpResponse(ERROR_PAGE.text({"heading": outage.heading, "sentence": sentence}), status=outage.status)


class OutageMiddleware:
    """Answers a known fault with its own page instead of that of an internal error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on unchanged."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Return the error page of a known fault; None for any other exception."""
        outage = outage_of(exc)
        if outage is None:
            return None
        log.warning("%s %s: %s (%s)", request.method, request.path, outage.sentence, exc)
        return page_of(outage)
