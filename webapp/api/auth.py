"""Authentication: a token acts for a person; its scope and the person's role are both checked."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.security import HttpBearer

from evaluations.models import ApiToken, Membership
from evaluations.models.tokens import ROLE_OF, Scope
from webapp.site.access import REVIEWER_REFUSED, require_role
from webapp.site.request_limits import requests_of_minute


def secret_of(request: HttpRequest) -> str:
    """Return the token after “Bearer” in the request; empty if there is none."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret if scheme.lower() == "bearer" else ""


class Token(HttpBearer):
    """Accept `Authorization: Bearer …` with one scope; the request then acts for the token's person and team."""

    scope: Scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token; None (401) for an invalid one."""
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
            # Nearly every response contains names and verdicts, so blind reviewers may not read it, as on the pages.
            raise PermissionDenied(REVIEWER_REFUSED.format(team=member.team))
        require_role(request, ROLE_OF[self.scope])
        return row


class ReadToken(Token):
    """Read what the pages show."""

    scope = Scope.READ


class WriteToken(Token):
    """Do what members may do."""

    scope = Scope.WRITE


class ReviewToken(Token):
    """Blind pairs and votes."""

    scope = Scope.REVIEW


class AdminToken(Token):
    """Model servers, weights of reviewers."""

    scope = Scope.ADMIN


class PeopleToken(Token):
    """Manage members. It is a separate scope, because a sign-in link is as good as a password."""

    scope = Scope.PEOPLE


READ, WRITE, REVIEW, ADMIN, PEOPLE = ReadToken(), WriteToken(), ReviewToken(), AdminToken(), PeopleToken()
# Names of the description's security schemes, which are those of the classes.
SCOPES = {type(token).__name__: token.scope.value for token in (READ, WRITE, REVIEW, ADMIN, PEOPLE)}
