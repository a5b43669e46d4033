"""The pages of a team's own strategies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.actions.own_strategies import archive_strategy
from evaluations.models import Membership, OwnStrategy
from evaluations.typed_template import TypedTemplate
from webapp.prompts.own_strategies import StrategyForm
from webapp.site.access import current_team, get_for_team, may, require_role

MEMBER = Membership.Role.MEMBER


class StrategiesPage(TypedDict):
    """rows: the newest version of each."""

    form: StrategyForm
    rows: Iterable[OwnStrategy]
    may_change: bool


class StrategyPage(TypedDict):
    """One version, and the form of the next one."""

    row: OwnStrategy
    form: StrategyForm
    versions: Iterable[OwnStrategy]
    may_change: bool


STRATEGIES_PAGE = TypedTemplate("prompts/strategies.html", StrategiesPage)
STRATEGY_PAGE = TypedTemplate("prompts/strategy.html", StrategyPage)


@require_http_methods(["GET", "POST"])
def strategies(request: HttpRequest) -> HttpResponse:
    """Show the newest version of each, and the form of a new one."""
    team = current_team(request)
    if request.method == "POST":
        require_role(request, MEMBER)
    form = StrategyForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid() and (row := form.save(request.user)):
        messages.success(request, f"{row.strategy} can be chosen for a run.")
        return redirect("strategies")
    context: StrategiesPage = {
        "form": form,
        "rows": OwnStrategy.objects.newest(team),
        "may_change": may(request, MEMBER),
    }
    return STRATEGIES_PAGE.response(request, context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def strategy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version, its examples, and the form of the next version."""
    row = get_for_team(request, OwnStrategy, pk=pk)
    if request.method == "POST":
        require_role(request, MEMBER)
    form = StrategyForm(request.POST or None, team=row.team, row=row)
    if request.method == "POST" and form.is_valid() and (saved := form.save(request.user)):
        messages.success(request, f"{saved.strategy} can be chosen for a run.")
        return redirect("strategy", pk=saved.pk)
    versions = OwnStrategy.objects.filter(team=row.team, name=row.name)
    context: StrategyPage = {"row": row, "form": form, "versions": versions, "may_change": may(request, MEMBER)}
    return STRATEGY_PAGE.response(request, context, 422 if form.errors else 200)


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop offering a strategy."""
    require_role(request, MEMBER)
    row = get_for_team(request, OwnStrategy, pk=pk)
    archive_strategy(row)
    messages.success(request, f"“{row.title}” is no longer offered. Save a version of it to offer it again.")
    return redirect("strategies")
