"""Suites that a team writes: texts, conditions, versions and the order of tasks."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Status

from evaluations.actions import own_suites, task_drafts
from evaluations.limits import MAX_SUITE_TITLE
from evaluations.queries.entry_conditions import EntryConditions, conditions_of_tasks
from evaluations.queries.version_changes import VersionChanges, changes_of, text_changes
from evaluations.tasks import suite_jobs
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.schemas import JsonObject, Number
from webapp.site.access import current_team
from webapp.site.lookup import version_of
from webapp.suites.version_pairs import two_tasks, two_versions
from webapp.task_editor.lookup import newest_task, suite_of
from webapp.task_editor.schemas import (
    ChangesOut,
    CloneIn,
    DraftOut,
    SavedVersionOut,
    SuiteChange,
    SuiteTexts,
    TargetIn,
    TaskChanges,
    TaskConditions,
    TaskOrderIn,
    WrittenSuite,
    draft_to_json,
    suite_to_json,
    version_to_json,
)

router = Router()


@router.post("suites/new", auth=WRITE, response={201: WrittenSuite}, summary="Make a new suite")
@idempotent
def write_suite(request: HttpRequest, body: SuiteTexts) -> Status[JsonObject]:
    """The suite is empty; its first version is made with its first task."""
    suite = own_suites.new_suite(
        current_team(request),
        body.title,
        slug=body.slug,
        description=body.description,
        licence=body.licence,
        readme=body.readme,
    )
    return Status(201, suite_to_json(request, suite))


@router.patch(
    "suites/{slug:suite}/about",
    auth=WRITE,
    response=WrittenSuite,
    summary="Change the texts of a suite",
)
def describe_suite(request: HttpRequest, suite: str, body: SuiteChange) -> JsonObject:
    """Only possible for a suite that was written in the editor."""
    row = suite_of(request, suite)
    task_drafts.require_editable(row)
    texts = {name: getattr(row, name) for name in ("title", "description", "licence", "readme")}
    own_suites.describe_suite(row, **{**texts, **body.dict(exclude_none=True)})
    return suite_to_json(request, row)


@router.post("suites/{slug:suite}/clone", auth=WRITE, response={201: WrittenSuite}, summary="Copy a suite to edit it")
@idempotent
def clone_suite(request: HttpRequest, suite: str, body: CloneIn) -> Status[JsonObject]:
    """The copy has the newest version of the tasks. Suites that ship with Bakeoff can be copied too."""
    row = suite_of(request, suite)
    copy = own_suites.clone_suite(row, body.title or f"{row.title} copy"[:MAX_SUITE_TITLE])
    if version := copy.latest():
        suite_jobs.try_conditions(version)
    return Status(201, suite_to_json(request, copy))


@router.get(
    "suites/{slug:suite}/conditions", auth=READ, response=list[TaskConditions], summary="List the conditions of entry"
)
def list_conditions(request: HttpRequest, suite: str, version: Query[Number | None] = None) -> list[JsonObject]:
    """Says for each task of a version whether the reference, the empty answer and the mutants have the required
    results.
    """
    rows = list(version_of(request, suite, version).tasks.order_by("position"))
    conditions = conditions_of_tasks(rows)
    return [_conditions(row.slug, conditions[row.pk]) for row in rows]


def _conditions(slug: str, conditions: EntryConditions) -> JsonObject:
    harness, grader = conditions.versions
    return {
        "task": slug,
        "state": conditions.state,
        "is_outdated": conditions.is_outdated,
        "harness_version": harness,
        "grader_version": grader,
        "conditions": list(conditions.rows),
    }


@router.post("suites/{slug:suite}/conditions", auth=WRITE, response={202: None}, summary="Test the conditions of entry")
def try_conditions(request: HttpRequest, suite: str, again: Query[bool] = False) -> Status[None]:
    """Tests each task of the newest version that has not been tested yet, one after the other.

    again: also tests those that did not meet their conditions, or were tested with an older version of the checks.
    """
    suite_of(request, suite)
    suite_jobs.try_conditions(version_of(request, suite, None), again=again)
    return Status(202, None)


@router.get("suites/{slug:suite}/changes", auth=READ, response=ChangesOut, summary="Show what a version changed")
def get_version_changes(
    request: HttpRequest, suite: str, version: Query[Number | None] = None, against: Query[Number | None] = None
) -> VersionChanges | None:
    """Compares the version with the one before it, or with the given one."""
    return changes_of(*two_versions(request, suite, version, against))


@router.get(
    "suites/{slug:suite}/tasks/{slug:task}/changes",
    auth=READ,
    response=TaskChanges,
    summary="Show what a version changed in a task",
)
def get_task_changes(
    request: HttpRequest,
    suite: str,
    task: str,
    version: Query[Number | None] = None,
    against: Query[Number | None] = None,
) -> JsonObject:
    """Returns both texts of each field that differs. The answer is 404 if one of the versions has no such task."""
    new, old = two_versions(request, suite, version, against)
    rows = text_changes(*reversed(two_tasks(new, old, task)))
    return {"number": new.number, "before": old.number, "texts": rows}


@router.put("suites/{slug:suite}/order", auth=WRITE, response=SavedVersionOut, summary="Change the order of the tasks")
def order_tasks(request: HttpRequest, suite: str, body: TaskOrderIn) -> JsonObject:
    """Makes a version with the same tasks in this order."""
    return version_to_json(task_drafts.order_tasks(suite_of(request, suite), body.tasks))


@router.post(
    "suites/{slug:suite}/tasks/{slug:task}/archive",
    auth=WRITE,
    response=DraftOut,
    summary="Move a task to the archive",
)
def archive_task(request: HttpRequest, suite: str, task: str) -> JsonObject:
    """The task leaves its suite. It can be restored from the archive."""
    row = suite_of(request, suite)
    newest_task(row, task)
    return draft_to_json(request, task_drafts.archive_task(row, task, request.user))


@router.post("suites/{slug:suite}/tasks/{slug:task}/clone", auth=WRITE, response={201: DraftOut}, summary="Copy a task")
@idempotent
def clone_task(request: HttpRequest, suite: str, task: str, body: TargetIn) -> Status[JsonObject]:
    """The copy is a draft, in the same suite or another one."""
    row = suite_of(request, suite)
    target = suite_of(request, body.to) if body.to else row
    draft = task_drafts.clone_task(newest_task(row, task), target, request.user)
    return Status(201, draft_to_json(request, draft))


@router.post(
    "suites/{slug:suite}/tasks/{slug:task}/move",
    auth=WRITE,
    response={201: DraftOut},
    summary="Move a task to another suite",
)
@idempotent
def move_task(request: HttpRequest, suite: str, task: str, body: TargetIn) -> Status[JsonObject]:
    """It becomes a draft there, and is archived here."""
    row = suite_of(request, suite)
    target = suite_of(request, body.to) if body.to else row
    draft = task_drafts.move_task(newest_task(row, task), target, request.user)
    return Status(201, draft_to_json(request, draft))
