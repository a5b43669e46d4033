"""Who asks: a token's person, with its scope and their role, both needed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.security import HttpBearer

from evaluations.models import ApiToken, Membership
from evaluations.models.tokens import ROLE_OF, Scope
from webapp.site.access import REVIEWER_REFUSED, require_role
from webapp.site.request_limits import requests_of_minute


def secret_of(request: HttpRequest) -> str:
    """What stands behind “Bearer” in the request; empty without."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret if scheme.lower() == "bearer" else ""


class Token(HttpBearer):
    """Lets in by `Authorization: Bearer …` with one scope; the request then is the person's, in the token's team."""

    scope: Scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token; None (401) for one that opens nothing."""
        row = ApiToken.objects.find(token)
        if row is None:
            return None
        member = row.membership
        requests_of_minute.count(member.user_id, member.team_id)
        request.user, request._membership = member.user, member  # type: ignore[attr-defined]
        if self.scope not in row.scopes:
            has = ", ".join(row.scopes)
            raise PermissionDenied(f"This needs the scope {self.scope}; the token “{row.name}” has: {has}.")
        if member.role == Membership.Role.REVIEWER and self.scope != Scope.REVIEW:
            # Names and verdicts stand in nearly every answer: a blind reviewer is kept from them, as on the pages.
            raise PermissionDenied(REVIEWER_REFUSED.format(team=member.team))
        require_role(request, ROLE_OF[self.scope])
        return row


class ReadToken(Token):
    """What the pages show."""

    scope = Scope.READ


class WriteToken(Token):
    """What members do."""

    scope = Scope.WRITE


class ReviewToken(Token):
    """Blind pairs and votes."""

    scope = Scope.REVIEW


class AdminToken(Token):
    """Model servers, weights of reviewers."""

    scope = Scope.ADMIN


class PeopleToken(Token):
    """Who is in the team. A scope of its own: a sign-in link is as good as a password."""

    scope = Scope.PEOPLE


READ, WRITE, REVIEW, ADMIN, PEOPLE = ReadToken(), WriteToken(), ReviewToken(), AdminToken(), PeopleToken()
# Names of the description's security schemes, which are those of the classes.
SCOPES = {type(token).__name__: token.scope.value for token in (READ, WRITE, REVIEW, ADMIN, PEOPLE)}
