"""A query parameter that matches nothing is reported with its value, and never ignored silently."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from evaluations.models import BulkChange, Candidate, Run, State
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.rows_for_pages import make_person, sign_in
from webapp.api.unknown_query_params import names_of
from webapp.api_urls import api

pytestmark = pytest.mark.django_db
NOWHERE = "nowhere-77"


@pytest.fixture
def run() -> Run:
    """A run of the team with one passed answer of each of two models."""
    new_run = factories.make_run(factories.make_suite(), [factories.make_model(), factories.make_model("box/other:1b")])
    for candidate in new_run.candidates.all():
        factories.answer(candidate, "text")
        Candidate.objects.filter(pk=candidate.pk).update(state=State.DONE, verdict="passed")
    Run.objects.update(state="done")
    return new_run


@pytest.fixture
def foreign() -> Run:
    """A run of another team, over a suite of its own."""
    suite = factories.make_suite(slug="foreign", team=factories.make_team("other-team"))
    return factories.make_run(suite, [factories.make_model("box/theirs:1b")])


@pytest.fixture
def member(run: Run) -> Client:
    return sign_in(make_person("mia"))


FIGURES = ["leaderboard", "against", "costs", "failures", "quality", "history"]


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(
    "query", ["run={foreign}", "run=999999", "suite=foreign", "suite=" + NOWHERE, "tag=" + NOWHERE]
)
def test_figures_refuse_unknown_runs_and_models(run: Run, foreign: Run, name: str, query: str) -> None:
    address_query = query.format(foreign=foreign.pk)
    answer = body_of(caller().get(f"figures/{name}?{address_query}"), 422)
    assert address_query.partition("=")[2] in answer["detail"]
    body_of(caller().get(f"figures/{name}?run={run.pk}"), 200)


@pytest.mark.parametrize(
    ("query", "to_do"),
    [
        ("run=999999", "Choose one of your team's runs."),
        ("suite=" + NOWHERE, "There are: {slug}."),
        ("run={run}&suite=" + NOWHERE, "They are over “{slug}”."),
        ("tag=" + NOWHERE, ""),
        ("kind=" + NOWHERE, "There are: component."),
        ("size=-3", "Give a number above 0, e.g. 7 or 1.3."),
        ("quant=" + NOWHERE, "There are: "),
        ("model=999999", "Choose among the models of these runs."),
    ],
)
def test_figures_say_what_to_do_and_pages_also_what_they_show(run: Run, member: Client, query: str, to_do: str) -> None:
    slug = run.suite_version.suite.slug
    address_query = query.format(run=run.pk)
    answer = body_of(caller().get(f"figures/leaderboard?{address_query}"), 422)
    assert "hown" not in answer["detail"]
    assert to_do.format(slug=slug) in answer["detail"]
    text = html.unescape(member.get(f"/compare/pairs/?{address_query}").content.decode())
    sentence = answer["detail"].removesuffix(" ").split(".")[0]
    assert sentence in text, "the page says the same before what it shows instead"
    if query.startswith(("run=9", "suite", "size")):
        assert re.search(r" is shown|All sizes are shown\.", text)


def test_unknown_entry_is_refused_and_named(run: Run, member: Client) -> None:
    assert NOWHERE in body_of(caller().get(f"figures/against?a={NOWHERE}"), 422)["detail"]
    assert f"There is no entry “{NOWHERE}”." in member.get(f"/compare/pairs/?a={NOWHERE}").content.decode()


def test_run_of_another_suite_than_the_named_one_is_reported(run: Run, member: Client) -> None:
    text = member.get(f"/compare/leaderboard/?run={run.pk}&suite={NOWHERE}").content.decode()
    assert f"These runs are not over the suite “{NOWHERE}”." in text


@pytest.mark.parametrize(
    "address",
    [
        "/candidates/?run={}",
        "/candidates/?task={}",
        "/candidates/?verdict={}",
        "/candidates/?mark={}",
        "/candidates/?rounds={}",
        "/runs/?state={}",
        "/runs/?origin={}",
        "/changes/?run={}",
        "/candidates/change/?run={}",
        "/candidates/change/?verdict={}",
        "/candidates/change/?do={}",
        "/?suite={}",
        "/compare/pairs/?common={}",
        "/compare/pairs/?settings={}",
    ],
)
def test_page_names_a_value_that_does_not_exist(member: Client, address: str) -> None:
    text = member.get(address.format(NOWHERE)).content.decode()
    assert f"“{NOWHERE}”" in text


@pytest.mark.parametrize("query", ["run={foreign}", "run=" + NOWHERE, "verdict=x", "task=x", "mark=x", "rounds=x"])
def test_invalid_filter_matches_no_answer(run: Run, foreign: Run, member: Client, query: str) -> None:
    address_query = query.format(foreign=foreign.pk)
    assert member.get(f"/candidates/?{address_query}").context["n_all"] == 0
    assert member.get(f"/candidates/?run={run.pk}").context["n_all"] == 4
    body_of(caller().get(f"candidates?{address_query}"), 422)


@pytest.mark.parametrize("query", ["run=" + NOWHERE, "verdict=x", "do=x"])
def test_bulk_change_with_an_invalid_filter_is_refused(member: Client, query: str) -> None:
    response = member.post(f"/candidates/change/?{query}", {"key": "a-key"})
    assert response.status_code == 422
    assert not BulkChange.objects.exists()


def test_every_operation_refuses_a_parameter_that_it_does_not_know(run: Run) -> None:
    answer = body_of(caller().get("figures/leaderboard?sutie=starter"), 422)
    assert answer["detail"].startswith("There is no query parameter “sutie” here. It takes: suite, run,")
    assert answer["errors"][0]["field"] == "sutie"
    body_of(caller().get("me?x=1"), 422)
    described = {
        operation["operationId"]: [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
        for methods in api.document()["paths"].values()
        for operation in methods.values()
    }
    checked = {
        operation.view_func.__name__: names_of(operation)
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }
    assert checked == described
