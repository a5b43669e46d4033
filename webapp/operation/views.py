"""Storage: a preview of what the clean-up removes; and the audit log."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions.free_space import Space, free_space, plan_space
from evaluations.errors import BackupError
from evaluations.models import AuditEvent, Membership, Run, Team
from evaluations.queries.operation import database_bytes
from evaluations.transfer import TeamImport
from evaluations.typed_template import TypedTemplate
from webapp.operation.audit_rows import AuditFilters, events
from webapp.operation.audit_sentences import EventText, describe_event
from webapp.operation.forms import LONGEST_S, SpaceForm
from webapp.operation.freed_sentence import freed_sentence
from webapp.operation.move_team import archive_of, file_name, import_upload
from webapp.site.access import current_team, require_role

ADMIN = Membership.Role.ADMIN
EVENTS_PER_PAGE = 100


class StoragePage(TypedDict):
    """space: what the rules in the form would free; None while the form has errors."""

    form: SpaceForm
    space: Space | None
    database_bytes: int
    gradings_kept: int
    retention_days: int


class FreePage(TypedDict):
    """The question before space is freed. gradings, days: the rules. back: the preview by the same rules."""

    gradings: int
    days: int
    space: Space
    is_sqlite: bool
    back: str


class MovePage(TypedDict):
    """done: what an import has added."""

    n_open_runs: int
    done: TeamImport | None
    error: str


class AuditPage(TypedDict):
    """rows: the events of this page, each in words. days: how long an event stays."""

    page: Page[AuditEvent]
    rows: list[tuple[AuditEvent, EventText]]
    filters: AuditFilters
    is_filtered: bool
    days: int


STORAGE_PAGE = TypedTemplate("operation/storage.html", StoragePage)
FREE_PAGE = TypedTemplate("operation/storage_free.html", FreePage)
MOVE_PAGE = TypedTemplate("operation/move.html", MovePage)
AUDIT_PAGE = TypedTemplate("operation/audit.html", AuditPage)


@never_cache
@require_GET
def storage(request: HttpRequest) -> HttpResponse:
    """Show what the rules in the address would free."""
    team = current_team(request)
    require_role(request, ADMIN)
    form = SpaceForm(request.GET)
    return _storage_page(request, team, form)


def _storage_page(request: HttpRequest, team: Team, form: SpaceForm) -> HttpResponse:
    context: StoragePage = {
        "form": form,
        "space": plan_space(form.rules(team)) if form.is_valid() else None,
        "database_bytes": database_bytes(),
        "gradings_kept": settings.GRADINGS_KEPT,
        "retention_days": settings.RETENTION_DAYS,
    }
    return STORAGE_PAGE.response(request, context, 422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def free(request: HttpRequest) -> HttpResponse:
    """Ask before space is freed, and show what is removed; a POST frees it."""
    team = current_team(request)
    require_role(request, ADMIN)
    form = SpaceForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _storage_page(request, team, form)
    if request.method == "POST":
        messages.success(request, freed_sentence(free_space(form.rules(team), seconds=LONGEST_S)))
        return redirect("storage")
    rules = urlencode({name: form.cleaned_data[name] for name in ("gradings", "days")})
    context: FreePage = {
        "gradings": form.cleaned_data["gradings"],
        "days": form.cleaned_data["days"],
        "space": plan_space(form.rules(team)),
        "is_sqlite": settings.SQLITE_FILE is not None,
        "back": f"{reverse('storage')}?{rules}",
    }
    return FREE_PAGE.response(request, context)


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
    filters = AuditFilters(request.GET)
    filters.offer(team)
    is_valid = filters.is_valid()
    rows = events(team, filters) if is_valid else AuditEvent.objects.none()
    page = Paginator(rows, EVENTS_PER_PAGE).get_page(request.GET.get("page"))
    context: AuditPage = {
        "page": page,
        "rows": [(row, describe_event(row)) for row in page],
        "filters": filters,
        "is_filtered": any(filters.data.get(name) for name in filters.fields),
        "days": settings.AUDIT_DAYS,
    }
    return AUDIT_PAGE.response(request, context, 200 if is_valid else 422)
