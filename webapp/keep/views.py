"""Star, annotate and archive an item; the confirmation before it is deleted; the list of deleted items."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations.actions.delete_items import Consequences, consequences, delete_thing, restore
from evaluations.actions.keep_items import Thing, annotate, archive, parse_tags, star, unstar
from evaluations.errors import SuiteError
from evaluations.models import Deletion, Membership
from evaluations.typed_template import TypedTemplate
from webapp.keep.things import KeptItem, deletions_of, kept_of, kind_of, page_of_thing, thing_of
from webapp.keep.undo import tell_deleted
from webapp.site.access import current_team, get_for_team, may, require_role

MEMBER, VIEWER = Membership.Role.MEMBER, Membership.Role.VIEWER
ACTS = ("star", "unstar", "annotate", "archive", "unarchive")
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


DELETE_PAGE = TypedTemplate("keep/delete.html", DeletePage)
DELETED_PAGE = TypedTemplate("keep/deleted.html", DeletedPage)


@require_POST
def keep(request: HttpRequest, kind: str, pk: int, act: str) -> HttpResponse:
    """Star or unstar (everybody their own), annotate, archive or unarchive (members)."""
    thing = thing_of(request, kind, pk)
    if act not in ACTS:
        raise Http404(f'There is no act "{act[:20]}".')
    if act not in ("star", "unstar"):
        require_role(request, MEMBER)
    try:
        _do(request, thing, act)
    except SuiteError as exc:
        messages.error(request, str(exc))
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return redirect(back if is_ours else page_of_thing(thing))


def _do(request: HttpRequest, thing: Thing, act: str) -> None:
    if act == "star":
        star(thing, request.user)
    elif act == "unstar":
        unstar(thing, request.user)
    elif act == "annotate":
        posted = request.POST
        tags = parse_tags(posted["tags"]) if "tags" in posted else None
        annotate(thing, name=posted.get("name"), tags=tags, note=posted.get("note"))
        messages.success(request, "Saved.")
    else:
        archive(thing, is_archived=act == "archive")
        left = (
            "Archived: lists leave it out, and every figure counts it as before."
            if act == "archive"
            else "Back in lists."
        )
        messages.info(request, left)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Show what is deleted together with an item; a POST deletes it. It can be restored for 30 days."""
    thing = thing_of(request, kind, pk)
    require_role(request, MEMBER)
    if request.method == "POST":
        try:
            deletion = delete_thing(thing, request.user)
        except SuiteError as exc:
            messages.error(request, str(exc))
            return redirect(page_of_thing(thing))
        tell_deleted(request, deletion)
        return redirect("deleted")
    context: DeletePage = {
        "kept": kept_of(thing, request.user),
        "consequences": consequences(thing),
        "back": page_of_thing(thing),
    }
    return DELETE_PAGE.response(request, context)


@require_GET
def deleted(request: HttpRequest) -> HttpResponse:
    """Show items that can be restored, the last deleted first."""
    rows = list(deletions_of(current_team(request))[:MOST_DELETED])
    context: DeletedPage = {"rows": [(row, kind_of(row.thing)) for row in rows], "may_run": may(request, MEMBER)}
    return DELETED_PAGE.response(request, context)


@require_POST
def restore_deleted(request: HttpRequest, pk: int) -> HttpResponse:
    """Restore a deleted item. The button Undo leads back to the item's page."""
    require_role(request, MEMBER)
    deletion = get_for_team(request, deletions_of(current_team(request)), pk=pk)
    title, page = deletion.title, page_of_thing(deletion.thing)
    try:
        restore(deletion)
    except SuiteError as exc:
        messages.error(request, str(exc))
        return redirect("deleted")
    messages.success(request, f"“{title}” is back.")
    return redirect(page if "undo" in request.POST else "deleted")
