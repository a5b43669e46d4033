"""Rows that people choose or saved, as addresses name them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from evaluations.models import Candidate, LanguageModel, SavedView, Team
from webapp.site.access import current_team, get_for_team
from webapp.site.known_answers import note_known


def usable_models(team: Team) -> QuerySet[LanguageModel]:
    """Return models that the team may see, whether or not their server is reachable."""
    return LanguageModel.objects.visible_to(team).select_related("server")


def answer_to_use(request: HttpRequest, pk: int) -> Candidate:
    """Return an answer of the team with what choosing it needs."""
    answer = get_for_team(request, Candidate.objects.select_related("run", "task__version__suite"), pk=pk)
    note_known(request, [answer.pk])
    return answer


def views_of(request: HttpRequest) -> QuerySet[SavedView]:
    """Return the person's own views and those that others share with the team."""
    rows = SavedView.objects.filter(team=current_team(request)).select_related("person")
    return rows.filter(Q(person=request.user.pk) | Q(is_shared=True))


def own_view(request: HttpRequest, pk: int) -> SavedView:
    """Return a view of the person's own; 404 for those of others."""
    view = SavedView.objects.filter(team=current_team(request), person=request.user.pk, pk=pk).first()
    if view is None:
        raise Http404("There is no such view of yours.")
    return view
