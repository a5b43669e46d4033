"""Make a task from an existing row or file, and open it in the editor."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.actions import own_suites
from evaluations.errors import EvaluationError, SuiteError
from evaluations.models import Candidate, Membership, Suite, Task, TaskDraft, Workbook
from evaluations.typed_template import TypedTemplate
from webapp.site.access import current_team, get_for_team, require_role
from webapp.site.lookup import task_of_team
from webapp.site.query_params import parse_id
from webapp.task_editor import sources
from webapp.task_editor.lookup import suite_of

Source = Candidate | Workbook | Task
NEW = ""  # the choice of a suite that is made now


class MakeTaskPage(TypedDict):
    """source_name: what the task is made of. n_turns: messages before its prompt. title: of a new suite, as typed."""

    source_name: str
    n_turns: int
    suites: list[Suite]
    title: str
    error: str


MAKE_TASK_PAGE = TypedTemplate("task_editor/make_task.html", MakeTaskPage)


@require_http_methods(["GET", "POST"])
def make_task(request: HttpRequest) -> HttpResponse:
    """Ask into which suite; posted, make a draft of the task, answer or workbook that the address names."""
    team = current_team(request)
    require_role(request, Membership.Role.MEMBER)
    source = _source(request, request.GET)
    suites = list(Suite.objects.filter(team=team, origin=Suite.Origin.WRITTEN).order_by("-created_at")[:200])
    context: MakeTaskPage = {
        "source_name": _name_of(source),
        "n_turns": _n_turns(source),
        "suites": suites,
        "title": request.POST.get("title", ""),
        "error": "",
    }
    if request.method == "GET":
        return MAKE_TASK_PAGE.response(request, context)
    try:
        draft = _make(request, source)
    except SuiteError as exc:
        return MAKE_TASK_PAGE.response(request, context | {"error": str(exc)}, 422)
    return redirect("draft", slug=draft.suite.slug, pk=draft.pk)


def _source(request: HttpRequest, params: QueryDict) -> Source:
    """Return the row that the address names; 404 when the team has no such row."""
    if "candidate" in params:
        rows = Candidate.objects.select_related("task__version__suite", "task__workbook", "model__server")
        return get_for_team(request, rows, pk=parse_id(params["candidate"]))
    if "workbook" in params:
        return get_for_team(request, Workbook.objects.select_related("file"), pk=parse_id(params["workbook"]))
    if "task" in params:
        return task_of_team(current_team(request), parse_id(params["task"]))
    raise Http404("Say what the task is made of: candidate, workbook or task.")


def _name_of(source: Source) -> str:
    if isinstance(source, Workbook):
        return source.name
    if isinstance(source, Candidate):
        return f"an answer of {source.model.model_id}: “{source.task.title}”"
    is_prompt = source.version.suite.origin == Suite.Origin.PROMPT
    return f"“{source.title}”" + (f", v{source.version.number}" if is_prompt else "")


def _n_turns(source: Source) -> int:
    """Return how many messages of a conversation the task's prompt follows."""
    task = source.task if isinstance(source, Candidate) else source
    return 0 if isinstance(task, Workbook) else len(task.spec.get("turns", ()))


def _make(request: HttpRequest, source: Source) -> TaskDraft:
    slug = request.POST.get("suite", NEW)
    if slug:
        suite = suite_of(request, slug)
    else:
        suite = own_suites.new_suite(current_team(request), request.POST.get("title", "") or "Our tasks")
    if isinstance(source, Candidate):
        return sources.draft_of_answer(source, suite, request.user)
    if isinstance(source, Workbook):
        return sources.draft_of_workbook(source, suite, request.user)
    return sources.draft_of_task(source, suite, request.user)


@require_POST
def from_files(request: HttpRequest, slug: str) -> HttpResponse:
    """Make drafts of the dropped files; a single one is opened."""
    suite = suite_of(request, slug)
    try:
        result = sources.drafts_of_files(request.FILES.getlist("files"), suite, request.user)
    except EvaluationError as exc:
        messages.error(request, str(exc))
        return redirect("suite-edit", slug=suite.slug)
    for complaint in result.complaints[:10]:
        messages.warning(request, complaint)
    if len(result.drafts) == 1:
        return redirect("draft", slug=suite.slug, pk=result.drafts[0].pk)
    messages.success(request, f"{len(result.drafts)} drafts were made. Try each, and keep those that are right.")
    return redirect("suite-edit", slug=suite.slug)
