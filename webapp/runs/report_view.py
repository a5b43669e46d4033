"""The report of a run: a page for the team, and the same as one file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import Run
from webapp.runs.reports import MOST_NAMED, report_of
from webapp.site.access import get_for_team
from webapp.site.query_params import parse_numbers


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report. Every member of the team may open it. `c=` names answers to show whole; `download` gives it
    as a file.
    """
    run = get_for_team(request, Run.objects.select_related("suite_version__suite"), pk=pk)
    named = parse_numbers(request.GET.getlist("c")[:MOST_NAMED])
    response = report_of(request, run, named)
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="run-{run.pk}.html"'
    return response
