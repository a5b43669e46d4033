"""The card of a model: data from its server and its probes; and the queue of all servers."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from evaluations import tasks
from evaluations.actions.probe_model import begin_probe, probe_error
from evaluations.actions.training_cutoff import set_training_cutoff
from evaluations.errors import EvaluationError
from evaluations.models import LanguageModel, Membership, ModelAction, ModelProbe, ModelServer, Worker
from evaluations.queries.queue import ServerQueue, server_queues
from evaluations.typed_template import TypedTemplate
from webapp.model_servers.actions import action_error, start_action
from webapp.model_servers.listing import LastRate, last_rates
from webapp.site.access import current_team, is_htmx, may, may_change_server, require_role, require_server_change

MEMBER = Membership.Role.MEMBER
PROBES_SHOWN = 20


class ModelCard(TypedDict):
    """A model with its probes. newest: the last probe that ended well. rate: of its last run."""

    model: LanguageModel
    probes: list[ModelProbe]
    newest: ModelProbe | None
    is_probing: bool
    rate: LastRate | None
    may_act: bool
    probe_error: str


class ModelCardPage(ModelCard):
    """The whole page."""

    may_change: bool
    may_delete: bool


class QueuePage(TypedDict):
    """The work of each server, now and next. workers: those with a recent sign of life."""

    queues: list[ServerQueue]
    workers: list[Worker]


CARD_PAGE = TypedTemplate("model_servers/card.html", ModelCardPage)
CARD_PART = TypedTemplate("model_servers/_card.html", ModelCard)
QUEUE_PAGE = TypedTemplate("model_servers/queue.html", QueuePage)
QUEUE_PART = TypedTemplate("model_servers/_queue.html", QueuePage)


def _row(request: HttpRequest, pk: int) -> LanguageModel:
    rows = LanguageModel.objects.visible_to(current_team(request)).select_related("server")
    return get_object_or_404(rows, pk=pk)


@require_GET
def model(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one model; to htmx the part that changes while it is probed."""
    row = _row(request, pk)
    probes = list(ModelProbe.objects.filter(model=row).select_related("asked_by")[:PROBES_SHOWN])
    is_live = row.server.kind != ModelServer.Kind.STORED
    card: ModelCard = {
        "model": row,
        "probes": probes,
        "newest": next((probe for probe in probes if probe.state == ModelProbe.State.DONE), None),
        "is_probing": any(probe.state == ModelProbe.State.RUNNING for probe in probes[:1]),
        "rate": last_rates([row], current_team(request))[0],
        "may_act": may(request, MEMBER) and is_live,
        "probe_error": probe_error(row) if is_live else "Its answers were made elsewhere.",
    }
    if is_htmx(request):
        response = CARD_PART.response(request, card)
    else:
        may_change, is_ollama = may_change_server(request, row.server), row.server.kind == ModelServer.Kind.OLLAMA
        page: ModelCardPage = {**card, "may_change": may_change, "may_delete": may_change and is_ollama}
        response = CARD_PAGE.response(request, page)
    response["Vary"] = "HX-Request"
    return response


@require_POST
def probe_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker ask the model three short questions."""
    require_role(request, MEMBER)
    row = _row(request, pk)
    if reason := probe_error(row):
        messages.error(request, reason)
    else:
        tasks.probe_model.delay(begin_probe(row, request.user).pk)
    return redirect("model-card", pk=pk)


@require_POST
def delete_model(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker delete the model from its server's disk. Its answers stay."""
    row = _row(request, pk)
    require_server_change(request, row.server)
    if request.POST.get("name") != row.name:
        messages.error(request, f"Type {row.name} to delete it from {row.server.slug}. Nothing was deleted.")
    elif reason := action_error(row):
        messages.error(request, reason)
    else:
        start_action(row, ModelAction.Kind.DELETE, request.user)
        messages.info(request, f"A worker is asked to delete {row.model_id}. Its answers stay.")
    return redirect("model-card", pk=pk)


@require_POST
def training_cutoff(request: HttpRequest, pk: int) -> HttpResponse:
    """Store the model's training cut-off."""
    row = _row(request, pk)
    require_server_change(request, row.server)
    try:
        set_training_cutoff(row, request.POST.get("training_cutoff", ""))
    except EvaluationError as exc:
        messages.error(request, str(exc))
    else:
        messages.success(request, f"Training cut-off: {row.training_cutoff or 'not known'}.")
    return redirect("model-card", pk=pk)


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show the current work and the queue of each server; htmx gets only the live part."""
    template = QUEUE_PART if is_htmx(request) else QUEUE_PAGE
    workers = list(Worker.objects.alive().order_by("name"))
    response = template.response(request, {"queues": server_queues(current_team(request)), "workers": workers})
    response["Vary"] = "HX-Request"
    return response
