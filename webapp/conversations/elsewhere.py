"""Answers made elsewhere: to a task, to a conversation's newest version, or to a workbook."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404

from evaluations import events, tasks
from evaluations.actions.authors import User
from evaluations.actions.conversations import add_version, new_conversation
from evaluations.actions.import_answers import add_answer
from evaluations.errors import SuiteError
from evaluations.models import Candidate, Suite, Task, Workbook
from evaluations.records import Kind
from webapp.prompts.task_spec import spec_of
from webapp.workbooks.wording import wording_of


def give_answer(task: Task, model: str, text: str, by: User) -> Candidate:
    """Store the answer as a candidate that waits for the sandbox. Raises SuiteError."""
    answer = add_answer(task, model, text, by)
    tasks.wake()
    events.run_changed(answer.run_id, task.version.suite.team_id)
    return answer


def newest_task(suite: Suite) -> Task:
    """Return the first task of a conversation's newest version; 404 when there is none."""
    rows = Task.objects.filter(version__suite=suite).select_related("version__suite__team")
    task = rows.order_by("-version__number", "position").first()
    if task is None:
        raise Http404("The conversation has no version.")
    return task


@transaction.atomic
def task_on(workbook: Workbook, by: User) -> Task:
    """Return the newest prompt of the team about this workbook, else the suggested one."""
    if not workbook.truth:
        raise SuiteError(f"{workbook.name} has no cells to compare. Choose another one.")
    rows = Task.objects.filter(
        version__suite__team=workbook.team, version__suite__origin=Suite.Origin.PROMPT, workbook=workbook
    )
    task = rows.select_related("version__suite__team").order_by("-pk").first()
    if task is None:
        fields = {"kind": Kind.EXCEL, "language": "tsx", "workbook": workbook, "prompt": wording_of(workbook)}
        spec = spec_of(fields, {})
        version = add_version(new_conversation(workbook.team, spec.title), [spec], {0: workbook}, None, by)
        task = version.tasks.select_related("version__suite__team").get()
    return task
