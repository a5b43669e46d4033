"""Import tasks from a sheet or from the zip of a suite's folder, and the template of such a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods

from evaluations import workbooks
from evaluations.errors import SuiteError
from evaluations.models import Membership, SuiteVersion
from evaluations.tasks import suite_jobs
from evaluations.typed_template import TypedTemplate
from webapp.site.access import current_team, require_role
from webapp.suites.from_spreadsheet import COLUMNS, SheetImport, suite_from_file, template
from webapp.workbooks.upload import clean_name, source_of

ZIP = ".zip"
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
        "endings": f"{workbooks.ACCEPTED},{ZIP}",
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
    if str(file.name).lower().endswith(ZIP):
        return _from_folder(request, file, title)
    return suite_from_file(current_team(request), str(file.name), file.read(), title)


def _from_folder(request: HttpRequest, file: UploadedFile[bytes], title: str) -> SheetImport:
    """Import the zip of a suite's folder. title: its address is made from it; the folder's own when empty."""
    limit = settings.UPLOAD_MAX_MB
    if (file.size or 0) > limit * 2**20:
        return SheetImport(error=f"{file.name} is larger than {limit} MB. Split it, or raise UPLOAD_MAX_MB.")
    name, slug = clean_name(str(file.name)), slugify(title)[:80]
    try:
        version, complaints = suite_jobs.import_upload(
            current_team(request), "folder", name, source_of(file), suite=slug
        )
    except SuiteError as exc:
        return SheetImport(error=str(exc))
    return SheetImport(version=version, n_tasks=version.tasks.count(), complaints=complaints)


@require_GET
def task_template(request: HttpRequest) -> HttpResponse:
    """Return a workbook to fill in."""
    response = HttpResponse(template(), content_type="application/octet-stream")
    response["Content-Disposition"] = 'attachment; filename="tasks.xlsx"'
    return response
