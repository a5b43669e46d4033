"""Bulk changes of answers: they are counted first, applied once, shown afterwards and can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from evaluations.actions.apply_bulk_change import apply, undo
from evaluations.actions.plan_bulk_change import BulkChangeRequest, plan
from evaluations.errors import EvaluationError
from evaluations.models import BulkChange, Candidate, Grading, Run, State, Team
from evaluations.models.changes import ChangeKind
from evaluations.models.tally_triggers import recount
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db
V = Verdict


@pytest.fixture
def run() -> Run:
    """Two tasks × two models: passed, failed, unscored, failed."""
    new_run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(new_run, [V.PASSED, V.FAILED, V.UNSCORED, V.FAILED])
    return new_run


def change_request(kind: str, **kwargs: Any) -> BulkChangeRequest:
    rows = kwargs.pop("rows", Candidate.objects.all())
    return BulkChangeRequest(kind=ChangeKind(kind), rows=rows, **kwargs)


def do(kind: str, key: str = "k", **kwargs: Any) -> BulkChange:
    return apply(Team.objects.default(), change_request(kind, **kwargs), key=key, query="run=1", by=AnonymousUser())[0]


def judge(row: Candidate, verdict: Verdict) -> None:
    """Store a new verdict, as a worker does."""
    factories.grade(row, verdict, "", {})
    Candidate.objects.filter(pk=row.pk).update(
        state=State.DONE, verdict=verdict, score=float(verdict == V.PASSED), cause="new", taken_by=""
    )


def states(run: Run) -> list[str]:
    return list(run.candidates.order_by("pk").values_list("state", flat=True))


def tallies_are_true(run: Run) -> bool:
    from django.db import connection

    stored = list(
        run.tallies.filter(n__gt=0).order_by("task", "model").values("task", "model", "n", "n_open", "n_passed")
    )
    recount(connection)
    recounted = run.tallies.filter(n__gt=0).order_by("task", "model").values("task", "model", "n", "n_open", "n_passed")
    return stored == list(recounted)


def test_plan_counts_by_model_and_task_and_changes_nothing(run: Run) -> None:
    bulk_plan = plan(change_request("regrade"))
    assert [(line.name, line.n_asked, line.n_regraded) for line in bulk_plan.by_model] == [("a/x", 0, 2), ("a/y", 0, 1)]
    assert [(line.name, line.n_regraded) for line in bulk_plan.by_task] == [("add", 1), ("logging hook", 2)]
    assert (bulk_plan.n, bulk_plan.n_left, bulk_plan.error) == (3, 1, "")
    again = plan(change_request("again"))
    assert (again.n_asked, again.n_regraded, again.n_left) == (1, 0, 3)
    samples = plan(change_request("samples", n_more=3))
    assert (samples.n_asked, samples.n_regraded) == (12, 0)
    added = plan(change_request("models", models=[factories.make_model("a/z")]))
    assert [(line.name, line.n_asked) for line in added.by_model] == [("a/z", 2)]
    assert set(states(run)) == {State.DONE}
    assert not BulkChange.objects.exists()


@pytest.mark.parametrize(
    ("kind", "more", "sentence"),
    [
        ("regrade", {"rows": "none"}, "There is no finished answer"),
        ("again", {"rows": "passed"}, "Nothing among these"),
        ("samples", {"n_more": 0}, "0 more samples are not between 1 and 100"),
        ("samples", {"rows": "none"}, "No answer matches the filter"),
        ("models", {}, "No model is ticked"),
    ],
)
def test_impossible_change_is_refused_with_its_reason(run: Run, kind: str, more: dict[str, Any], sentence: str) -> None:
    rows = {"none": Candidate.objects.none(), "passed": Candidate.objects.filter(verdict="passed")}
    more = more | ({"rows": rows[more["rows"]]} if "rows" in more else {})
    assert sentence in plan(change_request(kind, **more)).error
    with pytest.raises(EvaluationError, match=sentence):
        do(kind, **more)
    assert not BulkChange.objects.exists()


def test_stored_answers_take_no_samples_and_no_models(run: Run) -> None:
    Run.objects.update(origin=Run.Origin.STORED)
    assert "made elsewhere" in plan(change_request("samples")).error
    assert "made elsewhere" in plan(change_request("models", models=[factories.make_model("a/z")])).error
    assert plan(change_request("regrade")).n == 3


def test_regrade_keeps_old_verdicts_and_tells_what_flipped(run: Run) -> None:
    change = do("regrade", rows=Candidate.objects.filter(verdict__in=["passed", "failed"]))
    assert states(run) == [State.EXECUTING, State.EXECUTING, State.DONE, State.EXECUTING]
    assert change.progress() == (0, 3)
    assert change.rows.moves() == [("failed", "", 2), ("passed", "", 1)]
    first, second, _, last = run.candidates.order_by("pk")
    judge(first, V.FAILED)
    judge(second, V.PASSED)
    judge(last, V.FAILED)
    assert change.progress() == (3, 3)
    assert set(change.rows.moves()) == {("failed", "failed", 1), ("failed", "passed", 1), ("passed", "failed", 1)}
    assert {row.candidate_id for row in change.rows.flipped()} == {first.pk, second.pk}
    assert Grading.objects.filter(candidate=first).count() == 2
    judge(first, V.PASSED)  # a later regrade does not alter what this one did
    assert set(change.rows.moves()) == {("failed", "failed", 1), ("failed", "passed", 1), ("passed", "failed", 1)}


def test_undone_regrade_puts_old_verdicts_back(run: Run) -> None:
    before = list(run.candidates.order_by("pk").values_list("state", "verdict", "score", "cause"))
    change = do("regrade")
    first, second = run.candidates.order_by("pk")[:2]
    judge(first, V.FAILED)
    Candidate.objects.filter(pk=second.pk).update(taken_by="worker")
    assert undo(change)
    assert not undo(change)
    now = list(run.candidates.order_by("pk").values_list("state", "verdict", "score", "cause"))
    assert now[0] == before[0]
    assert now[1][0] == State.EXECUTING  # a worker has claimed it, so it is finished
    assert now[2:] == before[2:]
    assert Grading.objects.get(candidate=first, is_current=True).verdict == V.PASSED
    assert tallies_are_true(run)


def test_same_key_applies_the_change_once(run: Run) -> None:
    first = do("samples", n_more=2)
    assert do("samples", n_more=2) == first
    assert run.candidates.count() == 12
    do("samples", key="other", n_more=1)
    assert run.candidates.count() == 16
    assert sorted(set(run.candidates.values_list("sample", flat=True))) == [0, 1, 2, 3]
    run.refresh_from_db()
    assert (run.n_samples, run.state) == (4, Run.State.RUNNING)
    assert tallies_are_true(run)


def test_unscored_and_omitted_answers_are_asked_again(run: Run) -> None:
    Candidate.objects.filter(pk=run.candidates.earliest("pk").pk).update(state=State.CANCELLED, verdict="")
    change = do("again")
    assert sorted(states(run)) == [State.DONE, State.DONE, State.EXECUTING, State.QUEUED]
    assert {before: n for before, _, n in change.rows.moves()} == {"cancelled": 1, "unscored": 1}
    assert undo(change)
    assert sorted(states(run)) == [State.CANCELLED, State.DONE, State.DONE, State.DONE]
    assert run.candidates.filter(verdict="unscored").count() == 1


def test_model_is_added_with_the_frozen_settings_and_taken_away(run: Run) -> None:
    model = factories.make_model("a/z")
    change = do("models", models=[model], rows=Candidate.objects.filter(task__slug="add"))
    assert run.candidates.filter(model=model).count() == 1
    assert list(run.run_models.values_list("model__name", flat=True)) == ["x", "y", "z"]
    assert (
        "asked these tasks already"
        in plan(change_request("models", models=[model], rows=Candidate.objects.filter(task__slug="add"))).error
    )
    assert undo(change)
    assert not run.candidates.filter(model=model).exists()
    assert run.run_models.count() == 2
    run.refresh_from_db()
    assert run.state == Run.State.DONE


def test_paused_run_stays_paused(run: Run) -> None:
    Run.objects.update(state=Run.State.PAUSED)
    do("regrade")
    run.refresh_from_db()
    assert run.state == Run.State.PAUSED


def test_interrupted_change_leaves_no_rows(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("evaluations.actions.apply_bulk_change._count_samples", dies)
    with pytest.raises(KeyboardInterrupt):
        do("samples", n_more=2)
    assert run.candidates.count() == 4
    assert not BulkChange.objects.exists()


def test_database_refuses_the_same_candidate_twice_in_one_change(run: Run) -> None:
    change = do("regrade")
    row = change.rows.first()
    assert row
    with pytest.raises(IntegrityError), transaction.atomic():
        change.rows.create(candidate=row.candidate)
