"""The editor of one task: text is saved while it is typed, tried beside the form, and kept when the conditions of entry
are met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import job_data
from evaluations.actions.proposed_checks import models_to_ask
from evaluations.actions.task_drafts import (
    add_draft_to_suite,
    discard_draft,
    draft_error,
    read_draft,
    require_editable,
    save_draft,
    save_fixture,
    typed_fields,
)
from evaluations.actions.task_fields import Fields
from evaluations.errors import SuiteError
from evaluations.job_results import ProposedMutant, ProposedMutants, TriedAnswer, TryResult
from evaluations.models import LanguageModel, Suite, TaskDraft
from evaluations.records import Json, Kind
from evaluations.typed_template import TypedTemplate
from webapp.site.access import is_htmx
from webapp.suites.task_files import file_response, pictures_first
from webapp.task_editor import tries
from webapp.task_editor.check_views import ChecksPart
from webapp.task_editor.draft_files import add_fixture
from webapp.task_editor.lookup import draft_of
from webapp.task_editor.page import (
    LANGUAGES,
    FieldView,
    KindView,
    ListView,
    field_views,
    kind_views,
    list_views,
    read_typed,
)
from webapp.task_editor.posted import changes_of, revision_of

ADD_PREFIX, REMOVE_PREFIX = "add-", "remove-fixture:"


class TryPart(TypedDict):
    """The results of a try so far. reason: why the draft cannot be kept. n_flips: stored answers with another verdict.
    pictures: names of those that were drawn from the reference.

    result: None before a worker took it.
    """

    draft: TaskDraft
    token: str
    result: TryResult | None
    n_flips: int
    pictures: list[str]
    reason: str
    error: str


class MutantsPart(TypedDict):
    """Proposed mutants. refused, survivors: place and mutant. score: share refused, in [0, 1]."""

    draft: TaskDraft
    mutants_token: str
    proposed: ProposedMutants | None
    refused: list[tuple[int, ProposedMutant]]
    survivors: list[tuple[int, ProposedMutant]]
    score: float | None
    n_mutants: int
    error: str


class MutantsPage(MutantsPart):
    """The same as a separate page, without JavaScript."""

    suite: Suite


class TaskEditorPage(TryPart, MutantsPart, ChecksPart):
    """fields, lists: by name. conflicts: texts that somebody else saved meanwhile, by field. answer: pasted text.

    models: those that can be asked for checks. n_stored: stored answers that a try can judge again.
    """

    suite: Suite
    fields: dict[str, FieldView]
    lists: dict[str, ListView]
    kinds: list[KindView]
    files: list[tuple[str, bool]]
    languages: list[tuple[str, str]]
    conflicts: Mapping[str, Json]
    answer: str
    is_edited_by_other: bool
    n_stored: int
    models: Iterable[LanguageModel]


TASK_EDITOR_PAGE = TypedTemplate("task_editor/task_editor.html", TaskEditorPage)
TRY_PART = TypedTemplate("task_editor/_try.html", TryPart)
MUTANTS_PAGE = TypedTemplate("task_editor/mutants.html", MutantsPage)
MUTANTS_PART = TypedTemplate("task_editor/_mutants.html", MutantsPart)


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the form; a POST saves it and runs the pressed button's action."""
    row = draft_of(request, slug, pk)
    if request.method == "GET":
        return _page(request, row)
    try:
        require_editable(row.suite)
        saved = save_draft(row.pk, revision_of(request.POST), changes_of(request.POST), request.user)
        row = draft_of(request, slug, pk)
        if saved.conflicts:
            return _page(request, row, conflicts=saved.conflicts, typed=changes_of(request.POST), status=409)
        return _act(request, row)
    except (ValueError, SuiteError) as exc:
        return _page(request, row, typed=changes_of(request.POST), problem=str(exc), status=422)


def _act(request: HttpRequest, row: TaskDraft) -> HttpResponse:
    """Run the pressed button's action on a saved draft."""
    act = request.POST.get("act", "")
    if file := request.FILES.get("fixture"):
        add_fixture(row, file, request.user)
    if act == "try":
        token = _try(request, row)
        return redirect(f"{request.path}?try={token}#try")
    if act == "keep":
        title = row.title
        version = add_draft_to_suite(row)
        messages.success(request, f"“{title}” is in the suite: version {version.number}.")
        return redirect("suite-edit", slug=row.suite.slug)
    if act.startswith(REMOVE_PREFIX):
        save_fixture(row.pk, act.removeprefix(REMOVE_PREFIX), None, request.user)
    if act.startswith(ADD_PREFIX):
        return _page(request, row, added=act.removeprefix(ADD_PREFIX))
    return redirect("draft", slug=row.suite.slug, pk=row.pk)


def _try(request: HttpRequest, row: TaskDraft) -> str:
    read = read_draft(row)
    if read.spec is None:
        raise SuiteError(f"It cannot be tried yet: {read.faults[0].message}")
    with_stored = request.POST.get("stored") == "1"
    return tries.start_try(row, read.spec, request.user, request.POST.get("answer", ""), with_stored=with_stored)


def _page(
    request: HttpRequest,
    row: TaskDraft,
    *,
    conflicts: Mapping[str, Json] | None = None,
    typed: Mapping[str, Json] | None = None,
    problem: str = "",
    added: str = "",
    status: int = 200,
) -> HttpResponse:
    fields = cast(Fields, {**typed_fields(row), **(typed or {})})
    read = read_typed(row, fields)
    token = request.GET.get("try", "")
    result = job_data.answer_of(token, TryResult) if token else None
    # Do not show errors of fields that are still empty.
    read_shown = read if row.revision > 1 or row.task_slug or status != 200 else type(read)(spec=read.spec, faults=())
    others = row.changed_by is not None and row.changed_by != request.user
    context: TaskEditorPage = {
        **_try_part(row, token, result, error=problem),
        **_mutants_part(row),
        "checks_token": "",
        "proposal": None,
        "n_added": "",
        "error": problem,
        "suite": row.suite,
        "fields": field_views(fields, read_shown, conflicts or {}),
        "lists": list_views(fields, read_shown, conflicts or {}, added),
        "kinds": kind_views(),
        "languages": LANGUAGES,
        "files": pictures_first(row.fixtures),
        "conflicts": conflicts or {},
        "answer": request.POST.get("answer", ""),
        "is_edited_by_other": others and (now() - row.changed_at).total_seconds() < 300,
        "n_stored": len(tries.stored_answers(row)),
        "models": models_to_ask(row.suite.team),
    }
    response = TASK_EDITOR_PAGE.response(request, context, status)
    if token and not (result and result["is_done"]):
        response["Refresh"] = "1"  # this address is opened without JavaScript alone
    return response


def _try_part(row: TaskDraft, token: str = "", result: TryResult | None = None, error: str = "") -> TryPart:
    flips = [line for line in (result["rows"] if result else ()) if line["about"] == "stored" and _is_flip(line)]
    drawn = row.fields["kind"] == Kind.VISUAL and result and result["first_round_ms"]
    pictures = [name for name, is_picture in pictures_first(row.fixtures) if is_picture] if drawn else []
    return {
        "draft": row,
        "token": token,
        "result": result,
        "n_flips": len(flips),
        "pictures": pictures,
        "reason": draft_error(row),
        "error": error,
    }


def _is_flip(line: TriedAnswer) -> bool:
    """Return whether a graded answer would get another verdict."""
    return bool(line["verdict"]) and (line["verdict"] == "passed") != (line["before"] == "passed")


@require_GET
def draft_file(request: HttpRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Return a file that the checks use, or a picture of the prompt."""
    return file_response(draft_of(request, slug, pk).fixtures, name)


@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """Return the draft's state, for the page's script; a POST first saves the changed fields.

    Conflicts and errors are answered with 200, because a browser logs other statuses as errors of the page.
    """
    row = draft_of(request, slug, pk)
    conflicts: Any = {}
    by = row.changed_by.get_username() if row.changed_by else ""
    if request.method == "POST":
        try:
            require_editable(row.suite)
            saved = save_draft(row.pk, revision_of(request.POST), changes_of(request.POST), request.user)
        except (ValueError, SuiteError) as exc:
            error = str(exc)  # as "trouble" for scripts of pages that were opened before 2026-11-30
            return JsonResponse({"error": error, "trouble": error})
        row, conflicts, by = draft_of(request, slug, pk), saved.conflicts, saved.changed_before_by
    since = revision_of(request.GET or request.POST)
    stored = typed_fields(row)
    newer = {name: stored[name] for name, at in row.field_revisions.items() if at > since and name in stored}
    faults = [{"field": f.field, "row": f.row, "message": f.message} for f in read_draft(row).faults]
    answer = {
        "revision": row.revision,
        "by": by,
        "is_own": by == request.user.get_username(),
        "fields": newer,
        "conflicts": conflicts,
        "faults": faults,
        "reason": draft_error(row),
        "is_archived": row.is_archived,
    }
    return JsonResponse(answer)


def _status(request: HttpRequest, status: int) -> int:
    """Return the status of a refusal; 200 for the page's script, which shows the sentence."""
    return 200 if is_htmx(request) else status


@require_POST
def try_now(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Start a try of the saved draft; return the part that shows it, which the page's script requests again."""
    row = draft_of(request, slug, pk)
    try:
        token = _try(request, row)
    except tries.TooManyTriesError as exc:
        return TRY_PART.response(request, _try_part(row, error=str(exc)), _status(request, 429))
    except SuiteError as exc:
        return TRY_PART.response(request, _try_part(row, error=str(exc)), _status(request, 422))
    return TRY_PART.response(request, _try_part(row, token))


@require_GET
def try_result(request: HttpRequest, slug: str, pk: int, token: str) -> HttpResponse:
    """Show the results of the try so far."""
    row = draft_of(request, slug, pk)
    # Read before the reason, because the conditions are stored before the try is done.
    result = job_data.answer_of(token, TryResult)
    return TRY_PART.response(request, _try_part(row, token, result))


@require_POST
def propose(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have a worker propose mutants; return the part that shows them, which the page's script requests again."""
    row = draft_of(request, slug, pk)
    read = read_draft(row, may_lack_checks=True)
    if read.spec is None:
        problem = f"Mutants cannot be proposed yet: {read.faults[0].message}"
        return MUTANTS_PART.response(request, _mutants_part(row, error=problem), _status(request, 422))
    try:
        token = tries.start_mutants(row, read.spec, request.user)
    except tries.TooManyTriesError as exc:
        return MUTANTS_PART.response(request, _mutants_part(row, error=str(exc)), _status(request, 429))
    if not is_htmx(request):
        return redirect("draft-mutants", slug=slug, pk=pk, token=token)
    return MUTANTS_PART.response(request, _mutants_part(row, token))


@require_http_methods(["GET", "POST"])
def mutants(request: HttpRequest, slug: str, pk: int, token: str) -> HttpResponse:
    """Show the proposed mutants; posted, add the ticked ones to the draft."""
    row = draft_of(request, slug, pk)
    result = job_data.answer_of(token, ProposedMutants)
    if request.method == "POST":
        _add_mutants(row, result, request)
        return redirect("draft", slug=slug, pk=pk)
    part = _mutants_part(row, token, result)
    if not is_htmx(request):
        response = MUTANTS_PAGE.response(request, {**part, "suite": row.suite})
        if not result:
            response["Refresh"] = "1"
        return response
    return MUTANTS_PART.response(request, part)


def _mutants_part(
    row: TaskDraft, token: str = "", result: ProposedMutants | None = None, error: str = ""
) -> MutantsPart:
    rows = list(enumerate(result["mutants"])) if result else []
    refused = [(at, mutant) for at, mutant in rows if mutant["is_refused"]]
    survivors = [(at, mutant) for at, mutant in rows if not mutant["is_refused"]]
    return {
        "draft": row,
        "mutants_token": token,
        "proposed": result,
        "refused": refused,
        "survivors": survivors,
        "score": len(refused) / len(rows) if rows else None,
        "n_mutants": len(rows),
        "error": error,
    }


def _add_mutants(row: TaskDraft, result: ProposedMutants | None, request: HttpRequest) -> None:
    proposed = result["mutants"] if result else []
    ticked = [int(text) for text in request.POST.getlist("mutant") if text.isdecimal() and int(text) < len(proposed)]
    names = {name for name, *_ in row.fields["mutants"]}
    added = []
    for at in ticked:
        label = f"{proposed[at]['mutator']}-{proposed[at]['line']}"
        name = next(name for n in range(len(names) + 2) if (name := f"{label}-{n}" if n else label) not in names)
        names.add(name)
        added.append([name, proposed[at]["path"], proposed[at]["text"]])
    save_draft(row.pk, row.revision, {"mutants": [*row.fields["mutants"], *added]}, request.user)
    messages.success(request, f"{len(added)} mutant{'' if len(added) == 1 else 's'} added.")


@require_POST
def discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Discard a draft; the task in the suite stays unchanged."""
    row = draft_of(request, slug, pk)
    discard_draft(row, request.user)
    if row.pk is None:
        messages.success(request, "The draft was empty and was deleted.")
    else:
        where = "It is in the archive below for 30 days: Restore brings it back."
        messages.success(request, f"The draft of “{row.title}” was discarded. {where}")
    return redirect("suite-edit", slug=slug)
