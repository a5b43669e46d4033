"""Edit an answer's code and run it: the editor, and the page of each version that was kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.errors import SuiteError
from evaluations.models import Candidate, EditedAnswer, Grading, Membership
from evaluations.queries.conversations import diff_texts
from webapp.candidates.edits import edit_of, edits_of, save_edit
from webapp.candidates.evidence import evidence
from webapp.previews.frame import preview_of, shown_of
from webapp.previews.picture import screenshot_response
from webapp.previews.standalone import standalone_response
from webapp.runs.gallery import can_run
from webapp.site.access import get_for_team, may, require_role
from webapp.site.known_answers import note_known

MEMBER = Membership.Role.MEMBER
FIELD = "file:"


@require_http_methods(["GET", "POST"])
def edit_candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the editor with the model's code; a POST stores the text as a version and runs it."""
    require_role(request, MEMBER)
    rows = Candidate.objects.select_related("run", "task__workbook", "model__server")
    answer = get_for_team(request, rows, pk=pk)
    note_known(request, [pk])
    grading = _graded(answer)
    if grading is None or not grading.files:
        raise Http404("This answer has no code to edit.")
    if request.method != "POST":
        return _page(request, answer, grading, None, grading.files)
    posted = {name.removeprefix(FIELD): str(text) for name, text in request.POST.items() if name.startswith(FIELD)}
    try:
        return redirect("edit", pk=save_edit(answer, posted, request.user).pk)
    except SuiteError as exc:
        return _page(request, answer, grading, None, grading.files | posted, str(exc))


@require_GET
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: running, its grading, its changes, and the editor."""
    edited = edit_of(request, pk)
    return _page(request, edited.candidate, _graded(edited.candidate), edited, edited.files)


def _graded(answer: Candidate) -> Grading | None:
    return Grading.objects.filter(candidate=answer, is_current=True).select_related("screenshot").first()


def _page(
    request: HttpRequest,
    answer: Candidate,
    grading: Grading | None,
    edited: EditedAnswer | None,
    sources: dict[str, str],
    error: str = "",
) -> HttpResponse:
    judged: Grading | EditedAnswer | None = grading
    if edited:
        judged = edited if edited.is_done else None
    edits = edits_of(answer)
    context: dict[str, Any] = {
        "candidate": answer,
        "run": answer.run,
        "task": answer.task,
        "judged": judged,
        "edits": edits,
        "edit": edited,
        "may_run": may(request, MEMBER),
        "sources": list(sources.items()),
        "error": error,
        **evidence(answer, None, judged),
        "can_preview": can_run(answer.task),
        **_addresses(answer, edited),
    }
    if edited:
        own = grading.files if grading else {}
        context |= _neighbours(edits, edited)
        context["merged"] = [{"path": path, "a": own.get(path, ""), "b": text} for path, text in edited.files.items()]
        context["diffs"] = [(path, diff_texts(own.get(path, ""), text).lines) for path, text in edited.files.items()]
    return render(request, "candidates/edited_answer.html", context, status=422 if error else 200)


def _addresses(answer: Candidate, edited: EditedAnswer | None) -> dict[str, str]:
    at = f"/edits/{edited.pk}/" if edited else f"/candidates/{answer.pk}/"
    return {name: f"{at}{name.removesuffix('_url')}/" for name in ("preview_url", "app_url", "screenshot_url")}


def _neighbours(edits: list[EditedAnswer], edited: EditedAnswer) -> dict[str, Any]:
    """Return the neighbouring versions; the oldest has number 1."""
    oldest_first = edits[::-1]
    place = next(number for number, row in enumerate(oldest_first) if row.pk == edited.pk)
    return {
        "number": place + 1,
        "previous": oldest_first[place - 1] if place else None,
        "next": oldest_first[place + 1] if place + 1 < len(oldest_first) else None,
    }


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The version running, for an <iframe sandbox="allow-scripts allow-forms">, as the answer itself."""
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        return redirect("edit", pk=pk)
    edited = edit_of(request, pk)
    return preview_of(request, edited.candidate.task, edited.files, edited.entry)


@require_GET
def app_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The version as one HTML file that runs by itself."""
    edited = edit_of(request, pk)
    task = edited.candidate.task
    if not can_run(task):
        raise Http404("This answer has no page that could run.")
    title = f"{task.title} · edited"
    shown = shown_of(task, edited.files, edited.entry)
    return standalone_response(shown, title, slugify(title) or f"version-{pk}")


@require_GET
def screenshot(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture that the sandbox took."""
    return screenshot_response(edit_of(request, pk).screenshot)
