"""Import tasks from a sheet; export a run's results as a workbook."""

from __future__ import annotations

import tempfile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import workbooks
from evaluations.exports.run_xlsx import write_run
from evaluations.models import Membership, Run
from webapp.site.access import current_team, get_for_team, require_role
from webapp.suites.from_spreadsheet import COLUMNS, suite_from_file, template

MEMBER = Membership.Role.MEMBER


@require_http_methods(["GET", "POST"])
def tasks_from_sheet(request: HttpRequest) -> HttpResponse:
    """Show the form; when posted, make a suite of the good rows and list a sentence per bad row."""
    require_role(request, MEMBER)
    title = request.POST.get("title", "").strip()[:200]
    context: dict[str, Any] = {"columns": COLUMNS, "title": title, "endings": workbooks.ACCEPTED}
    if request.method == "POST":
        context |= _imported(request, title)
    status = 422 if context.get("trouble") else 200
    return render(request, "suites/from_sheet.html", context, status=status)


def _imported(request: HttpRequest, title: str) -> dict[str, Any]:
    file = request.FILES.get("file")
    if not file:
        return {"trouble": "No file was chosen. Choose a workbook with a row for each task."}
    result = suite_from_file(current_team(request), str(file.name), file.read(), title)
    if result.version is None:
        return {"trouble": result.trouble, "complaints": result.complaints}
    return {"version": result.version, "n_tasks": result.n_tasks, "complaints": result.complaints}


@require_GET
def task_template(request: HttpRequest) -> HttpResponse:
    """A workbook to fill in."""
    response = HttpResponse(template(), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="tasks.xlsx"'
    return response


@require_GET
def run_workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Summary, matrix and candidates of a run as a formatted workbook."""
    run = get_for_team(request, Run.objects.select_related("suite_version__suite"), pk=pk)
    target = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    write_run(run, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"run {run.pk}.xlsx")
