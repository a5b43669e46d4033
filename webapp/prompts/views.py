"""The prompt page: prompt, models, samples; it shows the exact text before it is sent."""

from __future__ import annotations

from typing import Any, TypedDict

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.errors import WorkbookError
from evaluations.limits import MAX_DRAFT
from evaluations.models import Membership, Run, SuiteVersion, Task, Team, Workbook
from evaluations.queries.time_estimate import TimeEstimate
from evaluations.records import Kind
from evaluations.typed_template import TypedTemplate
from webapp.model_servers.context_budget import room_for
from webapp.prompts.forms import PromptForm, versions_to_follow
from webapp.prompts.library import TemplateForm, draft_of_template
from webapp.prompts.library_views import library_page
from webapp.prompts.preview import Preview, preview_of
from webapp.prompts.start_from import BeginPart, begin_context, fields_from, with_defaults
from webapp.prompts.submit import fields_of, start
from webapp.prompts.task_spec import languages_by_kind
from webapp.runs.forms import ModelList
from webapp.site.access import current_team, get_for_team, may, require_role
from webapp.site.query_params import parse_id
from webapp.workbooks.upload import save_workbook
from webapp.workbooks.wording import own_words, wording_of

DRAFT_KEY, FORMER_DRAFT_KEY = "prompt_draft", "former_prompt_draft"
MEMBER = Membership.Role.MEMBER
WORDINGS = ("seed", "contract", "layout")
NOT_SUBMITTED = ("preview", *WORDINGS)
NOT_KEPT = {"csrfmiddlewaretoken", "action", "server-api_key"}


class PreviewPart(TypedDict):
    """The text that is sent, and the time it will take. is_part: shown without the page, so it includes the time."""

    preview: Preview
    time: TimeEstimate | None
    is_part: bool


class PromptPage(PreviewPart, ModelList, BeginPart):
    """rows: path and text of context files. followed: the version that this prompt continues."""

    form: PromptForm
    rows: list[tuple[str, str]]
    has_former: bool
    may_run: bool
    languages: dict[str, list[str]]
    followed: SuiteVersion | None


PROMPT_PAGE = TypedTemplate("prompts/prompt.html", PromptPage)
PREVIEW_PART = TypedTemplate("prompts/_prompt_preview.html", PreviewPart)


@require_http_methods(["GET", "POST"])
def prompt(request: HttpRequest) -> HttpResponse:
    """Show form and preview; a valid submission becomes a run."""
    team = current_team(request)
    if request.method == "GET":
        return _show(request, team, *_initial_form(request, team))
    require_role(request, MEMBER)
    data, error = _with_upload(request, team)
    _store_draft(request, data)
    form = PromptForm(data, request.FILES, team=team)
    if request.POST.get("action") == "template":
        return _new_template(request, team, data)
    if request.POST.get("action") in NOT_SUBMITTED and not error:
        return _show_unsent(request, team, data)
    is_valid = form.is_valid()
    if error:
        form.errors.pop("workbook", None)
        form.add_error("excel_file", error)
    if is_valid and not error:
        run = start(form, team, request.user)  # type: ignore[arg-type]
        request.session.pop(DRAFT_KEY, None)
        return redirect(f"/runs/{run.pk}/")
    return _show(request, team, form, _kept_rows(form), status=422)


def _show(
    request: HttpRequest, team: Team, form: PromptForm, rows: list[tuple[str, str]], status: int = 200
) -> HttpResponse:
    preview = _preview(team, form, rows)
    context: PromptPage = {
        **begin_context(request, team),
        **form.about_models(request.user),
        "form": form,
        "rows": rows,
        "has_former": FORMER_DRAFT_KEY in request.session,
        "preview": preview,
        "may_run": may(request, MEMBER),
        "time": preview.estimate,
        "is_part": False,
        "languages": languages_by_kind(),
        "followed": versions_to_follow(team).filter(pk=parse_id(form["follows"].value())).first(),
    }
    return PROMPT_PAGE.response(request, context, status)


def _show_unsent(request: HttpRequest, team: Team, data: QueryDict) -> HttpResponse:
    """Show, without JavaScript, the page again with its preview, or with the prompt that the workbook suggests."""
    initial = _as_initial(data)
    action = request.POST.get("action")
    if action in WORDINGS and (pk := data.get("workbook")):
        text = wording_of(get_for_team(request, Workbook, pk=parse_id(pk)), action, _room_for(team, data))
        text = own_words(data.get("prompt", ""), text) if action == "layout" else text
        initial |= {"prompt": text, "kind": Kind.EXCEL}
    return _show(request, team, PromptForm(initial=initial, team=team), _context_rows(data))


def _new_template(request: HttpRequest, team: Team, data: QueryDict) -> HttpResponse:
    """Show the library with the form of a new template, filled in; the draft stays."""
    return library_page(request, TemplateForm(initial=draft_of_template(data), team=team), is_new=True)


def _preview(team: Team, form: PromptForm, rows: list[tuple[str, str]]) -> Preview:
    fields = {name: form[name].value() for name in form.fields if name not in ("excel_file", "context_files")}
    return preview_of(team, fields, dict(rows))


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show the pane beside the form, while it is being filled; keeps the draft."""
    team = current_team(request)
    _store_draft(request, request.POST)
    shown = preview_of(team, _as_initial(request.POST), dict(_context_rows(request.POST)))
    return PREVIEW_PART.response(request, {"preview": shown, "time": shown.estimate, "is_part": True})


@require_POST
def discard_draft(request: HttpRequest) -> HttpResponse:
    """Begin with an empty form. The former draft is kept until the next one: `bring_back` restores it."""
    draft, former = (request.session.pop(name, None) for name in (DRAFT_KEY, FORMER_DRAFT_KEY))
    if "bring_back" in request.POST:
        draft, former = former, draft
        drafts = {DRAFT_KEY: draft, FORMER_DRAFT_KEY: former}
    else:
        drafts = {FORMER_DRAFT_KEY: draft or former}
    request.session.update({name: text for name, text in drafts.items() if text})
    return redirect("prompt")


def _initial_form(request: HttpRequest, team: Team) -> tuple[PromptForm, list[tuple[str, str]]]:
    """Return the form from a run, a task or a workbook named in the address; else the draft; else empty."""
    initial: dict[str, Any] = {}
    rows: list[tuple[str, str]] = []
    params = request.GET
    if "from" in params or "task" in params:
        run = get_for_team(request, Run, pk=parse_id(params["from"])) if "from" in params else None
        task = _task(team, run, params.get("task", ""))
        initial, rows = fields_of(task, run), list(task.spec["context"].items())
    elif "workbook" in params:
        workbook = get_for_team(request, Workbook, pk=parse_id(params["workbook"]))
        initial = {"kind": Kind.EXCEL, "workbook": workbook.pk, "prompt": wording_of(workbook)}
        initial = with_defaults(request, team, initial)
    elif (fields := fields_from(request)) is not None:
        initial = with_defaults(request, team, fields)
    elif DRAFT_KEY in request.session:
        draft = QueryDict(request.session[DRAFT_KEY])
        initial, rows = _as_initial(draft), _context_rows(draft)
    else:
        initial = with_defaults(request, team, {})
    if model := params.get("model", ""):
        initial["models"] = [model]
    return PromptForm(initial=initial, team=team), rows


def _task(team: Team, run: Run | None, pk: str) -> Task:
    """Return the task named, else the run's first one; 404 when the team has no such task."""
    tasks = Task.objects.filter(version__suite__team=team).select_related("version__suite")
    if run is not None:
        tasks = tasks.filter(version=run.suite_version_id).order_by("position")
    task = tasks.filter(pk=parse_id(pk)).first() if pk else tasks.first()
    if task is None:
        raise Http404("There is no such task.")
    return task


@require_GET
def wording(request: HttpRequest) -> HttpResponse:
    """Answer with the prompt suggested for a workbook, as plain text."""
    params = request.GET
    workbook = get_for_team(request, Workbook, pk=parse_id(params.get("workbook", "")))
    text = wording_of(workbook, params.get("wording", ""), _room_for(workbook.team, params))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _room_for(team: Team, data: QueryDict) -> int:
    """Return characters that a suggested prompt may have, so that it and the answer fit the smallest ticked model."""
    return room_for(team, data.getlist("models"), data.get("max_tokens", ""))


def _with_upload(request: HttpRequest, team: Team) -> tuple[QueryDict, str]:
    """Return the posted form with the uploaded workbook chosen, and a sentence when it could not be stored."""
    data = request.POST.copy()
    file = request.FILES.get("excel_file")
    if not file:
        return data, ""
    try:
        workbook, _ = save_workbook(team, request.user, file)
    except WorkbookError as exc:
        return data, str(exc)
    data["workbook"] = str(workbook.pk)
    return data, ""


def _store_draft(request: HttpRequest, data: QueryDict) -> None:
    draft = data.copy()
    for name in NOT_KEPT:
        draft.pop(name, None)
    text = draft.urlencode()
    if len(text) <= MAX_DRAFT:
        request.session[DRAFT_KEY] = text


def _as_initial(data: QueryDict) -> dict[str, Any]:
    """Return the posted text as initial values, unchecked and complete."""
    return {name: data.getlist(name) if name == "models" else data.get(name) for name in data}


def _context_rows(data: QueryDict) -> list[tuple[str, str]]:
    paths, texts = data.getlist("context_path"), data.getlist("context_text")
    return [(path, text) for path, text in zip(paths, texts, strict=False) if path.strip() or text.strip()]


def _kept_rows(form: PromptForm) -> list[tuple[str, str]]:
    """Return the context rows of a failed submission, including uploaded files, so that they need not be chosen
    again.
    """
    return [*form.typed_rows(), *form.uploaded_rows]
