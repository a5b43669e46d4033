"""The page of the endpoint for editors: what it is, who records, and what was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from evaluations.errors import SuiteError
from evaluations.models import EditorEndpoint, EditorRecording, LanguageModel, Membership, RecordedAnswer, Suite, Task
from evaluations.typed_template import TypedTemplate
from webapp.editors import reuse
from webapp.editors.admission import models_for
from webapp.editors.endpoint import PREFIX
from webapp.site.access import current_team, get_for_team, membership, require_role
from webapp.site.lookup import task_of_team
from webapp.site.query_params import parse_id

ROWS_PER_PAGE = 30
MODELS_SHOWN = 12
Role = Membership.Role


class EditorsPage(TypedDict):
    """page: recorded answers. recording: the person's own switch; recorders: who records, for admins.

    address: of the endpoint.
    """

    page: Page[RecordedAnswer]
    is_open: bool
    recording: EditorRecording | None
    recorders: list[EditorRecording]
    address: str
    models: list[LanguageModel]
    has_more_models: bool
    retention_days: int


class RecordedPage(TypedDict):
    """tasks, suites: what the answer can be added to."""

    row: RecordedAnswer
    is_own: bool
    tasks: Iterable[Task]
    suites: Iterable[Suite]


EDITORS_PAGE = TypedTemplate("editors/editors.html", EditorsPage)
RECORDED_PAGE = TypedTemplate("editors/recorded.html", RecordedPage)


def _member(request: HttpRequest) -> Membership:
    current_team(request)
    member = membership(request)
    assert member is not None  # current_team has refused somebody in no team
    return member


@never_cache
@require_GET
def editors(request: HttpRequest) -> HttpResponse:
    """Show how to use the endpoint, its switches, and the person's recorded answers with those that others share."""
    member = _member(request)
    rows = RecordedAnswer.objects.readable_by(member).select_related("model__server", "membership__user")
    models = list(models_for(member.team, "openai")[: MODELS_SHOWN + 1])
    context: EditorsPage = {
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "is_open": EditorEndpoint.is_open_for(member.team),
        "recording": EditorRecording.objects.filter(membership=member).first(),
        "recorders": _recorders(member) if member.may(Role.ADMIN) else [],
        "address": request.build_absolute_uri(PREFIX),
        "models": models[:MODELS_SHOWN],
        "has_more_models": len(models) > MODELS_SHOWN,
        "retention_days": settings.EDITOR_RETENTION_DAYS,
    }
    return EDITORS_PAGE.response(request, context)


def _recorders(member: Membership) -> list[EditorRecording]:
    """Return the people who record, since when and how many answers, but not the content."""
    rows = EditorRecording.objects.filter(membership__team=member.team).select_related("membership__user")
    return list(rows.annotate(n=Count("membership__recorded_answers")).order_by("membership__user__username"))


@require_POST
def switch_endpoint(request: HttpRequest) -> HttpResponse:
    """Open or close the endpoint for the team."""
    require_role(request, Role.ADMIN)
    team, is_open = current_team(request), request.POST.get("is_open") == "1"
    EditorEndpoint.set_open(team, is_open, request.user)
    messages.success(request, f"The endpoint for editors is {'on' if is_open else 'off'} in {team}.")
    return redirect("editors")


@require_POST
def switch_recording(request: HttpRequest) -> HttpResponse:
    """Switch the recording of one's own editor on or off."""
    require_role(request, Role.MEMBER)
    member = _member(request)
    if request.POST.get("is_on") == "1":
        EditorRecording.objects.get_or_create(membership=member)
        messages.success(request, "The requests of your editor are recorded from now on. You can end this at any time.")
    else:
        EditorRecording.objects.filter(membership=member).delete()
        messages.success(request, "Recording has ended. The recorded answers stay until you delete them.")
    return redirect("editors")


def _row(request: HttpRequest, pk: int) -> RecordedAnswer:
    rows = RecordedAnswer.objects.readable_by(_member(request)).select_related("model__server", "membership__user")
    row = rows.select_related("membership__team").filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such recorded answer.")
    return row


@never_cache
@require_GET
def recorded(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one recorded answer."""
    row = _row(request, pk)
    team = current_team(request)
    tasks = Task.objects.filter(version__suite__team=team).select_related("version__suite")
    context: RecordedPage = {
        "row": row,
        "is_own": row.membership_id == _member(request).pk,
        "tasks": tasks.order_by("-version", "position")[: reuse.MOST_TASKS],
        "suites": Suite.objects.filter(team=team, origin=Suite.Origin.WRITTEN).order_by("-created_at")[:200],
    }
    return RECORDED_PAGE.response(request, context)


@require_POST
def change_recorded(request: HttpRequest, pk: int) -> HttpResponse:
    """Share one's own recorded answer with the team, stop sharing it, or delete it."""
    require_role(request, Role.MEMBER)
    row, act = _row(request, pk), request.POST.get("act")
    if row.membership_id != _member(request).pk:
        messages.error(request, f"It is {row.membership.user}'s. Only they can change or delete it.")
        return redirect("recorded", pk=pk)
    if act == "delete":
        row.delete()
        messages.success(request, "Deleted.")
        return redirect("editors")
    RecordedAnswer.objects.filter(pk=row.pk).update(is_shared=act == "share")
    return redirect("recorded", pk=pk)


@require_POST
def use_recorded(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a conversation, a candidate of a task, or a task of it."""
    require_role(request, Role.MEMBER)
    row = _row(request, pk)
    try:
        return redirect(_use(request, row))
    except SuiteError as exc:
        messages.error(request, str(exc))
        return redirect("recorded", pk=pk)


def _use(request: HttpRequest, row: RecordedAnswer) -> Any:
    act = request.POST.get("act")
    if act == "task":
        slug = request.POST.get("suite", "")
        suite = get_for_team(request, Suite, slug=slug) if slug else None
        draft = reuse.to_task(row, suite, request.user)
        return reverse("draft", args=[draft.suite.slug, draft.pk])
    if act == "candidate":
        task = task_of_team(current_team(request), parse_id(request.POST.get("task", "")))
        candidate = reuse.to_candidate(row, task, request.user)
    else:
        candidate = reuse.to_conversation(row, request.user)
    return reverse("candidate", args=[candidate.pk])
