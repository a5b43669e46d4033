"""Archived things are not in lists, but a filter finds them."""

from __future__ import annotations

import pytest

from evaluations.models import Run, StoredFile, Suite
from tests import factories
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.rows_for_pages import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("woken")]


@pytest.mark.parametrize("kind", ["suite", "conversation", "workbook"])
def test_archived_item_leaves_its_list(kind: str) -> None:
    person = factories.make_person("mia")
    member, api = sign_in(person), Caller(token_for(person))
    version = factories.make_suite(slug="zebra")
    book = version.suite.team.workbooks.create(name="Zebra", file=StoredFile.objects.store(b"a"), format="csv")
    if kind == "conversation":
        Suite.objects.update(origin=Suite.Origin.PROMPT)
    pk = book.pk if kind == "workbook" else version.suite_id
    page, listed = {
        "suite": ("/suites/?", "suites?"),
        "conversation": ("/suites/?show=prompts&", "conversations?"),
        "workbook": ("/workbooks/?", "workbooks?"),
    }[kind]
    assert "Zebra" in member.get(page).content.decode()
    member.post(f"/keep/{kind}/{pk}/star/")
    member.post(f"/keep/{kind}/{pk}/archive/")
    assert "Zebra" not in member.get(page).content.decode()
    assert "Zebra" in member.get(f"{page}kept=archived").content.decode()
    assert "Zebra" not in member.get(f"{page}kept=starred").content.decode(), "archived ones are shown alone"
    assert body_of(api.get(listed))["count"] == 0
    assert body_of(api.get(f"{listed}show=archived"))["count"] == 1
    assert body_of(api.get(f"{listed}kept=archived"))["count"] == 1, "the old name"
    member.post(f"/keep/{kind}/{pk}/unarchive/")
    assert "Zebra" in member.get(f"{page}kept=starred").content.decode()
    assert "There is no" in member.get(f"{page}kept=unknown").content.decode()


def test_archived_run_leaves_the_dashboard_and_a_search_says_so() -> None:
    person = factories.make_person("mia")
    member, api = sign_in(person), Caller(token_for(person))
    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    Run.objects.update(title="Zebra", state=Run.State.DONE)
    assert "Zebra" in member.get("/").content.decode()
    member.post(f"/keep/run/{run.pk}/archive/")
    assert "Zebra" not in member.get("/").content.decode()
    assert '<span class="tag">archived</span>' in member.get("/search/?q=zebra").content.decode()
    assert [hit["is_archived"] for hit in body_of(api.get("search?q=zebra&kind=run"))] == [True]


def test_run_and_conversation_lead_to_their_neighbours_in_the_list() -> None:
    """The newest is first; n goes down the list, p up. Archived ones are skipped."""
    member = sign_in(factories.make_person("mia"))
    version, models = factories.make_suite(), [factories.make_model()]
    old, archived, new = (factories.make_run(version, models) for _ in range(3))
    member.post(f"/keep/run/{archived.pk}/archive/")
    page = member.get(f"/runs/{new.pk}/").content.decode()
    assert f'<a rel="next" href="/runs/{old.pk}/"' in page
    assert 'rel="prev"' not in page
    assert f'<a rel="prev" href="/runs/{new.pk}/"' in member.get(f"/runs/{old.pk}/").content.decode()


def test_workbook_leads_to_its_neighbours_in_the_list() -> None:
    member, team = sign_in(factories.make_person("mia")), factories.make_suite().suite.team
    fields = {"file": StoredFile.objects.store(b"a"), "format": "csv", "preview": {"sheets": []}}
    old, archived, new = (team.workbooks.create(name=name, **fields) for name in ("old.csv", "archived.csv", "new.csv"))
    member.post(f"/keep/workbook/{archived.pk}/archive/")
    page = member.get(f"/workbooks/{new.pk}/").content.decode()
    assert f'<a rel="next" href="/workbooks/{old.pk}/" title="old.csv"' in page
    assert 'rel="prev"' not in page
    assert f'<a rel="prev" href="/workbooks/{new.pk}/"' in member.get(f"/workbooks/{old.pk}/").content.decode()
