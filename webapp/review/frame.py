"""A blind answer in the frame document of every preview; no number of a candidate is in it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from evaluations.models import Task
from webapp.previews.frame import FRAME, LISTENER, PREVIEW, SANDBOX, THEME, frame_document, site_of
from webapp.review.blind import Side

RESTING_POLICY = SANDBOX + "; default-src 'none'; base-uri 'none'; frame-ancestors {site}"


def blind_document(request: HttpRequest, task: Task, side: Side) -> HttpResponse:
    """Show one side of a review, light or dark as the address's fragment says.

    An answer that did not end in the sandbox starts only after a click: frames share a process, in many browsers with
    the page around them, and an endless loop would block them all.
    """
    if side.starts_on_click and "start" not in request.GET:
        response = FRAME.response(request, {"shown": None, "scripts": [], "sentence": "", "starts_on_click": True})
        response["Content-Security-Policy"] = RESTING_POLICY.format(site=site_of(request))
        return response
    return frame_document(request, task, side.files, side.entry, scripts=(LISTENER, THEME, PREVIEW))
