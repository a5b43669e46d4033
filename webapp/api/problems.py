"""Errors as application/problem+json (RFC 9457), each with what to do."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import AuthenticationError, HttpError, ValidationError

from evaluations.errors import EvaluationError, LimitReached, StoredFileError
from webapp.site.outages import BROKER_GONE, outage_of
from webapp.site.request_limits import count_refusal

log = logging.getLogger(__name__)
HINTS = {
    400: "Send what /api/v1/openapi.json describes.",
    401: "Send the header “Authorization: Bearer TOKEN”. Tokens are made at /tokens/.",
    403: "Use a token with that scope, or ask an admin of the team for the role.",
    404: "Ask for the list first: it shows what your team has.",
    405: "Look at /api/v1/docs for the methods of this address.",
    409: "Read it again: it was changed in the meantime.",
    413: "Send less at once.",
    422: "Correct what “errors” names, else what “detail” says, and send it again.",
    429: "Wait as long as “Retry-After” says, and send it again.",
    500: "The log of the web process says what broke. Try again in a moment.",
    503: "Start what is missing; manage.py doctor names it.",
}
PROBLEM_SCHEMA = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "hint", "cure"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "hint": {"type": "string", "description": "What to do."},
        "cure": {"type": "string", "deprecated": True, "description": "Old name of `hint`; it has the same text."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


class Problem(Exception):
    """End an operation with an error. errors: field and sentence of each."""

    def __init__(self, status: int, detail: str, hint: str = "", errors: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(detail)
        self.status, self.detail, self.hint, self.errors = status, detail, hint, errors


def problem(status: int, detail: str, hint: str = "", errors: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """Return the response."""
    what_to_do = hint or HINTS.get(status, HINTS[400])
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "hint": what_to_do,
        "cure": what_to_do,  # the name before 2026-11-30
    }
    if errors:
        body["errors"] = [{"field": field, "message": message} for field, message in errors]
    response = HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="Bakeoff"'
    return response


def refuse(warnings: Sequence[str]) -> None:
    """Raise Problem when the address names something that does not exist."""
    if warnings:
        raise Problem(422, " ".join(warnings), "Correct the address: a value that does not exist is never left out.")


def check(form: forms.BaseForm) -> None:
    """Raise Problem with a sentence for each field unless the form is valid."""
    if form.is_valid():
        return
    errors = [
        (name if name != NON_FIELD_ERRORS else "", str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]
    raise Problem(422, " ".join(message for _, message in errors), errors=errors)


def _invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    errors = [
        (".".join(map(str, error.get("loc", ())[1:] or error.get("loc", ()))), str(error.get("msg", "")))
        for error in exc.errors
    ]
    detail = "; ".join(f"{field}: {message}" for field, message in errors)[:1000]
    return problem(422, detail or "The request is not valid.", errors=errors)


def _limited(request: HttpRequest, exc: LimitReached) -> HttpResponse:
    count_refusal(exc)
    hint = "" if exc.wait_s else "Free some of what the sentence names, or ask an admin of the site to raise the limit."
    response = problem(exc.status, str(exc), hint)
    if exc.wait_s:
        response["Retry-After"] = str(exc.wait_s)
    return response


def _server_error(request: HttpRequest, exc: Exception) -> HttpResponse:
    if outage := outage_of(exc):
        log.warning("%s %s: %s (%s)", request.method, request.path, outage.sentence, exc)
        return problem(outage.status, outage.sentence, outage.hint)
    log.exception("%s %s broke.", request.method, request.path)
    return problem(500, "Something broke on our side.")


Handler = Callable[[HttpRequest, Any], HttpResponse]
HANDLERS: dict[type[Exception], Handler] = {
    Problem: lambda _, exc: problem(exc.status, exc.detail, exc.hint, exc.errors),
    ValidationError: _invalid,
    AuthenticationError: lambda _, exc: problem(401, "The request has no valid token."),
    HttpError: lambda _, exc: problem(exc.status_code, str(exc)),
    Http404: lambda _, exc: problem(404, str(exc) or "There is nothing at this address."),
    PermissionDenied: lambda _, exc: problem(403, str(exc)),
    RequestDataTooBig: lambda _, exc: problem(413, f"{exc} Send less at once."),
    MultiPartParserError: lambda _, exc: problem(400, f"The form cannot be read: {str(exc)[:200]}"),
    SuspiciousOperation: lambda _, exc: problem(400, str(exc)),
    LimitReached: _limited,
    EvaluationError: lambda _, exc: problem(422, str(exc)),
    **dict.fromkeys((*BROKER_GONE, StoredFileError), _server_error),
    Exception: _server_error,
}
