"""Limits of a person and of a team: requests a minute, and the page for limits of open runs and uploads.

Each web process counts in memory. After each hundredth part of a limit it adds its count to the sum in the broker and
reads how many requests the other web processes had. Without a broker each process counts only its own.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from redis.exceptions import RedisError

from evaluations import broker_names, metrics
from evaluations.broker_cache import count as count_in_broker
from evaluations.errors import LimitReached
from webapp.site.access import membership
from webapp.site.error_page import ERROR_PAGE

MINUTE_S = 60
REPORTS_PER_LIMIT = 100
Key = tuple[str, int]  # "person" or "team", and its number
HEADINGS = {403: "Too many open runs", 413: "Too many bytes", 429: "Too many requests"}


class RequestCounter:
    """Requests of the present minute, by person and by team."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = self._alone_in = 0
        self._counts: Counter[Key] = Counter()  # of this process
        self._reported: Counter[Key] = Counter()  # of this process, those that are in the broker's sum
        self._others: Counter[Key] = Counter()  # of the other processes, at the last report

    def count(self, person: int, team: int | None, now_s: float | None = None) -> None:
        """Count one more. Raises LimitReached."""
        now_s = time.time() if now_s is None else now_s
        for kind, pk, limit, whose in (
            ("person", person, settings.REQUESTS_PER_MINUTE_PERSON, "You have"),
            ("team", team, settings.REQUESTS_PER_MINUTE_TEAM, "Your team has"),
        ):
            if limit and pk is not None and self._add((kind, pk), int(now_s // MINUTE_S), limit) > limit:
                wait_s = MINUTE_S - int(now_s % MINUTE_S)
                raise LimitReached(
                    f"{whose} sent more than {limit:,} requests within a minute. Try again in {wait_s} s.",
                    status=429,
                    wait_s=wait_s,
                )

    def _add(self, key: Key, minute: int, limit: int) -> int:
        """Count one more, and return the number of this minute over all processes."""
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                for counter in (self._counts, self._reported, self._others):
                    counter.clear()
            self._counts[key] += 1
            n_new = self._counts[key] - self._reported[key]
            if n_new < max(1, limit // REPORTS_PER_LIMIT) or self._alone_in == minute:
                return self._counts[key] + self._others[key]
            self._reported[key] = n_reported = self._counts[key]
        n_all = self._report(key, minute, n_new)
        with self._lock:
            self._others[key] = max(self._others[key], n_all - n_reported)
            return n_reported + self._others[key]

    def _report(self, key: Key, minute: int, n: int) -> int:
        """Add to the broker's sum and return it. Without a broker, return 0 and do not try again in this minute."""
        try:
            return count_in_broker(broker_names.requests_of_minute(*key, minute), 2 * MINUTE_S, n)
        except RedisError:
            self._alone_in = minute
            return 0


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


def count_refusal(exc: LimitReached) -> None:
    """Count a request that a limit refused, for /metrics."""
    metrics.add("limits_reached", str(exc.status))


def refused(request: HttpRequest, exc: LimitReached) -> HttpResponse:
    """Return the page, with the sentence and the status; a script that asks for JSON gets `{"error": sentence}`."""
    count_refusal(exc)
    response: HttpResponse
    if "application/json" in request.headers.get("Accept", ""):
        response = JsonResponse({"error": str(exc)}, status=exc.status)
    else:
        response = ERROR_PAGE.response(request, {"heading": HEADINGS[exc.status], "sentence": str(exc)}, exc.status)
    if exc.wait_s:
        response["Retry-After"] = str(exc.wait_s)
    return response
