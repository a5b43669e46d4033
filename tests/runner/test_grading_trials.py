"""A worker executes the answers of a trial with the new version's checks, and stops when the trial is discarded."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from evaluations.actions.grading_trials import apply_trial, start_trial
from evaluations.execution_records import Case, OnVerdict, Report
from evaluations.models import Candidate, Grading, GradingTrial, Run, TrialVerdict
from evaluations.records import Checks, Kind, TaskSpec, Verdict
from evaluations.runner.grading_trials import execute_trial
from evaluations.sandbox import Sandbox
from tests import factories
from tests.task_drafts import FUNCTION, TWICE

pytestmark = pytest.mark.django_db(transaction=True)
LENIENT = FUNCTION["checks"].replace("expect(twice(3)).toBe(6);", "expect(twice(2)).toBe(4);")
ANSWERS = {"right": TWICE, "wrong": TWICE.replace("n * 2", "n ** 2 * Math.sign(n)")}
GO = threading.Event()


def spec(source: str) -> TaskSpec:
    return factories.make_spec(
        "twice",
        kind=Kind.FUNCTION,
        language="js",
        entry="answer.js",
        entry_point="twice",
        checks=Checks(path="answer.test.js", source=source),
    )


def make_trial() -> tuple[Run, GradingTrial]:
    """Two stored answers that the old checks let pass; the new checks refuse one of them."""
    models = [factories.make_model(f"box/{name}") for name in ANSWERS]
    run = factories.make_run(factories.make_suite([spec(LENIENT)]), models)
    for candidate in run.candidates.select_related("model"):
        factories.finish(candidate, Verdict.PASSED, text=f"```js\n{ANSWERS[candidate.model.name]}```")
    Run.objects.filter(pk=run.pk).update(state="done")
    version = factories.make_suite([replace(spec(FUNCTION["checks"]))], number=2)
    return run, start_trial(run.team, version, key="k", by=None)[0]


def test_the_flips_are_known_before_they_count(sandbox: Sandbox) -> None:
    run, trial = make_trial()
    assert execute_trial(trial.pk, sandbox, n_threads=2, stop_requested=GO) == 2
    flips = trial.rows.flipped().select_related("candidate__model")
    assert [(row.candidate.model.name, row.before, row.after) for row in flips] == [("wrong", "passed", "failed")]
    assert set(run.candidates.values_list("verdict", flat=True)) == {"passed"}
    assert Grading.objects.count() == 2
    assert execute_trial(trial.pk, sandbox, n_threads=2, stop_requested=GO) == 0, "it is done"
    apply_trial(trial, None)
    assert Candidate.objects.get(model__name="wrong").verdict == "failed"
    grading = Grading.objects.get(candidate__model__name="wrong", is_current=True)
    assert "6" in str(grading.checks()), "the reports of the trial are those of the grading"


def test_a_trial_has_one_worker_and_ends_when_it_is_discarded() -> None:
    _, trial = make_trial()

    class Discards:
        def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
            assert not GradingTrial.objects.claim(trial.pk), "a worker has it"
            GradingTrial.objects.filter(pk=trial.pk).delete()
            return Report(id=case.id, verdict=Verdict.PASSED)

    assert execute_trial(trial.pk, Discards(), n_threads=1, stop_requested=GO) == 0
    assert not TrialVerdict.objects.exists()


def test_an_answer_that_cannot_be_executed_is_unscored_and_the_others_go_on() -> None:
    _, trial = make_trial()

    class Away:
        def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
            raise RuntimeError("no browser")

    assert execute_trial(trial.pk, Away(), n_threads=1, stop_requested=GO) == 2
    assert set(trial.rows.values_list("verdict", "cause")) == {("unscored", "It could not be executed: no browser")}
    trial.refresh_from_db()
    assert trial.busy_until is None
