"""New links, for pages and API."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from evaluations.models import Candidate, Run, ShareLink


def link_to(request: HttpRequest, item: Run | Candidate, days: int) -> tuple[ShareLink, str]:
    """Make a new link; return it with its whole address. Raises Http404 where links are switched off."""
    if not settings.SHARE_LINKS:
        raise Http404("Share links are switched off on this site.")
    link, secret = ShareLink.objects.make(item, days, request.user)
    return link, request.build_absolute_uri(reverse("shared", args=[secret]))


def report_address(address: str) -> str:
    """Return the address of the run's report under a shared link."""
    return f"{address}report/"
