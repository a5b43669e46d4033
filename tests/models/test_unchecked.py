"""Answers to tasks without checks have their own verdict and are in no rate. A migration converts stored ones."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from evaluations.models import BulkChange, BulkChangeRow, Candidate, Grading, LanguageModel, Run, Tally, Task, Team
from evaluations.queries.comparison import figures
from evaluations.queries.counts import cells, cells_of_runs, latest_runs, suites_with_results, verdict_counts
from evaluations.records import Kind, Verdict
from tests import factories
from tests.environment import needs_time

V = Verdict
BEFORE = ("evaluations", "0010_fill_and_trim")


def mixed() -> tuple[Run, LanguageModel]:
    """One task with checks and two without: passed, unchecked, a build error."""
    specs = [factories.make_spec("add"), factories.unchecked_spec(), factories.unchecked_spec("a-clock")]
    model = factories.make_model()
    run = factories.make_run(factories.make_suite(specs), [model])
    factories.finish_run(run, [V.PASSED, V.UNCHECKED, V.BUILD_ERROR])
    return run, model


@pytest.mark.django_db
def test_task_without_checks_counts_in_no_rate_whatever_its_verdict() -> None:
    run, model = mixed()
    [of_tasks] = cells_of_runs(run.tallies.all()).values()
    assert [(c.n, c.n_scored, c.n_passed, c.n_unchecked) for c in of_tasks.values()] == [
        (1, 1, 1, 0),
        (1, 0, 0, 1),
        (1, 0, 0, 0),
    ]
    assert {cell.task: cell.counts for cell in cells(run.tallies.all())} == of_tasks
    assert figures(of_tasks.values()).n_tasks == 1
    assert verdict_counts(run.tallies.all()) == [("passed", 1), ("unchecked", 1), ("build_error", 1)]
    assert [candidate.task.slug for candidate in Candidate.objects.scored()] == ["add"]
    assert latest_runs(run.team, run.suite_version) == {model.pk: run.pk}


@pytest.mark.django_db
def test_suite_with_only_unchecked_answers_has_no_results() -> None:
    version = factories.make_suite([factories.unchecked_spec()])
    run = factories.make_run(version, [factories.make_model()])
    factories.finish_run(run, [V.UNCHECKED])
    assert list(suites_with_results(run.team)) == []
    assert latest_runs(run.team, version) == {}


def state_of(run: int) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return the verdicts by task, and the tallies."""
    rows = Candidate.objects.filter(run=run).order_by("task__position").values_list("task__slug", "verdict", "score")
    return list(rows), list(
        Tally.objects.filter(run=run)
        .order_by("task__position")
        .values_list("n_scored", "n_passed", "n_unchecked", "n_build_error")
    )


def check_state_before() -> None:
    """The earlier release has no verdict unchecked, and its triggers count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT verdict, score FROM evaluations_candidate ORDER BY id")
        before = [("passed", 1.0), ("passed", 1.0), ("passed", 1.0), ("passed", 1.0), ("build_error", 0.0)]
        assert cursor.fetchall() == before
        cursor.execute("SELECT verdict, score FROM evaluations_grading ORDER BY id")
        assert cursor.fetchall() == before
        cursor.execute("SELECT SUM(n_passed), SUM(n_build_error) FROM evaluations_tally")
        assert cursor.fetchall() == [(4, 1)]
        cursor.execute("UPDATE evaluations_candidate SET verdict = 'failed' WHERE verdict = 'build_error'")
        cursor.execute("SELECT SUM(n_failed) FROM evaluations_tally")
        assert cursor.fetchall() == [(1,)]
        cursor.execute("UPDATE evaluations_candidate SET verdict = 'build_error' WHERE verdict = 'failed'")


@needs_time
@pytest.mark.django_db(transaction=True)
def test_stored_answers_of_tasks_without_checks_become_unchecked_and_go_back() -> None:
    specs = [
        factories.make_spec("add"),
        factories.unchecked_spec(),
        factories.make_spec("a-hook", kind=Kind.HOOK, checks=None),
        factories.make_spec("sheet", kind=Kind.EXCEL, checks=None),
        factories.unchecked_spec("a-clock"),
    ]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model()])
    factories.finish_run(run, [V.PASSED, V.UNCHECKED, V.UNCHECKED, V.PASSED, V.BUILD_ERROR])
    change = BulkChange.objects.create(team=Team.objects.default(), kind="regrade", key="k")
    todo = Candidate.objects.get(task__slug="a-todo-list")
    BulkChangeRow.objects.create(change=change, candidate=todo, verdict=V.UNCHECKED, state="done")
    since = state_of(run.pk)
    try:
        MigrationExecutor(connection).migrate([BEFORE])
        check_state_before()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes("evaluations"))
    assert state_of(run.pk) == since
    assert since[0][1:3] == [("a-todo-list", "unchecked", None), ("a-hook", "unchecked", None)]
    assert since[1] == [(1, 1, 0, 0), (0, 0, 1, 0), (0, 0, 1, 0), (1, 1, 0, 0), (0, 0, 0, 1)]
    checked = Task.objects.filter(is_checked=True).order_by("position").values_list("slug", flat=True)
    assert list(checked) == ["add", "sheet"]
    assert Grading.objects.filter(verdict="unchecked", score=None).count() == 2
    assert BulkChangeRow.objects.get().verdict == "unchecked"
    # The new triggers count by the new columns.
    todo.refresh_from_db()
    Candidate.objects.filter(pk=todo.pk).update(verdict=V.RUNTIME_ERROR)
    assert Tally.objects.filter(task=todo.task).values_list("n_unchecked", "n_runtime_error", "n_scored").get() == (
        0,
        1,
        0,
    )
