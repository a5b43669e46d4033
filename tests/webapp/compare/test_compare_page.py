"""A compared with B on the compare page, and the page that explains the figures."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest
from django.test import Client

from evaluations import statistics
from evaluations.models import Grading, Run
from evaluations.records import Verdict
from tests import factories
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return " ".join(html_of(response).split())


def run_of(n_tasks: int, *passed_by_model: int, **kwargs: Any) -> Run:
    """A run in which model i passes the first passes[i] tasks."""
    version = factories.make_suite([factories.make_spec(f"task-{n}") for n in range(n_tasks)])
    models = [factories.make_model(f"a/m{i}") for i in range(len(passed_by_model))]
    run = factories.make_run(version, models, **kwargs)
    for model, n_passed in zip(models, passed_by_model, strict=True):
        for candidate in run.candidates.filter(model=model).select_related("task"):
            factories.finish(candidate, V.PASSED if candidate.task.position < n_passed else V.FAILED)
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    return run


def test_sentence_says_who_is_better_and_flips_lead_to_their_answers(client: Client) -> None:
    run = run_of(12, 11, 3)
    text = text_of(client, f"/compare/pairs/?run={run.pk}")
    assert re.search(
        r"m0 is better than m1 by 67 points \(\d+ to \d+\), a significant difference over 12 tasks\.", text
    )
    assert "8 tasks</summary>" in text
    first, second = run.chosen.order_by("name")
    task = run.suite_version.tasks.get(slug="task-3")
    address = f"/candidates/?run={run.pk}&model={first.pk}&model={second.pk}&task={task.pk}"
    assert address.replace("&", "&amp;") in text
    assert len(client.get(address).context["page"]) == 2


def test_unfinished_run_is_marked_as_incomplete(client: Client) -> None:
    run = run_of(3, 2, 1)
    words = "(running: the answers graded so far count)"
    assert words not in text_of(client, f"/compare/leaderboard/?run={run.pk}")
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)
    assert words in text_of(client, f"/compare/leaderboard/?run={run.pk}")


def test_too_few_tasks_are_called_too_few(client: Client) -> None:
    text = text_of(client, f"/compare/pairs/?run={run_of(4, 3, 2).pk}")
    assert "m0 is ahead of m1 by 25 points (" in text
    assert (
        ", which may be chance; 4 tasks are too few to be sure, about 25 more (some 10 to 2,000) would be enough."
        in text
    )


def test_without_any_difference_the_page_says_what_the_tasks_cannot_show(client: Client) -> None:
    text = text_of(client, f"/compare/pairs/?run={run_of(4, 3, 3).pk}")
    assert "No difference seen between m0 and m1; 4 tasks are too few to see less than 100 points" in text


def test_interval_without_0_alone_is_not_called_better(client: Client) -> None:
    text = text_of(client, f"/compare/pairs/?run={run_of(17, 14, 9).pk}")
    assert "m0 is ahead of m1 by 29 points (6 to 53); 17 tasks are too few to be sure, about 9 more" in text
    assert "is better than" not in text


def test_a_is_chosen_in_the_address_and_many_pairs_are_corrected(client: Client) -> None:
    run = run_of(8, 8, 4, 1)
    models = list(run.chosen.order_by("name"))
    token = f"{run.pk}-{models[2].pk}-plain"
    pairs = client.get(f"/compare/pairs/?run={run.pk}&a={token}").context["pairs"]
    assert pairs.a.model == models[2]
    assert [pair.entry.model for pair in pairs.shown] == models[:2]
    ps = [(pair.comparison.p, pair.comparison.p_corrected) for pair in pairs.shown]
    assert ps[0] == (pytest.approx(2 / 2**7), pytest.approx(4 / 2**7))
    assert "of 2 pairs" in text_of(client, f"/compare/pairs/?run={run.pk}&a={token}")


def test_strategies_are_compared_separately_and_can_be_selected(client: Client) -> None:
    run = run_of(2, 2, strategies=["plain", "outline"])
    context = client.get(f"/compare/pairs/?run={run.pk}").context
    assert {name for _, name in context["pairs"].choices} == {"m0, plain", "m0, outline"}
    rows = client.get(f"/candidates/?run={run.pk}&strategy=outline").context["page"]
    assert {row.strategy for row in rows} == {"outline"}


def test_older_verdicts_offer_a_regrade_to_members_only(client: Client) -> None:
    run = run_of(2, 1, 1)
    button = f'action="/runs/{run.pk}/regrade/"'
    assert button not in text_of(client, f"/compare/pairs/?run={run.pk}")
    Grading.objects.filter(pk=Grading.objects.order_by("pk").first().pk).update(harness_version="h0")  # type: ignore[union-attr]
    assert button in text_of(client, f"/compare/pairs/?run={run.pk}")
    viewer = Client()
    viewer.force_login(factories.make_person("vera", role="viewer"))
    text = text_of(viewer, f"/compare/pairs/?run={run.pk}")
    assert button not in text
    assert "A member of the team can regrade them" in text


def test_every_function_of_the_statistics_is_explained_or_inside_one_that_is(client: Client) -> None:
    text = text_of(client, "/figures/")
    inside = {
        "student_quantile",
        "bootstrap_means",
        "corrected",
        "first_of_pairs",
        "least_flips",
        "more_tasks",
        "quantile",
    }
    functions = {name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))}
    for name in functions - inside:
        assert f'<article id="{name}">' in text, name
    for source in ("arXiv 2107.03374", "Wilson 1927", "Holm 1979", "McNemar 1947"):
        assert source in text
    for name in re.findall(r'href="/figures/#([\w-]+)"', text_of(client, f"/compare/pairs/?run={run_of(2, 1, 1).pk}")):
        assert f'<article id="{name}">' in text, name


def test_model_without_a_verdict_is_in_the_table(client: Client) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    for candidate in run.candidates.filter(model__name="x"):
        factories.finish(candidate, V.PASSED)
    text = text_of(client, f"/compare/pairs/?run={run.pk}")
    assert "share no task with a scored answer of both" in text
    assert "nothing scored" in text
