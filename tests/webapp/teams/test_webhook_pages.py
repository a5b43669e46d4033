"""The page and the API of webhooks: the secret is shown once, addresses are checked, deliveries are listed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from evaluations import tasks
from evaluations.limits import MAX_WEBHOOKS
from evaluations.models import Delivery, Membership, Team, Webhook
from tests.webapp.api_client import body_of, caller
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db
URL = "https://ci.example/hook"


@pytest.fixture
def boss(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(tasks, "send", lambda *_: None)
    return sign_in(make_person("boss", role=Membership.Role.ADMIN))


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_secret_is_shown_once_and_kept_encrypted(boss: Client) -> None:
    shown = text_of(boss.post("/webhooks/", {"url": URL}))
    match = re.search(r'id="new-secret">([^<]+)<', shown)
    assert match is not None
    hook = Webhook.objects.get()
    assert hook.secret == match[1]
    assert match[1] not in hook.encrypted_secret
    assert match[1] not in text_of(boss.get("/webhooks/"))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("", "Give the address"),
        ("ftp://ci.example/", "is not a URL"),
        ("file:///etc/passwd", "is not a URL"),
        ("javascript:alert(1)", "is not a URL"),
        ("https://", "is not a URL"),
        ("https://ci.example:99999/", "is not a URL"),
        ("https://ci.example/\r\nX: y", "is not a URL"),
        ("https://[::1/", "is not a URL"),
        ("https://name:password@ci.example/", "would be shown here"),
    ],
)
def test_bad_address_is_refused_with_a_sentence(boss: Client, url: str, says: str) -> None:
    response = boss.post("/webhooks/", {"url": url})
    assert response.status_code == 422
    assert says in text_of(response)
    assert not Webhook.objects.exists()


def test_number_of_webhooks_is_limited_and_addresses_are_unique(boss: Client) -> None:
    for n in range(MAX_WEBHOOKS):
        boss.post("/webhooks/", {"url": f"{URL}/{n}"})
    assert "at most" in text_of(boss.post("/webhooks/", {"url": URL}))
    Webhook.objects.last().delete()  # type: ignore[union-attr]
    assert "gets messages already" in text_of(boss.post("/webhooks/", {"url": f"{URL}/0"}))


def test_members_and_other_teams_see_no_webhooks(boss: Client) -> None:
    hook, _ = Webhook.objects.make(Team.objects.create(name="Other", slug="other"), URL, None)
    assert URL not in text_of(boss.get("/webhooks/"))
    assert boss.post(f"/webhooks/{hook.pk}/test/").status_code == 404
    assert boss.post(f"/webhooks/{hook.pk}/remove/").status_code == 404
    assert sign_in(make_person("mia")).get("/webhooks/").status_code == 403


def test_a_test_message_is_listed_with_how_it_ended(boss: Client) -> None:
    hook, _ = Webhook.objects.make(Team.objects.default(), URL, None)
    boss.post(f"/webhooks/{hook.pk}/test/")
    Delivery.objects.update(state="failed", status=500, attempts=6, error="It answered 500.")
    page = text_of(boss.get("/webhooks/"))
    assert "It answered 500." in page
    boss.post(f"/webhooks/{hook.pk}/remove/")
    assert not Delivery.objects.exists()


def test_api_manages_webhooks_like_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "send", lambda *_: None)
    boss = caller("admin", scopes=("read", "admin"))
    created = body_of(boss.send("webhooks", {"url": URL}), 201)
    assert Webhook.objects.get().secret == created["secret"]
    assert "secret" not in body_of(boss.get("webhooks"))["items"][0]
    sent = body_of(boss.send(f"webhooks/{created['id']}/test"), 201)
    assert (sent["event"], sent["state"]) == ("test", "waiting")
    assert body_of(boss.get(f"webhooks/{created['id']}/deliveries"))["items"][0]["id"] == sent["id"]
    assert boss.client.delete(f"/api/v1/webhooks/{created['id']}", headers=boss.headers).status_code == 204
