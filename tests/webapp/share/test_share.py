"""Share links cannot be guessed, are read-only, can be revoked, expire, can be disabled, run no code, name no one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.actions.delete_items import delete_item
from evaluations.models import IdempotencyRecord, KnownAnswer, Run, ShareLink, Team
from evaluations.records import Verdict
from evaluations.sandbox.lanes.evidence import white_picture
from tests import factories
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> Any:
    return factories.make_person("mia")


@pytest.fixture
def run(mia: Any) -> Run:
    new_run = factories.make_run(factories.make_suite(), [factories.make_model("box/good")], created_by=mia)
    factories.finish_run(new_run, [Verdict.PASSED, Verdict.FAILED])
    return new_run


def address_of(mia: Any, path: str) -> str:
    page = sign_in(mia).post(path, {"days": 7})
    assert page.status_code == 200
    return str(page.context["address"].partition("testserver")[2])


def test_anybody_with_the_link_reads_but_cannot_change_anything(mia: Any, run: Run) -> None:
    at = address_of(mia, f"/runs/{run.pk}/share/")
    response = Client().get(at)
    page = response.content.decode()
    assert "Write a React component that counts clicks." in page
    assert "clicked ${n} times" in page.replace("<span", "").replace("</span>", "") or "clicked" in page
    for absent in ("<form", "<iframe", "<script", "mia", run.team.name + "<"):
        assert absent not in page, absent
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-store" in response.headers["Cache-Control"]
    assert Client().post(at).status_code == 405


def test_reviewer_who_reads_an_answer_counts_as_knowing_it(mia: Any, run: Run) -> None:
    at = address_of(mia, f"/runs/{run.pk}/share/")
    rita = factories.make_person("rita", role="reviewer")
    assert sign_in(rita).get(at).status_code == 200
    assert set(KnownAnswer.objects.filter(person=rita).values_list("candidate", flat=True)) == set(
        run.candidates.values_list("pk", flat=True)
    )


def test_link_to_one_answer_shows_only_that_answer(mia: Any, run: Run) -> None:
    first, second = run.candidates.order_by("pk")
    for answer in (first, second):
        answer.generation.delete()
        factories.finish(answer, Verdict.PASSED, screenshot=b"picture %d" % answer.pk)
    at = address_of(mia, f"/candidates/{first.pk}/share/")
    assert len(Client().get(at).context["answers"]) == 1
    assert Client().get(f"{at}{first.pk}/picture/").content == b"picture %d" % first.pk
    assert Client().get(f"{at}{second.pk}/picture/").status_code == 404


def test_crashed_answer_has_a_reason_instead_of_an_empty_picture(mia: Any, run: Run) -> None:
    crashed, passed = run.candidates.order_by("pk")
    for answer, verdict in ((crashed, Verdict.RUNTIME_ERROR), (passed, Verdict.PASSED)):
        answer.generation.delete()
        factories.finish(answer, verdict, screenshot=white_picture())
    at = address_of(mia, f"/runs/{run.pk}/share/")
    page = Client().get(at).content.decode()
    assert page.count("No picture: the answer crashed") == 1
    assert f"{at}{crashed.pk}/picture/" not in page
    assert f"{at}{passed.pk}/picture/" in page


def test_revoked_expired_deleted_and_switched_off_links_are_404(mia: Any, run: Run, settings: Any) -> None:
    at, member = address_of(mia, f"/runs/{run.pk}/share/"), sign_in(mia)
    link = ShareLink.objects.get()
    assert link.secret_hash not in at
    settings.SHARE_LINKS = False
    assert Client().get(at).status_code == 404
    assert member.post(f"/runs/{run.pk}/share/").status_code == 404
    settings.SHARE_LINKS = True
    deletion = delete_item(run, mia)
    assert Client().get(at).status_code == 404
    Run.objects.filter(pk__in=deletion.runs).update(team=run.team)
    assert Client().get(at).status_code == 200
    ShareLink.objects.update(expires_at=now() - timedelta(seconds=1))
    assert Client().get(at).status_code == 404
    ShareLink.objects.update(expires_at=now() + timedelta(days=1))
    member.post(f"/share/{link.pk}/revoke/")
    assert Client().get(at).status_code == 404
    assert "revoked" in member.get("/share/").content.decode()


def test_wrong_secrets_open_no_page(mia: Any, run: Run) -> None:
    at = address_of(mia, f"/runs/{run.pk}/share/")
    secret = at.strip("/").split("/")[-1]
    assert len(secret) >= 40
    for wrong in (secret[:-1], secret + "x", ShareLink.objects.get().secret_hash, "x" * 5000, "%00"):
        assert Client().get(f"/shared/{wrong}/").status_code == 404


def test_only_members_of_the_team_share_and_revoke(mia: Any, run: Run) -> None:
    olga = factories.make_person("olga", Team.objects.create(name="Other", slug="other"), "admin")
    viewer = sign_in(factories.make_person("vera", role="viewer"))
    address_of(mia, f"/runs/{run.pk}/share/")
    link = ShareLink.objects.get().pk
    assert viewer.post(f"/runs/{run.pk}/share/").status_code == 403
    assert viewer.post(f"/share/{link}/revoke/").status_code == 403
    assert sign_in(olga).post(f"/runs/{run.pk}/share/").status_code == 404
    assert sign_in(olga).post(f"/share/{link}/revoke/").status_code == 404
    assert run.title not in sign_in(olga).get("/share/").content.decode()


def test_api_makes_lists_and_revokes(mia: Any, run: Run) -> None:
    api = Caller(token_for(mia))
    created = body_of(api.send("share-links", {"run": run.pk, "days": 30}), 201)
    assert Client().get(created["url"].partition("testserver")[2]).status_code == 200
    assert api.send("share-links", {"run": run.pk, "candidate": 1}).status_code == 422
    assert "url" not in body_of(api.get("share-links"))["items"][0]
    assert body_of(api.send(f"share-links/{created['id']}", method="DELETE"))["revoked_at"]
    assert Client().get(created["url"].partition("testserver")[2]).status_code == 404


def test_address_is_stored_nowhere_even_with_an_idempotency_key(mia: Any, run: Run) -> None:
    api = Caller(token_for(mia))
    headers = api.headers | {"Idempotency-Key": "k-1"}
    created = api.client.post("/api/v1/share-links", {"run": run.pk}, content_type="application/json", headers=headers)
    assert body_of(created, 201)["url"]
    assert not IdempotencyRecord.objects.exists()
