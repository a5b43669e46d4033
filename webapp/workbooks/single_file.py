"""The component of an answer as one HTML file: it parses a file that is dropped on it, without the site and offline."""

from __future__ import annotations

from pathlib import PurePath
from typing import TypedDict

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from evaluations.models import Candidate, Grading, Workbook
from evaluations.typed_template import TypedTemplate
from webapp.previews.frame import shown_of
from webapp.previews.inline import inline_script
from webapp.previews.standalone import in_script, standalone_document
from webapp.workbooks.demo_view import executed_answer

INNER_SCRIPT = "js/single_file_inside.js"
OUTSIDE = "js/single_file_outside.js"


class SingleFile(TypedDict):
    """inner: the document of the frame, for a script. files: path and source, as the model wrote them."""

    workbook: Workbook
    candidate: Candidate
    inner: SafeString
    script: SafeString
    files: list[tuple[str, str]]
    licences: str


SINGLE_FILE = TypedTemplate("workbooks/single_file.html", SingleFile)


@require_GET
def single_file(request: HttpRequest, pk: int, candidate: int) -> HttpResponse:
    """Return a download; what the model wrote runs in a frame without origin and network, as on the site."""
    row, answer, grading = executed_answer(request, pk, candidate)
    response = HttpResponse(single_file_document(row, answer, grading), content_type="application/octet-stream")
    name = f"{PurePath(row.name).stem} parser by {answer.model.name}"
    safe = "".join(c if (c.isalnum() and c.isascii()) or c in " .-_" else "-" for c in name)
    response["Content-Disposition"] = f'attachment; filename="{safe}.html"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def single_file_document(row: Workbook, candidate: Candidate, grading: Grading) -> str:
    """Return the whole document. Raises Http404 for an answer without code."""
    files = grading.files
    if not files:
        raise Http404("No code was found in this answer.")
    shown = {**shown_of(candidate.task, files, grading.entry), "fixtures": {}}
    inner = standalone_document(shown, f"Parser for {row.name}", (INNER_SCRIPT,))
    context: SingleFile = {
        "workbook": row,
        "candidate": candidate,
        "inner": in_script(inner.html),
        "script": mark_safe(inline_script(OUTSIDE)),
        "files": list(files.items()),
        "licences": inner.licences,
    }
    return SINGLE_FILE.text(context)
