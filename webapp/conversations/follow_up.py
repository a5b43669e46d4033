"""Show and send a follow-up: for pages and API."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations import events, tasks
from evaluations.actions.authors import User
from evaluations.actions.conversations import FollowUpPlan, crash_report, plan_follow_up, start_follow_up
from evaluations.errors import SuiteError
from evaluations.models import Candidate, LanguageModel, Run
from webapp.prompts.preview import Preview, preview_of_spec


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFollowUp:
    """The text for the first task, and the models; error: why it cannot be sent."""

    plan: FollowUpPlan | None = None
    preview: Preview | None = None
    error: str = ""


def models_of(run: Run, *, or_wait: bool = False) -> list[LanguageModel]:
    """Return the models of a run that can be asked now; or_wait: also those that can be asked when their server is
    back.
    """
    ready = LanguageModel.objects.can_generate(or_wait=or_wait).visible_to(run.team).filter(runmodel__run=run)
    return list(ready.select_related("server").order_by("runmodel__position"))


def show_follow_up(
    run: Run,
    change: str,
    answer: Candidate | None,
    models: list[LanguageModel] | None = None,
    *,
    waits: bool = False,
) -> ShownFollowUp:
    """Return the exact text, before it is sent."""
    try:
        plan = plan_follow_up(run, change, answer=answer, models=models, with_files=False, waits=waits)
    except SuiteError as exc:
        return ShownFollowUp(error=str(exc))
    pks = [model.pk for model in plan.models]
    return ShownFollowUp(plan=plan, preview=preview_of_spec(run.team, plan.tasks[0], plan.strategies[0], pks))


def send_follow_up(
    run: Run,
    change: str,
    answer: Candidate | None,
    by: User,
    models: list[LanguageModel] | None = None,
    *,
    waits: bool = False,
) -> Run:
    """Make the next version of the conversation, and its run. waits: also for offline servers. Raises SuiteError."""
    started = start_follow_up(plan_follow_up(run, change, answer=answer, models=models, waits=waits), by)
    tasks.wake()
    events.run_changed(started.pk, started.team_id)
    return started


def ask_to_fix(answer: Candidate, by: User) -> Run:
    """Send code and error back to the model that wrote it. Raises SuiteError when there is nothing to fix."""
    report = crash_report(answer)
    if not report:
        raise SuiteError("There is nothing to fix: the answer did not fail, or it has no code.")
    return send_follow_up(answer.run, report, answer, by)
