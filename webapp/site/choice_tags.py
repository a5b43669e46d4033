"""Template tags: what the team uses, and the person's saved views of a list."""

from __future__ import annotations

from typing import TypedDict

from django import template
from django.db.models import Q
from django.template import Context

from evaluations.actions.choose import filter_of, in_use_of
from evaluations.models import Candidate, InUse, LanguageModel, Membership, SavedView
from evaluations.models.choices import Purpose
from webapp.site.access import current_team, may

register = template.Library()
MEMBER = Membership.Role.MEMBER


class InUseBadges(TypedDict):
    """choices: what the team uses it for."""

    choices: list[InUse]


class UseAnswerButton(TypedDict):
    """chosen: the choice, when the team uses this answer."""

    candidate: Candidate
    chosen: InUse | None


class UseModelForm(TypedDict):
    """purposes: value and label."""

    model: LanguageModel
    purposes: list[tuple[str, str]]
    is_in_use: bool


class SavedViews(TypedDict):
    """views: each with whether it is the person's own. query: the filter that is shown; current: its saved name."""

    page_name: str
    query: str
    path: str
    views: list[tuple[SavedView, bool]]
    current: str
    may_share: bool


def _choices(context: Context) -> list[InUse]:
    """Return the team's choices, read once per page."""
    request = context["request"]
    if not hasattr(request, "_in_use"):
        request._in_use = list(in_use_of(current_team(request)))
    return list(request._in_use)


@register.inclusion_tag("items/_in_use.html", takes_context=True)
def model_in_use(context: Context, model: LanguageModel) -> InUseBadges:
    """Return a badge for each purpose that the team uses this model for."""
    return {"choices": [row for row in _choices(context) if row.model_id == model.pk]}


@register.inclusion_tag("items/_in_use.html", takes_context=True)
def answer_in_use(context: Context, candidate: Candidate) -> InUseBadges:
    """Return a badge when the team uses this answer."""
    return {"choices": [row for row in _choices(context) if row.candidate_id == candidate.pk]}


@register.inclusion_tag("items/_use_answer.html", takes_context=True)
def use_answer_button(context: Context, candidate: Candidate) -> UseAnswerButton:
    """Return the button that marks this answer as used by the team, or removes the mark."""
    chosen = next((row for row in _choices(context) if row.candidate_id == candidate.pk), None)
    return {"candidate": candidate, "chosen": chosen}


@register.inclusion_tag("items/_use_model.html", takes_context=True)
def use_model_form(context: Context, model: LanguageModel) -> UseModelForm:
    """Return the choice of a purpose for this model."""
    return {
        "model": model,
        "purposes": Purpose.choices,
        "is_in_use": any(row.model_id == model.pk for row in _choices(context)),
    }


@register.inclusion_tag("items/_saved_views.html", takes_context=True)
def saved_views(context: Context, page: str) -> SavedViews:
    """Return the views of a list that the person may open, and the form that saves the filter that is shown."""
    request = context["request"]
    rows = SavedView.objects.filter(team=current_team(request), page=page).select_related("person")
    shown = rows.filter(Q(person=request.user.pk) | Q(is_shared=True))
    query = filter_of(request.GET.urlencode()[:2000])
    return {
        "page_name": page,
        "query": query,
        "path": request.path,
        "views": [(row, row.person_id == request.user.pk) for row in shown],
        "current": next((row.name for row in shown if row.query == query), ""),
        "may_share": may(request, MEMBER),
    }
