"""The models and answers in use by the team, and saved views."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query, Router, Schema, Status

from evaluations.actions.choose import change_view, in_use_of, save_view, use_answer, use_model
from evaluations.limits import MAX_EVIDENCE, MAX_REASON
from evaluations.models import InUse, Membership, SavedView
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem
from webapp.api.schemas import Body, Id, JsonObject, Page, Paging, Text, Word, model_named, page_of, url_of
from webapp.items.choices import answer_to_use, own_view, views_of
from webapp.site.access import current_team, may

router = Router()
PurposeName = Literal["components", "functions", "excel", "tests"]
PageName = Literal["runs", "candidates", "suites", "workbooks", "compare", "leaderboard", "pairs", "failures", "search"]
MEMBER = Membership.Role.MEMBER


class InUseOut(Schema):
    """A model that the team uses for a purpose, or an answer that it uses: date and person.

    reason: the reasons when it was chosen; evidence: the query string of the advisor's page.
    """

    purpose: PurposeName
    model: str | None
    candidate: int | None
    created_by: str | None
    created_at: datetime
    reason: str
    evidence: str


class ModelToUse(Body):
    """A model by id or number. reason: why it was chosen; evidence: the query string of the advisor's page."""

    model: Word
    reason: Annotated[Text, Field(max_length=MAX_REASON)] = ""
    evidence: Annotated[Text, Field(max_length=MAX_EVIDENCE)] = ""


class ViewOut(Schema):
    """A saved filter. query: the part of the list's address after the question mark. is_own: the token's person saved
    it.
    """

    id: int
    page: PageName
    name: str
    query: str
    url: str
    is_shared: bool
    is_own: bool
    person: str
    created_at: datetime


class ViewIn(Body):
    """A filter to save. It replaces a view of the same name on the same page."""

    page: PageName
    name: Word
    query: Text = ""
    is_shared: bool = False


class ViewChange(Body):
    """Fields that are left out stay unchanged."""

    name: Word | None = None
    is_shared: bool | None = None


def _in_use(row: InUse) -> JsonObject:
    return {
        "purpose": row.purpose,
        "model": row.model.model_id if row.model else None,
        "candidate": row.candidate_id,
        "created_by": row.created_by.get_username() if row.created_by else None,
        "created_at": row.created_at,
        "reason": row.reason,
        "evidence": row.evidence,
    }


def _view(request: HttpRequest, row: SavedView) -> JsonObject:
    names = ("page", "name", "query", "is_shared", "created_at")
    return {
        "id": row.pk,
        "url": url_of(request, f"{reverse(row.page)}?{row.query}"),
        "is_own": row.person_id == request.user.pk,
        "person": row.person.get_username(),
        **{name: getattr(row, name) for name in names},
    }


@router.get("in-use", auth=READ, response=Page[InUseOut], summary="List the models and answers that the team uses")
def list_in_use(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """One model per purpose, one answer per task or conversation."""
    return page_of(request, in_use_of(current_team(request)), _in_use, paging)


@router.put(
    "in-use/models/{purpose}",
    auth=WRITE,
    response=InUseOut,
    summary="Choose the model that the team uses for a purpose",
)
def use_model_for(request: HttpRequest, purpose: PurposeName, body: ModelToUse) -> JsonObject:
    """Replaces the previous choice."""
    team = current_team(request)
    values = {"reason": body.reason, "evidence": body.evidence}
    return _in_use(use_model(team, model_named(body.model, team), purpose, request.user, **values))


@router.delete("in-use/models/{purpose}", auth=WRITE, response={204: None}, summary="Choose no model for a purpose")
def end_model_use(request: HttpRequest, purpose: PurposeName) -> Status[None]:
    """The model itself stays."""
    InUse.objects.filter(team=current_team(request), purpose=purpose, candidate=None).delete()
    return Status(204, None)


@router.put(
    "candidates/{int:candidate}/in-use", auth=WRITE, response=InUseOut, summary="Choose an answer that the team uses"
)
def use_candidate(request: HttpRequest, candidate: Id) -> JsonObject:
    """Replaces another answer to the same task, or in the same conversation."""
    return _in_use(use_answer(answer_to_use(request, candidate), request.user))


@router.delete("candidates/{int:candidate}/in-use", auth=WRITE, response={204: None}, summary="Stop using an answer")
def end_candidate_use(request: HttpRequest, candidate: Id) -> Status[None]:
    """The answer itself stays."""
    InUse.objects.filter(candidate=answer_to_use(request, candidate)).delete()
    return Status(204, None)


@router.get("views", auth=READ, response=Page[ViewOut], summary="List saved views")
def list_views(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """Your own views, and those that others share with the team."""
    return page_of(request, views_of(request), lambda row: _view(request, row), paging)


@router.post("views", auth=READ, response={201: ViewOut}, summary="Save a filter as a view")
@idempotent
def save_filter(request: HttpRequest, body: ViewIn) -> Status[JsonObject]:
    """The view is yours. To share it with the team, you need the role member."""
    _require_to_share(request, body.is_shared)
    team = current_team(request)
    row = save_view(team, request.user, body.page, body.name, body.query, is_shared=body.is_shared)
    return Status(201, _view(request, row))


@router.patch("views/{int:view}", auth=READ, response=ViewOut, summary="Rename or share a saved view")
def change_saved_view(request: HttpRequest, view: Id, body: ViewChange) -> JsonObject:
    """You can change only your own views."""
    _require_to_share(request, bool(body.is_shared))
    row = own_view(request, view)
    change_view(row, name=body.name, is_shared=body.is_shared)
    return _view(request, row)


@router.delete("views/{int:view}", auth=READ, response={204: None}, summary="Delete a saved view")
def delete_saved_view(request: HttpRequest, view: Id) -> Status[None]:
    """The rows that it shows stay."""
    own_view(request, view).delete()
    return Status(204, None)


def _require_to_share(request: HttpRequest, is_shared: bool) -> None:
    if is_shared and not may(request, MEMBER):
        raise Problem(403, "Sharing a view with the team needs the role member.", "Save it only for yourself.")
