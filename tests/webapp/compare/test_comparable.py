"""Runs with different effective sampling are not comparable: pages show the difference and do not rank them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from evaluations.errors import EvaluationError
from evaluations.models import LanguageModel, Run, RunModel
from evaluations.queries.comparable import not_comparable, settings_of
from evaluations.queries.comparison_json import baseline_of, run_against
from evaluations.queries.history import of_models
from evaluations.records import Sampling, Verdict
from evaluations.sampling import make_sampling
from tests import factories
from tests.commands import run_command
from tests.webapp.api_client import body_of, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    """A person of the default team."""
    signed_in = Client()
    signed_in.force_login(factories.make_person("mia"))
    return signed_in


def filled(version: Any, models: list[LanguageModel], sampling: Sampling, **kwargs: Any) -> Run:
    """A finished run in which every answer passed."""
    run = factories.make_run(version, models, sampling=sampling, **kwargs)
    for candidate in run.candidates.all():
        factories.finish(candidate, Verdict.PASSED)
    run.finish_if_complete()
    return run


@pytest.fixture
def two() -> list[LanguageModel]:
    return [factories.make_model("a/x:1b"), factories.make_model("a/y:2b")]


@pytest.fixture
def version() -> Any:
    return factories.make_suite([factories.make_spec(f"t{n}") for n in range(4)])


def test_refused_option_makes_a_model_incomparable(version: Any, two: list[LanguageModel]) -> None:
    run = filled(version, two, Sampling())
    places = [(run.pk, model.pk) for model in two]
    assert not_comparable(places, settings_of([run]), by_order=False) == []
    RunModel.objects.filter(run=run, model=two[1]).update(not_taken={"top_k": "refused"})
    (apart,) = not_comparable(places, settings_of([run]), by_order=True)
    assert (apart.place, apart.differs) == (places[1], ["top_k server's default (ollama) against 40"])


def test_imported_answers_are_comparable_with_all(version: Any, two: list[LanguageModel]) -> None:
    stored, live = filled(version, two[:1], Sampling(), origin="stored"), filled(version, two[1:], Sampling(top_k=3))
    places = [(stored.pk, two[0].pk), (live.pk, two[1].pk)]
    assert not_comparable(places, settings_of([stored, live]), by_order=True) == []


def test_largest_comparable_group_is_compared_and_the_newest_of_equal_groups(
    version: Any, two: list[LanguageModel]
) -> None:
    old, new = filled(version, two, Sampling()), filled(version, two[:1], Sampling(repeat_penalty=1.1))
    settings = settings_of([old, new])
    places = [(new.pk, two[0].pk), *((old.pk, model.pk) for model in two)]
    assert [exclusion.place for exclusion in not_comparable(places, settings, by_order=False)] == [places[0]]
    assert [exclusion.place for exclusion in not_comparable(places[:2], settings, by_order=False)] == [places[1]]
    (first, *_) = not_comparable(places, settings, by_order=True)
    assert first.differs == ["repeat_penalty 1.0 against 1.1"]


def test_command_refuses_different_settings_and_names_them_unless_allowed(
    version: Any, two: list[LanguageModel]
) -> None:
    a, b = filled(version, two, Sampling()), filled(version, two, Sampling(repeat_penalty=1.1))
    sides = (f"{a.pk}:a/x:1b", f"{b.pk}:a/x:1b")
    status, _, err = run_command("compare", *sides)
    assert status == 2
    assert "not comparable: repeat_penalty 1.0 against 1.1" in err
    status, out, _ = run_command("compare", *sides, "--any-settings")
    assert status == 0
    assert "Not comparable as models: repeat_penalty 1.0 against 1.1." in out
    status, _, err = run_command("compare", str(b.pk), str(a.pk))
    assert (status, "repeat_penalty 1.1 against 1.0" in err) == (2, True)
    status, out, _ = run_command("compare", str(b.pk), str(a.pk), "--any-settings", "--json")
    assert status == 0
    assert json.loads(out)["pairs"][0]["settings_differ"] == ["repeat_penalty 1.1 against 1.0"]


def test_baseline_is_the_newest_run_that_is_comparable(version: Any, two: list[LanguageModel]) -> None:
    first, _, last = (filled(version, two, Sampling(top_p=top_p)) for top_p in (0.95, 0.5, 0.95))
    assert baseline_of(last) == first
    assert not run_against(last, first)["is_worse"]
    other = filled(version, two, Sampling(top_p=0.7))
    with pytest.raises(EvaluationError, match=r"differs in top_p 0\.7 against 0\.95"):
        baseline_of(other)


def test_history_makes_no_difference_of_runs_that_are_not_comparable(version: Any, two: list[LanguageModel]) -> None:
    runs = [filled(version, two[:1], Sampling(min_p=min_p)) for min_p in (0.05, 0.05, 0.2)]
    points = of_models(runs, two[:1])
    assert [point.since is not None for point in points] == [False, True, False]
    assert any("min p" in phrase for phrase in points[2].differs)


def test_pages_leave_out_incomparable_runs_and_show_them_on_request(
    member: Client, version: Any, two: list[LanguageModel]
) -> None:
    a, b = filled(version, two, Sampling()), filled(version, two[:1], Sampling(repeat_penalty=1.1))
    query = f"?run={a.pk}&run={b.pk}"
    for path in ("/compare/leaderboard/", "/compare/"):
        text = member.get(path + query).content.decode()
        assert "Left out because they were sampled with other settings" in text
        assert "repeat_penalty 1.1 against 1.0" in text
        both = member.get(f"{path}{query}&settings=any").content.decode()
        assert "so their order does not rank the models" in both
        assert "Not comparable as models, the settings differ in" in both
    assert "Not comparable" not in member.get(f"/compare/leaderboard/?run={a.pk}").content.decode()
    newest = member.get("/compare/leaderboard/").content.decode()
    assert "Left out because they were sampled with other settings" in newest, (
        "each model's newest run has other settings"
    )
    api = caller("viewer")
    rows = body_of(api.get(f"figures/leaderboard{query}"))
    assert [(row["run"], row["model"]) for row in rows["not_comparable"]] == [(b.pk, "a/x:1b")]
    assert {row["run"] for row in rows["items"]} == {a.pk}
    every = body_of(api.get(f"figures/leaderboard{query}&settings=any"))
    assert {row["rank"] is None for row in every["items"]} == {True}
    pair = f"figures/compare?a={a.pk}:a/x:1b&b={b.pk}:a/x:1b"
    assert "repeat_penalty 1.0 against 1.1" in body_of(api.get(pair), 409)["detail"]
    assert body_of(api.get(f"{pair}&settings=any"))["settings_differ"] == ["repeat_penalty 1.0 against 1.1"]
    figures = body_of(api.get(f"figures{query}"))
    assert [side["name"] for side in figures["not_comparable"]] == [f"{b.pk}:a/x:1b"]
    assert len(figures["sides"]) == 2


def test_the_authors_settings_are_part_of_the_entrys_name(
    member: Client, version: Any, two: list[LanguageModel]
) -> None:
    run = filled(version, two, make_sampling("author"))
    assert "x:1b, author&#x27;s settings" in member.get(f"/compare/leaderboard/?run={run.pk}").content.decode()
