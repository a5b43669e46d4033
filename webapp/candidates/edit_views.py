"""Edit an answer's code and run it: the editor, and the page of each version that was kept."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.errors import SuiteError
from evaluations.models import Candidate, EditedAnswer, Grading, Membership, Run, Task
from evaluations.queries.conversations import diff_texts
from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from webapp.candidates.edits import edit_of, edits_of, save_edit
from webapp.candidates.evidence import Evidence, evidence
from webapp.previews.frame import preview_of, shown_of
from webapp.previews.picture import screenshot_response
from webapp.previews.standalone import standalone_response
from webapp.runs.gallery import can_run
from webapp.site.access import get_for_team, may, require_role
from webapp.site.known_answers import note_known

MEMBER = Membership.Role.MEMBER
FIELD = "file:"


class EditPage(Evidence):
    """The editor, and one version when edit is set. judged: what was graded, the model's code or the version.

    sources: path and text of the editor's fields. merged, diffs: changes against the model's code. number: of the
    version, from 1; previous, next: its neighbours.
    """

    candidate: Candidate
    run: Run
    task: Task
    judged: Grading | EditedAnswer | None
    edits: list[EditedAnswer]
    edit: EditedAnswer | None
    may_run: bool
    sources: list[tuple[str, str]]
    error: str
    preview_url: str
    app_url: str
    screenshot_url: str
    number: int
    previous: EditedAnswer | None
    next: EditedAnswer | None
    merged: list[Json]
    diffs: list[tuple[str, tuple[tuple[str, str], ...]]]


EDIT_PAGE = TypedTemplate("candidates/edited_answer.html", EditPage)


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
    oldest_first = edits[::-1]
    at = f"/edits/{edited.pk}/" if edited else f"/candidates/{answer.pk}/"
    own = grading.files if grading else {}
    changed = list(edited.files.items()) if edited else []
    index = next((index for index, row in enumerate(oldest_first) if edited and row.pk == edited.pk), None)
    context: EditPage = {
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
        "preview_url": f"{at}preview/",
        "app_url": f"{at}app/",
        "screenshot_url": f"{at}screenshot/",
        "number": 0 if index is None else index + 1,
        "previous": oldest_first[index - 1] if index else None,
        "next": oldest_first[index + 1] if index is not None and index + 1 < len(edits) else None,
        "merged": [{"path": path, "a": own.get(path, ""), "b": text} for path, text in changed],
        "diffs": [(path, diff_texts(own.get(path, ""), text).lines) for path, text in changed],
    }
    return EDIT_PAGE.response(request, context, 422 if error else 200)


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the version running, for an <iframe sandbox="allow-scripts allow-forms">, as the answer itself."""
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        return redirect("edit", pk=pk)
    edited = edit_of(request, pk)
    return preview_of(request, edited.candidate.task, edited.files, edited.entry)


@require_GET
def app_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the version as one HTML file that runs by itself."""
    edited = edit_of(request, pk)
    task = edited.candidate.task
    if not can_run(task):
        raise Http404("This answer has no page that could run.")
    title = f"{task.title} · edited"
    shown = shown_of(task, edited.files, edited.entry)
    return standalone_response(shown, title, slugify(title) or f"version-{pk}")


@require_GET
def screenshot(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the picture that the sandbox took."""
    return screenshot_response(edit_of(request, pk).screenshot)
