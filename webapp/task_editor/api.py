"""Suites that a team writes, drafts of their tasks, trying them, and versions: all that the editor's pages do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from evaluations import job_data, tasks
from evaluations.actions import own_suites, task_drafts
from evaluations.actions.task_fields import FIELDS
from evaluations.errors import SuiteError
from evaluations.limits import MAX_ANSWER
from evaluations.models import Candidate, Suite, SuiteVersion, TaskDraft, Workbook
from evaluations.queries.entry_conditions import conditions_of_tasks
from evaluations.queries.version_changes import VersionChanges, changes_of
from evaluations.records import TaskSpec
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem
from webapp.api.schemas import Body, Id, Json, Number, Page, Paging, Plain, Text, Word, page_of, url_of
from webapp.site.access import current_team, get_for_team
from webapp.site.lookup import task_of_team, version_of
from webapp.task_editor import sources, tries
from webapp.task_editor.draft_files import add_fixture
from webapp.task_editor.lookup import draft_of, newest_task, suite_of

router = Router()
T = TypeVar("T")
KNOWN = ", ".join(FIELDS)


class SuiteTexts(Body):
    """What a suite says of itself. slug: its address; made from the title when left out."""

    title: Word
    slug: Word = ""
    description: Text = Field("", max_length=own_suites.MAX_DESCRIPTION)
    licence: Word = ""


class SuiteChange(Body):
    """What a written suite says of itself; what is left out stays."""

    title: Word | None = None
    description: Text | None = Field(None, max_length=own_suites.MAX_DESCRIPTION)
    licence: Word | None = None


class WrittenSuite(Schema):
    """A suite that can be edited. version: the newest, null while it has no task."""

    slug: str
    title: str
    url: str
    version: int | None


class CloneIn(Body):
    """title: of the copy; the suite's own with “copy” behind it when left out."""

    title: Word = ""


class TargetIn(Body):
    """to: the slug of a written suite of your team; the task's own suite when left out."""

    to: Word = ""


class OrderIn(Body):
    """The slug of each task of the newest version once, in the wanted order."""

    tasks: list[Word] = Field(max_length=5000)


class ConditionOut(Schema):
    """One condition of entry: what was tried, and what came of it."""

    name: str
    is_met: bool
    message: str


class TaskConditions(Schema):
    """state: met, unmet, untried, or free for a task that people judge."""

    task: str
    state: str
    conditions: list[ConditionOut]


class ChangesOut(Schema):
    """What a version changed against the one before. changed: task to the names of the fields that differ."""

    number: int
    before: int
    added: list[str]
    removed: list[str]
    changed: dict[str, list[str]]
    is_reordered: bool


class FaultOut(Schema):
    """What is wrong with a field. row: of a list of files, from 0; null for the field as a whole."""

    field: str
    row: int | None
    message: str


class DraftOut(Schema):
    """A task while it is edited. task: the one that it will replace, empty for a new one.

    fields: as typed; context and reference are lists of [path, text], mutants and alternatives of [name, path, text].
    revision: send it with a change. faults: what is wrong with a field. reason: why it cannot be kept yet, empty when
    it can.
    """

    id: int
    url: str
    task: str
    title: str
    is_archived: bool
    revision: int
    fields: dict[str, Json]
    fixtures: list[str]
    faults: list[FaultOut]
    reason: str
    changed_by: str
    changed_at: datetime


class DraftIn(Body):
    """task: of the newest version, to edit; left out: a new task. fields: as in a draft, those that are known.

    Or what a new task is made of, by number: copied (a task of any suite or conversation), candidate (its code becomes
    the reference) or workbook.
    """

    task: Word = ""
    copied: Number | None = None
    candidate: Number | None = None
    workbook: Number | None = None
    fields: dict[str, Json] = Field({}, max_length=40)


class MadeOut(Schema):
    """Drafts, and a sentence for each test or row that became none."""

    drafts: list[DraftOut]
    complaints: list[str]


class DraftChange(Body):
    """revision: of the draft as you saw it. Fields that somebody else changed since are refused with 409."""

    revision: Number
    fields: dict[str, Json] = Field(max_length=40)


class TryIn(Body):
    """answer: text as a model would write it. stored: also up to 40 answers of models so far."""

    answer: Text = Field("", max_length=MAX_ANSWER)
    stored: bool = False


class TryStarted(Schema):
    """Ask for what it finds by the token."""

    token: str


class TryQuery(Schema):
    """token: as the try was started with."""

    token: Word


class TriedAnswer(Schema):
    """about: reference, empty, mutant, alternative, answer or stored. is_met: whether it came out as it must; null
    while that is not known, or where nothing is expected. before: a stored answer's verdict so far."""

    about: str
    name: str
    should_pass: bool | None
    is_met: bool | None
    verdict: str
    score: float | None
    cause: str
    checks: list[Json]
    duration_ms: float
    before: str
    candidate: int | None


class TryOut(Schema):
    """What a try has found so far. first_round_ms: until everything was tried once."""

    is_done: bool
    trouble: str
    first_round_ms: float | None
    rows: list[TriedAnswer]
    conditions: list[ConditionOut]


class ProposedMutant(Schema):
    """The reference with one change. at: the line's text; text: the whole changed file."""

    path: str
    line: int
    at: str
    change: str
    mutator: str
    text: str
    is_refused: bool


class MutantsOut(Schema):
    """The mutation score is the share of mutants that are refused."""

    is_done: bool
    trouble: str
    mutants: list[ProposedMutant]


class VersionMade(Schema):
    """The suite's newest version."""

    suite: str
    version: int
    n_tasks: int


class FileQuery(Schema):
    """name: of a file that the checks use."""

    name: Word


def _suite_plain(request: HttpRequest, suite: Suite) -> Plain:
    newest = suite.latest()
    return {
        "slug": suite.slug,
        "title": suite.title,
        "url": url_of(request, f"/suites/{suite.slug}/edit/"),
        "version": newest.number if newest else None,
    }


def _draft_plain(request: HttpRequest, draft: TaskDraft) -> Plain:
    faults = task_drafts.read_draft(draft).faults
    return {
        "id": draft.pk,
        "url": url_of(request, f"/suites/{draft.suite.slug}/drafts/{draft.pk}/"),
        "task": draft.task_slug,
        "title": draft.title,
        "is_archived": draft.is_archived,
        "revision": draft.revision,
        "fields": draft.fields,
        "fixtures": sorted(draft.fixtures),
        "faults": [{"field": fault.field, "row": fault.row, "message": fault.message} for fault in faults],
        "reason": task_drafts.why_not_kept(draft),
        "changed_by": draft.changed_by.get_username() if draft.changed_by else "",
        "changed_at": draft.changed_at,
    }


def _version_plain(version: SuiteVersion) -> Plain:
    return {"suite": version.suite.slug, "version": version.number, "n_tasks": version.tasks.count()}


def _checked(act: Callable[[], T]) -> T:
    """What the act gives; a field that has no such form is told with 422."""
    try:
        return act()
    except ValueError as exc:
        raise Problem(422, str(exc), f"The fields are {KNOWN}.") from exc


@router.post("suites/new", auth=WRITE, response={201: WrittenSuite}, summary="A new suite to write tasks in")
@idempotent
def write_suite(request: HttpRequest, body: SuiteTexts) -> Status[Plain]:
    """Empty; its first version comes with its first task."""
    suite = own_suites.new_suite(
        current_team(request), body.title, slug=body.slug, description=body.description, licence=body.licence
    )
    return Status(201, _suite_plain(request, suite))


@router.patch("suites/{slug:suite}/about", auth=WRITE, response=WrittenSuite, summary="Title, description and licence")
def describe_suite(request: HttpRequest, suite: str, body: SuiteChange) -> Plain:
    """Of a suite that was written here."""
    row = suite_of(request, suite)
    task_drafts.require_editable(row)
    texts = {name: getattr(row, name) for name in ("title", "description", "licence")}
    own_suites.describe_suite(row, **{**texts, **body.dict(exclude_none=True)})
    return _suite_plain(request, row)


@router.post("suites/{slug:suite}/clone", auth=WRITE, response={201: WrittenSuite}, summary="A copy to edit")
@idempotent
def clone_suite(request: HttpRequest, suite: str, body: CloneIn) -> Status[Plain]:
    """With the newest tasks, also of a suite that ships."""
    row = suite_of(request, suite)
    copy = own_suites.clone_suite(row, body.title or f"{row.title} copy"[: own_suites.MAX_TITLE])
    return Status(201, _suite_plain(request, copy))


@router.get("suites/{slug:suite}/conditions", auth=READ, response=list[TaskConditions], summary="Conditions of entry")
def list_conditions(request: HttpRequest, suite: str, version: Query[Number | None] = None) -> list[Plain]:
    """Of each task of a version: whether reference, empty answer and mutants come out as they must."""
    rows = list(version_of(request, suite, version).tasks.order_by("position"))
    conditions = conditions_of_tasks(rows)
    return [
        {"task": row.slug, "state": conditions[row.pk].state, "conditions": list(conditions[row.pk].rows)}
        for row in rows
    ]


@router.post("suites/{slug:suite}/conditions", auth=WRITE, response={202: None}, summary="Try the conditions of entry")
def try_conditions(request: HttpRequest, suite: str) -> Status[None]:
    """Of each task of the newest version that was not tried yet, one after the other."""
    suite_of(request, suite)
    tasks.execute_conditions.delay(version_of(request, suite, None).pk)
    return Status(202, None)


@router.get("suites/{slug:suite}/changes", auth=READ, response=ChangesOut, summary="What a version changed")
def get_version_changes(request: HttpRequest, suite: str, version: Query[Number | None] = None) -> VersionChanges:
    """Against the version before it."""
    changes = changes_of(version_of(request, suite, version))
    if changes is None:
        raise Http404("It is the first version: there is none before it.")
    return changes


@router.put("suites/{slug:suite}/order", auth=WRITE, response=VersionMade, summary="The order of the tasks")
def order_tasks(request: HttpRequest, suite: str, body: OrderIn) -> Plain:
    """A version with the same tasks in this order."""
    return _version_plain(task_drafts.order_tasks(suite_of(request, suite), body.tasks))


@router.post(
    "suites/{slug:suite}/tasks/{slug:task}/archive",
    auth=WRITE,
    response=DraftOut,
    summary="Take a task out of its suite",
)
def archive_task(request: HttpRequest, suite: str, task: str) -> Plain:
    """Into the archive, from which it can be restored."""
    row = suite_of(request, suite)
    newest_task(row, task)
    return _draft_plain(request, task_drafts.archive_task(row, task, request.user))


@router.post(
    "suites/{slug:suite}/tasks/{slug:task}/clone", auth=WRITE, response={201: DraftOut}, summary="A copy of a task"
)
@idempotent
def clone_task(request: HttpRequest, suite: str, task: str, body: TargetIn) -> Status[Plain]:
    """A draft in the same or another suite."""
    row = suite_of(request, suite)
    target = suite_of(request, body.to) if body.to else row
    draft = task_drafts.clone_task(newest_task(row, task), target, request.user)
    return Status(201, _draft_plain(request, draft))


@router.post("suites/{slug:suite}/tasks/{slug:task}/move", auth=WRITE, response={201: DraftOut}, summary="Move a task")
@idempotent
def move_task(request: HttpRequest, suite: str, task: str, body: TargetIn) -> Status[Plain]:
    """A draft in another suite; archived here."""
    row = suite_of(request, suite)
    target = suite_of(request, body.to) if body.to else row
    draft = task_drafts.move_task(newest_task(row, task), target, request.user)
    return Status(201, _draft_plain(request, draft))


@router.get("suites/{slug:suite}/drafts", auth=WRITE, response=Page[DraftOut], summary="Drafts and archived tasks")
def list_drafts(request: HttpRequest, suite: str, paging: Query[Paging]) -> Plain:
    """Tasks that are being edited: in no version and in no comparison."""
    rows = suite_of(request, suite).drafts.select_related("suite", "workbook", "changed_by").order_by("pk")
    return page_of(request, rows, lambda row: _draft_plain(request, row), paging)


@router.post("suites/{slug:suite}/drafts", auth=WRITE, response={201: DraftOut}, summary="Edit a task, or begin one")
@idempotent
def create_draft(request: HttpRequest, suite: str, body: DraftIn) -> Status[Plain]:
    """A draft that is open already is given as it is."""
    row = suite_of(request, suite)
    draft = _begun(request, row, body)
    if draft is None:
        draft = _checked(lambda: task_drafts.new_draft(row, dict(body.fields), request.user))
    elif body.fields:
        pk, revision, changes = draft.pk, draft.revision, dict[str, Any](body.fields)
        draft = _checked(lambda: task_drafts.save_draft(pk, revision, changes, request.user)).draft
    return Status(201, _draft_plain(request, draft))


def _begun(request: HttpRequest, suite: Suite, body: DraftIn) -> TaskDraft | None:
    """The draft of what the body names; None when it names nothing. 404 for what the team does not have."""
    if body.task:
        return task_drafts.open_draft(suite, newest_task(suite, body.task), request.user)
    if body.copied:
        return sources.draft_of_task(task_of_team(suite.team, body.copied), suite, request.user)
    if body.candidate:
        rows = Candidate.objects.select_related("task__version__suite", "task__workbook", "model__server")
        return sources.draft_of_answer(get_for_team(request, rows, pk=body.candidate), suite, request.user)
    if body.workbook:
        return sources.draft_of_workbook(get_for_team(request, Workbook, pk=body.workbook), suite, request.user)
    return None


@router.post("suites/{slug:suite}/drafts/from-files", auth=WRITE, response={201: MadeOut}, summary="Drafts from files")
def make_drafts(
    request: HttpRequest, suite: str, file: File[UploadedFile], test: File[UploadedFile | None] = None
) -> Status[Plain]:
    """file: a zip of a folder with tests, a sheet of tasks, or a code file, with its test file as `test`."""
    files = [sent for sent in (file, test) if sent is not None]
    made = sources.drafts_of_files(files, suite_of(request, suite), request.user)
    drafts = [_draft_plain(request, draft) for draft in made.drafts]
    return Status(201, {"drafts": drafts, "complaints": list(made.complaints)})


@router.get("suites/{slug:suite}/drafts/{draft}", auth=WRITE, response=DraftOut, summary="One draft")
def get_draft(request: HttpRequest, suite: str, draft: Id) -> Plain:
    """With what is wrong with its fields, and why it cannot be kept yet."""
    return _draft_plain(request, draft_of(request, suite, draft))


@router.patch("suites/{slug:suite}/drafts/{draft}", auth=WRITE, response=DraftOut, summary="Change fields of a draft")
def change_draft(request: HttpRequest, suite: str, draft: Id, body: DraftChange) -> Plain:
    """Any text is stored, also one with faults.

    409 names the fields that somebody else changed since your revision; the others are stored.
    """
    row = draft_of(request, suite, draft)
    task_drafts.require_editable(row.suite)
    saved = _checked(lambda: task_drafts.save_draft(row.pk, body.revision, body.fields, request.user))
    if saved.conflicts:
        names = ", ".join(saved.conflicts)
        errors = [(name, f"Now: {theirs}"[:2000]) for name, theirs in saved.conflicts.items()]
        raise Problem(409, f"Somebody else changed {names} since revision {body.revision}.", errors=errors)
    return _draft_plain(request, draft_of(request, suite, draft))


@router.delete("suites/{slug:suite}/drafts/{draft}", auth=WRITE, response={204: None}, summary="Throw a draft away")
def delete_draft(request: HttpRequest, suite: str, draft: Id) -> Status[None]:
    """What the suite has of the task stays."""
    draft_of(request, suite, draft).delete()
    return Status(204, None)


@router.post("suites/{slug:suite}/drafts/{draft}/files", auth=WRITE, response=DraftOut, summary="Add a fixture")
def add_draft_file(request: HttpRequest, suite: str, draft: Id, file: File[UploadedFile]) -> Plain:
    """A file that the checks use; one of the same name is replaced."""
    row = draft_of(request, suite, draft)
    task_drafts.require_editable(row.suite)
    add_fixture(row, file, request.user)
    return _draft_plain(request, draft_of(request, suite, draft))


@router.delete("suites/{slug:suite}/drafts/{draft}/files", auth=WRITE, response=DraftOut, summary="Remove a fixture")
def remove_draft_file(request: HttpRequest, suite: str, draft: Id, asked: Query[FileQuery]) -> Plain:
    """By its name."""
    row = draft_of(request, suite, draft)
    if asked.name not in row.fixtures:
        raise Http404(f'The draft has no file "{asked.name}".')
    task_drafts.save_fixture(row.pk, asked.name, None, request.user)
    return _draft_plain(request, draft_of(request, suite, draft))


@router.post("suites/{slug:suite}/drafts/{draft}/try", auth=WRITE, response={202: TryStarted}, summary="Try a draft")
def try_draft(request: HttpRequest, suite: str, draft: Id, body: TryIn) -> Status[Plain]:
    """Reference, empty answer, mutants and the answer you send, once each; then twice more for the conditions."""
    row = draft_of(request, suite, draft)
    answer, stored = body.answer, body.stored
    token = _started(row, lambda spec: tries.start_try(row, spec, request.user, answer, with_stored=stored))
    return Status(202, {"token": token})


def _started(row: TaskDraft, start: Callable[[TaskSpec], str]) -> str:
    """The token of a job on the draft's task; 422 names what is wrong with its fields."""
    read = task_drafts.read_draft(row)
    if read.spec is None:
        errors = [(fault.field, fault.message) for fault in read.faults]
        raise Problem(422, f"It cannot be tried yet: {read.faults[0].message}", errors=errors)
    try:
        return start(read.spec)
    except tries.TooManyTriesError as exc:
        raise Problem(429, str(exc), "Wait a minute.") from exc


@router.get("suites/{slug:suite}/drafts/{draft}/try", auth=WRITE, response=TryOut, summary="What a try found")
def get_try(request: HttpRequest, suite: str, draft: Id, asked: Query[TryQuery]) -> Plain:
    """So far; ask again until is_done. Kept for 15 minutes."""
    draft_of(request, suite, draft)
    nothing: Plain = {"is_done": False, "trouble": "", "first_round_ms": None, "rows": [], "conditions": []}
    return job_data.answer_of(asked.token) or nothing


@router.post(
    "suites/{slug:suite}/drafts/{draft}/mutants", auth=WRITE, response={202: TryStarted}, summary="Propose mutants"
)
def propose_mutants(request: HttpRequest, suite: str, draft: Id) -> Status[Plain]:
    """Small changes of the reference, one at a time, and which of them the checks refuse."""
    row = draft_of(request, suite, draft)
    return Status(202, {"token": _started(row, lambda spec: tries.start_mutants(row, spec, request.user))})


@router.get("suites/{slug:suite}/drafts/{draft}/mutants", auth=WRITE, response=MutantsOut, summary="Proposed mutants")
def get_mutants(request: HttpRequest, suite: str, draft: Id, asked: Query[TryQuery]) -> Plain:
    """Ask again until is_done. Kept for 15 minutes; `text` is the changed file, to put into the draft's mutants."""
    draft_of(request, suite, draft)
    nothing: Plain = {"is_done": False, "trouble": "", "mutants": []}
    return job_data.answer_of(asked.token) or nothing


@router.post("suites/{slug:suite}/drafts/{draft}/keep", auth=WRITE, response=VersionMade, summary="Keep a draft")
def keep_draft(request: HttpRequest, suite: str, draft: Id) -> Plain:
    """Put the task into the suite: a new version. 422 says which condition of entry is not met."""
    return _version_plain(task_drafts.keep_draft(draft_of(request, suite, draft)))


@router.post("suites/{slug:suite}/drafts/{draft}/restore", auth=WRITE, response=WrittenSuite, summary="Restore a task")
def restore_draft(request: HttpRequest, suite: str, draft: Id) -> Plain:
    """From the archive into the suite; where its conditions are not met, it is a draft."""
    row = draft_of(request, suite, draft)
    if not row.is_archived:
        raise SuiteError(f"“{row.title}” is not archived.")
    task_drafts.restore_task(row)
    return _suite_plain(request, row.suite)
