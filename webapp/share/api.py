"""Share links: make, list, revoke."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from evaluations.models import Candidate, Run, ShareLink
from webapp.api.auth import READ, WRITE
from webapp.api.problems import Problem
from webapp.api.schemas import Body, Id, JsonObject, Number, Page, Paging, page_of
from webapp.share.links import link_to, report_address
from webapp.site.access import current_team, get_for_team

router = Router()


class ShareIn(Body):
    """A run or one answer (`candidate`), and for how many days the link works."""

    run: Number | None = None
    candidate: Number | None = None
    days: Literal[1, 7, 30, 90] = 7


class ShareOut(Schema):
    """A link; its address is shown only once, when it is made."""

    id: int
    run: int
    candidate: int | None
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class NewShareOut(ShareOut):
    """A new link. url: its address; report_url: the address of the report, for a link to a run."""

    url: str
    report_url: str | None


def _link_to_json(row: ShareLink) -> JsonObject:
    names = ("created_at", "expires_at", "revoked_at")
    return {"id": row.pk, "run": row.run_id, "candidate": row.candidate_id, **{n: getattr(row, n) for n in names}}


@router.post("share-links", auth=WRITE, response={201: NewShareOut}, summary="Make a read-only link")
def make_share_link(request: HttpRequest, body: ShareIn) -> Status[JsonObject]:
    """Everybody who has the address can read the prompt, verdicts, pictures and code without an account.

    The address is shown once, and only its digest is stored. An Idempotency-Key is not accepted, because its record
    would store the address.
    """
    if (body.run is None) == (body.candidate is None):
        raise Problem(422, "Give either a run or a candidate.", "Name what the link is to.")
    item: Run | Candidate
    if body.run is not None:
        item = get_for_team(request, Run.objects.select_related("team"), pk=body.run)
    else:
        item = get_for_team(request, Candidate.objects.select_related("run__team"), pk=body.candidate)
    link, address = link_to(request, item, body.days)
    report = report_address(address) if link.candidate_id is None else None
    return Status(201, _link_to_json(link) | {"url": address, "report_url": report})


@router.get("share-links", auth=READ, response=Page[ShareOut], summary="List the read-only links of the team")
def list_share_links(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """The newest first, with revoked and expired ones."""
    team = current_team(request)
    return page_of(request, ShareLink.objects.filter(team=team, run__team=team), _link_to_json, paging)


@router.delete("share-links/{int:link}", auth=WRITE, response=ShareOut, summary="Revoke a read-only link")
def revoke_share_link(request: HttpRequest, link: Id) -> JsonObject:
    """Its address stops working at once."""
    row = get_for_team(request, ShareLink, pk=link)
    row.revoke()
    row.refresh_from_db()
    return _link_to_json(row)
