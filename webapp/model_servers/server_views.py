"""Model servers: adding one by URL, trying it first, renaming and removing. For admins of a team."""

from __future__ import annotations

import time
from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import job_data
from evaluations.job_results import ServerAnswer
from evaluations.models import Membership, ModelServer
from evaluations.models.servers import FOUND_BY_THEMSELVES
from evaluations.typed_template import TypedTemplate
from webapp.model_servers import server_probe
from webapp.model_servers.actions import change_server, n_runs_of, removal_error, save_server
from webapp.model_servers.forms import ServerForm, ServerSettingsForm, ServerUseForm
from webapp.model_servers.measured import MeasuredPart, measured_part
from webapp.model_servers.server_probe import try_server, wait_for, was_taken
from webapp.model_servers.views import models_page
from webapp.site.access import current_team, is_htmx, require_role, require_server_change
from webapp.site.query_params import parse_number

ADMIN = Membership.Role.ADMIN


class ProbePart(TypedDict):
    """The answer of a server that is tried. form: with errors, so that nothing was asked.

    answer: None until there is one; is_taken: a worker asks; is_late: the page waits no longer. token, since: to ask
    for the answer again.
    """

    form: ServerForm | None
    answer: ServerAnswer | None
    is_taken: bool
    is_late: bool
    token: str
    since: int


class ServerPage(MeasuredPart):
    """form: name and address; use_form: how it is asked. is_found: the site found it automatically."""

    form: ServerSettingsForm
    use_form: ServerUseForm
    is_found: bool
    n_runs: int


PROBE_PART = TypedTemplate("model_servers/_probe.html", ProbePart)
SERVER_PAGE = TypedTemplate("model_servers/server.html", ServerPage)


@require_POST
def add_server(request: HttpRequest) -> HttpResponse:
    """Store the typed server, and have a worker refresh it."""
    require_role(request, ADMIN)
    form = ServerForm(request.POST, prefix="server")
    if not form.is_valid():
        return models_page(request, status=422, server_form=form)
    server = save_server(form, current_team(request))
    messages.success(request, f"Added {server.slug}. Its models appear here as soon as it answers.")
    return redirect("models")


@require_POST
def test_server(request: HttpRequest) -> HttpResponse:
    """Have a worker try the typed server; nothing is kept. The answer comes to htmx by `probe`."""
    require_role(request, ADMIN)
    form = ServerForm(request.POST, prefix="server")
    if not form.is_valid():
        if is_htmx(request):
            return PROBE_PART.response(request, _probe_part(form=form))
        return models_page(request, status=422, server_form=form)
    token = try_server(form)
    if is_htmx(request):
        return PROBE_PART.response(request, _probe_part(token, int(time.time())))
    answer = wait_for(token)
    return models_page(request, server_form=form, was_tested=True, probe=answer, is_taken=was_taken(token))


def _probe_part(
    token: str = "",
    since: int = 0,
    *,
    form: ServerForm | None = None,
    answer: ServerAnswer | None = None,
    is_taken: bool = False,
    is_late: bool = False,
) -> ProbePart:
    return {
        "form": form,
        "answer": answer,
        "is_taken": is_taken,
        "is_late": is_late,
        "token": token,
        "since": since,
    }


@require_GET
def probe(request: HttpRequest, token: str) -> HttpResponse:
    """Show the answer of a server that is tried; the page asks again until it is there."""
    require_role(request, ADMIN)
    began = parse_number(request.GET.get("since")) or 0
    answer, is_late = job_data.answer_of(token, ServerAnswer), time.time() - began > server_probe.PROBE_DEADLINE_S
    part = _probe_part(token, began, answer=answer, is_taken=was_taken(token), is_late=is_late)
    return PROBE_PART.response(request, part)


@require_http_methods(["GET", "POST"])
def server(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a server, correct its address, or remove it."""
    require_role(request, ADMIN)
    rows = ModelServer.objects.visible_to(current_team(request)).exclude(kind=ModelServer.Kind.STORED)
    row = get_object_or_404(rows, pk=pk)
    require_server_change(request, row)
    is_found = row.slug in FOUND_BY_THEMSELVES
    form = ServerSettingsForm(
        request.POST if request.method == "POST" else None,
        server=row,
        initial={"name": row.slug, "base_url": row.base_url},
    )
    if request.method == "POST" and not is_found and form.is_valid():
        note = change_server(row, form.cleaned_data)
        messages.success(request, f"Saved {row.slug}.")
        if note:
            messages.warning(request, note)
        return redirect("models")
    return _server_page(request, row, form, ServerUseForm(instance=row), 422 if form.errors else 200)


def _server_page(
    request: HttpRequest, row: ModelServer, form: ServerSettingsForm, use_form: ServerUseForm, status: int
) -> HttpResponse:
    context: ServerPage = {
        **measured_part(row),
        "form": form,
        "use_form": use_form,
        "is_found": row.slug in FOUND_BY_THEMSELVES,
        "n_runs": n_runs_of(row),
    }
    return SERVER_PAGE.response(request, context, status)


@require_POST
def server_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Store how a server is asked; also for automatically found servers."""
    require_role(request, ADMIN)
    row = get_object_or_404(ModelServer.objects.visible_to(current_team(request)), pk=pk)
    require_server_change(request, row)
    form = ServerUseForm(request.POST, instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, f"Saved the settings of {row.slug}. They apply from the next question on.")
        return redirect("models")
    names = {"name": row.slug, "base_url": row.base_url}
    return _server_page(request, row, ServerSettingsForm(server=row, initial=names), form, 422)


@require_POST
def remove_server(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a server and its models, unless runs have answers of them."""
    require_role(request, ADMIN)
    row = get_object_or_404(ModelServer.objects.visible_to(current_team(request)), pk=pk)
    require_server_change(request, row)
    if sentence := removal_error(row):
        messages.error(request, sentence)
    else:
        row.delete()
        messages.success(request, f"Removed {row.slug}.")
    return redirect("models")
