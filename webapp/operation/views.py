"""Storage: a preview of what the clean-up removes; and the audit log."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions.free_space import free_space, plan_space
from evaluations.errors import BackupError
from evaluations.models import AuditEvent, Membership, Run
from evaluations.queries.operation import database_bytes
from webapp.operation.forms import SpaceForm
from webapp.operation.move_team import archive_of, file_name, import_upload
from webapp.site.access import current_team, require_role

ADMIN = Membership.Role.ADMIN
A_PAGE = 100
LONGEST_S = 20.0  # limit of a request; the rest follows with the next press or the daily clean-up


@never_cache
@require_http_methods(["GET", "POST"])
def storage(request: HttpRequest) -> HttpResponse:
    """Show what the rules in the address would free; a POST frees it."""
    team = current_team(request)
    require_role(request, ADMIN)
    form = SpaceForm(request.POST if request.method == "POST" else request.GET)
    if form.is_valid() and request.method == "POST":
        freed = free_space(form.rules(team), seconds=LONGEST_S)
        parts = f"{freed.n_older:,} older gradings and the evidence of {freed.n_runs:,} runs"
        size = f", about {filesizeformat(freed.n_bytes)}" if freed.n_bytes else ""
        messages.success(request, f"Removed {parts}{size}. Verdicts, answers and code stay.")
        return redirect("storage")
    context = {
        "form": form,
        "space": plan_space(form.rules(team)) if form.is_valid() else None,
        "database_bytes": database_bytes(),
        "is_sqlite": settings.SQLITE_FILE is not None,
        "gradings_kept": settings.GRADINGS_KEPT,
        "retention_days": settings.RETENTION_DAYS,
    }
    return render(request, "operation/storage.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """Download the team's archive, or read one into the team."""
    team = current_team(request)
    require_role(request, ADMIN)
    context: dict[str, object] = {"n_open_runs": Run.objects.open().filter(team=team).count()}
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise BackupError("Choose a file: the archive that another team's page or export_team has made.")
            context["done"] = import_upload(team, file)
        except BackupError as exc:
            context["error"] = str(exc)
    return render(request, "operation/move.html", context, status=422 if "error" in context else 200)


@never_cache
@require_GET
def team_archive(request: HttpRequest) -> HttpResponse | FileResponse:
    """The download."""
    team = current_team(request)
    require_role(request, ADMIN)
    try:
        return FileResponse(archive_of(team), as_attachment=True, filename=file_name(team))
    except BackupError as exc:
        return render(request, "operation/move.html", {"error": str(exc)}, status=422)


@never_cache
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The team's events and those of the whole site, the newest first."""
    team = current_team(request)
    require_role(request, ADMIN)
    rows = AuditEvent.objects.filter(Q(team=team) | Q(team=None))
    person, action = request.GET.get("person", "")[:150], request.GET.get("action", "")[:80]
    if person:
        rows = rows.filter(name=person)
    if action:
        rows = rows.filter(action=action)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "operation/audit.html", {"page": page, "person": person, "action": action})
