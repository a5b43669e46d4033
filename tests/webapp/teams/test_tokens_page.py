"""The page of API tokens: make, show once, revoke, and who may do it; and the page that describes the API."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from evaluations.models import ApiToken, Membership
from tests import factories
from tests.environment import needs_time
from tests.webapp.api_client import Caller, token_for

AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.django_db
def test_token_is_shown_once_and_works() -> None:
    client = client_of(factories.make_person("mia"))
    assert "No token yet" in client.get("/tokens/").content.decode()
    text = client.post("/tokens/", {"name": "nightly <b>", "scopes": ["read"], "days": "30"}).content.decode()
    match = re.search(r'id="new-token">([^<]+)<', text)
    assert match
    assert Caller(match[1]).get("me").status_code == 200
    text = client.get("/tokens/").content.decode()
    assert match[1] not in text
    assert "nightly &lt;b&gt;" in text
    assert ApiToken.objects.get().expires_at


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        ("viewer", ["read"]),
        ("reviewer", ["review"]),
        ("member", ["read", "write", "review", "editor"]),
        ("admin", ["read", "write", "review", "admin", "people", "editor"]),
    ],
)
def test_only_what_the_role_allows_can_be_ticked(role: str, scopes: list[str]) -> None:
    client = client_of(factories.make_person("vic", role=role))
    text = client.get("/tokens/").content.decode()
    assert re.findall(r'name="scopes" value="(\w+)"', text) == scopes
    missing = next((scope for scope in ("admin", "write", "x") if scope not in scopes), "x")
    assert client.post("/tokens/", {"name": "x", "scopes": [missing]}).status_code == 422
    assert client.post("/tokens/", {"name": "", "scopes": scopes}).status_code == 422
    assert not ApiToken.objects.exists()


@pytest.mark.django_db
def test_owner_and_admin_revoke_teammate_and_outsider_do_not() -> None:
    mia, other_team = factories.make_person("mia"), factories.make_team("Other")
    token_for(mia)
    row = ApiToken.objects.get()
    address = f"/tokens/{row.pk}/revoke/"
    assert Client().post(address).status_code == 302
    assert client_of(factories.make_person("out", other_team, "admin")).post(address).status_code == 404
    assert client_of(factories.make_person("tim")).post(address).status_code == 404
    assert row.prefix not in client_of(User.objects.get(username="tim")).get("/tokens/").content.decode()
    ada = client_of(factories.make_person("ada", role="admin"))
    assert row.prefix in ada.get("/tokens/").content.decode()
    assert ApiToken.objects.get().state == "active"
    assert client_of(mia).post(address).status_code == 302
    assert ApiToken.objects.get().state == "revoked"
    assert "was revoked already" in ada.post(address, follow=True).content.decode()
    assert Client().get("/tokens/").status_code == 302


@pytest.mark.django_db(transaction=True)
@needs_time
def test_pages_are_clean_and_accessible(page: Page, enter: Callable[[Page, User], str]) -> None:
    ada = factories.make_person("ada", role="admin")
    token_for(ada)
    site = enter(page, ada)
    for address, ready in (("/tokens/", "#make-title"), ("/api/v1/docs", "#family-runs")):
        page.goto(site + address)
        expect(page.locator(ready)).to_be_visible()
        page.evaluate("document.querySelectorAll('details.operation').forEach(one => { one.open = true; })")
        page.evaluate(AXE.read_text())
        report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert not [v for v in report["violations"] if v["impact"] in ("serious", "critical")], address


@pytest.mark.django_db(transaction=True)
def test_without_javascript_a_token_is_made_and_operations_are_listed(
    browser: Browser, enter: Callable[..., str]
) -> None:
    mia = factories.make_person("mia")
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    site = enter(context, mia)
    opened.goto(f"{site}/tokens/")
    opened.get_by_label("What is it for?").fill("CI")
    opened.get_by_role("button", name="Make the token").click()
    expect(opened.locator("#new-token")).to_contain_text("bakeoff_")
    opened.goto(f"{site}/api/v1/docs")
    expect(opened.get_by_text("/api/v1/runs/{run}/progress", exact=True)).to_be_visible()
    context.close()
    assert Membership.objects.get(user=mia).tokens.count() == 1
