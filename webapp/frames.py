"""A blind answer in the frame document of every preview: same policy, same bundle, no number of a candidate in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from evaluations.models import Task
from webapp.blind import Side
from webapp.pages.candidates import NOTHING_TO_SEE, PREVIEW_POLICY, _fixtures

RESTING_POLICY = "sandbox allow-scripts; default-src 'none'; base-uri 'none'; frame-ancestors {site}"
LISTENER, THEME, PREVIEW = "js/review_frame.js", "js/review_theme.js", "vendor/preview.js"


def blind_document(request: HttpRequest, task: Task, side: Side) -> HttpResponse:
    """One side of a review, light or dark as the address's fragment says.

    An answer that did not come to rest in the sandbox is started by a press alone: frames share a process, in many
    browsers with the page around them, and an endless loop would stop them all.
    """
    if side.is_restless and "start" not in request.GET:
        response = render(request, "review_frame.html", {"is_restless": True})
        response["Content-Security-Policy"] = RESTING_POLICY.format(site=_site(request))
        return response
    return frame_document(request, task, side.files, side.entry, scripts=(LISTENER, THEME, PREVIEW))


def frame_document(request: HttpRequest, task: Task, files: Mapping[str, str], entry: str, *,
                   scripts: tuple[str, ...] = (LISTENER, PREVIEW)) -> HttpResponse:  # fmt: skip
    """The document for an <iframe sandbox="allow-scripts">. It listens for one message: which file to choose.

    scripts: in their order; the last one runs the answer.
    """
    addresses = [request.build_absolute_uri(static(name)) for name in scripts]
    shown = {
        "files": {**task.spec["context"], **files},
        "entry": entry,
        "name": task.spec["entry_point"] or None,
        "fixtures": _fixtures(task),
    }
    context = {"shown": shown if files else None, "scripts": addresses, "sentence": NOTHING_TO_SEE}
    response = render(request, "review_frame.html", context)
    response["Content-Security-Policy"] = PREVIEW_POLICY.format(script=" ".join(addresses), site=_site(request))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
