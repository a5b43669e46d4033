"""Limits of a person and of a team: requests a minute, and the page for limits of open runs and uploads.

Each web process counts for itself, in memory, so that a limit takes no time and needs no broker.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from evaluations import metrics
from evaluations.errors import LimitReached
from webapp.site.access import membership
from webapp.site.error_page import ERROR_PAGE

MINUTE_S = 60
HEADINGS = {403: "Too many open runs", 413: "Too many bytes", 429: "Too many requests"}


class RequestCounter:
    """Requests of the present minute, by person and by team."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: Counter[tuple[str, int]] = Counter()

    def count(self, person: int, team: int | None, now_s: float | None = None) -> None:
        """Count one more. Raises LimitReached."""
        now_s = time.time() if now_s is None else now_s
        minute = int(now_s // MINUTE_S)
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            for kind, key, limit, whose in (
                ("person", person, settings.REQUESTS_PER_MINUTE_PERSON, "You have"),
                ("team", team, settings.REQUESTS_PER_MINUTE_TEAM, "Your team has"),
            ):
                if not limit or key is None:
                    continue
                self._counts[kind, key] += 1
                if self._counts[kind, key] > limit:
                    wait_s = MINUTE_S - int(now_s % MINUTE_S)
                    raise LimitReached(
                        f"{whose} sent more than {limit:,} requests within a minute. Try again in {wait_s} s.",
                        status=429,
                        wait_s=wait_s,
                    )


requests_of_minute = RequestCounter()


class LimitMiddleware:
    """Counts the requests of people who are signed in, and answers with a page when a limit is reached.

    A token's requests are counted where it is read (webapp/api/auth.py).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count, then pass the request on."""
        if request.user.is_authenticated:
            member = membership(request)
            try:
                requests_of_minute.count(request.user.pk, member.team_id if member else None)
            except LimitReached as exc:
                return refused(request, exc)
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Return the page of a limit that a view reached; None for any other exception."""
        return refused(request, exc) if isinstance(exc, LimitReached) else None


def refused(request: HttpRequest, exc: LimitReached) -> HttpResponse:
    """Return the page, with the sentence and the status."""
    metrics.add("limits_reached", str(exc.status))
    response = ERROR_PAGE.response(request, {"heading": HEADINGS[exc.status], "sentence": str(exc)}, exc.status)
    if exc.wait_s:
        response["Retry-After"] = str(exc.wait_s)
    return response
