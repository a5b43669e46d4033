"""Stored answers graded with another version's checks: nothing counts before it is applied, and it can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.actions.apply_bulk_change import undo
from evaluations.actions.grading_trials import apply_trial, discard_trial, plan_trial, start_trial
from evaluations.errors import EvaluationError
from evaluations.models import BulkChange, Candidate, Grading, GradingTrial, Run, SuiteVersion, TrialVerdict
from evaluations.models.tally_triggers import recount
from evaluations.records import Checks, TaskSpec, Verdict
from tests import factories

pytestmark = pytest.mark.django_db
V = Verdict
BY = AnonymousUser()
STRICTER = Checks(path="answer.test.tsx", source="test('is stricter', () => {});")


def first_specs() -> list[TaskSpec]:
    return [factories.make_spec("add"), factories.make_spec("same"), factories.make_spec("reworded")]


@pytest.fixture
def run() -> Run:
    """Three tasks × two models over version 1: all passed."""
    new_run = factories.make_run(
        factories.make_suite(first_specs()), [factories.make_model("a/x"), factories.make_model("a/y")]
    )
    factories.finish_run(new_run, [V.PASSED] * 6)
    return new_run


@pytest.fixture
def version(run: Run) -> SuiteVersion:
    """Version 2: one task has other checks, one is the same, one has another prompt and other checks."""
    add, same, reworded = first_specs()
    specs = [replace(add, checks=STRICTER), same, replace(reworded, checks=STRICTER, prompt="Something else.")]
    return factories.make_suite(specs, number=2)


def started(version: SuiteVersion, key: str = "k") -> GradingTrial:
    return start_trial(version.suite.team, version, key=key, by=BY)[0]


def fill(trial: GradingTrial, verdicts: Mapping[str, Verdict]) -> None:
    """Store what the worker found, by the name of the model."""
    for row in trial.rows.select_related("candidate__model"):
        verdict = verdicts[row.candidate.model.name]
        judgement: dict[str, Any] = {
            "extraction": {"files": {"answer.tsx": "export {};"}, "entry": "answer.tsx", "rule": "only", "reason": ""},
            "reports": [],
            "details": {"n_checks": 1},
            "verdict": verdict,
            "score": factories.score_of(verdict),
            "cause": f"It {verdict}.",
            "is_flaky": False,
            "duration_ms": 5.0,
            "extractor_version": "1",
            "grader_version": "9",
            "harness_version": "abc",
        }
        TrialVerdict.objects.filter(pk=row.pk).update(verdict=verdict, cause=judgement["cause"], judgement=judgement)


def verdicts_of(run: Run, slug: str = "add") -> list[str]:
    return list(run.candidates.filter(task__slug=slug).order_by("model__name").values_list("verdict", flat=True))


def tallies_are_true(run: Run) -> bool:
    fields = ("task", "model", "n", "n_open", "n_passed", "n_failed", "score_sum")
    stored = list(run.tallies.filter(n__gt=0).order_by("task", "model").values(*fields))
    recount(connection)
    return stored == list(run.tallies.filter(n__gt=0).order_by("task", "model").values(*fields))


def test_only_answers_to_the_same_prompt_with_other_checks_are_graded(run: Run, version: SuiteVersion) -> None:
    plan = plan_trial(run.team, version)
    assert (plan.n, list(plan.asked_otherwise), len(plan.tasks)) == (2, ["reworded"], 1)
    assert plan_trial(run.team, version, "same").n == 0
    trial = started(version)
    assert (trial.n, trial.n_done, trial.is_done) == (2, 0, False)
    assert {row.task for row in trial.rows.select_related("task")} == {version.tasks.get(slug="add")}
    assert list(GradingTrial.objects.waiting()) == [trial]
    assert started(version) == trial, "a form that is sent twice starts one trial"


@pytest.mark.parametrize(("slug", "sentence"), [("same", "no task has other checks"), ("reworded", "to other prompts")])
def test_a_trial_without_an_answer_says_why(run: Run, version: SuiteVersion, slug: str, sentence: str) -> None:
    with pytest.raises(EvaluationError, match=sentence):
        start_trial(run.team, version, key="k", by=BY, slug=slug)


def test_nothing_counts_before_the_trial_is_applied(run: Run, version: SuiteVersion) -> None:
    trial = started(version)
    with pytest.raises(EvaluationError, match="Not all answers are executed yet"):
        apply_trial(trial, BY)
    fill(trial, {"x": V.PASSED, "y": V.FAILED})
    assert trial.rows.moves() == [("passed", "failed", 1), ("passed", "passed", 1)]
    assert [row.candidate.model.name for row in trial.rows.flipped()] == ["y"]
    assert verdicts_of(run) == ["passed", "passed"]
    assert not BulkChange.objects.exists()
    assert Grading.objects.count() == 6


def test_applied_verdicts_count_and_undo_restores_the_old_ones(run: Run, version: SuiteVersion) -> None:
    trial = started(version)
    fill(trial, {"x": V.PASSED, "y": V.FAILED})
    change = apply_trial(trial, BY)
    assert verdicts_of(run) == ["passed", "failed"]
    assert verdicts_of(run, "same") == ["passed", "passed"]
    assert (change.kind, change.n_regraded, list(change.runs.all())) == ("regrade", 2, [run])
    assert change.rows.moves() == [("passed", "failed", 1), ("passed", "passed", 1)]
    assert change.n_not_regraded() == 0
    grading = Grading.objects.get(candidate__task__slug="add", candidate__model__name="y", is_current=True)
    assert grading.details == {"n_checks": 1, "checks_of": "starter v2"}
    assert tallies_are_true(run)
    assert apply_trial(trial, BY) == change, "applying it twice changes nothing"
    trial.refresh_from_db()
    with pytest.raises(EvaluationError, match="Undo the change instead"):
        discard_trial(trial)
    assert undo(change)
    assert verdicts_of(run) == ["passed", "passed"]
    assert Grading.objects.filter(is_current=True).count() == 6
    assert tallies_are_true(run)


def test_answers_with_the_same_result_are_changed_by_one_statement(run: Run, version: SuiteVersion) -> None:
    for name in ("u", "v", "w"):
        more = factories.make_run(run.suite_version, [factories.make_model(f"a/{name}")])
        factories.finish_run(more, [V.PASSED] * 3)
    trial = started(version)
    fill(trial, {name: V.PASSED if name == "x" else V.FAILED for name in "xyuvw"})
    with CaptureQueriesContext(connection) as queries:
        apply_trial(trial, BY)
    updates = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "evaluations_candidate"')]
    assert len(updates) == 2, "five answers, two results"
    added = Candidate.objects.filter(task__slug="add")
    assert dict(added.values_list("model__name", "verdict")) == {"x": "passed"} | dict.fromkeys("yuvw", "failed")


def test_an_answer_that_was_graded_again_meanwhile_keeps_its_newer_verdict(run: Run, version: SuiteVersion) -> None:
    trial = started(version)
    fill(trial, {"x": V.FAILED, "y": V.FAILED})
    newer = Candidate.objects.get(task__slug="add", model__name="x")
    factories.grade(newer, V.PASSED, "", {})
    change = apply_trial(trial, BY)
    assert (verdicts_of(run), change.n_regraded) == (["passed", "failed"], 1)


def test_an_error_of_ours_changes_no_verdict(run: Run, version: SuiteVersion) -> None:
    trial = started(version)
    fill(trial, {"x": V.UNSCORED, "y": V.UNSCORED})
    assert list(trial.rows.flipped()) == []
    with pytest.raises(EvaluationError, match="No verdict of this trial"):
        apply_trial(trial, BY)


def test_a_discarded_trial_leaves_nothing(run: Run, version: SuiteVersion) -> None:
    trial = started(version)
    fill(trial, {"x": V.FAILED, "y": V.FAILED})
    discard_trial(trial)
    assert not TrialVerdict.objects.exists()
    assert verdicts_of(run) == ["passed", "passed"]


def test_a_deleted_run_leaves_the_trial_usable(run: Run, version: SuiteVersion) -> None:
    other = factories.make_run(run.suite_version, [factories.make_model("a/z")])
    factories.finish_run(other, [V.PASSED] * 3)
    trial = started(version)
    Candidate.objects.filter(run=other).delete()
    fill(trial, {"x": V.FAILED, "y": V.PASSED})
    assert apply_trial(trial, BY).n_regraded == 2
