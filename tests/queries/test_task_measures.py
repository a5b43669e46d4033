"""The measures of each task of a suite: on its page, in the API and as a file."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from evaluations.models import Campaign, Candidate, LanguageModel, Mark, Run, SuiteVersion
from evaluations.queries.task_measures import TaskMeasure, count_measures, task_measures
from evaluations.records import Verdict
from tests import factories
from tests.webapp import review_rows
from tests.webapp.api_client import body_of, caller

pytestmark = pytest.mark.django_db
# Task to the results of the models a, b and c; c is the best, then b.
RESULTS = {"easy": "ppp", "hard": "fff", "telling": "ffp", "middle": "fpp", "odd": "pff"}


@pytest.fixture
def version() -> SuiteVersion:
    version = factories.make_suite([factories.make_spec(slug) for slug in RESULTS])
    models = [factories.make_model(f"box/{name}") for name in "abc"]
    run = factories.make_run(version, models)
    fill(run, models)
    return version


def fill(run: Run, models: list[LanguageModel]) -> None:
    for candidate in run.candidates.select_related("task"):
        letter = RESULTS[candidate.task.slug][models.index(candidate.model)]
        factories.finish(candidate, Verdict.PASSED if letter == "p" else Verdict.FAILED)
    Run.objects.filter(pk=run.pk).update(state="done")


def measured(version: SuiteVersion) -> dict[str, TaskMeasure]:
    return {measure.task.slug: measure for measure in task_measures(version.suite.team, version)}


def test_tasks_that_separate_no_models_and_those_that_better_models_fail_are_listed(version: SuiteVersion) -> None:
    rows = measured(version)
    assert [row.separates_nothing for row in rows.values()] == ["all pass", "none pass", "", "", ""]
    assert (rows["middle"].counts.n_passed, rows["middle"].counts.n_scored, rows["middle"].n_models) == (2, 3, 3)
    assert rows["easy"].discrimination is None
    assert rows["odd"].discrimination is not None
    assert rows["odd"].discrimination < 0
    assert rows["middle"].discrimination is not None
    assert rows["telling"].discrimination is None  # of the other tasks all models pass two
    counts = count_measures(rows.values())
    assert (counts.n_measured, counts.n_all_pass, counts.n_none_pass, counts.n_negative) == (5, 1, 1, 2)


def test_only_the_newest_run_of_a_model_counts(version: SuiteVersion) -> None:
    newest = factories.make_run(version, [LanguageModel.objects.get(name="a")])
    for candidate in newest.candidates.all():
        factories.finish(candidate, Verdict.PASSED, is_flaky=True)
    Run.objects.filter(pk=newest.pk).update(state="done")
    easy = measured(version)["easy"]
    assert easy.counts.n == 3  # the new run has no scored answer, so this model's older run counts
    Candidate.objects.filter(run=newest, task__slug="easy").update(is_flaky=False)
    easy, hard = measured(version)["easy"], measured(version)["hard"]
    assert (easy.counts.n_flaky, hard.counts.n_flaky) == (0, 1)
    assert (hard.counts.n, hard.counts.n_scored) == (3, 2)


def test_with_one_model_no_task_is_called_uninformative() -> None:
    version = factories.make_suite([factories.make_spec(slug) for slug in RESULTS])
    models = [factories.make_model("box/a")]
    fill(factories.make_run(version, models), models)
    assert {row.separates_nothing for row in measured(version).values()} == {""}


def test_votes_of_closed_campaigns_are_compared_with_the_tests() -> None:
    run = review_rows.make_run()
    campaign = review_rows.make_campaign(run)
    task = run.suite_version.tasks.first()
    assert task is not None
    good = Candidate.objects.filter(run=run, task=task).first()
    assert good is not None
    Candidate.objects.filter(run=run, task=task).update(verdict=Verdict.FAILED)
    Candidate.objects.filter(pk=good.pk).update(verdict=Verdict.PASSED)
    review_rows.vote_by_taste(campaign, "rita")
    assert measured(run.suite_version)[task.slug].n_votes == 0  # open campaigns stay blind
    Campaign.objects.update(state=Campaign.State.CLOSED)
    row = measured(run.suite_version)[task.slug]
    index = review_rows.MODELS.index(good.model.name)
    assert (row.n_votes, row.n_against) == (2, index)  # each model that reviewers prefer to the one that passed


def test_page_api_and_file_say_the_same(version: SuiteVersion) -> None:
    Mark.objects.create(kind=Mark.Kind.BROKEN, task=version.tasks.get(slug="odd"), author=None)
    mia = caller("viewer", name="mia")
    rows = body_of(mia.get("suites/starter/measures"))
    assert [row["separates_nothing"] for row in rows] == ["all pass", "none pass", "", "", ""]
    assert [row["is_broken"] for row in rows] == [False, False, False, False, True]
    client = Client()
    client.force_login(factories.make_person("vera", role="viewer"))
    page = " ".join(client.get("/suites/starter/").content.decode().split())
    assert "<strong>2</strong> show no difference (1 all pass, 1 none pass)" in page
    assert "broken?" in page
    text = client.get("/suites/starter/measures.csv").content.decode()
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["task"] for line in lines] == list(RESULTS)
    assert [line["n_passed"] for line in lines] == ["3", "0", "1", "2", "1"]
