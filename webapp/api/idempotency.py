"""`Idempotency-Key`: a request with the same key and body is executed once and gets the same answer for a day.

The key is stored in the same transaction as the new rows: if a process dies, both are stored or neither. An error is
not stored: after correcting the body the client may send the same key again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from evaluations.models import ApiToken, IdempotencyRecord
from webapp.api.auth import secret_of
from webapp.api.problems import problem

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}")
PARAMETER = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": "Of your choice, like a UUID: the same key and body are done once and answered the same for a day.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": r"^[\x21-\x7e]{1,200}$"},
}
OTHER_BODY = "This key was sent before with another request."
Run = Callable[..., HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])


def idempotent(view: View) -> View:
    """Make an operation accept the header. Goes below the router's decorator; the operation has a JSON body."""

    def describe(operation: Operation) -> None:
        operation.openapi_extra = {**(operation.openapi_extra or {}), "parameters": [PARAMETER]}

    contribute_operation_callback(view, describe)
    return decorate_view(_run_once)(view)


def _run_once(run: Run) -> Run:
    @wraps(run)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        key, token = request.headers.get(HEADER), ApiToken.objects.find(secret_of(request))
        if key is None or token is None:
            return run(request, **kwargs)  # not signed in: the operation itself reports that
        if not KEY.fullmatch(key):
            detail = f"{HEADER} “{key[:40]}” is not 1 to 200 letters, digits and signs of ASCII without blanks."
            return problem(422, detail, "Send a UUID.", [(HEADER, detail)])
        try:
            digest = _digest(request)
        except RequestDataTooBig:
            return run(request, **kwargs)  # the operation reports it itself
        if known := IdempotencyRecord.objects.find(token, key):
            return _stored_answer(known, digest)
        return _first_answer(token, key, digest, lambda: run(request, **kwargs))

    return wrapped


def _first_answer(token: ApiToken, key: str, digest: str, ask: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with transaction.atomic():
            IdempotencyRecord.objects.forget()
            row = IdempotencyRecord.objects.create(token=token, key=key, digest=digest)
            response = ask()
            if not 200 <= response.status_code < 300:
                transaction.set_rollback(True)
                return response
            IdempotencyRecord.objects.filter(pk=row.pk).update(
                status=response.status_code, content=response.content.decode()
            )
            return response
    except IntegrityError:
        # The same request was sent twice at the same moment, and the other one has just finished.
        known = IdempotencyRecord.objects.find(token, key)
        if known is None:
            raise
        return _stored_answer(known, digest)


def _stored_answer(known: IdempotencyRecord, digest: str) -> HttpResponse:
    if known.digest != digest:
        return problem(422, OTHER_BODY, f"Send a new {HEADER} with what is new.", [(HEADER, OTHER_BODY)])
    response = HttpResponse(known.content, status=known.status, content_type="application/json; charset=utf-8")
    response["Idempotent-Replayed"] = "true"
    return response


def _digest(request: HttpRequest) -> str:
    """Return the digest of address and body; spaces and order in the JSON do not matter."""
    try:
        body = json.dumps(json.loads(request.body), sort_keys=True).encode()
    except (ValueError, RecursionError):
        body = request.body
    return hashlib.sha256(
        b"\0".join([str(request.method).encode(), request.get_full_path().encode(), body])
    ).hexdigest()
