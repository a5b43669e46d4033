"""The page of automatic runs: schedules and their runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.models import AutomaticRun, Membership, Schedule
from evaluations.typed_template import TypedTemplate
from webapp.schedules.forms import ScheduleForm
from webapp.site.access import current_team, get_for_team, may, require_role

MEMBER = Membership.Role.MEMBER
ROWS_PER_PAGE = 30


class AutomaticPage(TypedDict):
    """page: runs that the schedules started."""

    form: ScheduleForm
    schedules: Iterable[Schedule]
    page: Page[AutomaticRun]
    may_change: bool


AUTOMATIC_PAGE = TypedTemplate("schedules/automatic.html", AutomaticPage)


@require_http_methods(["GET", "POST"])
def automatic(request: HttpRequest) -> HttpResponse:
    """Show the schedules with the form of a new one, and the runs that they started."""
    team = current_team(request)
    if request.method == "POST":
        require_role(request, MEMBER)
    form = ScheduleForm(request.POST or None, team=team)
    if request.method == "POST" and form.is_valid() and form.save(request.user):
        messages.success(request, "Saved. Models that are added to a server or change from now on run automatically.")
        return redirect("automatic")
    rows = AutomaticRun.objects.filter(schedule__team=team).exclude(run=None)
    context: AutomaticPage = {
        "form": form,
        "schedules": Schedule.objects.filter(team=team).prefetch_related("suites", "servers"),
        "page": Paginator(
            rows.select_related("model__server", "against__server", "run", "suite"), ROWS_PER_PAGE
        ).get_page(request.GET.get("page")),
        "may_change": may(request, MEMBER),
    }
    return AUTOMATIC_PAGE.response(request, context, 422 if form.errors else 200)


@require_POST
def change_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, resume or delete a schedule."""
    require_role(request, MEMBER)
    schedule, act = get_for_team(request, Schedule, pk=pk), request.POST.get("act")
    if act == "delete":
        schedule.delete()
        messages.success(request, "Deleted. Its runs stay.")
    elif act in ("pause", "resume"):
        Schedule.objects.filter(pk=pk).update(is_active=act == "resume")
    return redirect("automatic")
