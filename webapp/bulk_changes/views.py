"""Change many answers at once: a preview first, then progress and results; a change can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions.plan_bulk_change import BulkChangeRequest, Plan, plan
from evaluations.errors import EvaluationError
from evaluations.models import BulkChange, LanguageModel, Membership, Run, Team
from evaluations.models.changes import ChangeKind
from evaluations.typed_template import TypedTemplate
from webapp.bulk_changes.request import KIND_TITLES, apply_input, input_of_query, new_key, request_of, undo_bulk_change
from webapp.candidates.filters import ChosenFilters
from webapp.site.access import current_team, get_for_team, is_htmx, may, require_role
from webapp.site.query_params import no_such, parse_id

MEMBER = Membership.Role.MEMBER
CHANGES_PER_PAGE, ROWS_PER_PAGE, MODELS_LISTED = 50, 50, 200


class ChangeAnswersPage(ChosenFilters):
    """The form of a bulk change. n: chosen answers. words: title and meaning of the kind.

    kinds: each with title and meaning. key: a form that is sent twice is applied once. filter_query: the filters as a
    query string; fields: the same as names with their values. choices: models that can be added, added: those ticked.
    """

    n: int
    change_request: BulkChangeRequest
    plan: Plan
    words: tuple[str, str]
    kinds: list[tuple[ChangeKind, str, str]]
    key: str
    filter_query: str
    fields: Iterable[tuple[str, list[str]]]
    choices: list[LanguageModel]
    added: set[int]
    error: str


class ChangesPage(TypedDict):
    """rows: changes, each with the title of its kind. run: as the address names it."""

    page: Page[BulkChange]
    rows: list[tuple[BulkChange, str]]
    run: str
    warnings: list[str]


class ChangePart(TypedDict):
    """One change: progress and results. moves: verdict before, after, number of answers.

    is_new: it added answers, so no verdict is before them.
    """

    change: BulkChange
    n: int
    n_done: int
    page: Page[Any]
    moves: list[tuple[str, str, int]]
    n_not_regraded: int
    may_run: bool
    runs: QuerySet[Run]
    is_new: bool


class ChangePage(ChangePart):
    """words: title and meaning of its kind."""

    words: tuple[str, str]


CHANGE_ANSWERS_PAGE = TypedTemplate("bulk_changes/change_new.html", ChangeAnswersPage)
CHANGES_PAGE = TypedTemplate("bulk_changes/changes.html", ChangesPage)
CHANGE_PAGE = TypedTemplate("bulk_changes/change.html", ChangePage)
CHANGE_PART = TypedTemplate("bulk_changes/_change.html", ChangePart)


@require_http_methods(["GET", "POST"])
def change_answers(request: HttpRequest) -> HttpResponse:
    """Show the chosen answers, the kind of change and its effects; a POST applies it."""
    require_role(request, MEMBER)
    team = current_team(request)
    change_input = input_of_query(team, request.GET)
    change_request, chosen = request_of(team, change_input)
    problem = " ".join(chosen["warnings"])
    if request.method == "POST":
        try:
            change = apply_input(team, change_input, key=request.POST.get("key", ""), by=request.user)
        except EvaluationError as exc:
            problem = str(exc)
        else:
            return redirect("change", change.pk)
    context: ChangeAnswersPage = {
        **chosen,
        "n": change_request.rows.count(),
        "change_request": change_request,
        "plan": plan(change_request),
        "words": KIND_TITLES[change_request.kind],
        "kinds": [(kind, *KIND_TITLES[kind]) for kind in ChangeKind],
        "key": new_key(),
        "filter_query": change_input.query,
        "choices": _choices(team) if change_request.kind == ChangeKind.MODELS else [],
        "added": {m.pk for m in change_request.models},
        "error": problem,
        "fields": change_input.filters.lists(),
    }
    return CHANGE_ANSWERS_PAGE.response(request, context, 422 if problem and request.method == "POST" else 200)


def _choices(team: Team) -> list[LanguageModel]:
    return list(LanguageModel.objects.can_generate().visible_to(team).select_related("server")[:MODELS_LISTED])


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Show all changes of the team, the newest first; of one run when the address names it."""
    team, run = current_team(request), request.GET.get("run", "")
    of_team = Prefetch("runs", Run.objects.filter(team=team))
    rows = BulkChange.objects.filter(team=team).select_related("created_by").prefetch_related(of_team)
    warnings = [no_such("run", run)] if run and not Run.objects.filter(team=team, pk=parse_id(run)).exists() else []
    if run:
        rows = rows.filter(runs=parse_id(run))
    page = Paginator(rows, CHANGES_PER_PAGE).get_page(request.GET.get("page"))
    results = [(change, KIND_TITLES[ChangeKind(change.kind)][0]) for change in page]
    return CHANGES_PAGE.response(request, {"page": page, "rows": results, "run": run, "warnings": warnings})


@require_GET
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show progress, and verdicts before and after; htmx gets only the live part."""
    row = get_for_team(request, BulkChange.objects.select_related("created_by"), pk=pk)
    n_done, n = row.progress()
    kind = ChangeKind(row.kind)
    flipped = row.rows.flipped() if kind in (ChangeKind.REGRADE, ChangeKind.AGAIN) else row.rows.with_result()
    rows = flipped.select_related("candidate__task", "candidate__model__server").order_by("pk")
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    part: ChangePart = {
        "change": row,
        "n": n,
        "n_done": n_done,
        "page": page,
        "moves": row.rows.moves(),
        "n_not_regraded": row.n_not_regraded(),
        "may_run": may(request, MEMBER),
        "runs": row.runs.all(),
        "is_new": kind in (ChangeKind.SAMPLES, ChangeKind.MODELS),
    }
    if is_htmx(request):
        response = CHANGE_PART.response(request, part)
    else:
        response = CHANGE_PAGE.response(request, {**part, "words": KIND_TITLES[kind]})
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def undo_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Restore old verdicts and cancel new answers that have not started."""
    require_role(request, MEMBER)
    row = get_for_team(request, BulkChange, pk=pk)
    if undo_bulk_change(row):
        messages.success(request, "Undone. Work that a worker had begun finishes by itself.")
    else:
        messages.info(request, "It is already undone.")
    return redirect("change", pk)
