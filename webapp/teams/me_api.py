"""The current user: `GET /api/v1/me` gives the user, team, role and scopes of a token."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import AuthenticationError

from evaluations.models import ApiToken
from evaluations.queries.usage import read_usage
from webapp.api.auth import Token
from webapp.api.schemas import JsonObject
from webapp.site.access import membership
from webapp.site.request_limits import requests_of_minute

router = Router()


class AnyToken(Token):
    """Every token may read its own data."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token. No scope and no role is needed."""
        row = ApiToken.objects.find(token)
        if row is not None:
            requests_of_minute.count(row.membership.user_id, row.membership.team_id)
            request.user, request._membership = row.membership.user, row.membership  # type: ignore[attr-defined]
        return row


class Limit(Schema):
    """A limit of the settings. own, team: the present use, null if it is not counted; limits: 0 for any number."""

    name: str
    own: float | None
    own_limit: int
    team: float | None
    team_limit: int


class Me(Schema):
    """The person, the team, and what the token may."""

    user: str
    team: str
    role: str
    token: str
    scopes: list[str]
    limits: list[Limit]


@router.get("me", auth=AnyToken(), response=Me, summary="Show whose token this is and what it may do")
def get_me(request: HttpRequest) -> JsonObject:
    """Gives the user, team, role, scopes and limits. Useful as a first request."""
    member, token = membership(request), getattr(request, "auth", None)
    if member is None or not isinstance(token, ApiToken):
        raise AuthenticationError
    return {
        "user": member.user.get_username(),
        "team": member.team.slug,
        "role": member.role,
        "token": token.name,
        "scopes": token.scopes,
        "limits": [asdict(usage) for usage in read_usage(member.team, member.user)],
    }
