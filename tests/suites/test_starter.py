"""The starter suite in real Chromium: every task meets its entry conditions, and other correct forms pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.forms import correct_forms, grade_form, wrong_forms
from evaluations.records import TaskSpec, Verdict
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite
from tests.environment import IS_FULL
from tests.suites.at_once import conditions_at_once, outcomes_of

SUITE = load_suite(Path(__file__).parents[2] / "suites" / "starter")
TASKS = {task.slug: task for task in SUITE.tasks}
SEED = [task for task in SUITE.tasks if "seed" in task.tags]
NTH = 1 if IS_FULL else 3  # `make test` tries every third form
FORMS = [form for slug in TASKS for form in correct_forms(slug)][::NTH]
WRONG = [form for slug in TASKS for form in wrong_forms(slug)][::NTH]


@pytest.mark.parametrize("spec", SUITE.tasks, ids=lambda spec: spec.slug)
def test_reference_passes_and_every_wrong_answer_fails(spec: TaskSpec, sandbox: Sandbox) -> None:
    conditions = conditions_at_once(spec, sandbox)
    assert len(conditions) >= 5, "a reference, an empty answer, and three mutants at least"
    assert [condition for condition in conditions if not condition.is_met] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_another_correct_form_passes(form: Path, sandbox: Sandbox) -> None:
    outcome = grade_form(TASKS[form.parent.name], form, sandbox)
    assert outcome.verdict is Verdict.PASSED, outcome.cause


@pytest.mark.parametrize("slug", sorted({form.parents[1].name for form in WRONG}))
def test_wrong_answer_in_a_form_of_its_own_fails(slug: str, sandbox: Sandbox) -> None:
    forms = [form for form in WRONG if form.parents[1].name == slug]
    outcomes = outcomes_of(lambda form: grade_form(TASKS[slug], form, sandbox), forms, sandbox)
    refused = (Verdict.FAILED, Verdict.RUNTIME_ERROR)
    assert {
        form.stem: outcome for form, outcome in zip(forms, outcomes, strict=True) if outcome.verdict not in refused
    } == {}


def test_four_original_prompts_are_shipped_unchanged() -> None:
    assert TASKS["logging-hook"].prompt == "A react custom hook that logs the component name on mount and unmount"
    assert TASKS["logging-hoc"].prompt == (
        "Generate a higher-order-component / decorator that enables logging on a react component:\n\n"
        "A react HOC, that wraps a given component and logs the component name on mount and unmount"
    )
    assert TASKS["excel-upload"].prompt == (
        "A react component that allows the user to upload excel files. One sheet, two columns, headers foo and bar, "
        "number values. When uploaded it is parsed using XLSX, and the final parsed values of foo and bar are given "
        "back as an array to the callback"
    )
    assert TASKS["tests-for-hook"].prompt.startswith("Write a test plan, and implement the test cases")
    assert len(SEED) == 4
    assert all(
        task.source.endswith("https://kshitij-banerjee.github.io/2024/04/14/exploring-code-llms/") for task in SEED
    )
    hook = TASKS["tests-for-hook"].context["useLogLifecycle.ts"]
    assert hook == TASKS["logging-hook"].reference["answer.tsx"], "the tests are asked for that hook"
