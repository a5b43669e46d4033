"""A blind answer in the frame document of every preview: same policy, same bundle, no number of a candidate in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from evaluations.models import Task
from webapp.pages.candidates import NOTHING_TO_SEE, PREVIEW_POLICY, _fixtures


def blind_document(request: HttpRequest, task: Task, files: Mapping[str, str], entry: str) -> HttpResponse:
    """The document for an <iframe sandbox="allow-scripts">. It listens for one message: which file to choose."""
    scripts = [request.build_absolute_uri(static(name)) for name in ("vendor/preview.js", "js/review_frame.js")]
    shown = {
        "files": {**task.spec["context"], **files},
        "entry": entry,
        "name": task.spec["entry_point"] or None,
        "fixtures": _fixtures(task),
    }
    context = {"shown": shown if files else None, "script": scripts[0], "listener": scripts[1]}
    response = render(request, "review_frame.html", context | {"sentence": NOTHING_TO_SEE})
    site = request.build_absolute_uri("/").rstrip("/")
    response["Content-Security-Policy"] = PREVIEW_POLICY.format(script=" ".join(scripts), site=site)
    response["Referrer-Policy"] = "no-referrer"
    return response
