"""Workbooks: upload, content, deletion."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any, TypedDict

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import workbooks as workbook_tools
from evaluations.actions.delete_items import Consequences, consequences, delete_item
from evaluations.errors import LimitReached, StoredFileError, WorkbookError
from evaluations.models import Membership, Run, Workbook
from evaluations.queries.text_search import matching
from evaluations.typed_template import TypedTemplate
from evaluations.workbooks.reading.header import HEADER_RULE
from webapp.items.kept_items import FILTERS, KeptItem, kept_of, narrow_kept
from webapp.items.undo import tell_deleted
from webapp.site.access import current_team, get_for_team, may, require_role
from webapp.site.neighbours import neighbours
from webapp.site.query_params import parse_number, unknown_choice
from webapp.site.request_limits import count_refusal
from webapp.workbooks.expected_form import ExpectedForm
from webapp.workbooks.reading import TextReading, text_reading
from webapp.workbooks.results import LinesPage, Reading, compared_of, readings_of
from webapp.workbooks.sheet_cache import PIECE, piece_of, read_ahead
from webapp.workbooks.sheet_view import ExpectedView, SheetView, expected_view, sheet_view
from webapp.workbooks.summary import summary_of
from webapp.workbooks.upload import save_workbook
from webapp.workbooks.upload_progress import progress_of
from webapp.workbooks.wrong_cells import LineGroup, grouped_page, wrong_cells

WORKBOOKS_PER_PAGE = 50
MEMBER = Membership.Role.MEMBER
NO_FILE = "No file was chosen. Choose a workbook or drop one here."


class WorkbooksPage(TypedDict):
    """rows: workbooks with a summary. refused: name and reason of files that were not kept. endings: those accepted."""

    page: Page[Workbook]
    rows: list[tuple[Workbook, str]]
    query: str
    kept: str
    warnings: list[str]
    refused: list[tuple[str, str]]
    endings: str
    limit_mb: int
    may_upload: bool


class SheetPart(TypedDict):
    """A piece of a sheet."""

    workbook: Workbook
    sheet: SheetView | None


class WorkbookPage(SheetPart):
    """readings: what models made of it. page, groups: lines that differ. wrong_cells: to mark in the sheet, as JSON.

    is_cut: not all compared rows are kept. tables: those that may count, and whether each is the one that does.
    question: which table counts, where it must be asked. reading: how a text file is read.
    """

    readings: list[Reading]
    page: LinesPage
    groups: list[LineGroup]
    warnings: list[str]
    is_cut: bool
    is_running: bool
    has_winner: bool
    wrong_cells: str
    sheets: list[tuple[int, Any]]
    may_change: bool
    may_run: bool
    kept: KeptItem
    summary: str
    expected: ExpectedView | None
    expected_form: ExpectedForm
    header_rule: str
    question: str
    reading: TextReading | None
    tables: list[tuple[Mapping[str, str], bool]]
    previous: Workbook | None
    next: Workbook | None


class DeleteWorkbookPage(TypedDict):
    """The question before a workbook is deleted."""

    workbook: Workbook
    consequences: Consequences


WORKBOOKS_PAGE = TypedTemplate("workbooks/workbooks.html", WorkbooksPage)
WORKBOOK_PAGE = TypedTemplate("workbooks/workbook.html", WorkbookPage)
SHEET_PART = TypedTemplate("workbooks/_sheet.html", SheetPart)
DELETE_WORKBOOK_PAGE = TypedTemplate("workbooks/delete.html", DeleteWorkbookPage)


@require_http_methods(["GET", "POST"])
def workbooks(request: HttpRequest) -> HttpResponse:
    """Show the list and the upload form. A file posted with Accept: application/json is answered in JSON."""
    if request.method == "GET":
        return _list(request)
    require_role(request, MEMBER)
    files = request.FILES.getlist("file")
    if "application/json" in request.headers.get("Accept", ""):
        return _answer_in_json(request, files)
    saved, refused = _save_all(request, files)
    if len(saved) == 1 and not refused:
        return redirect("workbook", saved[0].pk)
    for workbook in saved:
        messages.success(request, f"{workbook.name} uploaded.")
    if refused or not saved:
        return _list(request, refused or [("", NO_FILE)], status=422)
    return redirect("workbooks")


def _save_all(request: HttpRequest, files: list[UploadedFile[bytes]]) -> tuple[list[Workbook], list[tuple[str, str]]]:
    """Return what was saved, and name and reason of what was not. Raises LimitReached when nothing was saved before."""
    saved, refused = [], []
    for file in files:
        try:
            token = request.POST.get("progress", "")
            saved.append(save_workbook(current_team(request), request.user, file, token)[0])
        except WorkbookError as exc:
            refused.append((str(file.name), str(exc)))
        except LimitReached as exc:
            if not saved:
                raise
            count_refusal(exc)
            refused.append((str(file.name), f"{file.name}: {exc}"))
    return saved, refused


def _answer_in_json(request: HttpRequest, files: list[UploadedFile[bytes]]) -> JsonResponse:
    saved, refused = _save_all(request, files[:1])
    if not saved:
        return JsonResponse({"error": refused[0][1] if refused else NO_FILE}, status=422)
    workbook = saved[0]
    return JsonResponse(
        {
            "id": workbook.pk,
            "name": workbook.name,
            "url": reverse("workbook", args=[workbook.pk]),
            "summary": summary_of(workbook),
        }
    )


@require_GET
@never_cache
def progress(request: HttpRequest, token: str) -> JsonResponse:
    """Return how far the reading of one's own upload is, and its first rows."""
    require_role(request, MEMBER)
    return JsonResponse(progress_of(request.user.pk or 0, token))


def _list(request: HttpRequest, refused: list[tuple[str, str]] | None = None, status: int = 200) -> HttpResponse:
    query, show_kept = request.GET.get("q", "").strip(), request.GET.get("kept", "")
    of_prompts = Q(tasks__version__suite__origin="prompt", tasks__version__runs__team=F("team"))
    n_runs = Count("tasks__version__runs", filter=of_prompts, distinct=True)
    rows = _workbook_list(current_team(request).pk).select_related("file", "uploaded_by")
    rows = narrow_kept(rows, request.user, show_kept).annotate(n_runs=n_runs).order_by("-created_at", "-pk")
    page = Paginator(matching(rows, query), WORKBOOKS_PER_PAGE).get_page(request.GET.get("page"))
    context: WorkbooksPage = {
        "page": page,
        "rows": [(row, summary_of(row)) for row in page],
        "query": query,
        "kept": show_kept,
        "warnings": list(unknown_choice(request.GET, "kept", FILTERS)),
        "refused": refused or [],
        "endings": workbook_tools.ACCEPTED,
        "limit_mb": settings.UPLOAD_MAX_MB,
        "may_upload": may(request, MEMBER),
    }
    return WORKBOOKS_PAGE.response(request, context, status)


def _workbook_list(team: int) -> QuerySet[Workbook]:
    """Return a team's workbooks without their content, which may be megabytes."""
    return Workbook.objects.filter(team=team).defer("preview", "truth")


@require_GET
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one workbook: its sheets, its expected data, and what models made of it."""
    return workbook_page(request, get_for_team(request, Workbook, pk=pk))


def workbook_page(
    request: HttpRequest, row: Workbook, status: int = 200, expected_form: ExpectedForm | None = None
) -> HttpResponse:
    """Show the page. expected_form: one that did not pass."""
    readings = readings_of(row, row.team)
    sheet = _sheet(request, row)
    if sheet:
        read_ahead(row, sheet.index)
    page, groups = _differences(request, readings)
    beside = neighbours(narrow_kept(_workbook_list(row.team_id), request.user), row)
    context: WorkbookPage = {
        "workbook": row,
        "readings": readings,
        "page": page,
        "groups": groups,
        "warnings": _warnings(row),
        "is_cut": any(r.comparison and len(r.comparison.rows) < r.comparison.n_rows for r in readings),
        "is_running": Run.objects.filter(
            suite_version__tasks__workbook=row, state="running", team=row.team_id
        ).exists(),
        "has_winner": any(reading.candidate.score for reading in readings),
        "sheet": sheet,
        "wrong_cells": _in_json(wrong_cells(readings, row, sheet.sheet["name"])) if sheet else "",
        "sheets": list(enumerate(row.preview["sheets"])),
        "may_change": may(request, MEMBER),
        "may_run": may(request, MEMBER),
        "kept": kept_of(row, request.user),
        "summary": summary_of(row),
        "expected": expected_view(row),
        "header_rule": HEADER_RULE,
        "question": workbook_tools.table_question(row.truth),
        "reading": text_reading(row),
        "tables": _tables(row),
        "expected_form": expected_form or ExpectedForm(workbook=row),
        "previous": beside["previous"],
        "next": beside["next"],
    }
    return WORKBOOK_PAGE.response(request, context, status)


def _tables(row: Workbook) -> list[tuple[Mapping[str, str], bool]]:
    """Return the tables that may count, and whether each is the one that does."""
    now = (row.truth.get("sheet"), row.truth.get("region", ""))
    return [(table, (table["sheet"], table["region"]) == now) for table in row.preview.get("tables", [])]


def _differences(request: HttpRequest, readings: list[Reading]) -> tuple[LinesPage, list[LineGroup]]:
    start = parse_number(request.GET.get("from"), below=10**6) or 0
    return grouped_page(readings, request.GET.get("why", "")[:100], start)


def _in_json(models: list[dict[str, Any]]) -> str:
    return json.dumps(models) if models else ""


def _sheet(request: HttpRequest, row: Workbook) -> SheetView | None:
    number, start = (parse_number(request.GET.get(name), below=10**8) for name in ("sheet", "row"))
    return sheet_view(row, _expected_sheet(row) if number is None else number, 1 if start is None else start)


def _expected_sheet(row: Workbook) -> int:
    """Return the place of the sheet that counts, which is shown first."""
    names = [sheet["name"] for sheet in row.preview["sheets"]]
    return names.index(row.truth["sheet"]) if row.truth.get("sheet") in names else 0


def _warnings(row: Workbook) -> list[str]:
    """Return remarks on the file. The notation of a text file's columns is shown where it can be changed."""
    evidence = tuple(
        f"column {column['letter']}: {column['evidence']}.".casefold()
        for sheet in row.preview["sheets"]
        for column in sheet["columns"]
        if column.get("evidence")
    )
    notes = [note for note in row.preview.get("notes", []) if not (evidence and note.casefold().endswith(evidence))]
    return [*workbook_tools.flag_sentences(row.upload_check), *notes]


@require_GET
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a piece of a sheet's table, for scrolling."""
    row = get_for_team(request, Workbook.objects.select_related("file"), pk=pk)
    sheet = _sheet(request, row)
    return SHEET_PART.response(request, {"sheet": sheet, "workbook": row})


@require_GET
def cells(request: HttpRequest, pk: int) -> JsonResponse:
    """Return a piece of a sheet for the table that scrolls: `sheet` and `piece`, both from 0."""
    row = get_for_team(request, Workbook.objects.select_related("file"), pk=pk)
    index, piece = (parse_number(request.GET.get(name), below=10**8) for name in ("sheet", "piece"))
    sheets = row.preview["sheets"]
    if index is None or piece is None or index >= len(sheets):
        raise Http404("There is no such sheet in this workbook.")
    if piece * PIECE >= max(1, sheets[index]["n_rows"]):
        raise Http404("The sheet ends before that row.")
    try:
        stored_piece = piece_of(row, index, piece)
    except (WorkbookError, StoredFileError) as exc:
        return JsonResponse({"error": str(exc)}, status=422)
    response = JsonResponse(stored_piece)
    patch_cache_control(response, private=True, max_age=3600)
    return response


@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Return the file as it was uploaded; always a download, never shown in the browser."""
    row = get_for_team(request, Workbook.objects.select_related("file"), pk=pk)
    return FileResponse(
        row.file.open(),
        as_attachment=True,
        filename=row.name,
        content_type="application/octet-stream",
    )


@require_GET
def export(request: HttpRequest, pk: int, candidate: int) -> FileResponse:
    """Return one model's comparison as a workbook, differences coloured."""
    name, comparison = compared_of(request, pk, candidate)
    target = io.BytesIO()
    workbook_tools.export_comparison(comparison, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"{name}.xlsx")


@require_GET
def export_json(request: HttpRequest, pk: int, candidate: int) -> JsonResponse:
    """Return the comparison as JSON."""
    name, comparison = compared_of(request, pk, candidate)
    result = workbook_tools.comparison_to_json(comparison)
    response = JsonResponse(result, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'.encode("ascii", "replace").decode()
    return response


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, because prompts, runs and answers are deleted together with a workbook."""
    row = get_for_team(request, Workbook, pk=pk)
    require_role(request, MEMBER)
    effects = consequences(row)
    if request.method == "GET" or effects.reason:
        return DELETE_WORKBOOK_PAGE.response(request, {"workbook": row, "consequences": effects})
    tell_deleted(request, delete_item(row, request.user))
    return redirect("workbooks")
