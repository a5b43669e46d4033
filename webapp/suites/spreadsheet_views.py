"""Import tasks from a sheet, and the template of such a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import workbooks
from evaluations.models import Membership, SuiteVersion
from evaluations.typed_template import TypedTemplate
from webapp.site.access import current_team, require_role
from webapp.suites.from_spreadsheet import COLUMNS, SheetImport, suite_from_file, template

MEMBER = Membership.Role.MEMBER


class FromSheetPage(TypedDict):
    """columns: what a sheet can have, with meanings. version: the suite that was made, with n_tasks.

    complaints: a sentence for each row that was left out. endings: of accepted files.
    """

    columns: dict[str, str]
    title: str
    endings: str
    version: SuiteVersion | None
    n_tasks: int
    complaints: Sequence[str]
    error: str


FROM_SHEET_PAGE = TypedTemplate("suites/from_sheet.html", FromSheetPage)


@require_http_methods(["GET", "POST"])
def tasks_from_sheet(request: HttpRequest) -> HttpResponse:
    """Show the form; when posted, make a suite of the good rows and list a sentence per bad row."""
    require_role(request, MEMBER)
    title = request.POST.get("title", "").strip()[:200]
    result = _imported(request, title) if request.method == "POST" else SheetImport()
    context: FromSheetPage = {
        "columns": COLUMNS,
        "title": title,
        "endings": workbooks.ACCEPTED,
        "version": result.version,
        "n_tasks": result.n_tasks,
        "complaints": result.complaints,
        "error": result.error,
    }
    return FROM_SHEET_PAGE.response(request, context, 422 if result.error else 200)


def _imported(request: HttpRequest, title: str) -> SheetImport:
    file = request.FILES.get("file")
    if not file:
        return SheetImport(error="No file was chosen. Choose a workbook with a row for each task.")
    return suite_from_file(current_team(request), str(file.name), file.read(), title)


@require_GET
def task_template(request: HttpRequest) -> HttpResponse:
    """Return a workbook to fill in."""
    response = HttpResponse(template(), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="tasks.xlsx"'
    return response
