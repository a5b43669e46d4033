"""Star, name, tag, annotate, archive, delete and restore."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from evaluations.actions import delete_items
from evaluations.actions.annotate_items import annotate, archive, parse_tags, star, unstar
from evaluations.limits import MAX_NOTE, MAX_TAGS
from evaluations.models import Deletion
from webapp.api.auth import READ, WRITE
from webapp.api.schemas import Body, Id, JsonObject, Page, Paging, Text, Word, old_name, page_of
from webapp.items.kept_items import KeptItem, deletions_of, item_of, kept_of, kind_of
from webapp.site.access import current_team, get_for_team

router = Router()
Kind = Literal["conversation", "suite", "run", "answer", "workbook"]
ITEM_PATH = "items/{kind}/{int:item}"


class ItemOut(Schema):
    """Name, tags, note, archive and star of an item. has_star: for the token's person."""

    kind: Kind
    id: int
    title: str
    has_star: bool
    tags: list[str]
    note: str
    archived_at: datetime | None


class ItemIn(Body):
    """The values to change; others stay unchanged. name: of conversations, runs and suites that are not shipped."""

    name: Word | None = None
    tags: list[Word] | None = Field(None, max_length=MAX_TAGS)
    note: Text | None = Field(None, max_length=MAX_NOTE)
    archived: bool | None = None


class DeletionOut(Schema):
    """A deleted item. removed_at: when it is removed permanently."""

    id: int
    kind: Kind
    item: int
    thing: int = old_name("item")
    title: str
    n_runs: int
    created_at: datetime
    removed_at: datetime


def _item_to_json(item: KeptItem) -> JsonObject:
    names = ("kind", "title", "has_star", "tags", "note", "archived_at")
    return {"id": item.pk, **{name: getattr(item, name) for name in names}}


def _deletion(row: Deletion) -> JsonObject:
    return {
        "id": row.pk,
        "kind": kind_of(row.item),
        "item": row.item.pk,
        "thing": row.item.pk,
        "title": row.title,
        "n_runs": len(row.runs),
        "created_at": row.created_at,
        "removed_at": row.removed_at,
    }


@router.get(ITEM_PATH, auth=READ, response=ItemOut, summary="Read the star, tags, note and archive state of an item")
def get_item(request: HttpRequest, kind: Kind, item: Id) -> JsonObject:
    """An item is a conversation, suite, run, answer or workbook. Gives its name too."""
    return _item_to_json(kept_of(item_of(request, kind, item), request.user))


@router.patch(ITEM_PATH, auth=WRITE, response=ItemOut, summary="Name, tag, annotate or archive an item")
def change_item(request: HttpRequest, kind: Kind, item: Id, body: ItemIn) -> JsonObject:
    """Lists hide archived items; every figure still counts them."""
    row = item_of(request, kind, item)
    tags = None if body.tags is None else parse_tags(" ".join(body.tags))
    annotate(row, name=body.name, tags=tags, note=body.note)
    if body.archived is not None:
        archive(row, is_archived=body.archived)
    return _item_to_json(kept_of(item_of(request, kind, item), request.user))


@router.put(f"{ITEM_PATH}/star", auth=READ, response=ItemOut, summary="Star an item")
def star_item(request: HttpRequest, kind: Kind, item: Id) -> JsonObject:
    """The star is yours; others do not see it."""
    row = item_of(request, kind, item)
    star(row, request.user)
    return _item_to_json(kept_of(row, request.user))


@router.delete(f"{ITEM_PATH}/star", auth=READ, response=ItemOut, summary="Remove your star from an item")
def unstar_item(request: HttpRequest, kind: Kind, item: Id) -> JsonObject:
    """Nothing changes if the item has no star of yours."""
    row = item_of(request, kind, item)
    unstar(row, request.user)
    return _item_to_json(kept_of(row, request.user))


@router.delete(ITEM_PATH, auth=WRITE, response=DeletionOut, summary="Delete an item")
def delete_item(request: HttpRequest, kind: Kind, item: Id) -> JsonObject:
    """Its runs and answers are deleted too. It is then in no list and no figure, and can be restored for 30 days."""
    row = item_of(request, kind, item)
    return _deletion(delete_items.delete_item(row, request.user))


@router.get("deleted", auth=READ, response=Page[DeletionOut], summary="List deleted items that can be restored")
def list_deleted(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """The last deleted first."""
    return page_of(request, deletions_of(current_team(request)), _deletion, paging)


@router.post("deleted/{int:deletion}/restore", auth=WRITE, response=DeletionOut, summary="Restore a deleted item")
def restore_deleted(request: HttpRequest, deletion: Id) -> JsonObject:
    """A run that was active when it was deleted stays cancelled."""
    row = get_for_team(request, deletions_of(current_team(request)), pk=deletion)
    result = _deletion(row)
    delete_items.restore(row)
    return result
