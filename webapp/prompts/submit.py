"""Makes a suite of one task and its run from the prompt form."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from evaluations import tasks
from evaluations.actions.conversations import Origin, add_version, new_conversation, run_title
from evaluations.models import Run, Suite, SuiteVersion, Task, Team
from evaluations.prompts import skips
from evaluations.records import Kind, TaskSpec
from webapp.prompts import examples
from webapp.prompts.forms import PromptForm
from webapp.prompts.task_spec import spec_of
from webapp.runs.sampling_fields import fields_of_sampling

CHECKS_SENTENCES = {
    Kind.COMPONENT: "No checks given: the component must build, load and render. People judge the rest.",
    Kind.PAGE: "No checks given: the page must build, load and render. People judge the rest.",
    Kind.HOOK: "No checks given: the hook must build and load without an error. People judge the rest.",
    Kind.FUNCTION: "No checks given: the code must build and load without an error. Add examples to have it tested.",
    Kind.PYTHON: "No checks given: the program must load without an error. Add a file of asserts to have it tested.",
    Kind.FREE: "The code must build and load without an error. People judge the rest.",
    Kind.EXCEL: "The component gets this file through its file input; what its callback receives is compared "
    "with the workbook's expected data, cell by cell.",
}


def checks_sentence(spec: TaskSpec, n_examples: int = 0) -> str:
    """Return a sentence that says what decides the verdict. n_examples: typed examples from which the checks
    are made.
    """
    if spec.kind is Kind.EXCEL:
        return CHECKS_SENTENCES[Kind.EXCEL]
    if spec.checks is None:
        return CHECKS_SENTENCES[spec.kind]
    if n_examples:
        return f"{'The example' if n_examples == 1 else f'Each of the {n_examples} examples'} must hold."
    if spec.kind is Kind.PYTHON:
        return "The check file decides: each of its asserts, or of its functions test_…, must pass."
    n = spec.checks.source.count("test(") + spec.checks.source.count("it(")
    return f"The test file decides: about {n} test{'' if n == 1 else 's'}, each must pass."


@transaction.atomic
def start(form: PromptForm, team: Team, user: AbstractBaseUser) -> Run:
    """Start a conversation, or the next version of one, and its run on the ticked models; call when the form is
    valid.
    """
    data = form.cleaned_data
    spec = spec_of(data, form.context())
    follows: SuiteVersion | None = data.get("follows")
    suite = follows.suite if follows else new_conversation(team, spec.title)
    workbook = data.get("workbook")
    origin = Origin(parent=follows) if follows else None
    version = add_version(suite, [spec], {0: workbook} if workbook else {}, origin, user)
    run = Run.objects.start(
        version,
        data["models"],
        form.to_sampling(),
        team=team,
        title=run_title(version),
        n_samples=data["n_samples"],
        strategies=[data["strategy"]],
        created_by=user,
        skips=skips,
    )
    tasks.wake()
    return run


def fields_of(task: Task, run: Run | None = None) -> dict[str, Any]:
    """Return initial values of PromptForm that ask the same again."""
    spec = task.spec
    fields: dict[str, Any] = {
        "prompt": spec["prompt"],
        "kind": spec["kind"],
        "language": spec["language"],
        "workbook": task.workbook_id,
        "entry_point": spec["entry_point"] or "",
        "max_tokens": spec["max_tokens"],
    }
    if spec["checks"] and task.kind != Kind.EXCEL:
        fields |= _fields_of_checks(spec["checks"]["source"], fields["entry_point"])
    if task.version.suite.origin == Suite.Origin.PROMPT:
        fields["follows"] = task.version_id
    if run is not None:
        sampling = run.to_sampling()
        fields |= fields_of_sampling(sampling) | {
            "models": list(run.chosen.values_list("pk", flat=True)),
            "n_samples": run.n_samples,
            "max_tokens": sampling.max_tokens or spec["max_tokens"],
            "think": sampling.think or "",
            "max_thinking_tokens": sampling.max_thinking_tokens,
            "strategy": run.strategies[0] if run.strategies else "plain",
        }
    return fields


def _fields_of_checks(source: str, entry_point: str) -> dict[str, Any]:
    """Return examples where the test file was made from them: the function's name then comes from them too."""
    typed = examples.from_checks(source)
    if not typed:
        return {"checks": source}
    return {"examples": typed, "entry_point": "" if examples.entry_point(typed) == entry_point else entry_point}
