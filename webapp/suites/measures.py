"""The measures of a suite's tasks as a file, for the page and the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.exports.task_measures import MeasureRow, measure_rows, to_csv
from evaluations.models import SuiteVersion
from evaluations.queries.task_measures import task_measures
from webapp.site.access import current_team
from webapp.site.lookup import version_of
from webapp.site.query_params import parse_number


def rows_of(request: HttpRequest, version: SuiteVersion) -> list[MeasureRow]:
    """Return a row for each task, by the newest runs of the team."""
    rows = version.tasks.values_list("pk", "spec__source", "published")
    origins = {pk: (source or "", published) for pk, source, published in rows}
    return list(measure_rows(task_measures(current_team(request), version), origins))


@require_GET
def measures_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a CSV of one version's tasks."""
    version = version_of(request, slug, parse_number(request.GET.get("v", "")) or None)
    text = "".join(to_csv(rows_of(request, version)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{version.suite.slug}-v{version.number}-tasks.csv"'
    return response
