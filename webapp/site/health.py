"""Health of the site, for load balancers and containers."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

ADDRESS = "/healthz"
log = logging.getLogger(__name__)


class HealthMiddleware:
    """Answers ADDRESS: 200 "ok" when the database can be reached, else 503.

    It comes first: a health check calls the site without TLS, by an address that ALLOWED_HOSTS need not name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The health, or what follows."""
        if request.path != ADDRESS:
            return self._get_response(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            log.warning("The database cannot be reached.", exc_info=True)
            return HttpResponse("The database cannot be reached.", status=503, content_type="text/plain")
        return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})
