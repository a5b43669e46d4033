"""Drafts of tasks: begun, changed, tried, kept and restored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from evaluations import job_data
from evaluations.actions import task_drafts
from evaluations.errors import SuiteError
from evaluations.job_results import ProposedMutants, TryResult
from evaluations.models import Candidate, Suite, TaskDraft, Workbook
from evaluations.records import TaskSpec
from webapp.api.auth import WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem
from webapp.api.schemas import Id, JsonObject, Page, Paging, error_fields, file_answer, page_of
from webapp.site.access import get_for_team
from webapp.site.lookup import task_of_team
from webapp.suites.task_files import file_response
from webapp.task_editor import sources, tries
from webapp.task_editor.draft_files import add_fixture
from webapp.task_editor.lookup import draft_of, newest_task, suite_of
from webapp.task_editor.schemas import (
    DraftChange,
    DraftIn,
    DraftOut,
    DraftsOut,
    FileQuery,
    MutantsOut,
    SavedVersionOut,
    TryIn,
    TryOut,
    TryQuery,
    TryTokenOut,
    WrittenSuite,
    checked,
    draft_to_json,
    suite_to_json,
    version_to_json,
)

router = Router()
FIXTURE = file_answer("application/octet-stream", "The file")


@router.get("suites/{slug:suite}/drafts", auth=WRITE, response=Page[DraftOut], summary="List drafts and archived tasks")
def list_drafts(request: HttpRequest, suite: str, paging: Query[Paging]) -> JsonObject:
    """A draft is a task that is being edited. It is in no version and in no comparison."""
    rows = suite_of(request, suite).drafts.select_related("suite", "workbook", "changed_by").order_by("pk")
    return page_of(request, rows, lambda row: draft_to_json(request, row), paging)


@router.post(
    "suites/{slug:suite}/drafts", auth=WRITE, response={201: DraftOut}, summary="Edit a task, or begin a new one"
)
@idempotent
def create_draft(request: HttpRequest, suite: str, body: DraftIn) -> Status[JsonObject]:
    """If the task has a draft already, that draft is returned unchanged."""
    row = suite_of(request, suite)
    draft = _draft_from(request, row, body)
    if draft is None:
        draft = checked(lambda: task_drafts.new_draft(row, dict(body.fields), request.user))
    elif body.fields:
        pk, revision, changes = draft.pk, draft.revision, dict[str, Any](body.fields)
        draft = checked(lambda: task_drafts.save_draft(pk, revision, changes, request.user)).draft
    return Status(201, draft_to_json(request, draft))


def _draft_from(request: HttpRequest, suite: Suite, body: DraftIn) -> TaskDraft | None:
    """Return the draft of what the body names; None when it names nothing. 404 for what the team does not have."""
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


@router.post(
    "suites/{slug:suite}/drafts/from-files", auth=WRITE, response={201: DraftsOut}, summary="Make drafts from files"
)
def make_drafts(
    request: HttpRequest, suite: str, file: File[UploadedFile], test: File[UploadedFile | None] = None
) -> Status[JsonObject]:
    """file: a zip of a folder with tests, a sheet of tasks, a workbook whose cells an answer must read, or a code file.
    test: the test file of a code file.
    """
    files = [sent for sent in (file, test) if sent is not None]
    result = sources.drafts_of_files(files, suite_of(request, suite), request.user)
    drafts = [draft_to_json(request, draft) for draft in result.drafts]
    return Status(201, {"drafts": drafts, "complaints": list(result.complaints)})


@router.get("suites/{slug:suite}/drafts/{draft}", auth=WRITE, response=DraftOut, summary="Read one draft")
def get_draft(request: HttpRequest, suite: str, draft: Id) -> JsonObject:
    """With the errors of its fields, and why it cannot be kept yet."""
    return draft_to_json(request, draft_of(request, suite, draft))


@router.patch("suites/{slug:suite}/drafts/{draft}", auth=WRITE, response=DraftOut, summary="Change fields of a draft")
def change_draft(request: HttpRequest, suite: str, draft: Id, body: DraftChange) -> JsonObject:
    """Every text is stored, even with errors.

    409 names the fields that somebody else changed since your revision; the others are stored.
    """
    row = draft_of(request, suite, draft)
    task_drafts.require_editable(row.suite)
    saved = checked(lambda: task_drafts.save_draft(row.pk, body.revision, body.fields, request.user))
    if saved.conflicts:
        names = ", ".join(saved.conflicts)
        errors = [(name, f"Now: {theirs}"[:2000]) for name, theirs in saved.conflicts.items()]
        raise Problem(409, f"Somebody else changed {names} since revision {body.revision}.", errors=errors)
    return draft_to_json(request, draft_of(request, suite, draft))


@router.delete("suites/{slug:suite}/drafts/{draft}", auth=WRITE, response={204: None}, summary="Discard a draft")
def delete_draft(request: HttpRequest, suite: str, draft: Id) -> Status[None]:
    """The task in the suite stays unchanged."""
    task_drafts.discard_draft(draft_of(request, suite, draft), request.user)
    return Status(204, None)


@router.post(
    "suites/{slug:suite}/drafts/{draft}/files", auth=WRITE, response=DraftOut, summary="Add a fixture to a draft"
)
def add_draft_file(request: HttpRequest, suite: str, draft: Id, file: File[UploadedFile]) -> JsonObject:
    """A fixture is a file that the checks use. A fixture of the same name is replaced."""
    row = draft_of(request, suite, draft)
    task_drafts.require_editable(row.suite)
    add_fixture(row, file, request.user)
    return draft_to_json(request, draft_of(request, suite, draft))


@router.get(
    "suites/{slug:suite}/drafts/{draft}/files",
    auth=WRITE,
    summary="Download a fixture of a draft",
    openapi_extra=FIXTURE,
)
def get_draft_file(request: HttpRequest, suite: str, draft: Id, params: Query[FileQuery]) -> HttpResponse:
    """The file exactly as it was added."""
    return file_response(draft_of(request, suite, draft).fixtures, params.name)


@router.delete(
    "suites/{slug:suite}/drafts/{draft}/files", auth=WRITE, response=DraftOut, summary="Remove a fixture from a draft"
)
def remove_draft_file(request: HttpRequest, suite: str, draft: Id, params: Query[FileQuery]) -> JsonObject:
    """404 when the draft has no fixture of this name."""
    row = draft_of(request, suite, draft)
    if params.name not in row.fixtures:
        raise Http404(f'The draft has no file "{params.name}".')
    task_drafts.save_fixture(row.pk, params.name, None, request.user)
    return draft_to_json(request, draft_of(request, suite, draft))


@router.post("suites/{slug:suite}/drafts/{draft}/try", auth=WRITE, response={202: TryTokenOut}, summary="Try a draft")
def try_draft(request: HttpRequest, suite: str, draft: Id, body: TryIn) -> Status[JsonObject]:
    """Runs the reference, the empty answer, the mutants and the answer that you send, once each; then twice more for
    the conditions of entry.
    """
    row = draft_of(request, suite, draft)
    answer, stored = body.answer, body.stored
    token = _started(row, lambda spec: tries.start_try(row, spec, request.user, answer, with_stored=stored))
    return Status(202, {"token": token})


def _started(row: TaskDraft, start: Callable[[TaskSpec], str], *, may_lack_checks: bool = False) -> str:
    """Return the token of a job on the draft's task; 422 names what is wrong with its fields."""
    read = task_drafts.read_draft(row, may_lack_checks=may_lack_checks)
    if read.spec is None:
        errors = [(fault.field, fault.message) for fault in read.faults]
        raise Problem(422, f"It cannot be tried yet: {read.faults[0].message}", errors=errors)
    try:
        return start(read.spec)
    except tries.TooManyTriesError as exc:
        raise Problem(429, str(exc), "Wait a minute.") from exc


@router.get("suites/{slug:suite}/drafts/{draft}/try", auth=WRITE, response=TryOut, summary="Read the results of a try")
def get_try(request: HttpRequest, suite: str, draft: Id, params: Query[TryQuery]) -> JsonObject:
    """Gives the results so far; ask again until is_done is true. They are kept for 15 minutes."""
    draft_of(request, suite, draft)
    nothing = TryResult(rows=[], error="", is_done=False, first_round_ms=None, conditions=[])
    result = job_data.answer_of(params.token, TryResult) or nothing
    return {**result, **error_fields(result["error"])}


@router.post(
    "suites/{slug:suite}/drafts/{draft}/mutants", auth=WRITE, response={202: TryTokenOut}, summary="Propose mutants"
)
def propose_mutants(request: HttpRequest, suite: str, draft: Id) -> Status[JsonObject]:
    """A mutant is the reference with one small change. The result says which mutants the checks refuse."""
    row = draft_of(request, suite, draft)
    token = _started(row, lambda spec: tries.start_mutants(row, spec, request.user), may_lack_checks=True)
    return Status(202, {"token": token})


@router.get(
    "suites/{slug:suite}/drafts/{draft}/mutants", auth=WRITE, response=MutantsOut, summary="Read the proposed mutants"
)
def get_mutants(request: HttpRequest, suite: str, draft: Id, params: Query[TryQuery]) -> JsonObject:
    """Ask again until is_done is true. They are kept for 15 minutes. `text` is the whole changed file, for the draft's
    mutants.
    """
    draft_of(request, suite, draft)
    nothing = ProposedMutants(mutants=[], error="", is_done=False)
    result = job_data.answer_of(params.token, ProposedMutants) or nothing
    return {**result, **error_fields(result["error"])}


@router.post("suites/{slug:suite}/drafts/{draft}/keep", auth=WRITE, response=SavedVersionOut, summary="Keep a draft")
def keep_draft(request: HttpRequest, suite: str, draft: Id) -> JsonObject:
    """Puts the task into the suite, in a new version. 422 says which condition of entry is not met."""
    return version_to_json(task_drafts.add_draft_to_suite(draft_of(request, suite, draft)))


@router.post(
    "suites/{slug:suite}/drafts/{draft}/restore", auth=WRITE, response=WrittenSuite, summary="Restore an archived task"
)
def restore_draft(request: HttpRequest, suite: str, draft: Id) -> JsonObject:
    """Moves the task from the archive into the suite. If it does not meet the conditions of entry, it becomes a
    draft.
    """
    row = draft_of(request, suite, draft)
    if not row.is_archived:
        raise SuiteError(f"“{row.title}” is not archived.")
    task_drafts.restore_task(row)
    return suite_to_json(request, row.suite)
