"""Favourite models of the token's person."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from evaluations.models import LanguageModel
from webapp.api.auth import READ
from webapp.api.schemas import Id, JsonObject, Page, Paging, page_of
from webapp.model_servers.favourites import set_favourite
from webapp.site.access import current_team

router = Router()
FAVOURITE_PATH = "models/{int:model}/favourite"


class FavouriteOut(Schema):
    """A model and whether it is among your favourites."""

    id: int
    model: str
    is_favourite: bool


def _favourite_to_json(row: LanguageModel, is_favourite: bool = True) -> JsonObject:
    return {"id": row.pk, "model": row.model_id, "is_favourite": is_favourite}


def _set(request: HttpRequest, pk: int, *, is_favourite: bool) -> JsonObject:
    rows = LanguageModel.objects.visible_to(current_team(request)).select_related("server")
    row = get_object_or_404(rows, pk=pk)
    set_favourite(request.user, row, is_favourite=is_favourite)
    return _favourite_to_json(row, is_favourite)


@router.get("favourite-models", auth=READ, response=Page[FavouriteOut], summary="List your favourite models")
def list_favourites(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """Ordered by name."""
    rows = LanguageModel.objects.visible_to(current_team(request)).filter(favourites__user=request.user.pk)
    return page_of(request, rows.select_related("server"), _favourite_to_json, paging)


@router.put(FAVOURITE_PATH, auth=READ, response=FavouriteOut, summary="Add a model to your favourites")
def add_favourite(request: HttpRequest, model: Id) -> JsonObject:
    """Other people do not see your favourites."""
    return _set(request, model, is_favourite=True)


@router.delete(FAVOURITE_PATH, auth=READ, response=FavouriteOut, summary="Remove a model from your favourites")
def remove_favourite(request: HttpRequest, model: Id) -> JsonObject:
    """Nothing changes if the model is not one of them."""
    return _set(request, model, is_favourite=False)
