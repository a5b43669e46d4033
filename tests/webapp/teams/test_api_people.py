"""People and tokens by API: the same rights as on the page, and a separate scope."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from evaluations.models import ApiToken, Membership, SignInLink, Vote
from tests import factories
from tests.webapp.api_client import Caller, body_of, caller, token_for
from tests.webapp.review_rows import make_campaign

pytestmark = pytest.mark.django_db


def id_of(name: str) -> int:
    return Membership.objects.get(user__username=name).pk


def test_admin_adds_somebody_whose_link_signs_in_once() -> None:
    ada = caller("admin", name="ada")
    response = ada.send("people", {"username": "rita", "role": "reviewer"})
    created = body_of(response, 201)
    assert response["Cache-Control"] == "no-store"
    assert (created["person"]["user"], created["person"]["role"], created["person"]["is_you"]) == (
        "rita",
        "reviewer",
        False,
    )
    client = Client()
    assert client.post(urlsplit(created["link"]).path).status_code == 302
    assert client.get("/review/").status_code == 200
    assert Client().post(urlsplit(created["link"]).path).status_code == 410
    body = body_of(caller("viewer", name="vic").get("people"))
    assert [(row["user"], row["role"]) for row in body["items"]] == [
        ("ada", "admin"),
        ("rita", "reviewer"),
        ("vic", "viewer"),
    ]
    for name in ("RITA", "two words"):
        refused = body_of(ada.send("people", {"username": name}), 422)
        assert [error["field"] for error in refused["errors"]] == ["username"]
    assert User.objects.count() == 3


def test_role_is_changed_but_the_only_admin_stays() -> None:
    ada, vic = caller("admin", name="ada"), factories.make_person("vic", role="viewer")
    path = f"people/{id_of('ada')}"
    for refused in (ada.send(path, {"role": "member"}, "PUT"), ada.send(path, method="DELETE")):
        assert "the only admin" in body_of(refused, 409)["detail"]
    assert ada.send(f"people/{id_of('vic')}", {"role": "king"}, "PUT").status_code == 422
    assert body_of(ada.send(f"people/{id_of('vic')}", {"role": "admin"}, "PUT"))["role"] == "admin"
    assert body_of(Caller(token_for(vic)).send(path, {"role": "member"}, "PUT"))["role"] == "member"
    # The role limits the token at once.
    assert ada.send(f"people/{id_of('vic')}", {"role": "member"}, "PUT").status_code == 403


def test_removed_member_keeps_votes_and_loses_tokens() -> None:
    ada, rita = caller("admin", name="ada"), factories.make_person("rita", role="reviewer")
    campaign, speaks = make_campaign(), Caller(token_for(rita))
    pair = body_of(speaks.get(f"campaigns/{campaign.pk}/next"))
    body_of(speaks.send(f"campaigns/{campaign.pk}/pairs/{pair['token']}/vote", {"choice": "left"}))
    body = body_of(ada.send(f"people/{id_of('rita')}", method="DELETE"))["message"]
    assert body == "rita is no longer in Team. 1 vote stays, without the name."
    assert (speaks.get("me").status_code, Vote.objects.get(token=pair["token"]).reviewer) == (401, None)


def test_api_refuses_other_teams_and_lesser_roles_as_the_page_does() -> None:
    factories.make_person("mia")
    outsider = caller("admin", factories.make_team("Other"), name="olga")
    path = f"people/{id_of('mia')}"
    for method, at, body in (("PUT", path, {"role": "viewer"}), ("DELETE", path, None), ("POST", f"{path}/link", None)):
        assert outsider.send(at, body, method).status_code == 404
        assert caller("member").send(at, body, method).status_code == 403
        assert caller("admin", scopes=("read", "write", "admin")).send(at, body, method).status_code == 403
    assert caller("reviewer").get("people").status_code == 403
    assert body_of(outsider.get("people"))["count"] == 1


def test_link_for_a_member_of_other_teams_is_refused() -> None:
    ada, mia = caller("admin"), factories.make_person("mia")
    created = body_of(ada.send(f"people/{id_of('mia')}/link"))
    assert Client().post(urlsplit(created["link"]).path).status_code == 302
    Membership.objects.create(user=mia, team=factories.make_team("Other"), role="member")
    pk = Membership.objects.get(user=mia, team__slug="default").pk
    assert "in other teams too" in body_of(ada.send(f"people/{pk}/link"), 403)["detail"]
    assert not SignInLink.objects.filter(used_at=None).exists()


def test_tokens_are_listed_and_revoked_but_never_made() -> None:
    mia, ada = caller("member", name="mia", scopes=("read",)), caller("admin", name="ada")
    tokens = body_of(mia.get("tokens"))["items"]
    assert [(row["user"], row["scopes"], row["state"]) for row in tokens] == [("mia", ["read"], "active")]
    assert not {"secret", "secret_hash"} & set(tokens[0])
    other, _ = ApiToken.objects.make(Membership.objects.get(user__username="mia"), "other", ["read"])
    assert mia.get("tokens?owner=team").status_code == mia.get("tokens?whose=team").status_code == 403
    assert mia.send(f"tokens/{other.pk}", method="DELETE").status_code == 403
    assert (
        mia.send(f"tokens/{ApiToken.objects.get(membership__user__username='ada').pk}", method="DELETE").status_code
        == 404
    )
    assert mia.send("tokens", {"name": "x"}).status_code == 405
    assert body_of(ada.get("tokens?owner=team"))["count"] == 3
    assert body_of(ada.get("tokens?whose=team"))["count"] == 3, "the old name"
    assert ada.send(f"tokens/{other.pk}", method="DELETE").status_code == 204
    assert "revoked already" in body_of(ada.send(f"tokens/{other.pk}", method="DELETE"), 409)["detail"]
    assert mia.send(f"tokens/{tokens[0]['id']}", method="DELETE").status_code == 204
    assert mia.get("me").status_code == 401
