"""The models that the team uses: one for each purpose, with evidence, date and newer models."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from evaluations.actions.choose import use_model
from evaluations.models import Membership
from evaluations.models.choices import Purpose
from evaluations.queries.in_use import ModelInUse, models_in_use
from evaluations.typed_template import TypedTemplate
from webapp.compare.advice_request import advice_of, reason_for
from webapp.items.choices import usable_models
from webapp.site.access import current_team, may, require_role
from webapp.site.query_params import parse_id

MEMBER = Membership.Role.MEMBER


class InUsePage(TypedDict):
    """rows: one for each purpose."""

    rows: list[ModelInUse]
    may_use: bool


IN_USE_PAGE = TypedTemplate("compare/in_use.html", InUsePage)


@require_http_methods(["GET", "HEAD", "POST"])
def in_use(request: HttpRequest) -> HttpResponse:
    """Show a card for each purpose. POST: use the model that the advisor recommended, with its evidence."""
    if request.method == "POST":
        return _use(request)
    context: InUsePage = {"rows": models_in_use(current_team(request)), "may_use": may(request, MEMBER)}
    return IN_USE_PAGE.response(request, context)


def _use(request: HttpRequest) -> HttpResponse:
    require_role(request, MEMBER)
    team, purpose = current_team(request), request.POST.get("purpose", "")
    model = usable_models(team).filter(pk=parse_id(request.POST.get("model"))).first()
    if model is None or purpose not in Purpose.values:
        raise Http404("There is no such model or purpose.")
    advice_request = advice_of(team, QueryDict(request.POST.get("evidence", "")[:2000]))
    use_model(
        team,
        model,
        purpose,
        request.user,
        reason=reason_for(advice_request.advice, model),
        evidence=advice_request.query,
    )
    messages.success(request, f"{model.name} is the model you use for {Purpose(purpose).label}.")
    return redirect("in-use")
