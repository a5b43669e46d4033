"""The demo: the answer that read a workbook best runs live on that file, beside its code."""

from __future__ import annotations

from typing import TypedDict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from evaluations.models import Candidate, Grading, Workbook
from evaluations.typed_template import TypedTemplate
from webapp.previews.frame import MOST_FIXTURES_BYTES, frame_document
from webapp.site.access import get_for_team
from webapp.site.code_view import answer_code
from webapp.site.known_answers import note_known
from webapp.workbooks.results import Reading, best_of, reading_of, readings_of


class DemoPage(TypedDict):
    """One answer on the file. others: readings of all models. fixture: name of the file that the frame can choose."""

    workbook: Workbook
    candidate: Candidate
    reading: Reading
    files: list[tuple[str, SafeString]]
    others: list[Reading]
    address: str
    is_too_large: bool
    fixture: str


DEMO_PAGE = TypedTemplate("workbooks/demo.html", DemoPage)


@require_GET
def winner(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the demo of the best answer: passed first, then the largest share of right cells."""
    row = get_for_team(request, Workbook, pk=pk)
    return redirect("workbook-demo", row.pk, best_of(row).candidate.pk)


@require_GET
def demo(request: HttpRequest, pk: int, candidate: int) -> HttpResponse:
    """Show one answer on the file; the address can be given to anybody in the team."""
    row, answer, grading = executed_answer(request, pk, candidate)
    note_known(request, [answer.pk])
    context: DemoPage = {
        "workbook": row,
        "candidate": answer,
        "reading": reading_of(answer, grading.details),
        "files": answer_code(grading),
        "others": readings_of(row, row.team),
        "address": request.build_absolute_uri(),
        "is_too_large": row.file.size_bytes > MOST_FIXTURES_BYTES,
        "fixture": next(iter(answer.task.droppable), ""),
    }
    return DEMO_PAGE.response(request, context)


@require_GET
@xframe_options_exempt
def frame(request: HttpRequest, pk: int, candidate: int) -> HttpResponse:
    """Return the running answer, for an <iframe sandbox="allow-scripts allow-forms">; it can be asked to choose the
    file.
    """
    _, answer, grading = executed_answer(request, pk, candidate)
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        # As a page of its own it could navigate away with what it was given; in the frame our policy forbids that.
        return redirect("workbook-demo", pk, candidate)
    files = grading.files
    response = frame_document(request, answer.task, files, grading.entry)
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


def executed_answer(request: HttpRequest, pk: int, candidate: int) -> tuple[Workbook, Candidate, Grading]:
    """Return the workbook, the answer and its grading; 404 for an answer that is not of it or not executed yet."""
    row = get_for_team(request, Workbook.objects.select_related("file"), pk=pk)
    rows = Candidate.objects.select_related("task", "model__server", "run")
    answer = get_object_or_404(rows, pk=candidate, run__team=row.team, task__workbook=row)
    grading = Grading.objects.filter(candidate=answer, is_current=True).first()
    if grading is None:
        raise Http404("This answer has not been executed yet. Wait for its verdict.")
    return row, answer, grading
