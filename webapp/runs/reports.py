"""The report of a run as a response: for its page, the API, and share links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from evaluations.exports import html_report
from evaluations.models import Run
from webapp.site.known_answers import note_known

MOST_NAMED = 24  # answers that an address can name


def report_of(request: HttpRequest, run: Run, named: list[int], *, is_linked: bool = True) -> HttpResponse:
    """Return the report, with these answers whole. is_linked: it leads back to the run's page."""
    if request.user.is_authenticated:
        note_known(request, html_report.shown_answers(run, named))
    site = request.build_absolute_uri("/").rstrip("/") if is_linked else ""
    text = html_report.to_html(run, candidates=named, site=site)
    response = HttpResponse(text)
    # No origin, no script, no request: it is a document, whatever is in it.
    response["Content-Security-Policy"] = f"{html_report.policy()}; frame-ancestors 'none'; sandbox"
    patch_cache_control(response, private=True, no_cache=True)
    return response
