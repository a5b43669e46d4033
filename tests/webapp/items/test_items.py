"""Star, name, tags, note, archive. A deleted thing is hidden, can be restored for 30 days, and is then removed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations import tasks
from evaluations.actions.delete_items import delete_item
from evaluations.actions.remove_deleted import remove_deleted
from evaluations.models import Candidate, Deletion, Run, Star, State, StoredFile, Suite, Tally, Team, VersionTally
from evaluations.queries.counts import suites_with_results
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import Caller, body_of
from tests.webapp.review_rows import make_campaign
from tests.webapp.review_rows import make_run as make_judged_run
from tests.webapp.rows_for_pages import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("woken")]
V = Verdict


@pytest.fixture
def run() -> Run:
    new_run = factories.make_run(factories.make_suite(), [factories.make_model("box/good")])
    factories.finish_run(new_run, [V.PASSED, V.FAILED])
    return new_run


@pytest.fixture
def chat() -> Run:
    """The only run of a conversation, which still runs."""
    version = factories.make_suite([factories.unchecked_spec()], slug="todo")
    Suite.objects.filter(pk=version.suite_id).update(origin=Suite.Origin.PROMPT, title="A todo list")
    version.refresh_from_db()
    return factories.make_run(version, [factories.make_model("box/other")], title="A todo list")


def shown(client: Client, query: str = "") -> str:
    return client.get(f"/runs/{query}").content.decode()


def test_star_is_personal(member: Client, run: Run) -> None:
    other = sign_in(factories.make_person("vera", role="viewer"))
    assert member.post(f"/keep/run/{run.pk}/star/").status_code == 302
    member.post(f"/keep/run/{run.pk}/star/")
    assert Star.objects.count() == 1
    assert run.title in shown(member, "?show=starred")
    assert run.title not in shown(other, "?show=starred")
    other.post(f"/keep/run/{run.pk}/star/")
    member.post(f"/keep/run/{run.pk}/unstar/")
    assert run.title not in shown(member, "?show=starred")
    assert run.title in shown(other, "?show=starred")


def test_name_tags_and_note_are_the_teams(member: Client, chat: Run) -> None:
    suite = chat.suite_version.suite_id
    data = {"name": "Todo, the good one", "tags": "ui, #Demo ui", "note": "We use v2"}
    member.post(f"/keep/conversation/{suite}/annotate/", data)
    page = sign_in(factories.make_person("max")).get(f"/conversations/{suite}/").content.decode()
    for text in ("Todo, the good one", "#ui", "#demo", "We use v2"):
        assert text in page
    assert "Todo, the good one" in shown(member, "?tag=demo")
    assert f"/runs/{chat.pk}/" not in shown(member, "?tag=other")
    refused = member.post(f"/keep/conversation/{suite}/annotate/", {"tags": "<b>"}, follow=True)
    assert "is not a tag" in refused.content.decode()


def test_archived_run_leaves_lists_but_stays_in_figures(member: Client, run: Run, chat: Run) -> None:
    member.post(f"/keep/run/{run.pk}/archive/")
    member.post(f"/keep/conversation/{chat.suite_version.suite_id}/archive/")
    assert f"/runs/{run.pk}/" not in shown(member)
    assert f"/runs/{chat.pk}/" not in shown(member)
    assert f"/runs/{chat.pk}/" in shown(member, "?show=archived")
    assert list(suites_with_results(run.team)) == [run.suite_version.suite]
    member.post(f"/keep/run/{run.pk}/unarchive/")
    assert f"/runs/{run.pk}/" in shown(member)


@pytest.mark.parametrize("kind", ["answer", "workbook", "suite"])
def test_every_kind_takes_star_tags_and_note(api: Caller, run: Run, kind: str) -> None:
    answer = run.candidates.first()
    assert answer is not None
    book = run.team.workbooks.create(name="sales.csv", file=StoredFile.objects.store(b"a"), format="csv")
    pk = {"answer": answer.pk, "workbook": book.pk, "suite": run.suite_version.suite_id}[kind]
    at = f"items/{kind}/{pk}"
    assert body_of(api.send(f"{at}/star", method="PUT"))["has_star"]
    changed = body_of(api.send(at, {"tags": ["best"], "note": "ours", "archived": True}, method="PATCH"))
    assert (changed["tags"], changed["note"], changed["archived_at"] is not None) == (["best"], "ours", True)
    if kind != "suite":
        assert api.send(at, {"name": "x"}, method="PATCH").status_code == 422


def test_items_are_also_at_their_old_address(api: Caller, run: Run) -> None:
    old, new = (f"{name}/run/{run.pk}" for name in ("kept", "items"))
    assert body_of(api.send(f"{old}/star", method="PUT"))["has_star"]
    changed = body_of(api.send(old, {"note": "ours"}, method="PATCH"))
    assert changed == body_of(api.get(old)) == body_of(api.get(new))
    assert not body_of(api.send(f"{old}/star", method="DELETE"))["has_star"]
    deletion = body_of(api.send(old, method="DELETE"))
    assert deletion["thing"] == deletion["item"] == run.pk
    assert api.get(new).status_code == 404


def test_a_deletion_can_be_undone_where_it_is_reported(member: Client, run: Run) -> None:
    assert "Delete the run …" in member.get(f"/runs/{run.pk}/").content.decode()
    page = member.post(f"/keep/run/{run.pk}/delete/", follow=True).content.decode()
    address = f"/deleted/{Deletion.objects.get().pk}/restore/"
    messages = page.partition('class="messages"')[2].partition("</ul>")[0]
    assert f'action="{address}"' in messages
    assert "csrfmiddlewaretoken" in messages
    assert "Undo" in messages
    assert member.post(address, {"undo": "1"})["Location"] == f"/runs/{run.pk}/"
    assert "Undo" not in member.get(f"/runs/{run.pk}/").content.decode()


def test_deleted_run_disappears_everywhere_and_is_restored_whole(member: Client, api: Caller, run: Run) -> None:
    before = body_of(api.get("figures/leaderboard?suite=starter"))
    question = member.get(f"/keep/run/{run.pk}/delete/").content.decode()
    assert "2 answers" in question
    assert "30 days" in question
    member.post(f"/keep/run/{run.pk}/delete/")
    answer = Candidate.objects.order_by("pk")[0].pk
    for address in (f"/runs/{run.pk}/", f"/candidates/{answer}/", f"/candidates/{answer}/preview/"):
        assert member.get(address).status_code == 404, address
    for address in ("/runs/", "/candidates/", "/", "/search/?q=starter", "/compare/leaderboard/"):
        assert f"/runs/{run.pk}/" not in member.get(address).content.decode(), address
    assert api.get(f"runs/{run.pk}").status_code == 404
    assert body_of(api.get("candidates"))["count"] == 0
    assert not list(suites_with_results(run.team))
    assert Tally.objects.filter(run__team=run.team).count() == 0
    deletion = Deletion.objects.get()
    assert "Restore" in member.get("/deleted/").content.decode()
    member.post(f"/deleted/{deletion.pk}/restore/")
    assert not Deletion.objects.exists()
    assert member.get(f"/candidates/{answer}/").status_code == 200
    assert body_of(api.get("figures/leaderboard?suite=starter")) == before


def test_deleted_conversation_stops_and_takes_its_runs(api: Caller, chat: Run) -> None:
    suite = chat.suite_version.suite_id
    gone = body_of(api.send(f"items/conversation/{suite}", method="DELETE"))
    assert (gone["kind"], gone["thing"], gone["n_runs"]) == ("conversation", suite, 1)
    chat.refresh_from_db()
    assert chat.state == Run.State.CANCELLED
    assert chat.candidates.get().state == State.CANCELLED
    assert api.get(f"conversations/{suite}").status_code == 404
    assert api.get(f"runs/{chat.pk}").status_code == 404
    assert body_of(api.get("deleted"))["count"] == 1
    api.send(f"deleted/{gone['id']}/restore")
    assert body_of(api.get(f"conversations/{suite}"))["versions"][0]["runs"] == [chat.pk]


def test_run_of_a_deleted_conversation_waits_for_it(api: Caller, chat: Run) -> None:
    of_run = body_of(api.send(f"items/run/{chat.pk}", method="DELETE"))
    of_suite = body_of(api.send(f"items/conversation/{chat.suite_version.suite_id}", method="DELETE"))
    refused = api.send(f"deleted/{of_run['id']}/restore")
    assert refused.status_code == 422
    assert "Restore that first" in refused.json()["detail"]
    api.send(f"deleted/{of_suite['id']}/restore")
    assert api.send(f"deleted/{of_run['id']}/restore").status_code == 200


def test_deleted_items_are_removed_with_their_files_after_thirty_days(
    mia: Any, run: Run, chat: Run, django_capture_on_commit_callbacks: Any
) -> None:
    answer = run.candidates.select_related("task").first()
    assert answer is not None
    answer.generation.delete()
    factories.finish(answer, V.PASSED, screenshot=b"picture")
    picture = answer.gradings.get(is_current=True).screenshot
    assert picture is not None
    delete_item(run, mia)
    delete_item(chat.suite_version.suite, mia)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_deleted() == 0
    Deletion.objects.update(created_at=now() - timedelta(days=30, minutes=1))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.remove_deleted()
    assert not Run.objects.exists()
    assert not Candidate.objects.exists()
    assert not Suite.objects.filter(pk=chat.suite_version.suite_id).exists()
    assert Suite.objects.filter(pk=run.suite_version.suite_id).exists(), "a suite stays when a run of it goes"
    assert not StoredFile.objects.filter(pk=picture.pk).exists()
    assert not Deletion.objects.exists()


def test_run_with_votes_is_not_deleted_without_confirmation(member: Client) -> None:
    run = make_judged_run(n_tasks=1)
    make_campaign(run)
    assert "is judged" in member.get(f"/keep/run/{run.pk}/delete/").content.decode().replace("are judged", "is judged")
    member.post(f"/keep/run/{run.pk}/delete/")
    assert not Deletion.objects.exists()


def test_shipped_suite_keeps_its_name_and_is_not_deleted(api: Caller, run: Run) -> None:
    Suite.objects.update(origin=Suite.Origin.SHIPPED)
    at = f"items/suite/{run.suite_version.suite_id}"
    assert api.send(at, {"name": "x"}, method="PATCH").status_code == 422
    assert api.send(at, method="DELETE").status_code == 422


def test_other_teams_and_viewers_cannot_delete(run: Run) -> None:
    olga = factories.make_person("olga", Team.objects.create(name="Other", slug="other"), "admin")
    viewer = sign_in(factories.make_person("vera", role="viewer"))
    for act in ("star", "annotate", "archive", "delete"):
        assert sign_in(olga).post(f"/keep/run/{run.pk}/{act}/").status_code == 404
    for act in ("annotate", "archive", "delete"):
        assert viewer.post(f"/keep/run/{run.pk}/{act}/").status_code == 403
    deletion = delete_item(run, None)
    assert sign_in(olga).post(f"/deleted/{deletion.pk}/restore/").status_code == 404
    assert viewer.post(f"/deleted/{deletion.pk}/restore/").status_code == 403
    assert "Restore" not in sign_in(olga).get("/deleted/").content.decode()


def test_deleted_answer_leaves_its_run_and_comes_back(member: Client, api: Caller, run: Run) -> None:
    before = list(Tally.objects.order_by("pk").values_list("run", "task", "n", "n_passed", "n_answers", "score_sum"))
    board, versions = body_of(api.get("figures/leaderboard?suite=starter")), list(VersionTally.objects.values_list("n"))
    answer = run.candidates.get(verdict=V.FAILED)
    question = member.get(f"/keep/answer/{answer.pk}/delete/").content.decode()
    assert "stays and loses" in question
    member.post(f"/keep/answer/{answer.pk}/delete/")
    assert member.get(f"/candidates/{answer.pk}/").status_code == 404
    assert body_of(api.get("candidates"))["count"] == 1
    assert body_of(api.get("figures/leaderboard?suite=starter"))["items"][0]["passes"]["pass@1"]["share"] == 1.0
    for address in (f"/runs/{run.pk}/", f"/runs/{run.pk}/tasks/{answer.task_id}/", f"/compare/?run={run.pk}"):
        page = member.get(address)
        assert page.status_code == 200, address
        assert f"/candidates/{answer.pk}/" not in page.content.decode(), address
    assert run.team.runs.count() == 1, "its stand-in is in the bin"
    gone = body_of(api.get("deleted"))["items"][0]
    assert (gone["kind"], gone["thing"], gone["n_runs"]) == ("answer", answer.pk, 0)
    member.post(f"/deleted/{gone['id']}/restore/")
    rows = Tally.objects.order_by("pk").values_list("run", "task", "n", "n_passed", "n_answers", "score_sum")
    assert sorted(rows) == sorted(before)
    assert list(VersionTally.objects.values_list("n")) == versions
    assert body_of(api.get("figures/leaderboard?suite=starter")) == board
    assert Run.objects.count() == 1
    assert Team.objects.count() == 1


def test_unfinished_answer_is_not_deleted_and_one_of_a_deleted_run_not_restored(
    api: Caller, run: Run, chat: Run
) -> None:
    refused = api.send(f"items/answer/{chat.candidates.get().pk}", method="DELETE")
    assert "still being made" in refused.json()["detail"]
    answer = run.candidates.first()
    assert answer is not None
    of_answer = body_of(api.send(f"items/answer/{answer.pk}", method="DELETE"))
    of_run = body_of(api.send(f"items/run/{run.pk}", method="DELETE"))
    assert "Restore that first" in api.send(f"deleted/{of_answer['id']}/restore").json()["detail"]
    api.send(f"deleted/{of_run['id']}/restore")
    assert api.send(f"deleted/{of_answer['id']}/restore").status_code == 200
    assert run.candidates.count() == 2


def test_deleted_suite_takes_its_runs_and_waits_for_its_name(api: Caller, run: Run) -> None:
    suite = run.suite_version.suite
    for _ in range(2):  # the same name may be deleted twice
        gone = body_of(api.send(f"items/suite/{suite.pk}", method="DELETE"))
        assert (gone["kind"], api.get(f"suites/{suite.slug}").status_code) == ("suite", 404)
        suite = factories.make_suite().suite
    assert "another suite called starter" in api.send(f"deleted/{gone['id']}/restore").json()["detail"]
    suite.delete()
    assert api.send(f"deleted/{gone['id']}/restore").status_code == 200
    assert body_of(api.get("deleted"))["count"] == 1


def test_deleted_workbook_comes_back_with_its_prompts(member: Client, api: Caller, chat: Run) -> None:
    chat.cancel()
    book = chat.team.workbooks.create(name="sales.csv", file=StoredFile.objects.store(b"a"), format="csv")
    chat.suite_version.tasks.update(workbook=book)
    assert "30" in member.get(f"/workbooks/{book.pk}/delete/").content.decode()
    member.post(f"/workbooks/{book.pk}/delete/")
    assert body_of(api.get("workbooks"))["count"] == 0
    assert api.get(f"runs/{chat.pk}").status_code == 404
    again = chat.team.workbooks.create(name="sales.csv", file=book.file, format="csv")
    gone = body_of(api.get("deleted"))["items"][0]
    assert "uploaded again" in api.send(f"deleted/{gone['id']}/restore").json()["detail"]
    again.delete()
    assert api.send(f"deleted/{gone['id']}/restore").status_code == 200
    assert (body_of(api.get("workbooks"))["count"], api.get(f"runs/{chat.pk}").status_code) == (1, 200)


def test_star_button_redirects_only_within_the_site(member: Client, run: Run) -> None:
    for address in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        response = member.post(f"/keep/run/{run.pk}/star/", {"next": address})
        assert response.headers["Location"] == f"/runs/{run.pk}/"
