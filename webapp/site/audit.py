"""Records every request that changes something and was not refused."""

from __future__ import annotations

import logging
from collections.abc import Callable
from ipaddress import ip_address

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from evaluations.models import ApiToken, AuditEvent
from webapp.site.access import membership

CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
# Typing, viewing and judging: they change nothing for others, or are recorded elsewhere.
NOT_NOTED = {
    *("theme", "choose-team", "sign-out", "prompt-preview", "prompt-fresh", "start-box"),
    *("review-store", "review-undo", "review-next", "review-single-store", "review-single-undo"),
    *("review-ordering-store", "review-ordering-undo", "review-rank", "review-rate"),
}
NOT_NOTED_PARTS = ("preview", "draft", "try", "vote", "pair", "showing", "rating", "ordering")
LOGGED_ARGUMENTS = {"what", "kind", "slug"}  # of what an address names beside numbers; the rest are secrets
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
    if not action or action in NOT_NOTED or any(part in f"{action} {about}" for part in NOT_NOTED_PARTS):
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


def _page_and_target(request: HttpRequest) -> tuple[str, str]:
    """Return the name of the page or of the API's family, and what the address names; secrets in addresses are left
    out.
    """
    match = request.resolver_match
    if match is None or not match.url_name:
        return "", ""
    if match.url_name == "api":
        rest = str(match.kwargs.get("rest", ""))
        return f"api {request.method} {rest.partition('/')[0]}", rest
    parts = [
        f"{name}={value}" for name, value in match.kwargs.items() if isinstance(value, int) or name in LOGGED_ARGUMENTS
    ]
    return match.url_name, " ".join(parts)


def address_of(request: HttpRequest) -> str | None:
    """Return the address that a request came from; None for a Unix socket."""
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
