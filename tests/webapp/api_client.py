"""Helpers for tests of the API: people with tokens, and requests like those of programs."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from evaluations.models import ApiToken, Membership, Team
from evaluations.models.tokens import scopes_of
from tests import factories

BASE = "/api/v1/"


def token_for(person: User, *scopes: str) -> str:
    """Make a token and return its secret. Without named scopes it gets all that the person's role allows."""
    member = Membership.objects.get(user=person)
    return ApiToken.objects.make(member, "tests", scopes or scopes_of(member))[1]


class Caller:
    """Sends requests with one token ("" for none) and returns Django's responses."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **headers: str) -> Any:
        """Send a GET. path: the part after /api/v1/."""
        return self.client.get(BASE + path, headers=self.headers | headers)

    def send(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """Send a JSON body."""
        text = "" if body is None else json.dumps(body)
        return self.client.generic(method, BASE + path, text, content_type="application/json", headers=self.headers)

    def upload(self, path: str, **fields: Any) -> Any:
        """Send a multipart body."""
        return self.client.post(BASE + path, fields, headers=self.headers)


def caller(role: str = "member", team: Team | None = None, name: str = "", scopes: tuple[str, ...] = ()) -> Caller:
    """Make a person with this role, and a caller with their token."""
    return Caller(token_for(factories.make_person(name or f"{role}-{User.objects.count()}", team, role), *scopes))


def body_of(response: Any, status: int = 200) -> Any:
    """Return the response's JSON, after asserting its status."""
    assert response.status_code == status, response.content[:2000]
    return json.loads(response.content)
