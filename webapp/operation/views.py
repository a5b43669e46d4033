"""Storage: a preview of what the clean-up removes; and the audit log."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions.free_space import Space, free_space, plan_space
from evaluations.errors import BackupError
from evaluations.models import AuditEvent, Membership, Run, Team
from evaluations.queries.operation import database_bytes
from evaluations.transfer import TeamImport
from evaluations.typed_template import TypedTemplate
from webapp.operation.forms import LONGEST_S, SpaceForm
from webapp.operation.move_team import archive_of, file_name, import_upload
from webapp.site.access import current_team, require_role

ADMIN = Membership.Role.ADMIN
EVENTS_PER_PAGE = 100


class StoragePage(TypedDict):
    """space: what the rules in the form would free; None while the form has errors."""

    form: SpaceForm
    space: Space | None
    database_bytes: int
    is_sqlite: bool
    gradings_kept: int
    retention_days: int


class MovePage(TypedDict):
    """done: what an import has added."""

    n_open_runs: int
    done: TeamImport | None
    error: str


class AuditPage(TypedDict):
    """person, action: the filters, empty for all."""

    page: Page[AuditEvent]
    person: str
    action: str


STORAGE_PAGE = TypedTemplate("operation/storage.html", StoragePage)
MOVE_PAGE = TypedTemplate("operation/move.html", MovePage)
AUDIT_PAGE = TypedTemplate("operation/audit.html", AuditPage)


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
    context: StoragePage = {
        "form": form,
        "space": plan_space(form.rules(team)) if form.is_valid() else None,
        "database_bytes": database_bytes(),
        "is_sqlite": settings.SQLITE_FILE is not None,
        "gradings_kept": settings.GRADINGS_KEPT,
        "retention_days": settings.RETENTION_DAYS,
    }
    return STORAGE_PAGE.response(request, context, 422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest) -> HttpResponse:
    """Download the team's archive, or read one into the team."""
    team = current_team(request)
    require_role(request, ADMIN)
    done, error = None, ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise BackupError("Choose a file: the archive that another team's page or export_team has made.")
            done = import_upload(team, file)
        except BackupError as exc:
            error = str(exc)
    return _move_page(request, team, done, error)


def _move_page(request: HttpRequest, team: Team, done: TeamImport | None, error: str) -> HttpResponse:
    n_open_runs = Run.objects.open().filter(team=team).count()
    context: MovePage = {"n_open_runs": n_open_runs, "done": done, "error": error}
    return MOVE_PAGE.response(request, context, 422 if error else 200)


@never_cache
@require_GET
def team_archive(request: HttpRequest) -> HttpResponse | FileResponse:
    """Return the download."""
    team = current_team(request)
    require_role(request, ADMIN)
    try:
        return FileResponse(archive_of(team), as_attachment=True, filename=file_name(team))
    except BackupError as exc:
        return _move_page(request, team, None, str(exc))


@never_cache
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Show the team's events and those of the whole site, the newest first."""
    team = current_team(request)
    require_role(request, ADMIN)
    rows = AuditEvent.objects.filter(Q(team=team) | Q(team=None))
    person, action = request.GET.get("person", "")[:150], request.GET.get("action", "")[:80]
    if person:
        rows = rows.filter(name=person)
    if action:
        rows = rows.filter(action=action)
    page = Paginator(rows, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    return AUDIT_PAGE.response(request, {"page": page, "person": person, "action": action})
