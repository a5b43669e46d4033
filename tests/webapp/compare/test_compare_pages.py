"""The cost of a quantisation or strategy, frequent errors, history, two answers side by side, flips in a matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Candidate, LanguageModel, Run
from evaluations.records import Sampling, Verdict
from tests import factories
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict


def quant(name: str, quantisation: str, size: str = "7B") -> LanguageModel:
    model = factories.make_model(f"a/{name}", family="quill", parameter_size=size)
    LanguageModel.objects.filter(pk=model.pk).update(quantisation=quantisation)
    return LanguageModel.objects.get(pk=model.pk)


def run_of(n_tasks: int, passed: dict[LanguageModel, int], **kwargs: Any) -> Run:
    """A run in which each model passes the given number of first tasks."""
    version = kwargs.pop("version", None) or factories.make_suite(
        [factories.make_spec(f"t{n}") for n in range(n_tasks)]
    )
    run = factories.make_run(version, list(passed), **kwargs)
    for candidate in run.candidates.select_related("task", "model"):
        ok = candidate.task.position < passed[candidate.model] - (3 if candidate.strategy == "outline" else 0)
        factories.finish(candidate, V.PASSED if ok else V.FAILED)
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    return run


def test_quantisations_of_one_model_are_paired_with_the_whole_one(client: Client) -> None:
    q4, q8 = quant("quill:7b-q4_0", "Q4_0"), quant("quill:7b-q8_0", "Q8_0")
    run = run_of(20, {q4: 8, q8: 17, quant("quill:3b-q8_0", "Q8_0", "3B"): 5})
    response = client.get(f"/compare/quantisations/?run={run.pk}")
    (group,) = response.context["by_quantisation"]
    assert group.base.model == q8
    (pair,) = group.pairs
    assert pair.entry.model == q4
    assert pair.comparison.difference.share == pytest.approx(9 / 20)
    assert "quill:7b-q8_0 is better than quill:7b-q4_0 by 45 points" in pair.sentence
    assert "≈ 3.9 GB" in html_of(response)
    assert response.context["by_strategy"] == []


def test_strategies_of_one_model_are_paired_with_the_plain_prompt(client: Client) -> None:
    run = run_of(12, {factories.make_model("a/x"): 9}, strategies=["outline", "plain"])
    response = client.get(f"/compare/quantisations/?run={run.pk}")
    (group,) = response.context["by_strategy"]
    assert (group.base.strategy, [pair.entry.strategy for pair in group.pairs]) == ("plain", ["outline"])
    assert group.pairs[0].ours.n == 3


def test_pairs_that_are_shown_together_are_corrected_together(client: Client) -> None:
    models = {quant(f"quill:7b-{name.lower()}", name): n for name, n in (("Q8_0", 12), ("Q4_0", 5), ("Q2_K", 4))}
    (group,) = client.get(f"/compare/quantisations/?run={run_of(12, models).pk}").context["by_quantisation"]
    assert [pair.comparison.n_pairs for pair in group.pairs] == [2, 2]
    assert [pair.comparison.p_corrected for pair in group.pairs] == pytest.approx([2 / 2**7, 2 / 2**7])


def test_errors_lead_to_exactly_their_answers(client: Client) -> None:
    x, y = factories.make_model("a/x"), factories.make_model("a/y")
    run = run_of(6, {x: 0, y: 2})
    for candidate in run.candidates.filter(verdict=V.FAILED).select_related("task"):
        cause = f"expected {candidate.task.position} rows" if candidate.task.position < 4 else "it hangs"
        Candidate.objects.filter(pk=candidate.pk).update(cause=cause)
    response = client.get(f"/compare/failures/?run={run.pk}")
    first, second = response.context["clusters"]
    assert (first.cluster.n, first.cluster.n_wordings, second.cluster.n) == (6, 4, 4)
    listed = client.get(first.address).context["page"]
    assert listed.paginator.count == 6
    assert all(row.cause.startswith("expected") for row in listed)
    (_, n, address) = next(entry for entry in first.models if entry[0] == y)
    assert (n, client.get(address).context["page"].paginator.count) == (2, 2)
    assert client.get(f"/compare/failures/?run={run.pk}&verdict=timeout").context["clusters"] == []
    shares = {(row["model"], row["verdict"]): row["n"] for row in response.context["chart"]}
    assert shares == {("a/x", "failed"): 6, ("a/y", "passed"): 2, ("a/y", "failed"): 4}


def test_history_says_what_changed_between_two_runs_of_a_model(client: Client) -> None:
    model = factories.make_model("a/x")
    first = run_of(10, {model: 2})
    second = run_of(10, {model: 9}, version=first.suite_version, sampling=Sampling(seed=9))
    Run.objects.filter(pk=first.pk).update(created_at=now() - timedelta(days=3))
    response = client.get("/compare/history/")
    before, after = response.context["points"]
    assert (before.run, before.since, after.run, after.before) == (first, None, second, first)
    assert after.since.difference.share == pytest.approx(0.7)
    text = html_of(response)
    assert f"run={second.pk}&amp;run={first.pk}" in text
    assert "seed (run" in text
    assert [row["share"] for row in response.context["chart"]] == [20, 90]


def test_history_of_one_task_goes_over_versions(client: Client) -> None:
    model = factories.make_model("a/x")
    run_of(3, {model: 0})
    newer = factories.make_suite([factories.make_spec(f"t{n}") for n in range(3)], number=2)
    run_of(3, {model: 3}, version=newer)
    response = client.get("/compare/history/?task=t1")
    assert [(p.run.suite_version.number, p.counts.n_passed) for p in response.context["points"]] == [(1, 0), (2, 1)]
    whole = client.get("/compare/history/").context["points"]
    assert [point.since for point in whole] == [None, None]  # other tasks: not compared


def test_two_answers_are_shown_side_by_side_with_their_checks(client: Client) -> None:
    run = run_of(2, {factories.make_model("a/x"): 2, factories.make_model("a/y"): 0})
    a, b = run.candidates.filter(task__slug="t0").order_by("pk")
    response = client.get(f"/candidates/against/?a={a.pk}&b={b.pk}")
    assert response.context["n_changed_checks"] == 1
    assert response.context["merged"][0]["a"] == factories.COMPONENT
    text = html_of(response)
    assert "<script>alert(1)" not in text
    assert f"a={a.pk}&amp;b={b.pk}" not in html_of(client.get(f"/runs/{run.pk}/tasks/{a.task_id}/"))
    assert 'action="/candidates/against/"' in html_of(client.get(f"/runs/{run.pk}/tasks/{a.task_id}/"))
    other = run.candidates.filter(task__slug="t1").first()
    assert other
    refused = client.get(f"/candidates/against/?a={a.pk}&b={other.pk}")
    assert refused.status_code == 404
    assert "Choose two of one task" in html_of(refused)
    assert client.get(f"/candidates/against/?a={a.pk}&b=x").status_code == 404
    outsider = Client()
    outsider.force_login(factories.make_person("otto", factories.make_team("Other")))
    assert outsider.get(f"/candidates/against/?a={a.pk}&b={b.pk}").status_code == 404


def test_flips_against_a_chosen_column_are_marked_counted_and_filtered(client: Client) -> None:
    x, y = factories.make_model("a/x"), factories.make_model("a/y")
    run = run_of(6, {x: 2, y: 5})
    without_base = client.get(f"/runs/{run.pk}/").context["matrix"]
    assert "flips" not in [name for name, _, _ in without_base.chips]
    response = client.get(f"/runs/{run.pk}/?base={x.pk}-plain&show=flips")
    matrix = response.context["matrix"]
    assert [line.task.slug for line in matrix.rows] == ["t2", "t3", "t4"]
    assert [(c.model.name, c.is_base, c.n_better, c.n_worse) for c in matrix.columns] == [
        ("x", True, 0, 0),
        ("y", False, 3, 0),
    ]
    assert {square.flip for line in matrix.rows for square in line.squares} == {"", "better"}
    assert html_of(response).count('class="is-better"><a') == 3


def test_many_samples_are_a_share_that_leads_to_them(client: Client) -> None:
    x = factories.make_model("a/x")
    run = run_of(2, {x: 1}, n_samples=8)
    text = html_of(client.get(f"/runs/{run.pk}/"))
    task = run.suite_version.tasks.get(slug="t0")
    address = f"/candidates/?run={run.pk}&model={x.pk}&strategy=plain&task={task.pk}"
    assert address.replace("&", "&amp;") in text
    assert 'title="8 of 8 passed"' in text
    assert client.get(address).context["page"].paginator.count == 8
    assert client.get(f"/runs/{run.pk}/tasks/{task.pk}/?sample=7").context["sides"][0][0].sample == 7


def test_filters_of_tasks_narrow_what_goes_wrong_and_its_answers(client: Client) -> None:
    specs = [factories.make_spec(f"t{n}", tags=("even",) if n % 2 == 0 else ("odd",)) for n in range(4)]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model("a/x"), factories.make_model("a/y")])
    for candidate in run.candidates.select_related("task"):
        factories.finish(candidate, V.RUNTIME_ERROR if candidate.task.position == 0 else V.FAILED)
    everything = client.get(f"/compare/failures/?run={run.pk}").context["clusters"]
    assert {(a.cluster.verdict, a.cluster.n) for a in everything} == {("failed", 6), ("runtime_error", 2)}
    frequent = client.get(f"/compare/failures/?run={run.pk}&tag=even").context["clusters"]
    assert {(a.cluster.verdict, a.cluster.n) for a in frequent} == {("failed", 2), ("runtime_error", 2)}
    for again in frequent:
        listed = client.get(again.address)
        assert listed.context["page"].paginator.count == again.cluster.n  # the figure's link leads to its own rows
        assert all("even" in row.task.tags for row in listed.context["page"])
        assert "tag even" in html_of(listed)
        assert sum(client.get(address).context["page"].paginator.count for _, _, address in again.models) == 2
    judged_anew = run.candidates.filter(task__slug="t2", model__name="x")
    judged_anew.update(verdict=V.TIMEOUT, cause="It did not end within 10 s, twice.")
    frequent = client.get(f"/compare/failures/?run={run.pk}&tag=even").context["clusters"]
    assert {(a.cluster.verdict, a.cluster.n) for a in frequent} == {("failed", 1), ("runtime_error", 2), ("timeout", 1)}


def test_figures_of_a_narrowed_page_lead_to_answers_of_those_tasks(client: Client) -> None:
    specs = [factories.make_spec(f"t{n}", tags=("even",) if n % 2 == 0 else ("odd",)) for n in range(4)]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model("a/x")])
    factories.finish_run(run, [V.PASSED] * 4)
    ((entry, _, _),) = client.get(f"/compare/leaderboard/?run={run.pk}&tag=odd").context["rows"]
    assert entry.counts.n == 2
    for query in ("", "&verdict=passed", "&q=t"):
        assert client.get(f"/candidates/?{entry.query}{query}").context["page"].paginator.count == 2
