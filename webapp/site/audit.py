"""Records every request that changes something and was not refused."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from ipaddress import ip_address

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from evaluations.models import ApiToken, AuditEvent
from webapp.site.access import membership

CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
# Typing, viewing and judging: they change nothing for others, or are recorded elsewhere. Pages, then operations.
NOT_NOTED = {
    *("theme", "choose-team", "sign-out", "prompt-afresh", "suite-try"),
    *("review-store", "review-undo", "review-next", "review-single-store", "review-single-undo", "review-rank"),
    *("review-ordering-store", "review-ordering-undo", "review-rate", "review-rate-old", "review-single-old"),
    *("api fill_template", "api try_conditions", "api store_order", "api undo_order"),
    *("api rate_single_answer", "api undo_single_answer_rating", "api rate_solo", "api undo_solo_rating"),
}
WORDS_NOT_NOTED = {"preview", "draft", "vote", "pair", "showing"}
NOTED = {"draft", "api keep_draft"}  # the task is saved
LOGGED_ARGUMENTS = {
    "what",
    "kind",
    "slug",
    "act",
    "task_slug",
}  # of what an address names beside numbers; the rest are secrets
log = logging.getLogger(__name__)


class AuditMiddleware:
    """Comes last, so that the view and the person are known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; then add a row."""
        response = self._get_response(request)
        if request.method in CHANGES and response.status_code < 400 and request.user.is_authenticated:
            _note(request)
        return response


def _note(request: HttpRequest) -> None:
    action, about = _page_and_target(request)
    if not is_noted(action):
        return
    token = getattr(request, "auth", None)
    member = membership(request)
    try:
        AuditEvent.objects.note(
            action,
            about=about,
            team=member.team if member else None,
            by=request.user,
            token=token.name if isinstance(token, ApiToken) else "",
            address=address_of(request),
        )
    except DatabaseError:  # the change is already stored, so the person must not see an error
        log.exception("%s by %s could not be added to the audit log.", action, request.user)


def is_noted(action: str) -> bool:
    """Return whether requests of this page or operation are added to the log. action: empty for no page of the site."""
    is_typing = action in NOT_NOTED or not WORDS_NOT_NOTED.isdisjoint(re.split(r"[-_ ]", action))
    return action in NOTED or bool(action and not is_typing)


def _page_and_target(request: HttpRequest) -> tuple[str, str]:
    """Return the name of the page or of the API's operation, and what the address names; secrets in addresses are left
    out.
    """
    match = request.resolver_match
    if match is None or not match.url_name:
        return "", ""
    if match.url_name == "api":
        rest = str(match.kwargs.get("rest", ""))
        operation = getattr(request, "operation", "")  # empty: an idempotency key gave the stored answer again
        return f"api {operation}" if operation else "", f"{rest} {getattr(request, 'audit_words', '')}".strip()
    parts = [
        f"{name}={value}" for name, value in match.kwargs.items() if isinstance(value, int) or name in LOGGED_ARGUMENTS
    ]
    return match.url_name, " ".join([*parts, getattr(request, "audit_words", "")]).strip()


def add_words(request: HttpRequest, words: str) -> None:
    """Have the audit log say more about what this request changes than its address does, such as a name."""
    request.audit_words = words  # type: ignore[attr-defined]


def address_of(request: HttpRequest) -> str | None:
    """Return the address that a request came from; None for a Unix socket."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
