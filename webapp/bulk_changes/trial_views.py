"""Grade stored answers with the checks of a version: the verdicts that would change, then Apply or Discard."""

from __future__ import annotations

from typing import Any, TypedDict

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions.grading_trials import TrialPlan, discard_trial, plan_trial, trial_error
from evaluations.errors import EvaluationError
from evaluations.models import GradingTrial, Membership, SuiteVersion
from evaluations.typed_template import TypedTemplate
from webapp.bulk_changes import trials
from webapp.bulk_changes.request import new_key
from webapp.site.access import current_team, is_htmx, may, require_role
from webapp.site.lookup import version_of
from webapp.site.query_params import parse_number

MEMBER = Membership.Role.MEMBER
ROWS_PER_PAGE = 50


class NewTrialPage(TypedDict):
    """The form that starts a trial. slug: of the only task, or empty. error: why it cannot be started."""

    version: SuiteVersion
    slug: str
    plan: TrialPlan
    error: str
    key: str


class TrialPart(TypedDict):
    """One trial. moves: verdict before, after, number of answers. page: rows whose verdict would change."""

    trial: GradingTrial
    n_done: int
    n_unscored: int
    moves: list[tuple[str, str, int]]
    page: Page[Any]
    may_run: bool
    error: str


NEW_TRIAL_PAGE = TypedTemplate("bulk_changes/trial_new.html", NewTrialPage)
TRIAL_PAGE = TypedTemplate("bulk_changes/trial.html", TrialPart)
TRIAL_PART = TypedTemplate("bulk_changes/_trial.html", TrialPart)


@require_http_methods(["GET", "POST"])
def new_trial(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how many stored answers the version's checks can judge; a POST starts the trial."""
    require_role(request, MEMBER)
    version = version_of(request, slug, parse_number(request.GET.get("v", "")))
    task = request.GET.get("task", "")
    problem = ""
    if request.method == "POST":
        try:
            trial, _ = trials.start(request, version, key=request.POST.get("key", ""), slug=task)
        except EvaluationError as exc:
            problem = str(exc)
        else:
            return redirect("trial", trial.pk)
    plan = plan_trial(current_team(request), version, task)
    context: NewTrialPage = {
        "version": version,
        "slug": task,
        "plan": plan,
        "error": problem or trial_error(version, plan),
        "key": new_key(),
    }
    return NEW_TRIAL_PAGE.response(request, context, 422 if problem else 200)


@require_GET
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Show progress, and verdicts before and after; htmx gets only the live part."""
    return _page(request, trials.trial_of(request, pk))


def _page(request: HttpRequest, row: GradingTrial, *, problem: str = "", status: int = 200) -> HttpResponse:
    rows = row.rows.flipped().select_related("candidate__task", "candidate__model__server", "candidate__run")
    part: TrialPart = {
        "trial": row,
        "n_done": row.n_done,
        "n_unscored": row.rows.filter(verdict="unscored").count(),
        "moves": row.rows.moves(),
        "page": Paginator(rows.order_by("pk"), ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "may_run": may(request, MEMBER),
        "error": problem,
    }
    response = (TRIAL_PART if is_htmx(request) else TRIAL_PAGE).response(request, part, status)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_POST
def apply_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the new verdicts count."""
    require_role(request, MEMBER)
    row = trials.trial_of(request, pk)
    try:
        change = trials.apply(row, request.user)
    except EvaluationError as exc:
        return _page(request, row, problem=str(exc), status=422)
    messages.success(request, "Applied. Undo restores the earlier verdicts.")
    return redirect("change", change.pk)


@require_POST
def discard_trial_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete the trial; what counts has not changed."""
    require_role(request, MEMBER)
    row = trials.trial_of(request, pk)
    try:
        discard_trial(row)
    except EvaluationError as exc:
        return _page(request, row, problem=str(exc), status=422)
    messages.success(request, "Discarded. No verdict was changed.")
    return redirect("suite", row.version.suite.slug)
