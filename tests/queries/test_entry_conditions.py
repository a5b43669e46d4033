"""Tasks whose conditions of entry are not met count in no comparison; untried ones count."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import LanguageModel, Run, SuiteVersion, Task
from evaluations.models.choices import purpose_of
from evaluations.queries.advice import AdviceLimits, advise
from evaluations.queries.comparison import Side
from evaluations.queries.entry_conditions import conditions_of_tasks, unmet_tasks
from evaluations.queries.history import of_models
from evaluations.queries.in_use import models_in_use
from evaluations.queries.task_measures import count_measures, task_measures
from evaluations.records import Kind, Verdict
from evaluations.stored_json import HAS_REFERENCE
from tests import factories
from tests.webapp.api_client import body_of, caller

pytestmark = pytest.mark.django_db
# Task to the results of the models a and b: only the broken task makes b look better.
RESULTS = {"first": "pf", "second": "pp", "broken": "fp"}


@pytest.fixture
def version() -> SuiteVersion:
    specs = [factories.make_spec(slug, prompt=f"Write {slug}.", entry_point=slug) for slug in RESULTS]
    return factories.make_suite(specs)


@pytest.fixture
def run(version: SuiteVersion) -> Run:
    models = [factories.make_model(f"box/{name}") for name in "ab"]
    run = factories.make_run(version, models)
    for candidate in run.candidates.select_related("task"):
        letter = RESULTS[candidate.task.slug][models.index(candidate.model)]
        factories.finish(candidate, Verdict.PASSED if letter == "p" else Verdict.FAILED)
    Run.objects.filter(pk=run.pk).update(state="done")
    run.refresh_from_db()
    return run


@pytest.fixture
def broken(version: SuiteVersion) -> Task:
    return version.tasks.get(slug="broken")


@pytest.fixture
def mia() -> Client:
    client = Client()
    client.force_login(factories.make_person("mia"))
    return client


def side(run: Run, name: str) -> Side:
    return Side(run=run, model=LanguageModel.objects.get(name=name), strategy="plain")


def test_only_tasks_that_are_known_to_fail_a_condition_are_left_out(version: SuiteVersion, broken: Task) -> None:
    assert unmet_tasks([version]) == frozenset()
    factories.store_conditions(version.tasks.get(slug="first"), is_met=True)
    factories.store_conditions(version.tasks.get(slug="second"), is_met=False, name=HAS_REFERENCE)
    assert unmet_tasks([version]) == frozenset()
    factories.store_conditions(broken, is_met=False)
    assert unmet_tasks([version]) == {broken.pk}
    states = conditions_of_tasks(version.tasks.order_by("position"))
    assert [conditions.state for conditions in states.values()] == ["met", "untried", "unmet"]


def test_a_corrected_condition_brings_the_task_back(version: SuiteVersion, broken: Task) -> None:
    check = factories.store_conditions(broken, is_met=False)
    assert unmet_tasks([version])
    check.is_met = True
    check.save()
    assert not unmet_tasks([version])


def test_pairs_histories_advice_and_measures_leave_it_out(run: Run, broken: Task) -> None:
    team, version = run.team, run.suite_version
    models = list(LanguageModel.objects.order_by("name"))
    assert len(side(run, "a").counts()) == 3
    factories.store_conditions(broken, is_met=False)
    assert len(side(run, "a").counts()) == 2
    assert [point.counts.n_passed for point in of_models([run], models)] == [2, 1]
    advice = advise(team, AdviceLimits())
    assert (advice.n_tasks, advice.n_unmet) == (2, 1)
    assert advice.best is not None
    assert advice.best.model.name == "a"
    measures = {measure.task.slug: measure for measure in task_measures(team, version)}
    assert (measures["broken"].n_models, measures["broken"].is_left_out) == (0, True)
    assert (measures["second"].n_models, measures["second"].is_left_out) == (2, False)
    assert count_measures(measures.values()).n_left_out == 1


def test_the_model_in_use_is_measured_without_it(run: Run, broken: Task, mia: Client) -> None:
    model = LanguageModel.objects.get(name="a")
    assert mia.post("/compare/in-use/", {"model": model.pk, "purpose": purpose_of(Kind.COMPONENT)}).status_code == 302
    factories.store_conditions(broken, is_met=False)
    row = next(row for row in models_in_use(run.team) if row.choice)
    assert row.n_tasks == 2


@pytest.mark.parametrize("address", ["/compare/leaderboard/", "/compare/pairs/", "/"])
def test_pages_say_how_many_tasks_are_left_out(run: Run, broken: Task, mia: Client, address: str) -> None:
    assert "left out</a>" not in mia.get(address).content.decode()
    factories.store_conditions(broken, is_met=False)
    page = " ".join(mia.get(address).content.decode().split())
    assert "1 task left out</a>: its conditions of entry are not met." in page
    assert "/suites/starter/?v=1&amp;conditions=unmet" in page


def test_the_leaderboard_of_the_api_names_it(run: Run, broken: Task) -> None:
    call = caller()
    before = body_of(call.get("figures/leaderboard"))
    assert before["unmet"] == []
    assert [row["n_scored"] for row in before["items"]] == [3, 3]
    factories.store_conditions(broken, is_met=False)
    after = body_of(call.get("figures/leaderboard"))
    assert (after["unmet"], after["n_tasks"], after["n_all_tasks"]) == (["broken"], 2, 3)
    assert [row["n_scored"] for row in after["items"]] == [2, 2]


def test_the_suite_page_lists_it_alone_and_the_run_page_still_shows_its_answers(
    run: Run, broken: Task, mia: Client
) -> None:
    factories.store_conditions(broken, is_met=False)
    page = mia.get("/suites/starter/?conditions=unmet").content.decode()
    assert 'href="/suites/starter/tasks/broken/"' in page
    assert 'href="/suites/starter/tasks/first/"' not in page
    untried = mia.get("/suites/starter/?conditions=untried").content.decode()
    assert 'href="/suites/starter/tasks/broken/"' not in untried
    assert "not tried" in untried
    assert "count in no comparison" in mia.get("/suites/starter/tasks/broken/").content.decode()
    assert "broken" in mia.get(f"/runs/{run.pk}/").content.decode()
    assert run.candidates.filter(task=broken).exclude(verdict="").count() == 2
