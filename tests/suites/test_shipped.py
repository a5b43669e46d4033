"""The large shipped suites: their descriptions, and a part of their checks. `make check-suites` runs all checks."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256

import pytest

from bench.check_suites import SHIPPED, check_suite
from bench.forms import FOLDER, correct_forms, misjudged_forms, wrong_forms
from evaluations.models import Team
from evaluations.prompts import unsupported_reason
from evaluations.queries.entry_conditions import conditions_of_tasks
from evaluations.records import Kind, TaskSpec
from evaluations.runner.imports import import_suite, save_shipped_conditions
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import CONDITIONS, load_suite
from evaluations.task_digests import verdict_digest
from tests.environment import needs_time
from tests.suites.at_once import conditions_at_once
from tests.suites.test_answers import ROWS as RAW_ANSWERS

LEVELS = {"easy", "medium", "hard"}
SUITES = {
    name: load_suite(SHIPPED / name)
    for name in ("apps", "edit", "js-basics", "page", "react", "tests-writing", "visual", "webapp")
}
TASKS = [task for suite in SUITES.values() for task in suite.tasks]
# Forms of a test file run on each broken version, which is seven times the work of other forms.
# Forms of pages and pictures take longest, because each opens new pages. They run only with whole suites.
NTH_FORMS = {"apps": 10, "react": 5, "tests-writing": 10}
WITH_FORMS = [
    task
    for name, suite in SUITES.items()
    if name not in ("page", "visual")
    for task in [task for task in suite.tasks if wrong_forms(task.slug)][:: NTH_FORMS.get(name, 4)]
]
# Each test run tries every eighteenth task of a suite; of the suites page and visual only one task. Tasks whose wrong
# answers wait for the time limit, three times each, run only with whole suites.
NTH, NTH_OF_SUITE = 18, {"page": 40, "visual": 25}


def ends_early(name: str) -> list[TaskSpec]:
    """Return the tasks of a suite of which no answer reached its time limit when it was tried last."""
    lines = (SHIPPED / name / CONDITIONS).read_text().splitlines()
    slow = {line["task"] for line in map(json.loads, lines) if "timeout: It did not end" in json.dumps(line)}
    return [task for task in SUITES[name].tasks if task.slug not in slow]


SLICE = [task for name in SUITES for task in ends_early(name)[:: NTH_OF_SUITE.get(name, NTH)]]


@pytest.mark.parametrize("name", SUITES)
def test_each_task_says_where_it_is_from_and_how_hard_it_is(name: str) -> None:
    tasks = SUITES[name].tasks
    assert [task.slug for task in tasks if len(LEVELS.intersection(task.tags)) != 1] == []
    assert [task.slug for task in tasks if not task.licence or "20" not in task.source] == []
    assert [task.slug for task in tasks if len(task.mutants) < 3] == []


@pytest.mark.parametrize("name", [*SUITES, "excel"])
def test_ten_tasks_have_three_other_correct_answers_and_three_wrong_ones(name: str) -> None:
    slugs = [task.slug for task in load_suite(SHIPPED / name).tasks]
    raw = Counter((row["task"], row["expected"]) for row in RAW_ANSWERS if row["suite"] == name)
    complete = [
        slug
        for slug in slugs
        if len(correct_forms(slug)) + raw[slug, "pass"] >= 3 and len(wrong_forms(slug)) + raw[slug, "fail"] >= 3
    ]
    assert len(complete) >= 10


def test_react_is_asked_with_the_signature_or_only_by_words() -> None:
    tasks = SUITES["react"].tasks
    assert [task.slug for task in tasks if unsupported_reason("words", task)] == []
    assert sum(bool(task.alternatives) for task in tasks) >= 20


def test_every_folder_of_forms_belongs_to_one_task() -> None:
    shipped = [task.slug for path in SHIPPED.glob("*/suite.toml") for task in load_suite(path.parent).tasks]
    assert {path.name for path in FOLDER.iterdir()} <= {*shipped}
    assert [path.name for path in FOLDER.iterdir() if shipped.count(path.name) > 1] == []


@pytest.mark.parametrize("spec", SLICE, ids=lambda spec: spec.slug)
def test_reference_passes_and_every_wrong_answer_fails(spec: TaskSpec, sandbox: Sandbox) -> None:
    conditions = conditions_at_once(spec, sandbox)
    assert len(conditions) >= 5, "a reference, an empty answer, and three mutants at least"
    assert [condition for condition in conditions if not condition.is_met] == []


@pytest.mark.parametrize("spec", WITH_FORMS, ids=lambda spec: spec.slug)
def test_checks_judge_other_forms_rightly(spec: TaskSpec, sandbox: Sandbox) -> None:
    assert misjudged_forms(spec, sandbox) == []


@needs_time
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", sorted(path.parent.name for path in SHIPPED.glob("*/suite.toml")))
def test_whole_suite_meets_its_conditions(name: str, sandbox: Sandbox) -> None:
    assert check_suite(name, sandbox)


@pytest.mark.parametrize("name", sorted(path.parent.name for path in SHIPPED.glob("*/suite.toml")))
def test_conditions_that_ship_are_those_of_the_tasks(name: str) -> None:
    """After a change of a task run `python -m bench.check_suites NAME --changed --write`."""
    lines = [json.loads(line) for line in (SHIPPED / name / CONDITIONS).read_text().splitlines()]
    tried = {(line["task"], line["digest"]) for line in lines}
    tasks = [task for task in load_suite(SHIPPED / name).tasks if task.kind is not Kind.FREE]
    fixtures = {task.slug: {key: sha256(value).hexdigest() for key, value in task.fixtures.items()} for task in tasks}
    assert [task.slug for task in tasks if (task.slug, verdict_digest(task, fixtures[task.slug])) not in tried] == []
    assert all(condition["is_met"] for line in lines for condition in line["conditions"])


@pytest.mark.django_db
def test_shipped_tasks_show_their_conditions_without_a_trial() -> None:
    version = import_suite(Team.objects.default(), SHIPPED / "excel")
    assert {state.state for state in conditions_of_tasks(version.tasks.all()).values()} == {"untried"}
    for _ in range(2):
        save_shipped_conditions(SHIPPED / "excel")
    assert {state.state for state in conditions_of_tasks(version.tasks.all()).values()} == {"met"}
