"""The conditions of entry of a whole version: tried once, stored by content; our own failure leaves a task untried."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from evaluations.actions.own_suites import new_suite
from evaluations.actions.save_suite import save_version
from evaluations.execution_records import Case, OnVerdict, Report
from evaluations.models import EntryCheck, MutationScore, SuiteVersion, Worker
from evaluations.queries.entry_conditions import conditions_of_tasks, unmet_tasks
from evaluations.queries.suite_facts import suite_facts
from evaluations.records import Checks, Kind, TaskSpec, Verdict
from evaluations.runner.check_versions import check_versions
from evaluations.runner.imports import save_shipped_conditions
from evaluations.runner.try_task import try_version
from evaluations.sandbox import Sandbox
from evaluations.task_digests import mutation_digest
from tests import factories
from tests.task_drafts import FUNCTION, TWICE

pytestmark = pytest.mark.django_db


def spec_of(slug: str, reference: str = TWICE) -> TaskSpec:
    return factories.make_spec(
        slug,
        kind=Kind.FUNCTION,
        language="js",
        entry="answer.js",
        entry_point="twice",
        checks=Checks(path="answer.test.js", source=FUNCTION["checks"]),
        reference={"answer.js": reference} if reference else {},
    )


def states_of(version: SuiteVersion) -> dict[str, str]:
    tasks = list(version.tasks.order_by("position"))
    conditions = conditions_of_tasks(tasks)
    return {task.slug: conditions[task.pk].state for task in tasks}


def test_each_task_with_a_reference_is_tried_and_a_wrong_one_is_left_out_of_comparisons(sandbox: Sandbox) -> None:
    wrong = TWICE.replace("n * 2", "n * 3")
    version = factories.make_suite([spec_of("right"), spec_of("wrong", wrong), spec_of("without", "")])
    assert set(states_of(version).values()) == {"untried"}
    assert try_version(version.pk, sandbox, stop_requested=threading.Event()) == 2
    assert states_of(version) == {"right": "met", "wrong": "unmet", "without": "untried"}
    assert unmet_tasks([version]) == {version.tasks.get(slug="wrong").pk}
    assert try_version(version.pk, sandbox, stop_requested=threading.Event()) == 0, "known contents are tried again"


def test_an_error_of_ours_leaves_the_task_untried() -> None:
    class Away:
        def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
            return Report(id=case.id, verdict=Verdict.UNSCORED, cause="No browser could be started.")

    version = factories.make_suite([spec_of("right")])
    assert try_version(version.pk, Away(), stop_requested=threading.Event()) == 0
    assert not EntryCheck.objects.exists()


def test_a_result_keeps_its_versions_and_is_tried_again_on_request(sandbox: Sandbox) -> None:
    version = factories.make_suite([spec_of("right")])
    go = threading.Event()
    try_version(version.pk, sandbox, stop_requested=go)
    check = EntryCheck.objects.get()
    assert check.versions == check_versions()
    assert try_version(version.pk, sandbox, stop_requested=go, again=True) == 0, "met, with the present checks"
    EntryCheck.objects.update(grader_version="1", is_met=True)
    assert try_version(version.pk, sandbox, stop_requested=go) == 0
    assert try_version(version.pk, sandbox, stop_requested=go, again=True) == 1
    assert EntryCheck.objects.get().versions == check_versions()


def test_other_versions_than_those_of_the_running_workers_are_older_ones() -> None:
    version = factories.make_suite([spec_of("right")])
    [task] = version.tasks.all()
    factories.store_conditions(task, is_met=True, harness_version="aaa", grader_version="6")
    assert not conditions_of_tasks([task])[task.pk].is_outdated, "no worker runs, so nothing is known"
    Worker.objects.beat("execute-1", "here", 1, ("aaa", "6"))
    Worker.objects.beat("generate-1", "here", 2)
    assert not conditions_of_tasks([task])[task.pk].is_outdated
    Worker.objects.beat("execute-1", "here", 1, ("aaa", "7"))
    assert conditions_of_tasks([task])[task.pk].is_outdated
    assert conditions_of_tasks([task])[task.pk].versions == ("aaa", "6")


def test_a_shipped_result_replaces_only_one_that_was_tried_with_older_checks(tmp_path: Path) -> None:
    harness, grader = check_versions()
    row = {"task": "add", "digest": "d" * 64, "conditions": [], "harness_version": harness, "grader_version": grader}
    (tmp_path / "conditions.jsonl").write_text(json.dumps(row) + "\n")
    EntryCheck.objects.create(pk="d" * 64, is_met=False, grader_version="1", harness_version="old")
    save_shipped_conditions(tmp_path)
    assert EntryCheck.objects.get().versions == (harness, grader)
    assert EntryCheck.objects.get().is_met
    EntryCheck.objects.update(is_met=False)
    save_shipped_conditions(tmp_path)
    assert not EntryCheck.objects.get().is_met, "what was tried here with the same checks stays"


def test_a_shipped_mutation_score_is_that_of_one_content(tmp_path: Path) -> None:
    specs = [spec_of("a"), spec_of("b", "export const twice = (n) => n + n;")]
    version = save_version(new_suite(factories.make_team(), "Ours"), specs)
    [first, _] = tasks = list(version.tasks.order_by("slug"))
    digest = mutation_digest(first.to_spec(with_files=False), first.fixtures)

    def ship(n_mutants: int, digest: str = digest) -> None:
        mutation = {"digest": digest, "n_mutants": n_mutants, "n_refused": 9, "survivors": []}
        row = {"task": "a", "digest": "d" * 64, "conditions": [], "mutation": mutation}
        (tmp_path / "conditions.jsonl").write_text(json.dumps(row) + "\n")
        save_shipped_conditions(tmp_path)

    ship(10, digest="e" * 64)
    assert suite_facts(version).mutation_score is None, "measured with other checks"
    ship(10)
    assert suite_facts(version).mutation_score == 0.9
    assert [conditions_of_tasks(tasks)[task.pk].mutation is not None for task in tasks] == [True, False]
    MutationScore.objects.update(n_refused=5)
    ship(10)
    assert suite_facts(version).n_refused == 5, "a score of as many mutants that was measured here stays"
    ship(12)
    facts = suite_facts(version)
    assert (facts.n_measured, facts.n_mutants, facts.n_refused) == (1, 12, 9)
