"""Pages that say what differs between two versions, with and without JavaScript, and the same by API."""

from __future__ import annotations

import pytest
from django.test import Client

from tests import factories
from tests.webapp.api_client import body_of, caller
from webapp.suites.text_diff import side_by_side

pytestmark = pytest.mark.django_db
OLD = "\n".join(f"line {n}" for n in range(20))
NEW = OLD.replace("line 10", "line ten\nand more")


@pytest.fixture
def versions() -> None:
    factories.make_suite([factories.make_spec("add", prompt=OLD), factories.make_spec("gone")], number=1)
    factories.make_suite([factories.make_spec("add", prompt=NEW), factories.make_spec("fresh")], number=2)


@pytest.fixture
def mia() -> Client:
    client = Client()
    client.force_login(factories.make_person("mia"))
    return client


def test_the_suite_page_links_to_what_its_version_changed(mia: Client, versions: None) -> None:
    page = " ".join(mia.get("/suites/starter/").content.decode().split())
    assert 'href="/suites/starter/versions/?v=2"' in page
    assert "v2 against v1</a>: 1 changed, 1 added, 1 removed" in page
    assert "/versions/" not in mia.get("/suites/starter/?v=1").content.decode()
    page = mia.get("/suites/starter/versions/?v=2").content.decode()
    assert "/suites/starter/tasks/add/versions/?v=2&amp;against=1" in page
    assert "/suites/starter/tasks/fresh/?v=2" in page
    assert "/suites/starter/tasks/gone/?v=1" in page
    assert "Both have the same tasks" in mia.get("/suites/starter/versions/?v=2&against=2").content.decode()


def test_the_task_page_links_to_its_texts_side_by_side(mia: Client, versions: None) -> None:
    page = " ".join(mia.get("/suites/starter/tasks/add/").content.decode().split())
    assert "v2 against v1</a>: prompt changed" in page
    assert "against v1" not in mia.get("/suites/starter/tasks/fresh/").content.decode()
    page = " ".join(mia.get("/suites/starter/tasks/add/versions/").content.decode().split())
    assert '<td class="is-removed"><pre>line 10</pre></td>' in page
    assert '<td class="is-added"><pre>line ten</pre></td>' in page
    assert "7 equal lines" in page
    assert mia.get("/suites/starter/tasks/fresh/versions/").status_code == 404
    assert mia.get("/suites/starter/tasks/add/versions/?v=1").status_code == 404, "nothing is before v1"


def test_outsiders_see_nothing(versions: None) -> None:
    client = Client()
    client.force_login(factories.make_person("otto", factories.make_team("Others")))
    assert client.get("/suites/starter/versions/").status_code == 404
    assert client.get("/suites/starter/tasks/add/versions/").status_code == 404


def test_both_texts_by_api(versions: None) -> None:
    mia = caller()
    body = body_of(mia.get("suites/starter/tasks/add/changes"))
    assert body == {"number": 2, "before": 1, "texts": [{"name": "prompt", "before": OLD, "after": NEW}]}
    assert body_of(mia.get("suites/starter/changes?version=1&against=2"))["added"] == ["gone"]
    assert body_of(mia.get("suites/starter/changes?version=1"), 404)


def test_equal_lines_far_from_a_difference_are_folded() -> None:
    rows = side_by_side(OLD, NEW)
    assert [row.n_folded for row in rows if row.kind == "folded"] == [7, 6]
    changed = [row for row in rows if row.kind == "changed"]
    assert [(row.n_before, row.before, row.n_after, row.after) for row in changed] == [
        (11, "line 10", 11, "line ten"),
        (None, "", 12, "and more"),
    ]
    assert side_by_side("", "new")[0].after == "new"
