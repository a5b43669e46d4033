"""Makes drafts from a prompt, an answer, a workbook, code files with their tests, or rows of a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from evaluations import workbooks
from evaluations.actions.authors import User
from evaluations.actions.task_drafts import new_draft
from evaluations.actions.task_fields import Fields, fields_of_spec
from evaluations.errors import SuiteError, WorkbookError
from evaluations.limits import MAX_UPLOADED_DRAFTS
from evaluations.models import Candidate, Grading, Suite, Task, TaskDraft, Workbook
from evaluations.records import Kind, TaskSpec
from evaluations.suites.code_files import CODE, tasks_of_files
from evaluations.tasks import suite_jobs
from webapp.prompts.task_spec import title_of
from webapp.suites.from_spreadsheet import NO_PROMPT, read_tasks
from webapp.task_editor.tries import Person
from webapp.workbooks.upload import clean_name, save_workbook
from webapp.workbooks.wording import wording_of

ENTRY = "answer.tsx"  # of a component that reads a workbook
LARGEST_FILE = 200_000  # bytes of one dropped code file


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftImport:
    """Result of an import: drafts, and a sentence for each part that did not become one."""

    drafts: Sequence[TaskDraft]
    complaints: Sequence[str] = ()


def draft_of_task(task: Task, suite: Suite, by: User) -> TaskDraft:
    """Make a draft from a task of any suite, or from a prompt: what it asks and how it is checked."""
    fields, extra = fields_of_spec(task.to_spec(with_files=False))
    if task.version.suite.origin == Suite.Origin.PROMPT:
        fields["slug"] = _slug(fields["title"])
        fields["kind"] = fields["kind"] if fields["checks"] or extra["truth"] else Kind.FREE.value
    return new_draft(suite, fields, by, extra=extra, fixtures=task.fixtures, workbook=task.workbook)


def draft_of_answer(candidate: Candidate, suite: Suite, by: User) -> TaskDraft:
    """Make a draft of the candidate's task with its code as the reference. Raises SuiteError if it has no code."""
    grading = Grading.objects.filter(candidate=candidate, is_current=True).first()
    files: Mapping[str, str] = grading.files if grading else {}
    if not files:
        raise SuiteError("The answer has no code that could be a reference. Choose another one.")
    draft = draft_of_task(candidate.task, suite, by)
    entry = grading.entry if grading else ""
    draft.fields = {
        **draft.fields,
        "reference": [[path, text] for path, text in files.items()],
        "entry": entry or draft.fields["entry"],
        "source": f"reference: an answer of {candidate.model.model_id}",
    }
    draft.save(update_fields=["fields"])
    return draft


def draft_of_workbook(workbook: Workbook, suite: Suite, by: User) -> TaskDraft:
    """Make a draft of an Excel upload whose answers are compared with the workbook's expected data, with a reference
    to begin with.
    """
    if not workbook.truth:
        raise SuiteError(f"{workbook.name} has no cells to compare. Choose another one.")
    if question := workbooks.table_question(workbook.truth):
        raise SuiteError(f"{workbook.name}: {question} Answer on the workbook's page first.")
    stem = workbook.name.rpartition(".")[0] or workbook.name
    fields: Fields = {
        "title": stem[:200],
        "slug": _slug(stem),
        "kind": Kind.EXCEL.value,
        "prompt": wording_of(workbook),
    }
    reference = workbooks.reference_of(workbooks.ExpectedData.from_json(workbook.truth))
    fields |= {"language": "tsx", "entry": ENTRY, "reference": [[ENTRY, reference]]}
    fixtures = {workbook.name: str(workbook.file_id)}
    return new_draft(suite, fields, by, extra={"truth": workbook.truth}, fixtures=fixtures, workbook=workbook)


def drafts_of_files(files: Sequence[Any], suite: Suite, by: Person) -> DraftImport:
    """Make drafts from what was dropped: code files with their tests, a zip of them, a sheet with a row for each
    task, or any other workbook, which becomes an Excel task.
    """
    names = [clean_name(str(file.name)) for file in files]
    if not files:
        raise SuiteError(
            "No file was chosen. Choose a component with its test, a zip of a folder, or a sheet of tasks."
        )
    if len(files) == 1 and names[0].lower().endswith(".zip"):
        specs, complaints = suite_jobs.read_code(names[0], files[0].read(settings.UPLOAD_MAX_MB * 2**20 + 1))
    elif len(files) == 1 and not names[0].lower().endswith(CODE):
        try:
            read = read_tasks(names[0], files[0].read(), workbooks.Limits(size_mb=settings.UPLOAD_MAX_MB))
        except WorkbookError as exc:
            if exc.reason != NO_PROMPT:
                raise
            return DraftImport(drafts=[_draft_of_upload(files[0], suite, by)])
        specs, complaints = read.specs, read.complaints
    else:
        result = tasks_of_files({name: _text(name, file) for name, file in zip(names, files, strict=True)})
        specs, complaints = result.tasks, result.complaints
    if not specs:
        reasons = " ".join(complaints[:5]) or "No file is a test, like Counter.test.tsx, of a code file beside it."
        raise SuiteError(f"No task could be made. {reasons}")
    if len(specs) > MAX_UPLOADED_DRAFTS:
        sentence = f"{len(specs)} tasks are too many at a time: the first {MAX_UPLOADED_DRAFTS} were made."
        complaints = (*complaints, sentence)
    drafts = [_draft_of_spec(spec, suite, by) for spec in specs[:MAX_UPLOADED_DRAFTS]]
    return DraftImport(drafts=drafts, complaints=complaints)


def _draft_of_upload(file: Any, suite: Suite, by: Person) -> TaskDraft:
    """Make a draft of an upload. The workbook is kept as if it was uploaded on its own page."""
    file.seek(0)
    workbook, _ = save_workbook(suite.team, by, file)
    return draft_of_workbook(workbook, suite, by)


def _draft_of_spec(spec: TaskSpec, suite: Suite, by: User) -> TaskDraft:
    fields, extra = fields_of_spec(replace(spec, slug=_slug(spec.slug), licence=spec.licence or suite.licence))
    return new_draft(suite, fields, by, extra=extra)


def _text(name: str, file: Any) -> str:
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise SuiteError(f"{name} is larger than {LARGEST_FILE:,} bytes. Choose code that somebody wrote.")
    try:
        return str(content, "utf-8-sig")
    except UnicodeDecodeError as exc:
        raise SuiteError(f"{name} is not text. Choose code files, as UTF-8 text.") from exc


def _slug(text: str) -> str:
    return slugify(title_of(text))[:80].strip("-_") or "task"
