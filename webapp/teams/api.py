"""Members of the team, and API tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status

from evaluations.models import ApiToken, Membership
from evaluations.models.tokens import Scope
from webapp.api.auth import PEOPLE, READ
from webapp.api.problems import Problem, check
from webapp.api.schemas import Body, Id, JsonObject, MessageOut, Page, Paging, Word, message_fields, old_param, page_of
from webapp.site.access import current_team, get_for_team, may, membership
from webapp.site.audit import add_words
from webapp.teams import members
from webapp.teams.me_api import AnyToken
from webapp.teams.members import (
    PersonForm,
    add_person,
    check_link,
    last_admin_error,
    link_for,
    set_role,
)

router = Router()
ADMIN = Membership.Role.ADMIN
Role = Literal["viewer", "reviewer", "member", "admin"]


class PersonOut(Schema):
    """A member. id: the number in addresses; user: the name; user_id: the number that campaigns name reviewers by."""

    id: int
    user: str
    user_id: int
    role: str
    is_you: bool


class PersonIn(Body):
    """A new person: the name must not exist yet. email: the link is mailed there too, on a site with e-mail."""

    username: Word
    role: Role = "member"
    email: Word = ""


class RoleIn(Body):
    """Each role includes those before it."""

    role: Role


class SignInLinkOut(Schema):
    """link: signs the person in once, within a day. It is shown only once; keep it as secret as a password. mailed:
    whether it was mailed to the person, in a sentence; empty if it was not tried.
    """

    person: PersonOut
    link: str
    mailed: str


class TokenOut(Schema):
    """A token without its secret. state: active, expired or revoked."""

    id: int
    name: str
    prefix: str
    user: str
    scopes: list[str]
    state: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


def _person_to_json(request: HttpRequest, row: Membership) -> JsonObject:
    return {
        "id": row.pk,
        "user": row.user.get_username(),
        "user_id": row.user_id,
        "role": row.role,
        "is_you": row.user_id == request.user.pk,
    }


def _sign_in_link_to_json(request: HttpRequest, member: Membership) -> JsonObject:
    link = link_for(request, member.user)
    return {"person": _person_to_json(request, member), "link": link, "mailed": members.mail_link(member.user, link)}


def _membership_or_404(request: HttpRequest, pk: int) -> Membership:
    return get_for_team(request, Membership.objects.select_related("user", "team"), pk=pk)


@router.get("people", auth=READ, response=Page[PersonOut], summary="List the members of the team")
def list_people(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """Ordered by name, each with their role."""
    rows = current_team(request).memberships.select_related("user").order_by("user__username")
    return page_of(request, rows, lambda row: _person_to_json(request, row), paging)


@router.post("people", auth=PEOPLE, response={201: SignInLinkOut}, summary="Add a person to the team")
def add_member(request: HttpRequest, response: HttpResponse, body: PersonIn) -> Status[JsonObject]:
    """Makes an account and returns a link with which the person signs in."""
    form = PersonForm(body.dict())
    check(form)
    member = add_person(form, current_team(request))
    add_words(request, f"{member.user}, {member.role}")
    response["Cache-Control"] = "no-store"
    return Status(201, _sign_in_link_to_json(request, member))


@router.put("people/{int:person}", auth=PEOPLE, response=PersonOut, summary="Change a member's role")
def change_member_role(request: HttpRequest, person: Id, body: RoleIn) -> JsonObject:
    """409 for the only admin of the team."""
    member = _membership_or_404(request, person)
    if sentence := last_admin_error(member, body.role):
        raise Problem(409, sentence, "PUT another person's role to admin, then this one's.")
    set_role(member, body.role)
    add_words(request, f"{member.user}, {body.role}")
    member.refresh_from_db()
    return _person_to_json(request, member)


@router.post(
    "people/{int:person}/link", auth=PEOPLE, response=SignInLinkOut, summary="Make a new sign-in link for a member"
)
def make_sign_in_link(request: HttpRequest, response: HttpResponse, person: Id) -> JsonObject:
    """An older unused link expires. 403 if the person is also in a team of which you are not an admin."""
    member = _membership_or_404(request, person)
    check_link(request, member)
    add_words(request, str(member.user))
    response["Cache-Control"] = "no-store"
    return _sign_in_link_to_json(request, member)


@router.delete("people/{int:person}", auth=PEOPLE, response=MessageOut, summary="Remove a member from the team")
def remove_member(request: HttpRequest, person: Id) -> JsonObject:
    """The member's tokens stop working. Votes stay, without the name. 409 for the only admin of the team."""
    member = _membership_or_404(request, person)
    if sentence := last_admin_error(member):
        raise Problem(409, sentence, "PUT another person's role to admin, then delete this one.")
    add_words(request, str(member.user))
    return message_fields(members.remove_member(member))


class TokenFilters(Schema):
    """owner: yours, or those of everybody in the team (for admins, with the scope people)."""

    owner: Literal["", "mine", "team"] = ""
    whose: Literal["mine", "team"] = old_param("owner", "mine")


@router.get("tokens", auth=AnyToken(), response=Page[TokenOut], summary="List API tokens")
def list_tokens(request: HttpRequest, params: Query[TokenFilters], paging: Query[Paging]) -> JsonObject:
    """The newest first, without their secrets. Tokens are made at /tokens/, because a token cannot make another one."""
    rows = ApiToken.objects.filter(membership__team=current_team(request)).select_related("membership__user")
    if (params.owner or params.whose) == "mine":
        rows = rows.filter(membership=membership(request))
    elif not _may_manage(request):
        raise PermissionDenied("The tokens of others need the scope people and the role admin.")
    return page_of(request, rows, _token, paging)


def _token(row: ApiToken) -> JsonObject:
    names = ("name", "prefix", "scopes", "state", "created_at", "expires_at", "last_used_at")
    user = row.membership.user.get_username()
    return {"id": row.pk, "user": user, **{name: getattr(row, name) for name in names}}


def _may_manage(request: HttpRequest) -> bool:
    return Scope.PEOPLE in request.auth.scopes and may(request, ADMIN)  # type: ignore[attr-defined]


@router.delete("tokens/{int:token}", auth=AnyToken(), response={204: None}, summary="Revoke a token")
def revoke_token(request: HttpRequest, token: Id) -> Status[None]:
    """Every token can revoke itself. A token with the scope people can revoke all tokens of the team. 409 when the
    token is revoked already.
    """
    row = ApiToken.objects.filter(pk=token, membership__team=current_team(request)).first()
    is_mine = row is not None and row.membership_id == getattr(membership(request), "pk", None)
    if row is None or not (is_mine or may(request, ADMIN)):
        raise Http404("There is no such token of yours.")
    if row != request.auth and not _may_manage(request):  # type: ignore[attr-defined]
        raise PermissionDenied("Another token needs the scope people. It can be revoked at /tokens/ too.")
    if not row.revoke():
        raise Problem(409, f"“{row.name}” was revoked already.")
    return Status(204, None)
