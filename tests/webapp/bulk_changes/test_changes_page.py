"""Bulk changes on pages: preview, apply once, result, undo; the roles that may do it; without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from evaluations.limits import MAX_ADDED_MODELS
from evaluations.models import BulkChange, Candidate, Run, State, Team
from evaluations.records import Verdict
from tests import factories
from tests.environment import needs_time
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of
from webapp.bulk_changes.api import ChangeIn, input_of_body
from webapp.bulk_changes.request import input_of_query

V = Verdict
AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    new_run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(new_run, [V.PASSED, V.FAILED, V.UNSCORED, V.FAILED])
    return new_run


def client_of(role: str = "member", team: str = "") -> Client:
    client = Client()
    where = factories.make_team(team) if team else None
    client.force_login(factories.make_person(f"{role}{team}", where, role))
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html_of(response)


def press(client: Client, address: str) -> str:
    """Read the plan's key and post the form. Return the address that follows."""
    key = re.search(r'name="key" value="([^"]+)"', text_of(client, address))
    assert key
    response = client.post(address, {"key": key[1]})
    assert response.status_code == 302, response.content
    assert client.post(address, {"key": key[1]})["Location"] == response["Location"]
    return str(response["Location"])


def test_change_is_shown_then_applied_once_then_shown_again(run: Run, woken: list[int]) -> None:
    client, address = client_of(), f"/candidates/change/?run={run.pk}&verdict=failed&do=regrade"
    text = text_of(client, address)
    assert "<strong>2</strong> stored answers will be regraded" in text
    assert "Regrade 2 answers" in text
    assert not BulkChange.objects.exists()
    to = press(client, address)
    assert woken == [1]
    assert run.candidates.filter(state=State.EXECUTING).count() == 2
    text = text_of(client, to)
    assert "0/2" in text
    assert "not graded yet" in text
    row = run.candidates.filter(state=State.EXECUTING).earliest("pk")
    factories.grade(row, V.PASSED, "", {})
    Candidate.objects.filter(pk=row.pk).update(state=State.DONE, verdict=V.PASSED)
    part = html_of(client.get(to, headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert f'href="/candidates/{row.pk}/"' in part
    assert "History <span" in text_of(client, f"/candidates/{row.pk}/")
    client.post(f"{to}undo/")
    assert list(run.candidates.order_by("pk").values_list("verdict", flat=True)) == [
        "passed",
        "failed",
        "unscored",
        "failed",
    ]
    assert "Undone" in text_of(client, to)
    assert "undone" in text_of(client, f"/changes/?run={run.pk}")


def test_samples_and_models_are_added_to_the_run(run: Run, woken: list[int]) -> None:
    client, model = client_of(), factories.make_model("a/z")
    base = f"/candidates/change/?run={run.pk}"
    assert "Ask for 12 answers" in text_of(client, f"{base}&do=samples&more=3")
    press(client, f"{base}&do=samples&more=3")
    assert run.candidates.count() == 16
    assert "No model is ticked" in text_of(client, f"{base}&do=models")
    press(client, f"{base}&do=models&add={model.pk}")
    assert run.candidates.filter(model=model).count() == 2 * 4
    assert len(woken) == 2


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("do=again&verdict=passed", "Nothing among these is unscored"),
        ("do=samples&more=0", "0 more samples are not"),
        ("do=samples&more=zzz", "0 more samples are not"),
        ("do=nonsense&q=zzz", "There is no kind of change “nonsense”"),
    ],
)
def test_impossible_change_is_reported_in_a_sentence(run: Run, query: str, sentence: str) -> None:
    client = client_of()
    assert sentence in text_of(client, f"/candidates/change/?{query}")
    response = client.post(f"/candidates/change/?{query}", {"key": "abc"})
    assert response.status_code == 422
    assert sentence in html_of(response)
    assert client.post("/candidates/change/?do=regrade").status_code == 422  # no key


def test_viewer_sees_a_change_but_outsider_and_anonymous_do_not(run: Run, woken: list[int]) -> None:
    owner = client_of()
    to = press(owner, f"/candidates/change/?run={run.pk}&do=regrade")
    viewer, outsider, anonymous = client_of("viewer"), client_of("admin", "Other"), Client()
    assert "Undo" not in text_of(viewer, to)
    assert viewer.get("/candidates/change/").status_code == 403
    assert viewer.post(f"{to}undo/").status_code == 403
    assert "Regrade or add answers" not in text_of(viewer, "/candidates/")
    assert outsider.get(to).status_code == 404
    assert outsider.post(f"{to}undo/").status_code == 404
    assert outsider.get("/changes/").context["page"].paginator.count == 0
    assert outsider.post(f"/candidates/change/?run={run.pk}", {"key": "k"}).status_code == 422
    for address in (to, "/changes/", "/candidates/change/"):
        assert anonymous.get(address).status_code == 302
    assert BulkChange.objects.filter(undone_at=None).count() == 1


def test_page_and_api_ask_for_the_same_change(run: Run) -> None:
    team, cause = Team.objects.default(), "a & b=c ü"
    body = ChangeIn(
        kind="samples", more=3, add=[], key="", run=[run.pk], verdict="failed", model=["a/x"], cause=cause, rounds=0
    )
    filters = {"run": run.pk, "verdict": "failed", "model": "a/x", "cause": cause, "rounds": 0}
    typed = filters | {"do": "samples", "more": 3}
    by_page, by_api = input_of_query(team, QueryDict(urlencode(typed))), input_of_body(team, body)
    assert by_page == by_api
    assert dict(parse_qsl(by_api.query)) == {name: str(value) for name, value in filters.items()}


def test_page_and_api_refuse_a_filter_that_does_not_exist_with_the_same_words(run: Run) -> None:
    sentence = "There is no task “987654”."
    assert sentence in text_of(client_of(), "/candidates/change/?do=regrade&task=987654")
    body = {"kind": "regrade", "task": 987654}
    mia = caller()
    assert body_of(mia.send("changes/preview", body))["error"] == sentence
    assert body_of(mia.send("changes", body), 422)["detail"] == sentence


def test_page_and_api_refuse_more_models_than_one_change_may_add(run: Run) -> None:
    numbers = [factories.make_model(f"a/new{n}").pk for n in range(MAX_ADDED_MODELS + 1)]
    query = urlencode({"run": run.pk, "do": "models", "add": numbers}, doseq=True)
    assert "21 models are more than 20 in one change" in text_of(client_of(), f"/candidates/change/?{query}")
    body = {"kind": "models", "run": [run.pk], "add": [str(number) for number in numbers]}
    assert caller().send("changes/preview", body).status_code == 422


def test_api_makes_and_undoes_changes(run: Run, woken: list[int]) -> None:
    mia, body = caller(), {"kind": "regrade", "run": [run.pk], "verdict": "failed"}
    preview = body_of(mia.send("changes/preview", body))
    assert (preview["error"], preview["trouble"]) == ("", "")  # trouble is the old name
    assert (preview["n_regraded"], preview["n_asked"], preview["by_model"][0]["name"]) == (2, 0, "a/x")
    created = body_of(mia.send("changes", body | {"key": "nightly-1"}), 201)
    assert body_of(mia.send("changes", body | {"key": "nightly-1"}), 200)["id"] == created["id"]
    change = body_of(mia.get(f"changes/{created['id']}"))
    assert (change["n"], change["n_done"], change["moves"]) == (2, 0, [{"before": "failed", "after": "", "n": 2}])
    assert body_of(mia.get(f"changes/{created['id']}/rows"))["count"] == 2
    assert body_of(mia.get("changes"))["count"] == 1
    assert body_of(mia.send(f"changes/{created['id']}/undo"))["undone_at"]
    assert body_of(mia.send(f"changes/{created['id']}/undo"), 409)
    assert (
        "No model is ticked"
        in body_of(mia.send("changes", {"kind": "models", "run": [run.pk], "key": "x"}), 422)["detail"]
    )


@pytest.mark.django_db(transaction=True)
@needs_time
def test_pages_are_clean_and_accessible(page: Page, enter: Callable[[Page, object], str], run: Run) -> None:
    site = enter(page, factories.make_person("mia"))
    page.goto(f"{site}/candidates/?run={run.pk}&verdict=failed")
    page.get_by_role("link", name="Regrade or add answers (2)").click()
    expect(page.get_by_role("button", name="Regrade 2 answers")).to_be_visible()
    for name in ("Add a model", "Add samples", "Retry", "Regrade"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name="Regrade or add answers")).to_be_visible()
        check(page)
    page.get_by_role("button", name="Regrade 2 answers").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone", exact=False).first).to_be_visible()
    page.goto(f"{site}/changes/")
    check(page)


def check(page: Page) -> None:
    page.evaluate(AXE.read_text())
    report = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert not [v for v in report["violations"] if v["impact"] in ("serious", "critical")], page.url


@pytest.mark.django_db(transaction=True)
def test_pages_work_without_javascript(browser: Browser, enter: Callable[..., str], run: Run) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    site = enter(context, factories.make_person("mia"))
    opened.goto(f"{site}/candidates/change/?run={run.pk}&do=samples")
    opened.get_by_label("More answers for each model and task").fill("2")
    opened.get_by_role("button", name="Show what changes").click()
    opened.get_by_role("button", name="Ask for 8 answers").click()
    expect(opened.get_by_text("0/8")).to_be_visible()
    context.close()
