"""When the broker does not answer: what needs it says so, and what to do; what does not goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

BROKER_GONE: tuple[type[Exception], ...] = (NoConnection, NoAnswer, OperationalError)
SENTENCE = "The broker does not answer, and this needs it. Nothing that was stored is lost."
CURE = "Start it with make up; manage.py doctor says what is wrong. Then do this again."
log = logging.getLogger(__name__)


class OutageMiddleware:
    """Answers 503 with the cure in place of "our fault"."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing but what follows."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """The page that says so."""
        if not isinstance(exc, BROKER_GONE):
            return None
        log.warning("%s %s: %s (%s)", request.method, request.path, SENTENCE, exc)
        context = {"heading": "No broker", "sentence": f"{SENTENCE} {CURE}"}
        return render(request, "trouble.html", context, status=503)
