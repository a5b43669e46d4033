"""Star, annotate and archive an item; the confirmation before it is deleted; the list of deleted items."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions.annotate_items import Item, annotate, archive, parse_tags, star, unstar
from evaluations.actions.delete_items import Consequences, consequences, delete_item, restore
from evaluations.errors import SuiteError
from evaluations.models import Deletion, Membership
from evaluations.typed_template import TypedTemplate
from webapp.items.kept_items import KeptItem, deletions_of, item_of, item_page, kept_of, kind_of
from webapp.items.undo import tell_deleted
from webapp.site.access import current_team, get_for_team, may, require_role

MEMBER, VIEWER = Membership.Role.MEMBER, Membership.Role.VIEWER
ITEM_ACTIONS = ("star", "unstar", "annotate", "archive", "unarchive")
MOST_DELETED = 200


class DeletePage(TypedDict):
    """consequences: what is deleted together with the item. back: the item's page."""

    kept: KeptItem
    consequences: Consequences
    back: str


class DeletedPage(TypedDict):
    """rows: deletions, each with the kind of its item."""

    rows: list[tuple[Deletion, str]]
    may_run: bool


DELETE_PAGE = TypedTemplate("items/delete.html", DeletePage)
DELETED_PAGE = TypedTemplate("items/deleted.html", DeletedPage)


@require_POST
def change_item(request: HttpRequest, kind: str, pk: int, act: str) -> HttpResponse:
    """Star or unstar (everybody their own), annotate, archive or unarchive (members)."""
    item = item_of(request, kind, pk)
    if act not in ITEM_ACTIONS:
        raise Http404(f'There is no action "{act[:20]}".')
    if act not in ("star", "unstar"):
        require_role(request, MEMBER)
    try:
        _do(request, item, act)
    except SuiteError as exc:
        messages.error(request, str(exc))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if is_ours else item_page(item))


def _do(request: HttpRequest, item: Item, act: str) -> None:
    if act == "star":
        star(item, request.user)
    elif act == "unstar":
        unstar(item, request.user)
    elif act == "annotate":
        posted = request.POST
        tags = parse_tags(posted["tags"]) if "tags" in posted else None
        annotate(item, name=posted.get("name"), tags=tags, note=posted.get("note"))
        messages.success(request, "Saved.")
    else:
        archive(item, is_archived=act == "archive")
        message = (
            "Archived: lists leave it out, and every figure counts it as before."
            if act == "archive"
            else "Back in lists."
        )
        messages.info(request, message)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what is deleted together with an item; a POST deletes it. It can be restored for 30 days."""
    item = item_of(request, kind, pk)
    require_role(request, MEMBER)
    if request.method == "POST":
        try:
            deletion = delete_item(item, request.user)
        except SuiteError as exc:
            messages.error(request, str(exc))
            return redirect(item_page(item))
        tell_deleted(request, deletion)
        return redirect("deleted")
    context: DeletePage = {
        "kept": kept_of(item, request.user),
        "consequences": consequences(item),
        "back": item_page(item),
    }
    return DELETE_PAGE.response(request, context)


@require_GET
def deleted(request: HttpRequest) -> HttpResponse:
    """Show items that can be restored, the last deleted first."""
    rows = list(deletions_of(current_team(request))[:MOST_DELETED])
    context: DeletedPage = {"rows": [(row, kind_of(row.item)) for row in rows], "may_run": may(request, MEMBER)}
    return DELETED_PAGE.response(request, context)


@require_POST
def restore_deleted(request: HttpRequest, pk: int) -> HttpResponse:
    """Restore a deleted item. The button Undo leads back to the item's page."""
    require_role(request, MEMBER)
    deletion = get_for_team(request, deletions_of(current_team(request)), pk=pk)
    title, page = deletion.title, item_page(deletion.item)
    try:
        restore(deletion)
    except SuiteError as exc:
        messages.error(request, str(exc))
        return redirect("deleted")
    messages.success(request, f"“{title}” is restored.")
    return redirect(page if "undo" in request.POST else "deleted")
