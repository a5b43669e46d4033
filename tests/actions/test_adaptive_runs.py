"""Runs that ask until their ranking is settled. Each round is planned once, even if several workers plan it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction

from evaluations import tasks
from evaluations.actions.adaptive_runs import advance, due_runs, ranking_error
from evaluations.actions.start_run import start_run
from evaluations.models import AdaptiveRound, Candidate, LanguageModel, Run, State
from evaluations.queries.adaptive import adaptive_report
from evaluations.records import Sampling, Verdict
from evaluations.runner.finish_run import plan_due_rounds, plan_round
from tests import factories
from webapp.runs.actions import run_action

pytestmark = pytest.mark.django_db
N_TASKS = 20
Passes = Callable[[LanguageModel, int, int], bool]  # of a model, the task's position and the sample


def start(n_models: int = 2, most: int = 6, n_tasks: int = N_TASKS) -> Run:
    specs = [factories.make_spec(f"task-{n}") for n in range(n_tasks)]
    version = factories.make_suite([*specs, factories.unchecked_spec()])
    models = [factories.make_model(f"box/m{n}") for n in range(n_models)]
    return start_run(
        version,
        models,
        Sampling(),
        until_settled=True,
        n_samples=most,
        strategies=["plain"],
        team=version.suite.team,
        title="which one",
    )


def answer(run: Run, passes: Passes) -> int:
    """Give every open answer its verdict, as the workers do. Return how many there were."""
    rows = list(run.candidates.filter(state=State.QUEUED).select_related("task", "model"))
    for row in rows:
        verdict = Verdict.PASSED if passes(row.model, row.task.position, row.sample) else Verdict.FAILED
        Candidate.objects.filter(pk=row.pk).update(state=State.DONE, verdict=verdict)
    return len(rows)


def first_is_better(model: LanguageModel, position: int, sample: int) -> bool:
    return model.name == "m0"


def alike(model: LanguageModel, position: int, sample: int) -> bool:
    return position % 2 == 0


def tries(run: Run) -> list[tuple[int, int, int]]:
    return sorted(run.candidates.values_list("task", "model", "sample"))


def test_the_first_round_asks_every_task_once() -> None:
    run = start()
    assert run.candidates.count() == 2 * (N_TASKS + 1)
    assert run.n_samples == 6
    report = adaptive_report(run)
    assert report is not None
    assert (report.n_asked, report.n_most, report.n_saved) == (40, 240, 0)
    assert report.sentence == "Round 1 of at most 6: a significant difference in 0 of 1 pair."
    assert not advance(run), "its answers are not in"


def test_a_clear_ranking_ends_the_run_and_says_what_was_saved() -> None:
    run = start()
    answer(run, first_is_better)
    assert not plan_round(run)
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert run.finished_at
    report = adaptive_report(run)
    assert report is not None
    assert report.ending == "settled"
    assert report.sentence == "Settled after 1 round: 40 of 240 answers were asked for, 83% saved."
    (call,) = report.rounds[0].settled or []
    assert (call.better.name, call.worse.name, call.ahead) == ("m0", "m1", 1.0)


def test_planning_twice_plans_once() -> None:
    run = start()
    answer(run, alike)
    assert advance(run)
    counts = tries(run)
    assert len(set(counts)) == len(counts)
    assert not advance(run)
    assert not advance(Run.objects.get(pk=run.pk))
    assert due_runs() == []
    assert tries(run) == counts
    assert AdaptiveRound.objects.count() == 2


def test_process_that_dies_while_planning_leaves_no_rows_and_another_one_plans() -> None:
    run = start()
    answer(run, alike)
    before = tries(run)
    with transaction.atomic():
        assert advance(run)
        transaction.set_rollback(True)  # like a kill: the transaction is never committed
    assert tries(run) == before
    assert [each.pk for each in due_runs()] == [run.pk]
    run.finish_if_complete()
    assert Run.objects.get(pk=run.pk).state == Run.State.RUNNING, "its plan is open"
    assert plan_due_rounds() == 1
    assert plan_due_rounds() == 0
    assert len(tries(run)) == len(before) + 2 * N_TASKS


def test_equal_models_end_at_the_most_samples_and_quiet_tasks_are_asked_less() -> None:
    run = start()
    n_asked = 0
    for _ in range(6):
        n_asked += answer(run, alike)
        plan_round(run)
    run.refresh_from_db()
    report = adaptive_report(run)
    assert report is not None
    assert (report.ending, run.state) == ("limit", "done")
    assert [row.n_tasks for row in report.rounds[:2]] == [N_TASKS, N_TASKS]
    assert all(0 < row.n_tasks < N_TASKS for row in report.rounds[2:])
    assert n_asked == report.n_asked + 2
    assert report.n_saved == 240 - report.n_asked > 40
    assert [(a.name, b.name) for a, b in report.open_pairs] == [("m0", "m1")]
    assert run.candidates.filter(task__is_checked=False).count() == 2, "a task without checks is asked once"


def test_settled_model_gets_no_further_samples() -> None:
    run = start(n_models=3)
    answer(run, lambda model, position, sample: model.name == "m0" or (alike(model, position, sample) and position < 8))
    assert advance(run)
    names = set(run.candidates.filter(sample=1).values_list("model__name", flat=True))
    assert names == {"m1", "m2"}
    report = adaptive_report(run)
    assert report is not None
    assert report.n_settled == 2
    assert report.rounds[1].n_left_out == N_TASKS


def test_paused_runs_plan_no_samples_until_they_resume(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "wake", lambda: None)
    run = start()
    assert run.pause()
    answer(run, alike)
    assert not plan_round(run)
    assert due_runs() == []
    run.refresh_from_db()
    assert run.state == Run.State.PAUSED
    run_action(run, "resume", factories.make_person("mia"))
    assert AdaptiveRound.objects.count() == 2
    assert run.cancel()
    assert not advance(run)
    assert due_runs() == []


def test_samples_that_somebody_added_are_not_asked_for_again() -> None:
    run = start(n_tasks=2)
    task, model = run.candidates.values_list("task", "model").first() or (0, 0)
    Candidate.objects.create(run=run, task_id=task, model_id=model, sample=1, state=State.DONE, verdict="passed")
    answer(run, alike)
    assert advance(run)
    counts = tries(run)
    assert len(set(counts)) == len(counts)
    assert run.candidates.filter(sample=1).count() == 4


def test_unscored_and_flaky_answers_do_not_count_as_a_difference() -> None:
    run = start()
    answer(run, first_is_better)
    run.candidates.filter(model__name="m1").update(verdict=Verdict.UNSCORED)
    assert advance(run), "no difference is significant"
    answer(run, first_is_better)
    run.candidates.filter(model__name="m1", sample=1).update(is_flaky=True)
    assert advance(run)


@pytest.mark.parametrize(
    ("models", "strategies", "n", "sentence"),
    [
        ([1], ["plain"], 5, "2 to 20 models; 1"),
        (range(21), ["plain"], 5, "21 are chosen"),
        ([1, 2], ["plain", "repair"], 5, "one strategy; 2"),
        ([1, 2], ["plain"], 1, "a maximum of 2 samples or more"),
        ([1, 2], ["plain"], 2, ""),
    ],
)
def test_impossible_ranking_is_refused_with_its_reason(
    models: list[int], strategies: list[str], n: int, sentence: str
) -> None:
    problem = ranking_error(None, list(models), strategies, n)
    assert sentence in problem if sentence else problem == ""


def test_a_suite_without_checks_cannot_be_ranked() -> None:
    assert "No task" in ranking_error(factories.make_suite([factories.unchecked_spec()]), [1, 2], ["plain"], 5)
