"""Checks that a model proposes: when it can be asked, its progress, and adding the tests."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from evaluations.actions.authors import User
from evaluations.actions.task_drafts import SaveResult, has_checks, read_draft, require_editable, save_draft
from evaluations.errors import SuiteError
from evaluations.extractors import check_files, python_check_files
from evaluations.job_results import ProposedChecks
from evaluations.models import LanguageModel, TaskDraft, Team
from evaluations.models.servers import LanguageModelQuerySet
from evaluations.prompts import checks as checks_prompt
from evaluations.records import Kind, Prompt, TaskSpec

NO_REFERENCE = "There is no reference yet. Write one first: each proposed test is tried on it."
NO_MUTANTS = (
    "The task has no mutants, so nothing would show whether a test notices a mistake. "
    "Press Propose mutants first, and add some."
)
NO_OWN_MUTANTS = (
    "The task has no mutants, so nothing would show whether a test notices a mistake. "
    "Add some under Mutants: the reference with a mistake in each."
)


def nothing_yet(prompt: str, model: str) -> ProposedChecks:
    """Return the progress before a worker has taken the request."""
    return {
        "is_done": False,
        "error": "",
        "stage": "waiting",
        "model": model,
        "prompt": prompt,
        "answer": "",
        "source": "",
        "n_done": 0,
        "n_all": 0,
        "tests": [],
    }


def models_to_ask(team: Team) -> LanguageModelQuerySet:
    """Return models that the team may ask now."""
    return LanguageModel.objects.visible_to(team).can_generate().select_related("server")


def question_error(model: LanguageModel) -> str:
    """Return why a model cannot be asked now; empty when it can."""
    if model.why_not_asked:
        return model.why_not_asked
    if not (model.is_present and model.server.is_reachable):
        return f"{model.model_id} cannot be reached: its server does not answer. Start it, or choose another model."
    return ""


def task_to_check(draft: TaskDraft) -> TaskSpec:
    """Return the draft's task, which may be without checks. Raises SuiteError where no model can be asked about it."""
    kind = draft.fields.get("kind")
    if kind in list(Kind) and (reason := checks_prompt.unsupported_reason(Kind(kind))):
        raise SuiteError(reason)
    read = read_draft(draft, may_lack_checks=True)
    if read.spec is None:
        raise SuiteError(f"No model can be asked yet: {read.faults[0].message}")
    if not read.spec.reference:
        raise SuiteError(NO_REFERENCE)
    if not read.spec.mutants:
        raise SuiteError(NO_OWN_MUTANTS if read.spec.language in ("py", "html", "vue") else NO_MUTANTS)
    return read.spec


def prompt_for(spec: TaskSpec, *, shows_checks: bool) -> Prompt:
    """Return the prompt. shows_checks: it contains the task's checks, to which the model should add."""
    return checks_prompt.render(spec if shows_checks else replace(spec, checks=None))


def add_checks(draft: TaskDraft, proposal: ProposedChecks, chosen: Collection[int], by: User) -> SaveResult:
    """Add tests to the draft's checks. chosen: their places in the file, from 0. Raises SuiteError."""
    require_editable(draft.suite)
    offered = {test["at"] for test in proposal["tests"] if not test["why_not"]}
    if not offered.intersection(chosen):
        raise SuiteError("No test is chosen. Tick at least one.")
    checks = draft.fields["checks"] if has_checks(draft) else ""
    chosen = offered.intersection(chosen)
    if draft.fields["language"] == "py":
        tests = python_check_files.only(proposal["source"], chosen, note=f"# Proposed by {proposal['model']}.")
        return save_draft(draft.pk, draft.revision, {"checks": python_check_files.merged(checks, tests)}, by)
    for group in sorted({test["group"] for test in proposal["tests"] if test["at"] in chosen}):
        numbers = {test["at"] for test in proposal["tests"] if test["group"] == group}
        tests = check_files.only(proposal["source"], chosen & numbers)
        tests = check_files.grouped(tests, group) if group else tests
        checks = check_files.merged(checks, f"// Proposed by {proposal['model']}.\n{tests}")
    return save_draft(draft.pk, draft.revision, {"checks": checks}, by)
