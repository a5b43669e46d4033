"""A person's favourite models: they come first wherever models are chosen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from evaluations.models import FavouriteModel, LanguageModel
from webapp.site.access import current_team, is_htmx
from webapp.site.next_page import next_page


def set_favourite(person: Any, model: LanguageModel, *, is_favourite: bool) -> None:
    """Add the model to the person's favourites or remove it; safe to repeat."""
    if is_favourite:
        FavouriteModel.objects.get_or_create(user_id=person.pk, model=model)
    else:
        FavouriteModel.objects.filter(user=person.pk, model=model).delete()


@require_POST
def favourite(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a model to the favourites, or take it out if is_favourite is empty: the button of a list of models."""
    model = get_object_or_404(LanguageModel.objects.visible_to(current_team(request)), pk=pk)
    set_favourite(request.user, model, is_favourite=bool(request.POST.get("is_favourite")))
    return HttpResponse(status=204) if is_htmx(request) else redirect(next_page(request, "/models/"))
