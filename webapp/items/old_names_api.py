"""Old addresses of the API: /items/ was called "kept". They answer as the new addresses do."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from webapp.api.auth import READ, WRITE
from webapp.api.schemas import Id, JsonObject
from webapp.items import api
from webapp.items.api import DeletionOut, ItemIn, ItemOut, Kind

router = Router()
OLD_PATH = "kept/{kind}/{int:thing}"


@router.get(OLD_PATH, auth=READ, response=ItemOut, summary="Read the state of an item (old address)", deprecated=True)
def get_kept(request: HttpRequest, kind: Kind, thing: Id) -> JsonObject:
    """Deprecated: use /items."""
    return api.get_item(request, kind, thing)


@router.patch(OLD_PATH, auth=WRITE, response=ItemOut, summary="Change an item (old address)", deprecated=True)
def change_kept(request: HttpRequest, kind: Kind, thing: Id, body: ItemIn) -> JsonObject:
    """Deprecated: use /items."""
    return api.change_item(request, kind, thing, body)


@router.put(f"{OLD_PATH}/star", auth=READ, response=ItemOut, summary="Star an item (old address)", deprecated=True)
def star_thing(request: HttpRequest, kind: Kind, thing: Id) -> JsonObject:
    """Deprecated: use /items."""
    return api.star_item(request, kind, thing)


@router.delete(
    f"{OLD_PATH}/star", auth=READ, response=ItemOut, summary="Remove your star (old address)", deprecated=True
)
def unstar_thing(request: HttpRequest, kind: Kind, thing: Id) -> JsonObject:
    """Deprecated: use /items."""
    return api.unstar_item(request, kind, thing)


@router.delete(OLD_PATH, auth=WRITE, response=DeletionOut, summary="Delete an item (old address)", deprecated=True)
def delete_kept(request: HttpRequest, kind: Kind, thing: Id) -> JsonObject:
    """Deprecated: use /items."""
    return api.delete_item(request, kind, thing)
