"""Measuring a model server, and using what the measurement proposes. For admins of a team."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from evaluations import tasks
from evaluations.actions.measure_server import start_measurement, use_proposal
from evaluations.models import Membership, ModelServer
from webapp.model_servers.measured import MEASURED_PART, measured_part
from webapp.site.access import current_team, require_role, require_server_change

ADMIN = Membership.Role.ADMIN


@require_POST
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker measure the server."""
    row = _row(request, pk)
    if reason := start_measurement(row):
        messages.error(request, reason)
    else:
        tasks.measure_server.delay(row.pk)
    return redirect("server", row.pk)


@require_GET
def measured(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the measurement found, for a page that is open."""
    return MEASURED_PART.response(request, measured_part(_row(request, pk)))


@require_POST
def use_measured(request: HttpRequest, pk: int) -> HttpResponse:
    """Use the settings that the measurement proposes."""
    row = _row(request, pk)
    if use_proposal(row):
        messages.success(request, f"Saved the proposed settings of {row.slug}. They apply from the next question on.")
    else:
        messages.error(request, f"There is no measurement of {row.slug} to use. Measure it first.")
    return redirect("server", row.pk)


def _row(request: HttpRequest, pk: int) -> ModelServer:
    require_role(request, ADMIN)
    rows = ModelServer.objects.visible_to(current_team(request)).exclude(kind=ModelServer.Kind.STORED)
    row = get_object_or_404(rows, pk=pk)
    require_server_change(request, row)
    return row
