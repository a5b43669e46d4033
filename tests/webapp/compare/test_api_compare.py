"""The comparison pages by API: the same rows as on the pages; and search."""

from __future__ import annotations

import pytest

from evaluations.models import LanguageModel, Run
from evaluations.records import Verdict as V
from tests import factories
from tests.webapp.api_client import body_of, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    """A run over four tasks: x passes two, y all, z none."""
    suite = factories.make_suite([factories.make_spec(name) for name in ("add", "sub", "mul", "div")])
    models = [factories.make_model(f"a/{name}", parameter_size=size) for name, size in (("x", "7B"), ("y", "1B"))]
    models.append(factories.make_model("a/z", parameter_size="70B"))
    new_run = factories.make_run(suite, models)
    verdicts = [V.PASSED, V.FAILED, V.PASSED, V.RUNTIME_ERROR, *[V.PASSED] * 4, *[V.FAILED] * 4]
    factories.finish_run(new_run, verdicts)
    return new_run


def test_leaderboard_is_sorted_filtered_and_paged(run: Run) -> None:
    mia = caller("viewer")
    body = body_of(mia.get("figures/leaderboard"))
    assert [row["model"] for row in body["items"]] == ["a/y", "a/x", "a/z"]
    assert (body["suite"], body["n_tasks"], body["runs"]) == ("starter v1", 4, [run.pk])
    best = body["items"][0]
    assert (best["passes"]["pass@1"]["share"], best["rank"][0], best["billions"], best["n_scored"]) == (1.0, 1, 1.0, 4)
    assert "y" in body["sentence"]
    by_size = body_of(mia.get("figures/leaderboard?sort=size&page_size=1"))
    assert ([row["model"] for row in by_size["items"]], by_size["count"], bool(by_size["next"])) == (["a/y"], 3, True)
    assert body_of(mia.get("figures/leaderboard?size=8"))["count"] == 2
    assert body_of(mia.get(f"figures/leaderboard?run={run.pk}&q=z"))["items"][0]["model"] == "a/z"
    assert mia.get("figures/leaderboard?sort=luck").status_code == 422
    empty = body_of(caller("admin", factories.make_team("Other")).get("figures/leaderboard"))
    assert (empty["count"], empty["suite"], empty["sentence"]) == (0, None, "")


def test_one_model_is_compared_with_the_others(run: Run) -> None:
    mia = caller()
    body = body_of(mia.get("figures/against"))
    assert (body["a"]["model"], [pair["model"] for pair in body["pairs"]]) == ("a/y", ["a/x", "a/z"])
    first = body["pairs"][0]
    assert (first["difference"], first["n_tasks"], sorted(first["a_flips"]), first["b_flips"]) == (
        0.5,
        4,
        ["div", "sub"],
        [],
    )
    assert first["sentence"]
    z = next(row for row in body_of(mia.get("figures/leaderboard"))["items"] if row["model"] == "a/z")
    assert body_of(mia.get(f"figures/against?a={z['token']}"))["a"]["model"] == "a/z"
    assert "two models" in body_of(mia.get("figures/against?q=x"), 404)["detail"]


def test_quantisations_of_a_model_are_paired(run: Run) -> None:
    LanguageModel.objects.filter(name="y").update(name="x:q8", family="f", quantisation="Q8_0", parameter_size="7B")
    LanguageModel.objects.filter(name="x").update(name="x:q4", family="f", quantisation="Q4_0", parameter_size="7B")
    body = body_of(caller().get("figures/costs"))
    assert [(group["what"], group["base"]["model"]) for group in body] == [("quantisations", "a/x:q8")]
    assert [(pair["model"], pair["difference"]) for pair in body[0]["pairs"]] == [("a/x:q4", 0.5)]


def test_failures_are_counted_and_clustered(run: Run) -> None:
    mia = caller()
    body = body_of(mia.get("figures/failures"))
    bars = {bar["model"]: bar["verdicts"] for bar in body["bars"]}
    assert bars["a/x"] == {"passed": 2, "failed": 1, "runtime_error": 1}
    assert sum(cluster["n"] for cluster in body["items"]) == 6
    assert body["items"][0]["of_model"] == {"a/x": 1, "a/z": 4}
    assert [cluster["verdict"] for cluster in body_of(mia.get("figures/failures?verdict=runtime_error"))["items"]] == [
        "runtime_error"
    ]


def test_history_over_runs_and_of_one_task(run: Run) -> None:
    again = factories.make_run(run.suite_version, list(run.chosen.all()))
    factories.finish_run(again, [V.PASSED])
    mia = caller()
    body = body_of(mia.get("figures/history?q=z"))
    assert [(point["run"], point["pass_1"]["share"], point["before"]) for point in body["items"]] == [
        (again.pk, 1.0, run.pk),
        (run.pk, 0.0, None),
    ]
    assert body["items"][0]["difference"] == 1.0
    assert {point["n"] for point in body_of(mia.get("figures/history?q=z&task=add"))["items"]} == {1}
    assert "no task" in body_of(mia.get("figures/history?task=nope"), 404)["detail"]


def test_search_finds_what_has_every_word(run: Run) -> None:
    mia = caller()
    body = body_of(mia.get("search?q=starter"))
    assert {(hit["kind"], hit["at"]) for hit in body} == {
        ("run", f"/api/v1/runs/{run.pk}"),
        ("suite", "/api/v1/suites/starter"),
    }
    for hit in [*body, *body_of(mia.get("search?q=add")), *body_of(mia.get("search?q=a/x"))]:
        assert mia.client.get(hit["at"], headers=mia.headers).status_code == 200
    assert body_of(mia.get("search?q=nothing-at-all")) == []
    assert mia.get("search").status_code == 422
    assert caller("reviewer").get("search?q=add").status_code == 403
