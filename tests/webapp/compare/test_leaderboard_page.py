"""The leaderboard: order, filters in the address, rank ranges, and links from figures to their rows."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from evaluations.models import Candidate, Grading, LanguageModel, Run
from evaluations.records import Sampling, Verdict
from evaluations.statistics import compare_paired
from tests import factories
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict


@pytest.fixture
def run() -> Run:
    """A run in which small passes no task and large all of them. Half of the tasks are hooks with an own tag."""
    specs = [
        factories.make_spec(f"t{n}", kind="hook" if n % 2 else "component", tags=("state",) if n % 2 else ("forms",))
        for n in range(12)
    ]
    models = [
        factories.make_model("a/small:1b", parameter_size="1B", size_bytes=700_000_000),
        factories.make_model("a/large:7b", parameter_size="7B", size_bytes=4_000_000_000),
    ]
    LanguageModel.objects.filter(pk=models[1].pk).update(quantisation="Q8_0")
    new_run = factories.make_run(factories.make_suite(specs), models)
    for candidate in new_run.candidates.select_related("task", "model"):
        factories.finish(candidate, V.PASSED if "large" in candidate.model.name else V.FAILED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    return new_run


def board(client: Client, query: str = "") -> Any:
    response = client.get(f"/compare/leaderboard/{query}")
    assert response.status_code == 200
    return response


def names(response: Any) -> list[str]:
    return [entry.model.name for entry, _, _ in response.context["rows"]]


def test_best_model_is_first_with_the_ranks_that_these_tasks_allow(client: Client, run: Run) -> None:
    response = board(client)
    assert names(response) == ["large:7b", "small:1b"]
    assert [rank for _, _, rank in response.context["rows"]] == [(1, 1), (2, 2)]
    assert response.context["chosen"].is_newest


def test_models_with_equal_results_share_their_ranks(client: Client) -> None:
    models = [factories.make_model("a/x"), factories.make_model("a/y")]
    new_run = factories.make_run(factories.make_suite([factories.make_spec(f"t{n}") for n in range(4)]), models)
    for n, candidate in enumerate(new_run.candidates.order_by("model", "pk")):
        factories.finish(candidate, V.PASSED if n in (0, 1, 4, 6) else V.FAILED)
    Run.objects.filter(pk=new_run.pk).update(state=Run.State.DONE)
    assert [rank for _, _, rank in board(client).context["rows"]] == [(1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?size=1", ["small:1b"]),
        ("?quant=Q8_0", ["large:7b"]),
        ("?q=SMALL", ["small:1b"]),
        ("?q=nothing", []),
        ("?sort=size", ["small:1b", "large:7b"]),
        ("?sort=memory", ["small:1b", "large:7b"]),
        ("?sort=nonsense", ["large:7b", "small:1b"]),
        ("?size=nonsense", ["large:7b", "small:1b"]),
    ],
)
def test_filters_and_order_are_in_the_address(client: Client, run: Run, query: str, expected: list[str]) -> None:
    response = board(client, query)
    assert names(response) == expected
    if not expected:
        assert "No results. <a" in html_of(response)


@pytest.mark.parametrize("query", ["?tag=state", "?kind=hook"])
def test_only_the_tasks_of_the_filter_count(client: Client, run: Run, query: str) -> None:
    some = run.candidates.filter(model__name="small:1b", task__kind="hook").first()
    assert some
    Candidate.objects.filter(pk=some.pk).update(verdict=V.PASSED, score=1.0)
    response = board(client, query)
    assert [entry.figures.n_tasks for entry, _, _ in response.context["rows"]] == [6, 6]
    assert response.context["rows"][1][0].figures.pass_1.share == pytest.approx(1 / 6)
    assert "6 of 12 tasks" in html_of(response)


def test_every_figure_leads_to_its_rows(client: Client, run: Run) -> None:
    response = board(client)
    text = html_of(response)
    for address in set(re.findall(r'href="(/candidates/\?[^"]+)"', text)):
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    rows = json.loads(re.search(r'<script id="board" type="application/json">(.*?)</script>', text)[1])  # type: ignore[index]
    assert [(row["name"], row["share"], row["best"]) for row in rows] == [("large:7b", 100, 1), ("small:1b", 0, 2)]
    listed = client.get(rows[0]["href"]).context["page"]
    assert listed.paginator.count == 12
    assert {row.model.name for row in listed} == {"large:7b"}


def test_the_newest_finished_run_of_each_model_counts(client: Client, run: Run) -> None:
    large = LanguageModel.objects.get(name="large:7b")
    again = factories.make_run(run.suite_version, [large])
    factories.finish_run(again, [V.FAILED])
    response = board(client)
    run_of_model = {entry.model.name: entry.run.pk for entry, _, _ in response.context["rows"]}
    assert run_of_model == {"large:7b": again.pk, "small:1b": run.pk}
    assert names(board(client, f"?run={run.pk}")) == ["large:7b", "small:1b"]


def test_incomparable_runs_are_marked_and_can_be_regraded(client: Client, run: Run) -> None:
    large = LanguageModel.objects.get(name="large:7b")
    again = factories.make_run(run.suite_version, [large], sampling=Sampling(temperature=0.9))
    factories.finish_run(again, [V.FAILED])
    assert "temperature 0.2 against 0.9" in html_of(board(client))
    text = html_of(board(client, "?settings=any"))
    assert "These runs differ in temperature (run" in text
    assert f'action="/runs/{run.pk}/regrade/"' not in text
    Grading.objects.filter(candidate__run=run).update(harness_version="h0")
    text = html_of(board(client, "?settings=any"))
    assert "harness (h0, h1; regrade the older run)" in text
    assert f'action="/runs/{run.pk}/regrade/"' in text


def test_outsider_sees_no_models_and_an_empty_team_sees_what_to_do(run: Run) -> None:
    outsider = Client()
    outsider.force_login(factories.make_person("otto", factories.make_team("Other")))
    for page in ("leaderboard", "quantisations", "pictures", "failures", "history"):
        for query in ("", f"?run={run.pk}", "?suite=starter"):
            response = outsider.get(f"/compare/{page}/{query}")
            assert response.status_code == 200
            assert run.title not in html_of(response)
            assert "No results yet. <a" in html_of(response) or page == "quantisations"


def test_markup_in_a_name_is_escaped(client: Client) -> None:
    model = factories.make_model("a/</script><img src=x onerror=alert(1)>")
    factories.finish_run(factories.make_run(factories.make_suite(), [model]), [V.PASSED])
    for page in ("leaderboard", "pairs", "pictures", "failures", "history"):
        text = html_of(client.get(f"/compare/{page}/"))
        assert "<img" not in text, page


def test_leaderboard_and_pair_page_agree_about_a_pair(client: Client) -> None:
    models = [factories.make_model(f"a/m{n}") for n in range(4)]
    specs = [factories.make_spec(f"t{n}") for n in range(12)]
    run = factories.make_run(factories.make_suite(specs, slug="other"), models)
    for candidate in run.candidates.select_related("task", "model"):
        n_passed = 10 - 2 * int(candidate.model.name[1:])
        factories.finish(candidate, V.PASSED if candidate.task.position < n_passed else V.FAILED)
    board_page = client.get(f"/compare/leaderboard/?run={run.pk}")
    pairs_page = client.get(f"/compare/pairs/?run={run.pk}")
    first = pairs_page.context["pairs"].shown[0]
    assert first.comparison.n_pairs == 3
    uncorrected = compare_paired(*[{n: (1, int(n < most)) for n in range(12)} for most in (10, 8)])
    assert uncorrected is not None
    assert first.comparison.more_tasks > uncorrected.more_tasks
    assert board_page.context["glance"].sentence == first.sentence
    for page in (board_page, pairs_page):
        assert "Corrected for 3 pairs that are compared together." in html_of(page)
    assert f"{first.sentence} Corrected for 3 pairs" in html.unescape(
        html_of(client.get(f"/runs/{run.pk}/report/"))
    ).replace("a/m", "m")
    alone = html_of(client.get(f"/compare/pairs/?run={run.pk}&model={models[0].pk}&model={models[1].pk}"))
    assert "Only one pair is compared, so nothing is corrected." in alone


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("run=99999", "of your team&#x27;s runs. Each model&#x27;s newest run is shown."),
        ("run=abc", "There is no run abc in your team."),
        ("quant=Q9", "No model here has the quantisation “Q9”. There are: "),
        ("suite=nope", "No suite “nope” has results."),
        ("tag=nope", "has the tag “nope”."),
        ("kind=%3Cb%3E", "has the kind “&lt;b&gt;”."),
        ("size=huge", "“huge” is not a size"),
        ("model=99999", "Model 99999 has no answers here."),
        ("sort=luck", "The table cannot be sorted by “luck”. The best models come first."),
    ],
)
def test_invalid_parameters_of_an_address_are_named(client: Client, run: Run, query: str, sentence: str) -> None:
    pages = (
        ["leaderboard"]
        if query.startswith("sort")
        else ["leaderboard", "quantisations", "failures", "history", "pairs"]
    )
    for name in pages:
        text = html_of(client.get(f"/compare/{name}/?{query}"))
        assert sentence in text, name
        assert "No results yet. <a" not in text
