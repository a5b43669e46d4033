"""Workbooks and models: comparisons cell by cell, several files at once, and a run over them."""

from __future__ import annotations

import io
from typing import Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations import workbooks as workbook_tools
from evaluations.limits import MAX_MODELS, MAX_OWN_WORDS, MAX_SAMPLES, MAX_WORKBOOKS
from evaluations.models import Workbook
from evaluations.sampling import LIMITS
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem, check
from webapp.api.schemas import (
    XLSX,
    Id,
    Json,
    JsonObject,
    Number,
    Page,
    Paging,
    Text,
    Word,
    file_answer,
    numbers_of,
    page_of,
    url_of,
)
from webapp.prompts.multi_file import (
    FilesForm,
    chosen_of,
    open_questions,
    own_prompts_error,
    prompts_for,
    start_on_files,
)
from webapp.runs.sampling_schema import USUAL_THINKING_TOKENS, SamplingIn, ThinkIn, ThinkingTokens
from webapp.runs.schemas import RunDetail, run_detail
from webapp.site.access import current_team, get_for_team
from webapp.site.query_params import parse_id
from webapp.workbooks.file_matrix import file_matrix
from webapp.workbooks.file_matrix_export import as_workbook, matrix_to_json
from webapp.workbooks.results import CellLine, best_of, compared_of, readings_of, side_by_side
from webapp.workbooks.results import page_of as lines_of
from webapp.workbooks.single_file import single_file

router = Router()
HTML_FILE = file_answer("text/html", "The file")


class ComparisonOut(Schema):
    """Counts, kinds of difference, and every kept difference, as the page lists them."""

    comparison: dict[str, Json]


class ModelValueOut(Schema):
    """One model's value of a cell. why: the kind of difference; empty when it is equal."""

    text: str
    why: str


class ComparedCellOut(Schema):
    """One cell, or whole row, that a model got wrong. got: the value of each model; null where it is not known."""

    row: str
    column: str
    expected: str
    got: dict[str, ModelValueOut | None]


class Why(Schema):
    """why: only differences of this kind."""

    why: Word = ""


class Winner(Schema):
    """The answer that read a workbook best. url: of the page where it runs on the file."""

    candidate: int
    model: str
    verdict: str
    summary: str
    url: str


class Files(Schema):
    """workbook: may be given several times."""

    workbook: list[Number] = Field(min_length=1, max_length=MAX_WORKBOOKS)


class ModelOverFiles(Schema):
    """One model over all files. n_files: those it has an answer for; n_right: those it read correctly."""

    model: str
    summary: str
    n_right: int
    n_files: int


class FileCell(Schema):
    """How one model's answer read one file; verdict is empty when it was not asked."""

    file: str
    model: str
    verdict: str
    summary: str
    comparison: dict[str, Json] | None


class Matrix(Schema):
    """Models × files; models that read most files right first."""

    models: list[ModelOverFiles]
    cells: list[FileCell]


class FilesIn(SamplingIn):
    """wording: seed is short, contract is exact about the result, layout sends your own_words and the layout of each
    file.
    """

    workbooks: list[Number] = Field(min_length=1, max_length=MAX_WORKBOOKS)
    models: list[Word] = Field(min_length=1, max_length=MAX_MODELS)
    wording: Literal["seed", "contract", "layout"] = "seed"
    own_words: Text = Field("", max_length=MAX_OWN_WORDS)
    n_samples: int = Field(1, ge=1, le=MAX_SAMPLES)
    max_tokens: int = Field(1024, ge=1, le=LIMITS["max_tokens"].high)
    think: ThinkIn = ""
    max_thinking_tokens: ThinkingTokens = USUAL_THINKING_TOKENS


class RunOnFilesIn(FilesIn):
    """prompts: number of the workbook to a prompt that replaces the one made from the file."""

    prompts: dict[str, Text] = {}


class FilePrompt(Schema):
    """The prompt for one file."""

    workbook: int
    name: str
    prompt: str


@router.get("workbooks/matrix", auth=READ, response=Matrix, summary="Compare models over several workbooks")
def get_workbook_matrix(request: HttpRequest, params: Query[Files]) -> JsonObject:
    """Gives the best answer of each model's newest run on each file."""
    return matrix_to_json(file_matrix(current_team(request), chosen_of(request, params.workbook)))


@router.get(
    "workbooks/matrix/xlsx",
    auth=READ,
    summary="Export the comparison over several workbooks as xlsx",
    openapi_extra=XLSX,
)
def export_workbook_matrix(request: HttpRequest, params: Query[Files]) -> FileResponse:
    """Differences are coloured and listed."""
    return as_workbook(file_matrix(current_team(request), chosen_of(request, params.workbook)))


def _form(request: HttpRequest, body: FilesIn) -> tuple[FilesForm, list[Workbook]]:
    chosen = chosen_of(request, body.workbooks)
    if missing := set(body.workbooks) - {row.pk for row in chosen}:
        detail = f"There is no workbook {', '.join(map(str, sorted(missing)))} in your team."
        raise Problem(422, detail, "GET /api/v1/workbooks lists them.", [("workbooks", detail)])
    if empty := [row.name for row in chosen if not row.truth]:
        detail = f"{', '.join(empty)} has no table to compare with."
        raise Problem(422, detail, "PUT its expected data first, or leave it out.", [("workbooks", detail)])
    team = current_team(request)
    fields = body.dict(exclude={"workbooks", "models", "prompts"}) | {"models": numbers_of(body.models, team)}
    form = FilesForm(fields, team=team)
    check(form)
    return form, chosen


@router.post("workbooks/prompts", auth=READ, response=list[FilePrompt], summary="Preview the prompt for each workbook")
def preview_workbook_prompts(request: HttpRequest, body: FilesIn) -> list[JsonObject]:
    """Nothing is stored or sent."""
    form, chosen = _form(request, body)
    texts = prompts_for(form, chosen)
    return [{"workbook": row.pk, "name": row.name, "prompt": texts[row.pk]} for row in chosen]


@router.post("workbooks/runs", auth=WRITE, response={201: RunDetail}, summary="Start one run over several workbooks")
@idempotent
def run_on_workbooks(request: HttpRequest, body: RunOnFilesIn) -> Status[JsonObject]:
    """Each file is one task. Its prompt is written from the file unless you send one."""
    form, chosen = _form(request, body)
    edited = {parse_id(key): text for key, text in body.prompts.items()}
    if error := own_prompts_error(chosen, edited):
        raise Problem(422, error, errors=[("prompts", error)])
    if question := open_questions(chosen):
        raise Problem(422, question, "PUT the header row of its table.", [("workbooks", question)])
    run = start_on_files(form, chosen, current_team(request), request.user, edited)  # type: ignore[arg-type]
    return Status(201, run_detail(request, run.pk))


@router.get(
    "workbooks/{int:workbook}/winner", auth=READ, response=Winner, summary="Read the answer that read a workbook best"
)
def get_workbook_winner(request: HttpRequest, workbook: Id) -> JsonObject:
    """404 while no answer has read a cell correctly. The preview of this answer runs it."""
    row = get_for_team(request, Workbook, pk=workbook)
    best = best_of(row)
    return {
        "candidate": best.candidate.pk,
        "model": best.candidate.model.model_id,
        "verdict": best.candidate.verdict,
        "summary": best.summary,
        "url": url_of(request, f"/workbooks/{row.pk}/demo/{best.candidate.pk}/"),
    }


@router.get(
    "workbooks/{int:workbook}/comparisons/{int:candidate}/html",
    auth=READ,
    summary="Download the component that reads a workbook, as one HTML file",
    openapi_extra=HTML_FILE,
)
def export_workbook_component(request: HttpRequest, workbook: Id, candidate: Id) -> HttpResponse:
    """The page parses a file that is dropped on it. It runs in every browser, offline and without the site, and
    contains its source and licence notes.
    """
    return single_file(request, workbook, candidate)


@router.get(
    "workbooks/{int:workbook}/differences",
    auth=READ,
    response=Page[ComparedCellOut],
    summary="List the cells that a model got wrong",
)
def list_workbook_differences(
    request: HttpRequest, workbook: Id, params: Query[Why], paging: Query[Paging]
) -> JsonObject:
    """Gives for each cell what each model's best answer returned."""
    row = get_for_team(request, Workbook, pk=workbook)
    readings = readings_of(row, row.team)
    names = [reading.candidate.model.model_id for reading in readings]
    lines = lines_of(side_by_side(readings), readings, params.why, most=None)
    return page_of(request, lines.lines, lambda line: _line(line, names), paging)


def _line(line: CellLine, names: list[str]) -> JsonObject:
    got = {
        name: {"text": cell.text, "why": cell.why} if cell else None for name, cell in zip(names, line.got, strict=True)
    }
    return {"row": line.row, "column": line.column, "expected": line.expected, "got": got}


@router.get(
    "workbooks/{int:workbook}/comparisons/{int:candidate}",
    auth=READ,
    response=ComparisonOut,
    summary="Compare one answer with a workbook, cell by cell",
)
def get_workbook_comparison(request: HttpRequest, workbook: Id, candidate: Id) -> JsonObject:
    """404 when nothing was compared."""
    return {"comparison": workbook_tools.comparison_to_json(compared_of(request, workbook, candidate)[1])}


@router.get(
    "workbooks/{int:workbook}/comparisons/{int:candidate}/xlsx",
    auth=READ,
    summary="Export the comparison of one answer as xlsx",
    openapi_extra=XLSX,
)
def export_workbook_comparison(request: HttpRequest, workbook: Id, candidate: Id) -> FileResponse:
    """Differences are coloured."""
    name, comparison = compared_of(request, workbook, candidate)
    target = io.BytesIO()
    workbook_tools.export_comparison(comparison, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{name}.xlsx")
