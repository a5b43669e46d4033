"""Start conversations and add versions to them: one transaction for the version, what it came from, and its run."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.text import slugify

from evaluations.actions.authors import User, author_of
from evaluations.actions.save_suite import save_version
from evaluations.errors import SuiteError
from evaluations.limits import MAX_PROMPT
from evaluations.models import (
    Candidate,
    FollowUp,
    Generation,
    Grading,
    LanguageModel,
    Run,
    Suite,
    SuiteVersion,
    Team,
    Workbook,
)
from evaluations.prompts import skips, unsupported_reason
from evaluations.prompts.conversation import follow_answer, follow_prompt
from evaluations.prompts.repair import attempt_of, report_of
from evaluations.records import Message, TaskSpec, Verdict
from evaluations.stored_json import read_prompt
from evaluations.verdicts import REPAIRABLE

CAN_BE_FIXED = REPAIRABLE - {Verdict.NO_CODE}


def new_conversation(team: Team, title: str) -> Suite:
    """Make a conversation, which has no version yet."""
    slug = f"{slugify(title)[:60] or 'prompt'}-{secrets.token_hex(4)}"
    return Suite.objects.create(team=team, slug=slug, title=title[:200], origin=Suite.Origin.PROMPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a version comes from: see FollowUp."""

    parent: SuiteVersion
    answer: Candidate | None = None
    change: str = ""


@transaction.atomic
def add_version(
    suite: Suite, tasks: Sequence[TaskSpec], workbooks: Mapping[int, Workbook], origin: Origin | None, by: User
) -> SuiteVersion:
    """Return the conversation's version with these tasks; the origin of a new version is stored."""
    Suite.objects.select_for_update().get(pk=suite.pk)
    latest = suite.latest()
    version = save_version(suite, tasks, workbooks)
    if origin and version.number > (latest.number if latest else 0):
        FollowUp.objects.create(
            version=version, parent=origin.parent, answer=origin.answer, change=origin.change, created_by=author_of(by)
        )
    return version


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpPlan:
    """A follow-up that can be sent. left_out: models of the run that cannot be asked now.

    settings: the run that it is asked like.
    """

    origin: Origin
    tasks: tuple[TaskSpec, ...]
    models: tuple[LanguageModel, ...]
    strategies: tuple[str, ...]
    settings: Run
    workbooks: Mapping[int, Workbook] = field(default_factory=dict)
    left_out: tuple[LanguageModel, ...] = ()


def plan_follow_up(
    run: Run,
    change: str,
    *,
    answer: Candidate | None = None,
    models: Sequence[LanguageModel] | None = None,
    with_files: bool = True,
    waits: bool = False,
) -> FollowUpPlan:
    """Return the prompts of a follow-up: a change of a run's prompts, or of one of its answers.

    models: the models to ask; None: those of the run, or the one that wrote the answer. with_files False leaves the
    workbooks unread: enough to show what would be sent. Raises SuiteError.
    """
    if not change.strip():
        raise SuiteError("The request is empty. Say what should be different.")
    rows = [answer.task] if answer else list(run.suite_version.tasks.select_related("workbook").order_by("position"))
    specs = [row.to_spec(with_files=with_files) for row in rows]
    tasks = [_of_answer(answer, spec, change) if answer else follow_prompt(spec, change) for spec in specs]
    if any(len(task.prompt) > MAX_PROMPT for task in tasks):
        raise SuiteError(f"The prompt would have more than {MAX_PROMPT:,} characters. Shorten what should change.")
    settings = _settings(run)
    models_to_ask, left_out = _models_to_ask(settings, answer, or_wait=waits) if models is None else (list(models), [])
    if not models_to_ask:
        names = ", ".join(model.model_id for model in left_out)
        raise SuiteError(
            f"None of the models can be asked now: {names or 'none was asked'}. Start their server, or choose to wait "
            "for it: they are asked as soon as it is back."
        )
    strategies = [name for name in settings.strategies if not any(unsupported_reason(name, task) for task in tasks)]
    return FollowUpPlan(
        origin=Origin(parent=run.suite_version, answer=answer, change=change.strip()),
        tasks=tuple(tasks),
        models=tuple(models_to_ask),
        strategies=tuple(strategies) or ("plain",),
        settings=settings,
        workbooks={at: row.workbook for at, row in enumerate(rows) if row.workbook},
        left_out=tuple(left_out),
    )


def _of_answer(answer: Candidate, spec: TaskSpec, change: str) -> TaskSpec:
    grading = _grading(answer)
    generation = Generation.objects.filter(candidate=answer).only("prompt").first()
    if generation is None or grading is None:
        raise SuiteError("There is no answer yet. Wait until it is written and executed.")
    return follow_answer(spec, change, _chat(generation), grading.files)


def _chat(generation: Generation) -> list[Message]:
    prompt = read_prompt(generation.prompt)
    if prompt["suffix"] is not None:
        return []
    return [Message(role=turn["role"], content=turn["content"]) for turn in prompt["messages"]]


def _grading(answer: Candidate) -> Grading | None:
    return Grading.objects.filter(candidate=answer, is_current=True).first()


def _settings(run: Run) -> Run:
    """Return the run itself, or, for answers made elsewhere, the newest run of the conversation that asked models."""
    if run.origin == Run.Origin.LIVE:
        return run
    live = Run.objects.filter(suite_version__suite=run.suite_version.suite_id, team=run.team_id, origin=Run.Origin.LIVE)
    return live.first() or run


def _models_to_ask(
    settings: Run, answer: Candidate | None, *, or_wait: bool
) -> tuple[list[LanguageModel], list[LanguageModel]]:
    """Return models to ask, and models that are offline. or_wait: offline models are asked when their server
    is back.
    """
    ready = LanguageModel.objects.can_generate(or_wait=or_wait).visible_to(settings.team).select_related("server")
    if answer and answer.run.origin == Run.Origin.LIVE:
        own = list(ready.filter(pk=answer.model_id))
        return own, [] if own else [answer.model]
    chosen = LanguageModel.objects.filter(runmodel__run=settings).select_related("server")
    rows = list(chosen.order_by("runmodel__position"))
    can = set(ready.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [row for row in rows if row.pk in can], [row for row in rows if row.pk not in can]


def crash_report(answer: Candidate) -> str:
    """Return the message to a model about its failed answer; empty when it did not fail or has no code."""
    grading = _grading(answer)
    if grading is None or grading.verdict not in CAN_BE_FIXED or not grading.files:
        return ""
    return report_of(attempt_of(grading.files, grading.verdict, grading.cause, grading.reports))


@transaction.atomic
def start_follow_up(plan: FollowUpPlan, by: User) -> Run:
    """Store the next version of the conversation and start its run. The caller wakes the workers.

    A follow-up to a task of a suite starts a new conversation, so that it counts in no figure of the suite.
    """
    suite = plan.origin.parent.suite
    if suite.origin != Suite.Origin.PROMPT:
        suite = new_conversation(suite.team, plan.tasks[0].title)
    version = add_version(suite, plan.tasks, plan.workbooks, plan.origin, by)
    return Run.objects.start(
        version,
        plan.models,
        plan.settings.to_sampling(),
        team=suite.team,
        title=run_title(version),
        n_samples=plan.settings.n_samples,
        strategies=list(plan.strategies),
        created_by=author_of(by),
        skips=skips,
    )


def run_title(version: SuiteVersion) -> str:
    """Return the title of a conversation's run; later versions include their number."""
    title = version.suite.title
    return title if version.number == 1 else f"{title[:190]} v{version.number}"
