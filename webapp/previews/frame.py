"""The document in which an answer runs: one content security policy and one bundle for every preview."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, TypedDict

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control

from evaluations.cdn import bundled_in, is_page, with_bundled
from evaluations.models import Candidate, Grading, StoredFile, Task
from evaluations.packages import bundles_for
from evaluations.records import Kind
from evaluations.typed_template import TypedTemplate

CALLED_KINDS = (Kind.FUNCTION, Kind.HOOK)  # shown by their calls, not as a page
MOST_FIXTURES_BYTES = 5 * 2**20
# An opaque origin has no 'self', so the only script is named by its full address. Compiling a model's code needs eval.
# Without allow-forms the browser drops `submit` before the answer gets it; form-action blocks sending the data.
SANDBOX = "sandbox allow-scripts allow-forms"
PREVIEW_POLICY = (
    f"{SANDBOX}; " + "default-src 'none'; script-src {script} 'unsafe-eval'; "
    "style-src 'unsafe-inline'; img-src data: blob:; media-src data: blob:; font-src data:; connect-src 'none'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors {site}"
)
NOTHING_TO_SEE = "No code was found in this answer, so there is nothing to show."
VUE_COMPILER = "vendor/preview-vue-compiler.js"
LISTENER, THEME, PREVIEW = "js/review_frame.js", "js/review_theme.js", "vendor/preview.js"
RECORDER = "vendor/preview-recorder.js"


class Frame(TypedDict):
    """shown: the answer for the preview's script; None when there is no code, then the sentence is shown.

    starts_on_click: the answer starts only after a click.
    """

    shown: dict[str, Any] | None
    scripts: list[str]
    sentence: str
    starts_on_click: bool


FRAME = TypedTemplate("previews/frame.html", Frame)


def frame_document(
    request: HttpRequest,
    task: Task,
    files: Mapping[str, str],
    entry: str,
    *,
    scripts: tuple[str, ...] = (LISTENER, PREVIEW),
    props: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Return the document for an <iframe sandbox="allow-scripts allow-forms">. Forms work but send no request.

    scripts: in their order; the last one runs the answer, once the libraries that its code needs have come too.
    props: what a component is given; other props that it reads are functions.
    """
    shown = shown_of(task, files, entry) | ({"props": dict(props)} if props else {})
    addresses = [request.build_absolute_uri(static(name)) for name in (*scripts, *library_scripts(shown["files"]))]
    context: Frame = {
        "shown": shown if files else None,
        "scripts": addresses,
        "sentence": NOTHING_TO_SEE,
        "starts_on_click": False,
    }
    response = FRAME.response(request, context)
    response["Content-Security-Policy"] = PREVIEW_POLICY.format(script=" ".join(addresses), site=site_of(request))
    response["Referrer-Policy"] = "no-referrer"
    return response


def shown_of(task: Task, files: Mapping[str, str], entry: str) -> dict[str, Any]:
    """Return the input of the preview's script: the files of the answer and of the task, and files to choose."""
    pages = {path: with_bundled(text).html if is_page(path) else text for path, text in files.items()}
    return {
        "files": {**task.spec["context"], **pages},
        "entry": entry,
        "name": task.spec["entry_point"] or None,
        "is_called": task.kind in CALLED_KINDS or (task.kind == Kind.EDIT and task.language in ("js", "ts")),
        "fixtures": fixtures_of(task) if files else {},
    }


def library_scripts(files: Mapping[str, str]) -> list[str]:
    """Return static files of the libraries that this code needs, in the order in which they are loaded."""
    from_cdn = [name for name in bundled_in(files) if name != "tailwindcss"]  # tailwindcss is already among the bundles
    names = [f"vendor/preview-{name}.js" for name in bundles_for(files)]
    names += [f"vendor/preview-cdn-{name}.js" for name in from_cdn]
    return names + [VUE_COMPILER] * any(path.endswith(".vue") for path in files)


def site_of(request: HttpRequest) -> str:
    """Return the scheme, host and port of this site, for `frame-ancestors`."""
    return request.build_absolute_uri("/").rstrip("/")


def preview_document(request: HttpRequest, candidate: Candidate) -> HttpResponse:
    """Return the document that runs an answer, also as a separate page; needs the candidate's task."""
    return preview_of(request, candidate.task, *code_of(candidate))


def preview_of(request: HttpRequest, task: Task, files: Mapping[str, str], entry: str) -> HttpResponse:
    """Return the document that runs this code, also as a separate page."""
    response = frame_document(request, task, files, entry, scripts=(LISTENER, THEME, PREVIEW))
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    patch_cache_control(response, private=True, no_store=True)
    return response


def code_of(candidate: Candidate) -> tuple[dict[str, str], str]:
    """Return the files chosen from an answer, and which of them is shown; empty if no code was found."""
    grading = Grading.objects.filter(candidate=candidate, is_current=True).first()
    return (grading.files, grading.entry) if grading else ({}, "")


def fixtures_of(task: Task) -> dict[str, str]:
    """Return files that a person can give to the answer, as base64; empty when they are too large for a page."""
    names = task.droppable
    stored = StoredFile.objects.in_bulk(list(names.values()))
    if sum(file.size_bytes for file in stored.values()) > MOST_FIXTURES_BYTES:
        return {}
    return {name: base64.b64encode(stored[pk].read()).decode() for name, pk in names.items() if pk in stored}
