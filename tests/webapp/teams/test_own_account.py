"""The own account: all own data as a file, and a deletion after which the name is nowhere stored."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import User
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
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db


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


def test_only_admin_of_a_team_with_others_must_hand_it_over_first(ada: User) -> None:
    boss = sign_in(User.objects.get(username="boss"))
    assert "You are the only admin of" in boss.get("/account/delete/").content.decode()
    assert boss.post("/account/delete/", {"name": "boss"}).status_code == 409
    Membership.objects.filter(user=ada).update(role="admin")
    assert boss.post("/account/delete/", {"name": "boss"}).status_code == 302


def test_anonymous_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/account/export/").status_code == 302
    assert client.post("/account/delete/", {"name": ""}).status_code == 302
