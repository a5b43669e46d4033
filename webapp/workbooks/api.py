"""Workbooks: upload, content, expected data, results of models."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from evaluations import workbooks as workbook_tools
from evaluations.actions.delete_items import consequences, delete_item
from evaluations.errors import WorkbookError
from evaluations.models import Workbook
from evaluations.queries.text_search import matching
from evaluations.workbooks.reading.layout import sheet_error
from webapp.api.auth import READ, WRITE
from webapp.api.problems import Problem, check
from webapp.api.schemas import (
    Id,
    Json,
    JsonObject,
    Page,
    Paging,
    error_fields,
    numbers_of,
    page_of,
    url_of,
)
from webapp.items.kept_items import narrow_kept
from webapp.model_servers.context_budget import room_for
from webapp.site.access import current_team, get_for_team
from webapp.workbooks.actions import save_expected
from webapp.workbooks.expected_form import ExpectedForm
from webapp.workbooks.reading import read_again, text_reading
from webapp.workbooks.results import readings_of
from webapp.workbooks.schemas import (
    ExpectedIn,
    ExpectedOut,
    Piece,
    ReadingIn,
    ReadingOfText,
    ReadingOut,
    Rows,
    TruthOut,
    Wording,
    WordingFilters,
    WorkbookDetail,
    WorkbookFilters,
    WorkbookOut,
)
from webapp.workbooks.sheet_cache import PIECE, piece_of
from webapp.workbooks.summary import summary_of
from webapp.workbooks.upload import save_workbook
from webapp.workbooks.wording import wording_of

router = Router()
FILE: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


def _rows(request: HttpRequest) -> QuerySet[Workbook]:
    return Workbook.objects.filter(team=current_team(request)).select_related("file", "uploaded_by")


def _workbook_or_404(request: HttpRequest, pk: int) -> Workbook:
    return get_for_team(request, Workbook.objects.select_related("file", "uploaded_by"), pk=pk)


def _workbook_to_json(request: HttpRequest, row: Workbook) -> JsonObject:
    return {
        "id": row.pk,
        "name": row.name,
        "url": url_of(request, f"/workbooks/{row.pk}/"),
        "format": row.format,
        "size_bytes": row.file.size_bytes,
        "summary": summary_of(row),
        "flags": row.upload_check.get("flags", []),
        "uploaded_by": row.uploaded_by.get_username() if row.uploaded_by else None,
        "created_at": row.created_at,
    }


@router.get("workbooks", auth=READ, response=Page[WorkbookOut], summary="List workbooks")
def list_workbooks(request: HttpRequest, filters: Query[WorkbookFilters], paging: Query[Paging]) -> JsonObject:
    """Workbooks of your team, the newest first."""
    rows = narrow_kept(_rows(request), request.user, filters.shown).defer("preview", "truth")
    rows = rows.order_by("-created_at", "-pk")
    return page_of(request, matching(rows, filters.q), lambda row: _workbook_to_json(request, row), paging)


@router.post("workbooks", auth=WRITE, response={200: WorkbookOut, 201: WorkbookOut}, summary="Upload a workbook")
def upload_workbook(request: HttpRequest, file: File[UploadedFile]) -> Status[JsonObject]:
    """The file is checked outside the web process. 200 when the same file exists already; 422, with the reason, when it
    is refused.
    """
    row, is_new = save_workbook(current_team(request), request.user, file)
    return Status(201 if is_new else 200, _workbook_to_json(request, row) | {"is_new": is_new})


@router.get("workbooks/{int:workbook}", auth=READ, response=WorkbookDetail, summary="Read one workbook")
def get_workbook(request: HttpRequest, workbook: Id) -> JsonObject:
    """Gives its sheets and their special features."""
    row = _workbook_or_404(request, workbook)
    names = ("name", "n_rows", "n_columns")
    sheets = [
        {name: sheet[name] for name in names} | error_fields(sheet_error(sheet)) for sheet in row.preview["sheets"]
    ]
    return _workbook_to_json(request, row) | {
        "sheets": sheets,
        "notes": row.preview.get("notes", []),
        "has_expected": bool(row.truth),
        "has_truth": bool(row.truth),
        "tables": row.preview.get("tables", []),
        "question": workbook_tools.table_question(row.truth),
    }


@router.get(
    "workbooks/{int:workbook}/rows", auth=READ, response=Rows, summary="List the rows of a sheet, 200 at a time"
)
def list_workbook_rows(request: HttpRequest, workbook: Id, params: Query[Piece]) -> JsonObject:
    """404 after the end of the sheet."""
    row = _workbook_or_404(request, workbook)
    sheets = row.preview["sheets"]
    if params.sheet >= len(sheets) or params.piece * PIECE >= max(1, sheets[params.sheet]["n_rows"]):
        raise Http404("The workbook has no such sheet, or it ends before that row.")
    return piece_of(row, params.sheet, params.piece)


def _reading(row: Workbook) -> JsonObject:
    reading = text_reading(row)
    if reading is None:
        return {"encoding": "", "columns": []}
    names = ("sheet", "letter", "name", "notation", "evidence", "chosen")
    columns = [{name: getattr(column, name) for name in names} for column in (*reading.telling, *reading.rest)]
    return {"encoding": reading.encoding, "columns": columns}


@router.get(
    "workbooks/{int:workbook}/reading",
    auth=READ,
    response=ReadingOfText,
    summary="Show how the columns of a text file are read",
)
def get_workbook_reading(request: HttpRequest, workbook: Id) -> JsonObject:
    """With the evidence for each column. Columns with a local notation come first."""
    return _reading(_workbook_or_404(request, workbook))


@router.put(
    "workbooks/{int:workbook}/reading", auth=WRITE, response=ReadingOfText, summary="Change how a text file is read"
)
def change_workbook_reading(request: HttpRequest, workbook: Id, body: ReadingIn) -> JsonObject:
    """The file is read again, and its expected data changes with it. Earlier runs keep theirs."""
    row = _workbook_or_404(request, workbook)
    try:
        read_again(row, body.dict())
    except WorkbookError as exc:
        raise Problem(422, str(exc), "GET the reading for the columns.", [("columns", str(exc))]) from exc
    return _reading(row)


@router.get(
    "workbooks/{int:workbook}/expected", auth=READ, response=ExpectedOut, summary="Read the expected data of a workbook"
)
def get_workbook_expected(request: HttpRequest, workbook: Id) -> JsonObject:
    """The typed values of the table that counts: a correct parser returns them."""
    return {"expected": _workbook_or_404(request, workbook).truth or None}


@router.put(
    "workbooks/{int:workbook}/expected", auth=WRITE, response=ExpectedOut, summary="Choose the table that counts"
)
def change_workbook_expected(request: HttpRequest, workbook: Id, body: ExpectedIn) -> JsonObject:
    """Earlier runs keep the expected data with which they were started."""
    return {"expected": _choose(request, workbook, body)}


@router.get(
    "workbooks/{int:workbook}/truth",
    auth=READ,
    response=TruthOut,
    summary="Read the expected data of a workbook (old address)",
    deprecated=True,
)
def get_workbook_truth(request: HttpRequest, workbook: Id) -> JsonObject:
    """Deprecated: use /expected."""
    return {"truth": _workbook_or_404(request, workbook).truth or None}


@router.put(
    "workbooks/{int:workbook}/truth",
    auth=WRITE,
    response=TruthOut,
    summary="Choose the table that counts (old address)",
    deprecated=True,
)
def change_workbook_truth(request: HttpRequest, workbook: Id, body: ExpectedIn) -> JsonObject:
    """Deprecated: use /expected."""
    return {"truth": _choose(request, workbook, body)}


def _choose(request: HttpRequest, workbook: int, body: ExpectedIn) -> dict[str, Json]:
    row = _workbook_or_404(request, workbook)
    known: Any = ExpectedForm(workbook=row).fields["columns"]
    columns = body.columns or [letter for letter, _ in known.choices]
    form = ExpectedForm(body.dict() | {"columns": columns}, workbook=row)
    if not save_expected(form):
        check(form)
    expected: dict[str, Json] = form.workbook.truth
    return expected


@router.get("workbooks/{int:workbook}/prompt", auth=READ, response=Wording, summary="Suggest a prompt for a workbook")
def get_workbook_prompt(request: HttpRequest, workbook: Id, params: Query[WordingFilters]) -> JsonObject:
    """The text is cut to the smallest context of the named models."""
    row = _workbook_or_404(request, workbook)
    models = [str(pk) for pk in numbers_of(params.model, row.team)]
    return {"prompt": wording_of(row, params.wording, room_for(row.team, models, str(params.max_tokens)))}


@router.get(
    "workbooks/{int:workbook}/readings", auth=READ, response=list[ReadingOut], summary="List how models read a workbook"
)
def list_workbook_readings(request: HttpRequest, workbook: Id) -> list[JsonObject]:
    """The best answer of each model's newest run, the best models first."""
    row = _workbook_or_404(request, workbook)
    return [
        {
            "candidate": reading.candidate.pk,
            "model": reading.candidate.model.model_id,
            "verdict": reading.candidate.verdict,
            "summary": reading.summary,
            "comparison": workbook_tools.comparison_to_json(reading.comparison) if reading.comparison else None,
        }
        for reading in readings_of(row, row.team)
    ]


@router.get("workbooks/{int:workbook}/file", auth=READ, summary="Download the workbook", openapi_extra=FILE)
def download_workbook(request: HttpRequest, workbook: Id) -> FileResponse:
    """The file exactly as it was uploaded."""
    row = _workbook_or_404(request, workbook)
    return FileResponse(
        row.file.open(),
        as_attachment=True,
        filename=row.name,
        content_type="application/octet-stream",
    )


@router.delete("workbooks/{int:workbook}", auth=WRITE, response={204: None}, summary="Delete a workbook")
def delete_workbook(request: HttpRequest, workbook: Id, with_runs: Query[bool] = False) -> Status[None]:
    """Its prompts, runs and answers are deleted too. 409 when there are runs, unless with_runs is true. The workbook
    can be restored for 30 days: `GET deleted` lists it.
    """
    row = _workbook_or_404(request, workbook)
    effects = consequences(row)
    n_runs = len(effects.runs) + len(effects.shared)
    if n_runs and not with_runs:
        runs = "1 run" if n_runs == 1 else f"{n_runs} runs"
        raise Problem(409, f"{row.name} has {runs} that would be deleted too.", "Send with_runs=true to agree.")
    delete_item(row, request.user)
    return Status(204, None)
