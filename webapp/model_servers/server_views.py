"""Model servers: adding one by URL, trying it first, renaming and removing. For admins of a team."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import broker_names, job_data, tasks
from evaluations.models import Membership, ModelServer, Run, Team
from evaluations.models.servers import FOUND_BY_THEMSELVES, KEY_REMOVED
from webapp.model_servers.forms import ServerForm, ServerSettingsForm, ServerUseForm
from webapp.model_servers.measured import measured_context
from webapp.model_servers.views import models_page
from webapp.site.access import current_team, is_htmx, require_role, require_server_change
from webapp.site.query_params import parse_number

ADMIN = Membership.Role.ADMIN
PROBE_DEADLINE_S = 20


@require_POST
def add_server(request: HttpRequest) -> HttpResponse:
    """Keep a server that somebody typed, and look at it."""
    require_role(request, ADMIN)
    form = ServerForm(request.POST, prefix="server")
    if not form.is_valid():
        return models_page(request, status=422, server_form=form)
    server = keep_server(form, current_team(request))
    messages.success(request, f"Added {server.slug}. Its models appear here as soon as it answers.")
    return redirect("models")


def keep_server(form: ServerForm, team: Team) -> ModelServer:
    """The server of a valid form, as the team's own; a worker looks at it."""
    data = form.cleaned_data
    server = ModelServer(slug=data["name"], team=team, kind=data["kind"], base_url=data["base_url"])
    server.api_key = data["api_key"]
    server.save()
    tasks.refresh_server.delay(server.pk)
    return server


@require_POST
def test_server(request: HttpRequest) -> HttpResponse:
    """Have a worker try the typed server; nothing is kept. The answer comes to htmx by `probe`."""
    require_role(request, ADMIN)
    form = ServerForm(request.POST, prefix="server")
    if not form.is_valid():
        if is_htmx(request):
            return render(request, "model_servers/_probe.html", {"form": form})
        return models_page(request, status=422, server_form=form)
    token = try_server(form)
    if is_htmx(request):
        return render(request, "model_servers/_probe.html", {"token": token, "since": int(time.time())})
    return models_page(request, server_form=form, probe=wait_for(token), is_taken=was_taken(token), was_tested=True)


def try_server(form: ServerForm) -> str:
    """Have a worker test the server of a valid form; return the token for its answer."""
    token = job_data.keep_input({name: form.cleaned_data[name] for name in ("kind", "base_url", "api_key")})
    tasks.probe_server.delay(token)
    return token


def wait_for(token: str) -> dict[str, Any] | None:
    """Wait for the worker's answer, for the API and for pages without JavaScript; None after PROBE_DEADLINE_S."""
    end = time.monotonic() + PROBE_DEADLINE_S
    while (answer := job_data.answer_of(token)) is None and time.monotonic() < end:
        time.sleep(0.1)
    return answer


def was_taken(token: str) -> bool:
    """Whether a worker has begun to test the server: then the server is slow, not the worker."""
    return bool(cache.get(broker_names.probe_taken(token)))


@require_GET
def probe(request: HttpRequest, token: str) -> HttpResponse:
    """The answer of a server being tried; asks again until it is there."""
    require_role(request, ADMIN)
    began = parse_number(request.GET.get("since")) or 0
    answer = job_data.answer_of(token)
    context: dict[str, Any] = {
        "answer": answer,
        "is_late": time.time() - began > PROBE_DEADLINE_S,
        "is_taken": was_taken(token),
    }
    if answer is None and not context["is_late"]:
        context |= {"token": token, "since": began}
    return render(request, "model_servers/_probe.html", context)


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
    context = {
        "server": row,
        "form": form,
        "use_form": ServerUseForm(instance=row),
        "is_found": is_found,
        "n_runs": _runs_of(row),
        **measured_context(row),
    }
    return render(request, "model_servers/server.html", context, status=422 if form.errors else 200)


@require_POST
def server_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Store how a server is asked; also for those that are found by themselves."""
    require_role(request, ADMIN)
    row = get_object_or_404(ModelServer.objects.visible_to(current_team(request)), pk=pk)
    require_server_change(request, row)
    form = ServerUseForm(request.POST, instance=row)
    if form.is_valid():
        form.save()
        messages.success(request, f"Saved the settings of {row.slug}. They hold from the next question on.")
        return redirect("models")
    names = {"name": row.slug, "base_url": row.base_url}
    context = {
        "server": row,
        "form": ServerSettingsForm(server=row, initial=names),
        "use_form": form,
        "is_found": row.slug in FOUND_BY_THEMSELVES,
        "n_runs": _runs_of(row),
        **measured_context(row),
    }
    return render(request, "model_servers/server.html", context, status=422)


def change_server(row: ModelServer, data: dict[str, Any]) -> str:
    """Store name and address as cleaned by ServerSettingsForm. Returns a sentence when the key was removed."""
    row.slug = data["name"]
    is_removed = row.set_address(data["base_url"], data["api_key"])
    row.save(update_fields=["slug", "base_url", "encrypted_api_key"])
    tasks.refresh_server.delay(row.pk)
    return KEY_REMOVED if is_removed else ""


def _runs_of(row: ModelServer) -> int:
    return Run.objects.filter(chosen__server=row).distinct().count()


@require_POST
def remove_server(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a server and its models, unless runs have answers of them."""
    require_role(request, ADMIN)
    row = get_object_or_404(ModelServer.objects.visible_to(current_team(request)), pk=pk)
    require_server_change(request, row)
    if sentence := why_it_stays(row):
        messages.error(request, sentence)
    else:
        row.delete()
        messages.success(request, f"Removed {row.slug}.")
    return redirect("models")


def why_it_stays(row: ModelServer) -> str:
    """Why a server cannot be removed; empty when it can."""
    if row.slug in FOUND_BY_THEMSELVES:
        return f"{row.slug} is found by itself and cannot be removed."
    if n := _runs_of(row):
        runs = "1 run has" if n == 1 else f"{n} runs have"
        return f"{row.slug} stays: {runs} answers of its models. Its results need it."
    return ""
