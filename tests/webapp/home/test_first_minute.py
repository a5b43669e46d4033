"""The first minute: the first page's content and offers, and former dead ends."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from evaluations.limits import MAX_SAMPLES
from evaluations.models import Candidate, Membership, Preferences, Run, StoredFile, Suite, Team
from evaluations.models.servers import DEMONSTRATION_NOTE
from evaluations.queries.demonstrations import DEMONSTRATIONS
from evaluations.queries.model_choice import last_used_models
from evaluations.records import Verdict
from evaluations.runner.first_run import import_demonstration
from evaluations.runner.imports import SUITES
from tests.factories import finish, finish_run, make_model, make_person, make_run, make_spec, make_suite
from tests.webapp.prompts.test_prompt_page import typed
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db
PICTURE = b"\x89PNG picture"


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def test_a_new_site_says_what_it_is_and_has_answers_to_look_at(member: Client) -> None:
    for slug, name in DEMONSTRATIONS.items():
        run = import_demonstration(Team.objects.default(), slug, SUITES / "demonstrations" / name)
        assert run is not None
        for candidate in run.candidates.select_related("task"):
            Candidate.objects.filter(pk=candidate.pk).update(state="done")
    page = text_of(member.get("/"))
    assert "Which local model writes browser code that works" in page
    assert "4 demonstration answers, written by hand" in page
    assert 'id="start-box"' in page
    assert [f'href="/runs/{run.pk}/"' in page for run in Run.objects.all()] == [True, True]
    assert "Continue" not in page  # a demonstration is not an own run
    shown = text_of(member.get(f"/runs/{Run.objects.first().pk}/"))  # type: ignore[union-attr]
    assert "not by a model" in shown


def test_conversations_are_shown_by_their_pictures(member: Client, woken: list[int]) -> None:
    member.post("/prompt/", typed(models=[make_model().pk], prompt="A clock"))
    run = Run.objects.get()
    candidate = run.candidates.select_related("task").get()
    finish(candidate, Verdict.UNCHECKED, screenshot=PICTURE)
    page = text_of(member.get("/"))
    assert "A clock" in page
    assert f"/candidates/{candidate.pk}/screenshot/" in page
    assert StoredFile.objects.count() == 1


def test_pictures_of_crashed_answers_are_not_shown(member: Client) -> None:
    version = make_suite([make_spec("clock")], slug=next(iter(DEMONSTRATIONS)))
    models = [make_model("a/x"), make_model("a/y")]
    own = make_run(version, models, origin=Run.Origin.STORED)
    theirs = make_run(make_suite([make_spec("clock")], slug="a-clock"), models[:1])
    Suite.objects.update(origin=Suite.Origin.PROMPT)
    for candidate in theirs.candidates.select_related("task"):
        finish(candidate, Verdict.RUNTIME_ERROR, screenshot=PICTURE)
    crashed, failed = own.candidates.select_related("task")
    finish(crashed, Verdict.TIMEOUT, screenshot=PICTURE)
    finish(failed, Verdict.FAILED, screenshot=PICTURE)
    context = member.get("/").context
    assert [each.pictures for each in context["demonstrations"]] == [(failed.pk,)]
    assert [card.picture for card in context["cards"]] == [None]


def test_a_suite_that_compares_models_is_shown_before_one_with_a_single_model(member: Client) -> None:
    two = make_run(make_suite(slug="two"), [make_model("a/x"), make_model("a/y")])
    single_model = make_run(make_suite(slug="one"), [make_model("a/z")])
    finish_run(two, [Verdict.PASSED, Verdict.FAILED] * 2)
    finish_run(single_model, [Verdict.PASSED] * 2)
    assert member.get("/").context["suite"].slug == "two"
    assert member.get("/?suite=one").context["suite"].slug == "one"


def test_waiting_work_of_the_person_is_one_line(member: Client) -> None:
    run = make_run(make_suite(), [make_model("a/x")], title="half")
    finish_run(run, [Verdict.PASSED, Verdict.UNSCORED])
    assert [need.words for need in member.get("/").context["needs"]] == ["1 answer of half got no verdict"]


def test_the_box_starts_a_run_with_the_models_used_last(member: Client, woken: list[int]) -> None:
    only = make_model("box/a")
    page = text_of(member.get("/"))
    assert "Run on 1 model" in page
    assert f'name="models" value="{only.pk}" checked' in page
    second = make_model("box/b")
    box = {"prompt": "A clock", "kind": "page", "strategy": "plain", "n_samples": "1", "max_tokens": "1024"}
    empty = {"language": "", "temperature": "", "examples": "", "action": "run"}
    response = member.post("/prompt/", box | empty | {"models": [second.pk]})
    run = Run.objects.get()
    assert response["Location"] == f"/runs/{run.pk}/"
    assert run.suite_version.tasks.get().spec["entry"] == "index.html"
    mia = run.created_by
    assert last_used_models(mia, run.team) == [second]
    assert "box/b" not in text_of(member.get("/")) or f'value="{second.pk}" checked' in text_of(member.get("/"))


def test_embedded_model_is_called_a_demonstration(member: Client) -> None:
    make_model("embedded/smollm2:135m")
    assert DEMONSTRATION_NOTE == "135M demonstration model, mostly fails"
    for address in ("/", "/prompt/", "/models/"):
        assert DEMONSTRATION_NOTE in text_of(member.get(address)), address


def test_opened_form_address_gets_an_explaining_page(member: Client) -> None:
    response = member.get("/suites/x/run/")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert "Go back to the page" in text_of(response)
    assert "<title>" in text_of(response)


def test_the_browser_finds_an_icon_where_it_looks(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (301, "/static/icon.svg")


def test_the_menu_has_no_page_for_developers(member: Client) -> None:
    page = text_of(member.get("/"))
    assert "/patterns/" not in page
    assert 'href="/help/"' in page


def test_every_verdict_is_explained_and_linked_to_its_explanation(member: Client) -> None:
    page = text_of(member.get("/help/"))
    for verdict in [*Verdict, "flaky"]:
        assert f'id="{verdict}"' in page, verdict
    run = make_run(make_suite(), [make_model("a/x")])
    finish_run(run, [Verdict.PASSED, Verdict.RUNTIME_ERROR])
    for candidate in run.candidates.all():
        shown = text_of(member.get(f"/candidates/{candidate.pk}/"))
        assert f'href="/help/#{candidate.verdict}"' in shown


@pytest.mark.parametrize("role", [Membership.Role.VIEWER, Membership.Role.REVIEWER])
def test_theme_follows_the_person_on_every_page(role: str) -> None:
    person = make_person("vic", role=role)
    vic, other = sign_in(person), sign_in(make_person("ann"))
    assert "data-theme=" not in vic.get("/").content.decode().partition("<body")[0]
    assert vic.post("/people/theme/", {"theme": "dark", "next": "/review/"})["Location"] == "/review/"
    assert '<html lang="en" data-theme="dark">' in vic.get("/").content.decode()
    assert "data-theme=" not in other.get("/").content.decode().partition("<body")[0]
    vic.post("/people/theme/", {"theme": "purple"})
    assert Preferences.objects.get().theme == "dark"


@pytest.mark.parametrize("address", ["//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:x"])
def test_theme_switch_leads_to_no_other_site(member: Client, address: str) -> None:
    assert member.post("/people/theme/", {"theme": "dark", "next": address})["Location"] == "/"


def test_own_defaults_fill_a_new_prompt(member: Client) -> None:
    fields = {
        "theme": "system",
        "kind": "page",
        "language": "",
        "n_samples": "3",
        "temperature": "0.7",
        "max_tokens": "",
    }
    assert member.post("/people/preferences/", fields).status_code == 302
    form = member.get("/prompt/").context["form"]
    assert (form["kind"].value(), form["n_samples"].value(), form["temperature"].value()) == ("page", 3, 0.7)
    assert member.post("/people/preferences/", fields | {"n_samples": str(MAX_SAMPLES + 1)}).status_code == 422
