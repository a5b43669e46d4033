"""Several workbooks at once: the matrix models × files, its exports, and a run over all of them."""

from __future__ import annotations

import io
from typing import Any

from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import workbooks as room
from evaluations.models import Membership, Run, Workbook
from webapp.access import current_team, may, require_role
from webapp.file_matrix import MAX_FILES, FileMatrix, file_matrix
from webapp.file_runs import FilesForm, start_on_files

MEMBER = Membership.Role.MEMBER


@require_http_methods(["GET", "POST"])
def matrix(request: HttpRequest) -> HttpResponse:
    """The ticked workbooks (`w`, several) against all models that were asked for them; POST starts a run over them."""
    chosen = _chosen(request)
    form = FilesForm(request.POST or None)
    status = 200
    if request.method == "POST":
        require_role(request, MEMBER)
        usable = [workbook for workbook in chosen if workbook.truth]
        if form.is_valid() and usable:
            start_on_files(form, usable, current_team(request), request.user)  # type: ignore[arg-type]
            return redirect(f"{request.path}?{_address(chosen)}")
        status = 422
    without = [workbook.name for workbook in chosen if not workbook.truth]
    context = {
        "found": file_matrix(current_team(request), chosen), "chosen": chosen, "form": form, "without_truth": without,
        "may_run": may(request, MEMBER), "address": _address(chosen), "runs": _runs(chosen),
        "n_usable": len(chosen) - len(without),
        **form.about_models(),
    }  # fmt: skip
    return render(request, "workbook_matrix.html", context, status=status)


def _chosen(request: HttpRequest) -> list[Workbook]:
    """The team's workbooks that the address names, in its order; 404 without any."""
    asked = [int(pk) for pk in dict.fromkeys(request.GET.getlist("w")) if pk.isdecimal() and len(pk) < 18][:MAX_FILES]
    rows = Workbook.objects.filter(team=current_team(request)).select_related("file").in_bulk(asked)
    found = [rows[pk] for pk in asked if pk in rows]
    if not found:
        raise Http404("No workbook is named. Tick some on the Workbooks page.")
    return found


def _address(chosen: list[Workbook]) -> str:
    return "&".join(f"w={workbook.pk}" for workbook in chosen)


def _runs(chosen: list[Workbook]) -> list[dict[str, Any]]:
    """Runs over these files that have not ended: pk, title, state, n answers and how many are done."""
    rows = Run.objects.filter(suite_version__tasks__workbook__in=chosen, state__in=["running", "paused"])
    pks = list(rows.order_by("-pk").values_list("pk", flat=True).distinct()[:5])
    n_done = Count("candidates", filter=Q(candidates__state__in=["done", "cancelled"]))
    counted = Run.objects.filter(pk__in=pks).annotate(n=Count("candidates"), done=n_done)
    return [dict(row) for row in counted.order_by("-pk").values("pk", "title", "state", "n", "done")]


@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse | FileResponse:
    """The matrix as xlsx, differences coloured and listed, or as JSON."""
    found = file_matrix(current_team(request), _chosen(request))
    if form == "json":
        response: HttpResponse = JsonResponse(_plain(found), json_dumps_params={"indent": 1, "ensure_ascii": False})
        response["Content-Disposition"] = 'attachment; filename="models by files.json"'
        return response
    if form != "xlsx":
        raise Http404(f'There is no export as "{form}". Take xlsx or json.')
    target = io.BytesIO()
    room.export_matrix(found.cells, [(column.model.model_id, column.summary) for column in found.columns], target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename="models by files.xlsx")


def _plain(found: FileMatrix) -> dict[str, object]:
    return {
        "models": [
            {"model": column.model.model_id, "summary": column.summary, "n_right": column.n_right,
             "n_files": column.n_read}
            for column in found.columns
        ],
        "cells": [
            {"file": cell.file, "model": cell.model, "verdict": cell.verdict, "summary": cell.summary,
             "comparison": room.comparison_to_json(cell.comparison) if cell.comparison else None}
            for cell in found.cells
        ],
    }  # fmt: skip
