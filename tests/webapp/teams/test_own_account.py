"""The own account: all own data as a file, and a deletion after which the name is nowhere stored."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from evaluations.models import (
    ApiToken,
    AuditEvent,
    Comment,
    FollowUp,
    Membership,
    RecordedAnswer,
    Run,
    Star,
    StarRating,
)
from evaluations.records import Verdict
from tests.factories import finish_run, make_model, make_run, make_suite
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def ada() -> User:
    """A person with data of every kind, in a team that also has an admin."""
    make_person("boss", role=Membership.Role.ADMIN)
    person = make_person("ada")
    run = make_run(make_suite(), [make_model()], created_by=person)
    finish_run(run, [Verdict.PASSED])
    answer = run.candidates.first()
    assert answer is not None
    Comment.objects.create(candidate=answer, author=person, text="Short and right.")
    StarRating.objects.create(candidate=answer, reviewer=person, stars=4)
    Star.objects.create(run=run, person=person)
    ApiToken.objects.make(Membership.objects.get(user=person), "nightly", ["read"], None)
    AuditEvent.objects.note("run-act", team=run.team, by=person)
    RecordedAnswer.objects.create(
        membership=person.memberships.get(),
        model=answer.model,
        path="/api/chat",
        messages=[{"role": "user", "content": "Sort by price"}],
        ending=RecordedAnswer.Ending.COMPLETE,
        is_shared=True,
    )
    FollowUp.objects.create(version=run.suite_version, change="Make it dark", created_by=person)
    return person


def test_export_contains_the_persons_own_rows_and_no_secret(ada: User) -> None:
    response = sign_in(ada).get("/account/export/")
    assert "attachment" in response["Content-Disposition"]
    body = json.loads(response.content)
    assert body["user"]["name"] == "ada"
    assert [row["text"] for row in body["comments"]] == ["Short and right."]
    assert [row["stars"] for row in body["ratings"]] == [4]
    assert [row["name"] for row in body["tokens"]] == ["nightly"]
    assert len(body["runs"]) == len(body["stars"]) == len(body["audit_events"]) == 1
    assert body["recorded_answers"][0]["messages"] == [{"role": "user", "content": "Sort by price"}]
    assert [row["change"] for row in body["follow_ups"]] == ["Make it dark"]
    text = response.content.decode()
    assert ada.password not in text
    assert "secret_hash" not in text
    other = json.loads(sign_in(User.objects.get(username="boss")).get("/account/export/").content)
    assert other["comments"] == other["runs"] == other["recorded_answers"] == []


def test_deletion_keeps_votes_but_not_the_name(ada: User) -> None:
    client, elsewhere = sign_in(ada), Client()
    elsewhere.force_login(ada)
    assert client.post("/account/delete/", {"name": "eve"}).status_code == 422
    assert User.objects.filter(username="ada").exists()
    assert client.post("/account/delete/", {"name": "ada"}).status_code == 302
    assert not User.objects.filter(username="ada").exists()
    assert elsewhere.get("/").status_code == 302, "other sessions end too"
    assert Comment.objects.get().author is None
    assert StarRating.objects.get().reviewer is None
    assert Run.objects.get().created_by is None
    assert not Star.objects.exists()
    assert not ApiToken.objects.exists()
    assert not RecordedAnswer.objects.exists(), "also what was shared: it holds what the person typed"
    assert not AuditEvent.objects.filter(name="ada").exists()


def test_deleted_name_is_removed_from_events_about_the_person(ada: User) -> None:
    AuditEvent.objects.note("person-role", about="pk=2 ada, viewer", team=ada.memberships.get().team)
    AuditEvent.objects.note("person-role", about="pk=3 ada-lovelace, viewer", team=ada.memberships.get().team)
    AuditEvent.objects.note_command("sign_in_link", "user=ada")
    sign_in(ada).post("/account/delete/", {"name": "ada"})
    abouts = [row.about for row in AuditEvent.objects.exclude(about="").order_by("pk")]
    assert abouts == ["pk=2 deleted account, viewer", "pk=3 ada-lovelace, viewer", "user=deleted account"]


def test_only_admin_of_a_team_with_others_must_hand_it_over_first(ada: User) -> None:
    boss = sign_in(User.objects.get(username="boss"))
    assert "You are the only admin of" in boss.get("/account/delete/").content.decode()
    assert boss.post("/account/delete/", {"name": "boss"}).status_code == 409
    Membership.objects.filter(user=ada).update(role="admin")
    assert boss.post("/account/delete/", {"name": "boss"}).status_code == 302


def test_anonymous_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/account/export/").status_code == 302
    assert client.post("/account/delete/", {"name": ""}).status_code == 302


@pytest.fixture
def api(ada: User) -> Caller:
    """A token of ada, who has a password."""
    cache.clear()
    ada.set_password(PASSWORD)
    ada.save()
    return Caller(token_for(ada, "read"))


def test_api_exports_the_same_as_the_page(api: Caller, ada: User) -> None:
    response = api.send("me/export", {"password": PASSWORD})
    assert response["Cache-Control"] == "no-store"
    by_api, by_page = body_of(response), json.loads(sign_in(ada).get("/account/export/").content)
    for body in (by_api, by_page):
        body["audit_events"] = body["tokens"] = body["user"] = None  # they have times and these requests
    assert by_api == by_page


def test_token_alone_neither_exports_nor_deletes(api: Caller, ada: User) -> None:
    for path, body in (("me/export", {}), ("me/delete", {"name": "ada"})):
        assert api.send(path, body).status_code == 422
        wrong = body_of(api.send(path, {**body, "password": "wrong"}), 403)
        assert wrong["detail"] == "The password is wrong."
    other = body_of(api.send("me/delete", {"name": "eve", "password": PASSWORD}), 422)
    assert other["detail"] == "This token belongs to ada, not to eve."
    ada.set_unusable_password()
    ada.save()
    assert body_of(api.send("me/export", {"password": ""}), 409)["detail"] == "Your account has no password."
    assert User.objects.filter(username="ada").exists()


def test_passwords_are_not_guessed_by_api(api: Caller) -> None:
    statuses = [api.send("me/export", {"password": str(n)}).status_code for n in range(11)]
    assert statuses == [403] * 10 + [429]


def test_api_deletes_the_account_and_keeps_no_name(api: Caller) -> None:
    body_of(api.send("me/delete", {"name": "ada", "password": PASSWORD}))
    assert not User.objects.filter(username="ada").exists()
    assert not AuditEvent.objects.filter(name="ada").exists()
    assert Comment.objects.get().author is None
    assert api.get("me").status_code == 401


def test_only_admin_of_a_team_with_others_is_not_deleted_by_api(ada: User) -> None:
    boss = User.objects.get(username="boss")
    boss.set_password(PASSWORD)
    boss.save()
    refused = body_of(Caller(token_for(boss)).send("me/delete", {"name": "boss", "password": PASSWORD}), 409)
    assert "You are the only admin of" in refused["detail"]
