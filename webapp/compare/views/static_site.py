"""The comparison that an address names, as a static site in a zip."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from webapp.compare.selection import select
from webapp.compare.static_response import site_response


@require_GET
def static_site(request: HttpRequest) -> HttpResponseBase:
    """Return it to every member of the team; 404 when there is nothing to compare."""
    chosen = select(request)
    if not chosen.entries:
        raise Http404("There is nothing to compare yet.")
    return site_response(request, chosen)
