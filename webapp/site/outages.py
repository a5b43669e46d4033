"""Known faults of the site's surroundings: each has a status, a sentence and what to do, on pages and in the API."""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError
from django.db import OperationalError as DatabaseTrouble
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import OutOfMemoryError
from redis.exceptions import TimeoutError as NoAnswer

from evaluations.errors import StoredFileError

BROKER_GONE: tuple[type[Exception], ...] = (NoConnection, NoAnswer, OperationalError)
FULL = {errno.ENOSPC, errno.EDQUOT}
SQLITE_FULL = "database or disk is full"
POSTGRES_FULL = "53100"  # SQLSTATE disk_full
AWAY = ("database is locked", "unable to open database file", "readonly database", "connection already closed")
POSTGRES_AWAY = ("08", "57P", "53300")  # SQLSTATE: connection lost, server ends or starts, too many connections
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outage:
    """What is shown for a known fault."""

    status: int
    heading: str
    sentence: str
    cure: str


NO_BROKER = Outage(
    503,
    "No broker",
    "The broker does not answer, and this needs it. Nothing that was stored is lost.",
    "Start it with make up; manage.py doctor says what is wrong. Then do this again.",
)
BROKER_FULL = Outage(
    503,
    "The broker is full",
    "The memory of the broker is full, and this needs it. Nothing that was stored is lost.",
    "Raise its maxmemory, or restart it: it holds nothing that is needed later. Then do this again.",
)
DISK_FULL = Outage(
    507,
    "The disk is full",
    "The disk is full, so this was not stored. What was stored before is not affected.",
    "Make room on the disk of BAKEOFF_HOME and of the database, then do this again.",
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
    if isinstance(exc, StoredFileError):
        return Outage(500, "A stored file is damaged", str(exc), "")
    if is_disk_full(exc):
        return DISK_FULL
    return NO_DATABASE if is_database_away(exc) else None


def is_disk_full(exc: BaseException | None) -> bool:
    """Whether a file or the database could not be written for lack of room."""
    if isinstance(exc, DatabaseError):
        return SQLITE_FULL in str(exc) or getattr(exc.__cause__, "sqlstate", "") == POSTGRES_FULL
    return isinstance(exc, OSError) and exc.errno in FULL


def is_database_away(exc: BaseException | None) -> bool:
    """Whether the database cannot be reached, or another process holds it locked for too long."""
    if not isinstance(exc, (DatabaseTrouble, InterfaceError)):
        return False
    state: str | None = getattr(exc.__cause__, "sqlstate", "")
    if state == "":
        return any(part in str(exc) for part in AWAY)
    return state is None or state.startswith(POSTGRES_AWAY)  # None: there is no connection at all


def page_of(outage: Outage) -> HttpResponse:
    """Return the page that says so; it needs neither database nor session."""
    sentence = f"{outage.sentence} {outage.cure}".strip()
    context = {"status": outage.status, "heading": outage.heading, "sentence": sentence}
    return HttpResponse(render_to_string("trouble.html", context), status=outage.status)


class OutageMiddleware:
    """Answers a known fault with its own page in place of "our fault"."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing but what follows."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """The page that says so."""
        outage = outage_of(exc)
        if outage is None:
            return None
        log.warning("%s %s: %s (%s)", request.method, request.path, outage.sentence, exc)
        return page_of(outage)
