"""What the tests of the API start from: people with tokens, and requests as programs send them."""

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
    """A secret; all scopes that the person's role allows unless some are named."""
    member = Membership.objects.get(user=person)
    return ApiToken.objects.make(member, "tests", scopes or scopes_of(member))[1]


class Caller:
    """Speaks with one token; "" for none. Gives Django's response."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, path: str, **headers: str) -> Any:
        """path behind /api/v1/."""
        return self.client.get(BASE + path, headers=self.headers | headers)

    def send(self, path: str, body: Any = None, method: str = "POST") -> Any:
        """A JSON body."""
        text = "" if body is None else json.dumps(body)
        return self.client.generic(method, BASE + path, text, content_type="application/json", headers=self.headers)

    def upload(self, path: str, **fields: Any) -> Any:
        """A multipart body."""
        return self.client.post(BASE + path, fields, headers=self.headers)


def caller(role: str = "member", team: Team | None = None, name: str = "", scopes: tuple[str, ...] = ()) -> Caller:
    """Somebody new with that role and a token."""
    return Caller(token_for(factories.make_person(name or f"{role}-{User.objects.count()}", team, role), *scopes))


def body_of(response: Any, status: int = 200) -> Any:
    """The JSON of a response that must have this status."""
    assert response.status_code == status, response.content[:2000]
    return json.loads(response.content)
