"""The audit log: who changed what, by page, API and command line; without secrets; only for admins of the team."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client

from evaluations.models import AuditEvent, Membership, Webhook
from evaluations.records import Verdict
from tests.factories import finish_run, make_model, make_run, make_suite
from tests.webapp.api_client import body_of, caller
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db
ADMIN = Membership.Role.ADMIN


@pytest.fixture
def boss() -> Client:
    return sign_in(make_person("boss", role=ADMIN))


def events() -> list[tuple[str, str, str]]:
    return list(AuditEvent.objects.order_by("pk").values_list("name", "action", "about"))


def test_change_by_a_page_is_logged_with_person_and_address(boss: Client) -> None:
    member = make_person("mia").memberships.get()
    boss.post(f"/people/{member.pk}/role/", {"role": "viewer"}, REMOTE_ADDR="10.0.0.7")
    row = AuditEvent.objects.get()
    assert (row.name, row.action, row.about) == ("boss", "person-role", f"pk={member.pk} mia, viewer")
    assert (row.address, row.team, row.token) == ("10.0.0.7", member.team, "")


def test_reading_typing_and_refused_changes_are_not_logged(boss: Client) -> None:
    boss.get("/people/")
    boss.post("/prompt/preview/", {"prompt": "x"})
    boss.post("/people/9999/role/", {"role": "viewer"})
    assert boss.post("/people/", {"username": "", "role": "viewer"}).status_code == 422
    sign_in(make_person("vic", role=Membership.Role.VIEWER)).post("/people/", {"username": "eve", "role": "admin"})
    assert events() == []


def test_suite_with_try_in_its_name_is_logged(boss: Client) -> None:
    make_suite(slug="country-codes")
    boss.post("/suites/country-codes/clone/", {"title": "Copy"})
    assert events() == [("boss", "suite-clone", "slug=country-codes")]


def test_request_sent_again_with_its_idempotency_key_is_logged_once() -> None:
    run = make_run(make_suite(), [make_model()])
    finish_run(run, [Verdict.PASSED])
    api = caller("member", name="ci")
    api.headers["Idempotency-Key"] = "one"
    path = f"candidates/{run.candidates.all()[0].pk}/comments"
    assert [api.send(path, {"text": "Good"}).status_code for _ in range(2)] == [201, 201]
    assert events() == [("ci", "api add_comment", path)]


def test_change_by_the_api_names_the_token_and_keeps_no_secret() -> None:
    api = caller(ADMIN, name="ci")
    body_of(api.send("webhooks", {"url": "https://ci.example/hook"}), 201)
    row = AuditEvent.objects.get()
    assert (row.name, row.action, row.about) == ("ci", "api create_webhook", "webhooks")
    assert row.token
    assert Webhook.objects.get().secret not in str(AuditEvent.objects.values_list())


def test_sign_in_is_logged_without_its_link(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sign_in_link")
    secret = capsys.readouterr().out.strip().rstrip("/").rpartition("/")[2]
    client.post(f"/sign-in/{secret}/")
    assert [row[:2] for row in events()] == [("command line", "sign_in_link"), ("admin", "sign-in-by-link")]
    assert secret not in str(events())


def test_failing_audit_log_does_not_undo_the_change(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise DatabaseError("full")

    monkeypatch.setattr(AuditEvent.objects, "note", refuse)
    response = boss.post("/people/", {"username": "eve", "role": "viewer"})
    assert response.status_code == 200
    assert User.objects.filter(username="eve").exists()
