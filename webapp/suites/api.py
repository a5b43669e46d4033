"""Suites and their tasks; a new suite from a file of tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from evaluations.exports.task_measures import MeasureRow
from evaluations.limits import LARGEST_VARIANT_SEED
from evaluations.models import Suite, SuiteVersion, Task
from evaluations.queries.text_search import matching
from evaluations.queries.variant_difference import variant_differences
from evaluations.tasks import suite_jobs
from webapp.api.auth import READ, WRITE
from webapp.api.problems import Problem
from webapp.api.schemas import (
    SHEET,
    XLSX,
    ZIP,
    Body,
    ItemFilter,
    Json,
    JsonObject,
    Number,
    Page,
    Paging,
    Share,
    Word,
    file_answer,
    old_name,
    page_of,
    url_of,
)
from webapp.feedback.summary import marks_of
from webapp.items.kept_items import narrow_kept
from webapp.site.access import current_team, get_for_team
from webapp.site.lookup import task_of, version_of
from webapp.suites.folder_file import folder_response
from webapp.suites.from_spreadsheet import suite_from_file, template
from webapp.suites.measures import rows_of
from webapp.suites.task_files import file_response
from webapp.suites.variants import difference_to_json, start_variant
from webapp.workbooks.upload import clean_name, source_of

router = Router()
TASK_FILE = file_answer("application/octet-stream", "The file")
FileFormat = Literal[
    "sheet",
    "folder",
    "humaneval-x",
    "multipl-e",
    "mbxp",
    "exercism",
    "react",
    "web-bench",
    "human-eval",
    "mbpp",
    "ds-1000",
    "webapp1k",
]
SuiteName = Annotated[str, Field(max_length=80, pattern="^[A-Za-z0-9_-]*$")]


class SuiteFilters(ItemFilter):
    """q: part of title or name. prompts: include single prompts. show: "" for all but archived ones."""

    q: Word = ""
    prompts: bool = False


class SuiteOut(Schema):
    """A suite with its newest version. readme: what it can tell, as Markdown."""

    slug: str
    title: str
    url: str
    description: str
    licence: str
    readme: str
    origin: str
    version: int | None
    versions: list[int]
    created_at: datetime


class TaskFilters(Schema):
    """version: the newest when left out."""

    version: Number | None = None
    kind: Word = ""
    tag: Word = ""
    q: Word = ""


class TaskOut(Schema):
    """A task as in the list. published: since when it is public, like 2023-06; empty if unknown."""

    id: int
    slug: str
    title: str
    position: int
    kind: str
    language: str
    tags: list[str]
    published: str
    version: int


class TaskDetail(TaskOut):
    """A task in full. spec: prompt, context, checks, reference, mutants, limits, licence, source.

    is_broken: it is marked as broken. reference_candidates: answers that are marked as worth being a
    reference.
    """

    spec: dict[str, Json]
    fixtures: list[str]
    is_broken: bool
    reference_candidates: list[int]
    worthy: list[int] = old_name("reference_candidates")


class TaskMeasureOut(Schema):
    """The measures of a task, from the newest run of each model over the version. Shares in [0, 1].

    discrimination: correlation of passing it with passing the other tasks; null below three models. n_votes: blind
    votes between an answer that passed and one that failed; n_votes_against: for the one that failed.
    separates_nothing: "all pass", "none pass" or empty. is_left_out: its conditions of entry are not met, so nothing
    is measured.
    """

    task: str
    title: str
    n_models: int
    n_scored: int
    n_passed: int
    passed: Share
    discrimination: float | None
    n_answers: int
    n_flaky: int
    n_votes: int
    n_votes_against: int
    separates_nothing: str
    is_broken: bool
    is_left_out: bool
    source: str
    published: str


class TaskFileQuery(Schema):
    """name: one of the task's fixtures. version: of the suite, the newest when left out."""

    name: Word
    version: Number | None = None


class VariantIn(Body):
    """seed: decides names and order; the same seed always gives the same variant."""

    seed: Annotated[int, Field(ge=0, le=LARGEST_VARIANT_SEED)] = 1


class VariantOut(Schema):
    """message: what the variant will be called."""

    message: str


class VariantDifferenceOut(Schema):
    """One model at the original and at the variant, over the tasks of both, by its newest runs, strategy plain.

    difference: original minus variant, with its 95 % interval; p: exact McNemar. differs: settings that were not the
    same; then nothing is compared.
    """

    model: str
    original_run: int
    variant_run: int
    n_tasks: int
    original: Share
    variant: Share
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    differs: list[str]


class SuiteFile(Schema):
    """title: of a suite made from a sheet; by default the file's name. suite: the slug for the other formats; by
    default their own name.
    """

    title: Word = ""
    format: FileFormat = "sheet"
    suite: SuiteName = ""


class ImportedSuite(Schema):
    """Result of an import. complaints: a sentence for each invalid row or line."""

    slug: str
    version: int
    n_tasks: int
    complaints: list[str]
    licence: str


def _suite(request: HttpRequest, row: Suite) -> JsonObject:
    numbers = sorted(version.number for version in row.versions.all())
    names = ("slug", "title", "description", "licence", "readme", "origin", "created_at")
    return {
        **{name: getattr(row, name) for name in names},
        "url": url_of(request, f"/suites/{row.slug}/"),
        "version": numbers[-1] if numbers else None,
        "versions": numbers,
    }


def _task(row: Task, version: SuiteVersion) -> JsonObject:
    names = ("slug", "title", "position", "kind", "language", "tags", "published")
    return {"id": row.pk, "version": version.number, **{name: getattr(row, name) for name in names}}


@router.get("suites", auth=READ, response=Page[SuiteOut], summary="List suites")
def list_suites(request: HttpRequest, filters: Query[SuiteFilters], paging: Query[Paging]) -> JsonObject:
    """The suites of your team."""
    rows = narrow_kept(Suite.objects.filter(team=current_team(request)), request.user, filters.shown)
    rows = rows.prefetch_related("versions").order_by("slug")
    if not filters.prompts:
        rows = rows.exclude(origin=Suite.Origin.PROMPT)
    return page_of(request, matching(rows, filters.q), lambda row: _suite(request, row), paging)


@router.get("suites/{slug:suite}", auth=READ, response=SuiteOut, summary="Read one suite")
def get_suite(request: HttpRequest, suite: str) -> JsonObject:
    """Gives the suite with its newest version."""
    return _suite(request, get_for_team(request, Suite.objects.prefetch_related("versions"), slug=suite))


@router.get("suites/{slug:suite}/folder", auth=READ, summary="Download a suite as a folder", openapi_extra=ZIP)
def get_suite_folder(request: HttpRequest, suite: str, version: Query[Number | None] = None) -> FileResponse:
    """A zip of the folder of one version, by default the newest. `POST /suites` with the format folder reads it."""
    return folder_response(version_of(request, suite, version))


@router.get("suites/{slug:suite}/tasks", auth=READ, response=Page[TaskOut], summary="List the tasks of a suite")
def list_tasks(request: HttpRequest, suite: str, filters: Query[TaskFilters], paging: Query[Paging]) -> JsonObject:
    """The tasks of one version, in their order."""
    version = version_of(request, suite, filters.version)
    rows: Any = matching(version.tasks.defer("spec").order_by("position"), filters.q)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.tag:
        # Tags are JSON, which SQLite cannot search inside; a suite has hundreds of tasks at most.
        rows = [row for row in rows if filters.tag in row.tags]
    return page_of(request, rows, lambda row: _task(row, version), paging)


@router.get(
    "suites/{slug:suite}/measures", auth=READ, response=list[TaskMeasureOut], summary="List measures of each task"
)
def list_task_measures(request: HttpRequest, suite: str, version: Query[Number | None] = None) -> list[MeasureRow]:
    """For one version, by default the newest, in the order of its tasks."""
    return rows_of(request, version_of(request, suite, version))


@router.post(
    "suites/{slug:suite}/renamed",
    auth=WRITE,
    response={202: VariantOut},
    summary="Make a renamed variant of a suite",
)
def make_renamed_variant(request: HttpRequest, suite: str, body: VariantIn) -> Status[JsonObject]:
    """A worker makes a suite of the function tasks under other names, with their tests in another order."""
    return Status(202, {"message": start_variant(version_of(request, suite, None), body.seed)})


@router.get(
    "suites/{slug:suite}/renamed",
    auth=READ,
    response=list[VariantDifferenceOut],
    summary="Compare a renamed variant with its original",
)
def compare_with_original(request: HttpRequest, suite: str, version: Query[Number | None] = None) -> list[JsonObject]:
    """Empty for a suite that is not a renamed variant."""
    row = version_of(request, suite, version)
    return [difference_to_json(difference) for difference in variant_differences(current_team(request), row)]


@router.get("suites/{slug:suite}/tasks/{slug:task}", auth=READ, response=TaskDetail, summary="Read one task")
def get_task(request: HttpRequest, suite: str, task: str, version: Query[Number | None] = None) -> JsonObject:
    """With its checks and its reference."""
    row, version_row = task_of(request, suite, task, version)
    marks = marks_of(row)
    reference_candidates = [mark.candidate_id for mark in marks["worthy"]]
    return _task(row, version_row) | {
        "spec": row.spec,
        "fixtures": sorted(row.fixtures),
        "is_broken": marks["broken"] is not None,
        "reference_candidates": reference_candidates,
        "worthy": reference_candidates,
    }


@router.get("suites/from-sheet/template", auth=WRITE, summary="Download an empty sheet for tasks", openapi_extra=XLSX)
def get_task_template(request: HttpRequest) -> HttpResponse:
    """Another sheet in it explains the columns."""
    return HttpResponse(template(), content_type=SHEET)


@router.get(
    "suites/{slug:suite}/tasks/{slug:task}/files",
    auth=READ,
    summary="Download a file of a task",
    openapi_extra=TASK_FILE,
)
def get_task_file(request: HttpRequest, suite: str, task: str, params: Query[TaskFileQuery]) -> HttpResponse:
    """The file exactly as it was added."""
    row, _ = task_of(request, suite, task, params.version)
    return file_response(row.fixtures, params.name)


@router.post("suites", auth=WRITE, response={201: ImportedSuite}, summary="Make a suite from a file of tasks")
def import_suite(
    request: HttpRequest,
    file: File[UploadedFile],
    form: Form[SuiteFile],
    references: File[UploadedFile | None] = None,
) -> Status[JsonObject]:
    """sheet: a workbook with a row for each task; `title` names the suite. folder: a zip of a suite's folder.

    All other formats: the JSON lines of that benchmark, plain, gzip or zipped. references: HumanEval-X for multipl-e.
    The same content never makes a second version. The file is read under limits, outside the web process.
    """
    if form.format == "sheet":
        return Status(201, _from_sheet(request, file, form.title))
    for sent in filter(None, (file, references)):
        _check_size(sent)
    other = (clean_name(str(references.name)), references.read()) if references else None
    version, complaints = suite_jobs.import_upload(
        current_team(request),
        form.format,
        clean_name(str(file.name)),
        source_of(file),
        suite=form.suite,
        references=other,
    )
    return Status(
        201,
        {
            "slug": version.suite.slug,
            "version": version.number,
            "n_tasks": version.tasks.count(),
            "complaints": list(complaints),
            "licence": version.suite.licence,
        },
    )


def _from_sheet(request: HttpRequest, file: UploadedFile, title: str) -> JsonObject:
    result = suite_from_file(current_team(request), str(file.name), file.read(), title)
    if result.version is None:
        raise Problem(422, result.error, errors=[("file", complaint) for complaint in result.complaints])
    version = result.version
    return {
        "slug": version.suite.slug,
        "version": version.number,
        "n_tasks": result.n_tasks,
        "complaints": list(result.complaints),
        "licence": version.suite.licence,
    }


def _check_size(file: UploadedFile) -> None:
    size, limit = (file.size or 0) / 2**20, settings.UPLOAD_MAX_MB
    if size > limit:
        raise Problem(
            413, f"{file.name} has {size:.0f} MB; the limit is {limit} MB.", "Split it, or raise UPLOAD_MAX_MB."
        )
