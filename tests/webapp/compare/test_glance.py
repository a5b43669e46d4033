"""The comparison's overview: what it opens with, the five lines, pairs, heat map. Empty columns are left out."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from evaluations.models import Generation, LanguageModel, Run
from evaluations.queries.model_names import ShortName
from evaluations.records import Verdict
from tests import factories
from tests.queries.test_advice import answered, scripted
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(html.unescape(html_of(response)).split())


@pytest.fixture
def run() -> Run:
    """A run in which large passes 18 of 20 tasks, small 16 and tiny 2; with sizes and speeds."""
    version = factories.make_suite([factories.make_spec(f"t{n}") for n in range(20)], slug="react")
    models = [scripted("large", 13.5), scripted("small", 4.7), scripted("tiny", 0.7)]
    new_run = factories.make_run(version, models)
    for model, n in zip(models, (18, 16, 2), strict=True):
        answered(new_run, model, range(n), 50.0)
    return new_run


def test_compare_opens_on_the_suite_with_most_models(client: Client, run: Run) -> None:
    later = factories.make_suite([factories.make_spec("only")], slug="later")
    factories.finish_run(factories.make_run(later, [LanguageModel.objects.get(name="small")]), [V.PASSED])
    for address in ("/compare/", "/compare/leaderboard/", "/compare/pairs/", "/compare/pictures/"):
        assert client.get(address).context["chosen"].version.suite.slug == "react", address
    assert client.get("/compare/?suite=later").context["chosen"].version.suite.slug == "later"


def test_earlier_addresses_lead_to_their_pairs(client: Client, run: Run) -> None:
    response = client.get(f"/compare/?run={run.pk}&a=1-2-plain")
    assert response["Location"] == f"/compare/pairs/?run={run.pk}&a=1-2-plain"


def test_five_questions_are_answered_in_a_line_each(client: Client, run: Run) -> None:
    response = client.get("/compare/")
    text = text_of(response)
    assert "Significantly better than 1 of the next 2; no significant difference to 1." in text
    glance = response.context["glance"]
    assert (glance.best.model.name, glance.small.model.name, glance.n_failed) == ("large", "small", 2)
    assert "The best fails 2 of 20" in text
    glance_text = text.partition('class="glance"')[2].partition("</dl>")[0]
    assert "18 of 20" in glance_text
    assert "16 of 20" in glance_text
    assert f"About {glance.more.about} more tasks ({glance.more.low} to {glance.more.high}) would show" in text
    assert "/compare/advisor/?suite=react&memory_gb=8" in text


def test_quantisations_cost_in_points(client: Client) -> None:
    version = factories.make_suite([factories.make_spec(f"t{n}") for n in range(10)])
    whole, short = (
        factories.make_model(f"a/coder:7b-{name}", parameter_size="7B", family="coder") for name in ("q8_0", "q4_0")
    )
    LanguageModel.objects.filter(pk=whole.pk).update(quantisation="Q8_0")
    new_run = factories.make_run(version, [whole, short])
    answered(new_run, whole, range(9))
    answered(new_run, short, range(7))
    glance = client.get("/compare/").context["glance"]
    assert (round(glance.weights.difference, 3), glance.weights.n) == (-0.2, 1)
    assert "<strong>−20</strong> points on average over 1 pair of one model." in text_of(client.get("/compare/"))


def test_pairs_are_one_picture_and_prose_is_folded(client: Client, run: Run) -> None:
    for address in ("/compare/", "/compare/pairs/"):
        response = client.get(address)
        rows = response.context["pairs_chart"]
        assert [(row["name"], row["isSure"]) for row in rows] == [("tiny", True), ("small", False)], address
        assert rows[0]["says"].startswith("large is better than tiny by 80 points (")
        assert "In words: 1 with a significant difference, 1 without" in text_of(response)


def test_heat_map_draws_every_model_at_every_task(client: Client, run: Run) -> None:
    heat = client.get("/compare/").context["heat"]
    assert [entry.model.name for entry, _ in heat.rows] == ["large", "small", "tiny"]
    assert [column.n_passed for column in heat.columns] == [3] * 2 + [2] * 14 + [1] * 2 + [0] * 2
    paths = {kind: path.count("M") for kind, _, path in heat.paths}
    assert paths == {"passed": 36, "failed": 24}
    assert heat.n_left_out == 0


@pytest.mark.parametrize("page", ["", "pairs/", "pictures/", "quantisations/"])
def test_columns_without_values_are_left_out(client: Client, run: Run, page: str) -> None:
    with_times = text_of(client.get(f"/compare/{page}"))
    Generation.objects.update(completion_tokens=None, prompt_tokens=None, generation_ms=None)
    LanguageModel.objects.update(size_bytes=None, quantisation="", parameter_size="")
    without = text_of(client.get(f"/compare/{page}"))
    if page != "quantisations/":
        assert ">tok/s" in with_times
    for head in (">tok/s", ">First token<", ">Truncated", ">Flaky", ">Unscored", ">Weights", ">Parameters<"):
        assert head not in without, head


def test_labels_keep_size_and_quantisation(client: Client) -> None:
    version = factories.make_suite([factories.make_spec("t")])
    models = [factories.make_model(f"stored/a-very-long-name-of-a-model-{n}-7b-instruct") for n in range(2)]
    LanguageModel.objects.filter(pk=models[1].pk).update(quantisation="Q6_K", parameter_size="7B")
    factories.finish_run(factories.make_run(version, models), [V.PASSED, V.FAILED])
    response = client.get("/compare/")
    assert {row["rest"] for row in response.context["chart"]} == {"7b Q4_0", "7B Q6_K"}
    labels = response.context["chosen"].labels.values()
    assert all(isinstance(label, ShortName) and label.quantisation for label in labels)
