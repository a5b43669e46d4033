"""The team's chosen models and answers (“in use”), and saved views: filters under a name."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import Candidate, InUse, Run, SavedView, Suite
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.rows_for_pages import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("woken")]
V = Verdict


@pytest.fixture
def run() -> Run:
    models = [factories.make_model("box/good"), factories.make_model("box/other")]
    new_run = factories.make_run(factories.make_suite([factories.make_spec("add")]), models)
    factories.finish_run(new_run, [V.PASSED, V.FAILED])
    return new_run


def test_one_model_is_in_use_for_a_purpose(member: Client, api: Caller, run: Run) -> None:
    good, other = run.chosen.order_by("name")
    member.post(f"/models/{good.pk}/use/", {"purpose": "excel"})
    member.post(f"/models/{other.pk}/use/", {"purpose": "excel"})
    member.post(f"/models/{good.pk}/use/", {"purpose": "tests"})
    rows = {row["purpose"]: row for row in body_of(api.get("in-use"))["items"]}
    assert {purpose: row["model"] for purpose, row in rows.items()} == {"excel": "box/other", "tests": "box/good"}
    assert rows["excel"]["created_by"] == "mia"
    page = member.get("/models/?show=all").content.decode()
    assert "in use for Excel" in page
    for address in ("/compare/leaderboard/?suite=starter", f"/candidates/{run.candidates.get(model=good).pk}/"):
        assert "in use for tests" in member.get(address).content.decode(), address
    assert body_of(api.send("in-use/models/excel", {"model": "box/good"}, method="PUT"))["model"] == "box/good"
    assert api.send("in-use/models/excel", method="DELETE").status_code == 204
    member.post(f"/models/{good.pk}/use/")
    assert not InUse.objects.exists()


def test_one_answer_is_in_use_for_a_task_and_a_conversation(member: Client, api: Caller, run: Run) -> None:
    first, second = run.candidates.order_by("pk")
    member.post(f"/candidates/{first.pk}/use/")
    body_of(api.send(f"candidates/{second.pk}/in-use", method="PUT"))
    assert [row.candidate_id for row in InUse.objects.all()] == [second.pk]
    assert "in use for components" in member.get(f"/candidates/{second.pk}/").content.decode()
    assert "in use for components" not in member.get(f"/candidates/{first.pk}/").content.decode()
    assert "in use for components" in member.get(f"/runs/{run.pk}/tasks/{second.task_id}/").content.decode()
    member.post(f"/candidates/{second.pk}/use/", {"end": "1"})
    assert not InUse.objects.exists()
    Suite.objects.update(origin=Suite.Origin.PROMPT)
    later = factories.make_run(factories.make_suite([factories.make_spec("next")], number=2), [first.model])
    factories.finish_run(later, [V.PASSED])
    answer = later.candidates.get()
    for pk in (first.pk, answer.pk):  # answers of two versions of one conversation
        member.post(f"/candidates/{pk}/use/")
    assert [row.candidate_id for row in InUse.objects.all()] == [answer.pk]
    member.post(f"/keep/answer/{answer.pk}/delete/")
    assert body_of(api.get("in-use"))["count"] == 0


def test_viewer_and_other_team_cannot_choose(run: Run) -> None:
    answer = Candidate.objects.first()
    assert answer is not None
    viewer = sign_in(factories.make_person("vera", role="viewer"))
    olga = sign_in(factories.make_person("olga", factories.make_team("Other"), "admin"))
    for address in (f"/candidates/{answer.pk}/use/", f"/models/{answer.model_id}/use/"):
        assert viewer.post(address, {"purpose": "excel"}).status_code == 403
    assert olga.post(f"/candidates/{answer.pk}/use/").status_code == 404


def test_filter_is_saved_shared_renamed_and_deleted(member: Client, api: Caller, run: Run) -> None:
    data = {"page": "runs", "name": "Good ones", "query": "state=done&q=starter&page=3&tag="}
    assert member.post("/views/save/", data)["Location"] == "/runs/?state=done&q=starter"
    view = SavedView.objects.get()
    assert (view.query, view.is_shared) == ("state=done&q=starter", False)
    page = member.get("/runs/?q=starter&state=done").content.decode()
    assert "Good ones" in page
    other = sign_in(factories.make_person("max"))
    assert "Good ones" not in other.get("/runs/").content.decode()
    member.post(f"/views/{view.pk}/change/", {"name": "Ours", "is_shared": "on"})
    shown = other.get("/runs/").content.decode()
    assert "Ours" in shown
    assert "shared by mia" in shown
    assert other.post(f"/views/{view.pk}/delete/").status_code == 404
    created = body_of(api.send("views", {"page": "compare", "name": "x", "query": "?run=1"}), 201)
    assert created["url"].endswith("/compare/?run=1")
    assert body_of(api.send(f"views/{created['id']}", {"name": "y"}, method="PATCH"))["name"] == "y"
    assert api.send("views", {"page": "admin", "name": "x"}).status_code == 422
    assert api.send(f"views/{created['id']}", method="DELETE").status_code == 204
    member.post(f"/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_viewer_saves_and_does_not_share() -> None:
    vera = factories.make_person("vera", role="viewer")
    sign_in(vera).post("/views/save/", {"page": "runs", "name": "mine", "is_shared": "on"})
    assert not SavedView.objects.get().is_shared
    api = Caller(token_for(vera))
    assert api.send("views", {"page": "runs", "name": "x", "is_shared": True}).status_code == 403


def test_saved_view_redirects_only_to_its_list(member: Client) -> None:
    hostile = {"page": "runs", "name": "<b>x</b>", "query": 'q="><script>alert(1)</script>#//evil'}
    assert member.post("/views/save/", hostile)["Location"].startswith("/runs/")
    page = member.get("/runs/").content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert member.post("/views/save/", {"page": "//evil", "name": "x"})["Location"] == "/runs/"
