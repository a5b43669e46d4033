"""The button “Export xlsx” of a run's page."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET

from evaluations.models import Run
from webapp.runs.exports import export
from webapp.site.access import get_for_team


@require_GET
def run_workbook(request: HttpRequest, pk: int) -> FileResponse:
    """Return summary, matrix and candidates of a run as a formatted workbook."""
    return export(get_for_team(request, Run.objects.select_related("suite_version__suite"), pk=pk), "xlsx")
