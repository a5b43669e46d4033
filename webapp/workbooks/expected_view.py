"""The expected data of a workbook: the values that a correct parser returns."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evaluations.errors import StoredFileError, WorkbookError
from evaluations.models import Membership, Workbook
from webapp.site.access import get_for_team, require_role
from webapp.site.query_params import parse_number
from webapp.workbooks.actions import save_expected, take_table
from webapp.workbooks.expected_form import ExpectedForm
from webapp.workbooks.views import workbook_page

MEMBER = Membership.Role.MEMBER


@require_POST
def change_expected(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the table again as the form says; earlier runs keep the expected data they were started with."""
    row = get_for_team(request, Workbook.objects.select_related("file"), pk=pk)
    require_role(request, MEMBER)
    form = ExpectedForm(request.POST, workbook=row)
    if not save_expected(form):
        return workbook_page(request, row, status=422, expected_form=form)
    messages.success(request, "The expected values are read again. Earlier runs keep the ones they were started with.")
    names = [sheet["name"] for sheet in row.preview["sheets"]]
    return redirect(f"{reverse('workbook', args=[row.pk])}?sheet={names.index(row.truth['sheet'])}")


@require_POST
def choose_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of the tables that the workbook offers; its header row is proposed again."""
    row = get_for_team(request, Workbook.objects.select_related("file"), pk=pk)
    require_role(request, MEMBER)
    tables = row.preview.get("tables", [])
    number = parse_number(request.POST.get("table"), below=len(tables))
    if number is None:
        messages.error(request, "The workbook offers no such table. Choose one of its list.")
        return redirect("workbook", row.pk)
    try:
        take_table(row, tables[number])
    except (WorkbookError, StoredFileError) as exc:
        messages.error(request, str(exc))
        return redirect("workbook", row.pk)
    messages.success(request, f"This table counts now: {tables[number]['reason']}.")
    names = [sheet["name"] for sheet in row.preview["sheets"]]
    return redirect(f"{reverse('workbook', args=[row.pk])}?sheet={names.index(row.truth['sheet'])}")
