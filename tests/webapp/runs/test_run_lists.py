"""The list of runs: page and API find the same rows."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import Run, Suite, Team
from tests import factories
from tests.webapp.api_client import Caller, body_of, token_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs() -> dict[str, Run]:
    """A run of a suite, and two runs of one conversation."""
    model, team = factories.make_model(), Team.objects.default()
    sorting = factories.make_suite([factories.make_spec()], slug="sort-1")
    Suite.objects.filter(slug="sort-1").update(title="Sorting lists")
    talk = factories.make_suite([factories.make_spec()], slug="prompt-1")
    Suite.objects.filter(slug="prompt-1").update(origin=Suite.Origin.PROMPT, title="A counter")
    assert sorting.suite.team == team
    return {
        "suite": factories.make_run(sorting, [model], "nightly"),
        "first": factories.make_run(talk, [model], "counter v1"),
        "second": factories.make_run(talk, [model], "counter v2"),
    }


def on_page(query: str) -> set[str]:
    client = Client()
    client.force_login(factories.make_person(f"page-{query[-9:]}"))
    return {run.title for run in client.get(f"/runs/?{query}").context["rows"]}


def by_api(query: str) -> set[str]:
    items = body_of(Caller(token_for(factories.make_person(f"api-{query[-9:]}"))).get(f"runs?{query}"))["items"]
    return {item["title"] for item in items}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=nightly", {"nightly"}),
        ("q=SORT-1", {"nightly"}),
        ("q=sorting+lists", {"nightly"}),
        ("q=A+counter", {"counter v2"}),
        ("state=running", {"nightly", "counter v2"}),
        ("q=nothing", set()),
    ],
)
def test_page_and_api_find_the_same_runs(runs: dict[str, Run], query: str, titles: set[str]) -> None:
    assert on_page(query) == titles
    assert by_api(f"{query}&once_per_conversation=true") == titles


def test_api_lists_every_run_of_a_conversation_unless_asked_otherwise(runs: dict[str, Run]) -> None:
    assert by_api("") == {run.title for run in runs.values()}
    assert by_api("once_per_conversation=true") == {"nightly", "counter v2"}
