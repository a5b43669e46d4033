"""Grade stored answers with this version: from the suite's page to Apply or Discard, and the same by API."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from evaluations.models import BulkChange, GradingTrial, Run, SuiteVersion
from evaluations.records import Checks, Verdict
from evaluations.tasks import suite_jobs
from tests import factories
from tests.actions.test_grading_trials import fill
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict


@pytest.fixture
def run() -> Run:
    new_run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(new_run, [V.PASSED] * 4)
    return new_run


@pytest.fixture(autouse=True)
def version(run: Run) -> SuiteVersion:
    stricter = Checks(path="answer.test.tsx", source="test('is stricter', () => {});")
    return factories.make_suite(
        [replace(factories.make_spec("add"), checks=stricter), factories.make_spec("logging-hook")], number=2
    )


@pytest.fixture
def mia(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(suite_jobs.execute_trial, "apply_async", lambda words: None)
    client = Client()
    client.force_login(factories.make_person("mia"))
    return client


def start(mia: Client) -> GradingTrial:
    answer = mia.post("/suites/starter/stored-answers/?v=2", {"key": "k"})
    trial = GradingTrial.objects.get()
    assert answer["Location"] == f"/changes/trials/{trial.pk}/"
    return trial


def test_from_the_suite_page_to_the_flips_and_apply(mia: Client, run: Run) -> None:
    assert "/suites/starter/stored-answers/?v=2" in mia.get("/suites/starter/").content.decode()
    assert "Grade 2 answers" in mia.get("/suites/starter/stored-answers/?v=2").content.decode()
    trial = start(mia)
    page = mia.get(f"/changes/trials/{trial.pk}/").content.decode()
    assert "0/2" in page
    assert ">Apply<" not in page
    assert mia.post(f"/changes/trials/{trial.pk}/apply/").status_code == 422
    fill(trial, {"x": V.PASSED, "y": V.FAILED})
    page = mia.get(f"/changes/trials/{trial.pk}/").content.decode()
    assert "It failed." in page
    assert "Discard" in page
    assert run.candidates.filter(verdict="failed").count() == 0
    done = mia.post(f"/changes/trials/{trial.pk}/apply/")
    change = BulkChange.objects.get()
    assert done["Location"] == f"/changes/{change.pk}/"
    assert "Starter v2</a>" in html_of(mia.get(done["Location"]))
    assert run.candidates.filter(verdict="failed").count() == 1
    failed = run.candidates.get(verdict="failed")
    assert "of starter v2, applied to this stored answer" in mia.get(f"/candidates/{failed.pk}/").content.decode()
    mia.post(f"/changes/{change.pk}/undo/")
    assert run.candidates.filter(verdict="failed").count() == 0


def test_discarded_from_the_page(mia: Client, run: Run) -> None:
    trial = start(mia)
    fill(trial, {"x": V.FAILED, "y": V.FAILED})
    assert mia.post(f"/changes/trials/{trial.pk}/discard/")["Location"] == "/suites/starter/"
    assert not GradingTrial.objects.exists()
    assert run.candidates.filter(verdict="failed").count() == 0


def test_the_page_of_a_task_starts_one_of_its_answers_alone(mia: Client) -> None:
    assert "stored-answers/?v=2&amp;task=add" in mia.get("/suites/starter/tasks/add/").content.decode()
    assert "stored-answers" not in mia.get("/suites/starter/tasks/logging-hook/").content.decode()
    page = mia.get("/suites/starter/stored-answers/?v=2&task=logging-hook").content.decode()
    assert "no task has other checks" in page
    assert '<button class="primary">Grade' not in page


def test_the_part_of_the_page_that_htmx_loads_again(mia: Client) -> None:
    trial = start(mia)
    part = mia.get(f"/changes/trials/{trial.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<h1>" not in part
    assert 'hx-trigger="every 2s"' in part
    fill(trial, {"x": V.PASSED, "y": V.PASSED})
    part = mia.get(f"/changes/trials/{trial.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in part
    assert "No verdict would change." in part


def test_outsiders_see_no_trial(mia: Client) -> None:
    trial = start(mia)
    client = Client()
    client.force_login(factories.make_person("otto", factories.make_team("Others")))
    assert client.get(f"/changes/trials/{trial.pk}/").status_code == 404
    assert client.post(f"/changes/trials/{trial.pk}/apply/").status_code == 404


def test_the_same_by_api(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite_jobs.execute_trial, "apply_async", lambda words: None)
    mia = caller()
    created = body_of(mia.send("suites/starter/trials", {"key": "k"}), 201)
    assert (created["version"], created["n"], created["n_done"], created["change"]) == (2, 2, 0, None)
    assert body_of(mia.send("suites/starter/trials", {"key": "k"}))["id"] == created["id"]
    fill(GradingTrial.objects.get(), {"x": V.PASSED, "y": V.FAILED})
    flips = body_of(mia.get(f"changes/trials/{created['id']}/rows"))["items"]
    assert [(row["task"], row["model"], row["before"], row["after"]) for row in flips] == [
        ("add", "a/y", "passed", "failed")
    ]
    applied = body_of(mia.send(f"changes/trials/{created['id']}/apply"))
    assert applied["change"] == BulkChange.objects.get().pk
    assert run.candidates.filter(verdict="failed").count() == 1
    assert mia.send(f"changes/trials/{created['id']}", method="DELETE").status_code == 422


@pytest.mark.parametrize(
    ("change", "is_offered"),
    [
        ({"tags": ("other",), "title": "Counts", "licence": "MIT"}, False),
        ({"prompt": "Write something else."}, False),
        ({"mutants": {"wrong": {"answer.tsx": "x"}}, "reference": {"answer.tsx": "y"}}, False),
        ({"timeout_ms": 9000}, True),
        ({"checks": Checks(path="answer.test.tsx", source="test('other', () => {});")}, True),
    ],
    ids=["texts and tags", "prompt", "mutants and reference", "time limit", "checks"],
)
def test_only_other_checks_are_offered(change: dict[str, Any], is_offered: bool, mia: Client) -> None:
    factories.make_suite([factories.make_spec("add")], slug="own")
    factories.make_suite([factories.make_spec("add", **change)], slug="own", number=2)
    for path in ("/suites/own/?v=2", "/suites/own/tasks/add/?v=2"):
        assert ("stored-answers/" in html_of(mia.get(path))) is is_offered, path
    error = "has other checks, but there are no stored answers" if is_offered else "no task has other checks"
    error = "to other prompts" if "prompt" in change else error
    assert error in html_of(mia.get("/suites/own/stored-answers/?v=2"))


def test_checks_that_changed_in_an_earlier_version_are_offered_too(mia: Client) -> None:
    factories.make_suite([factories.make_spec("add")], slug="own")
    stricter = Checks(path="answer.test.tsx", source="test('stricter', () => {});")
    factories.make_suite([factories.make_spec("add", checks=stricter)], slug="own", number=2)
    factories.make_suite([factories.make_spec("add", checks=stricter, tags=("other",))], slug="own", number=3)
    assert "stored-answers/?v=3" in html_of(mia.get("/suites/own/"))
    assert "stored-answers/" not in html_of(mia.get("/suites/own/tasks/add/")), "this task is as in the version before"
    assert "stored-answers/" not in html_of(mia.get("/suites/own/?v=1"))
