"""Addresses for programs that watch the site: /healthz, /readyz and /metrics."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as broker_cache
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from evaluations import broker_names, metrics, metrics_store
from evaluations.models import Installation
from scripts.database import on_disk

FLUSH_S = 5.0
OK = "ok"
UNREACHABLE = "cannot be reached; manage.py doctor says why"
log = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers the addresses of programs, and counts all other requests.

    It runs first, because such programs call the site without TLS, by an address that may not be in ALLOWED_HOSTS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._flush_at = time.monotonic() + FLUSH_S

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return health, readiness or metrics; else pass the request on."""
        if answer := ANSWERS.get(request.path):
            response = answer(request)
            response["Cache-Control"] = "no-store"
            return response
        begun = time.monotonic()
        response = self._get_response(request)
        metrics.add("http_requests", f"{response.status_code // 100}xx")
        metrics.add("http_seconds", n=time.monotonic() - begun)
        if time.monotonic() > self._flush_at:
            self._flush_at = time.monotonic() + FLUSH_S
            metrics_store.flush()
        return response


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 "ok" while this process and its database answer; otherwise restart the process."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.warning("The database cannot be reached.", exc_info=True)
        return HttpResponse("The database cannot be reached.", status=503, content_type="text/plain")
    return HttpResponse(OK, content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Return a line for each part that requests need; 200 when all are ok; otherwise send no requests here."""
    states = {name: _state(name, part) for name, part in PARTS.items()}
    text = "".join(f"{name}: {state}\n" for name, state in states.items())
    status = 200 if set(states.values()) == {OK} else 503
    return HttpResponse(text, status=status, content_type="text/plain")


def metrics_page(request: HttpRequest) -> HttpResponse:
    """Return figures for Prometheus, whose library is loaded with the first request for them."""
    from webapp.site.metrics_page import metrics_page as page

    return page(request)


def _state(name: str, part: Callable[[], str]) -> str:
    try:
        return part() or OK
    except Exception as exc:  # each part has its own library: psycopg, redis, boto3
        log.warning("Not ready: the %s cannot be reached: %s", name, exc)
        return UNREACHABLE


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    """Check the migrations. Those of a newer release may be applied already: during an upgrade the old web process
    keeps running.
    """
    missing = _all_migrations() - set(MigrationRecorder(connection).applied_migrations())
    return f"{len(missing)} to apply; run manage.py migrate" if missing else ""


@cache
def _all_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(on_disk(Path(settings.BASE_DIR)))


def _broker() -> str:
    broker_cache.set(broker_names.BROKER_CHECK, True, 1)
    return ""


PARTS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "storage": Installation.objects.storage_fault,
}
ANSWERS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics_page,
}
