"""Models and their servers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status

from evaluations import tasks
from evaluations.actions.measure_server import start_measurement, use_proposal
from evaluations.models import LanguageModel, ModelAction, ModelServer
from evaluations.models.servers import FOUND_BY_THEMSELVES
from webapp.api.auth import ADMIN, READ, WRITE
from webapp.api.problems import Problem, check
from webapp.api.schemas import Body, Id, Json, Page, Paging, Plain, Rate, Word, page_of, rate_of
from webapp.model_servers.forms import PullForm, ServerForm, ServerSettingsForm, ServerUseForm
from webapp.model_servers.server_views import (
    PROBE_DEADLINE_S,
    change_server,
    keep_server,
    try_server,
    wait_for,
    was_taken,
    why_it_stays,
)
from webapp.model_servers.views import (
    LastRate,
    chosen_models,
    end_pull,
    last_rates,
    start_action,
    start_pull,
    why_not_now,
)
from webapp.site.access import current_team, require_server_change
from webapp.site.lookup import model_of

router = Router()


class ModelFilters(Schema):
    """show: on a server, in its memory, answers made elsewhere, or no longer available."""

    q: Word = ""
    show: Literal["live", "loaded", "stored", "gone"] = "live"


class Recommended(Schema):
    """Sampling options that a model's author recommends.

    source: an address; empty for the model's own parameters or its file. is_confirmed: the source was read.
    """

    family: str
    basis: Literal["model", "file", "recommended", "config", "example", "none"]
    options: dict[str, Json]
    source: str
    note: str
    is_confirmed: bool


class ModelOut(Schema):
    """A model. pass_rate: of its last run in your team. is_loaded: null when its server does not say.

    remote_host: the host that its server passes prompts on to; empty when it answers itself. own_options: sampling
    options of the model itself. recommended: sent by profile "author" if the model has none. not_taken: options that
    its server refused or ignored, each with the reason.
    """

    id: int
    model: str
    server: str
    family: str
    parameter_size: str
    size_bytes: int | None
    quantisation: str
    context_tokens: int | None
    digest: str
    training_cutoff: str
    licence: str
    parameters: str
    capabilities: list[str]
    remote_host: str
    is_embedding: bool
    is_loaded: bool | None
    memory_bytes: int | None
    gpu_bytes: int | None
    loaded_context_tokens: int | None
    expires_at: datetime | None
    last_error: str
    is_present: bool
    can_generate: bool
    own_options: dict[str, Json]
    recommended: Recommended | None
    not_taken: dict[str, str]
    why_not_offered: str
    pull: dict[str, Json]
    last_run: int | None = None
    pass_rate: Rate | None = None


class ServerUse(Schema):
    """Settings of a server; docs/how-to/model-servers.md explains each. null: the server's own default."""

    keep_alive_s: int
    unloads_between: bool
    unloads_at_end: bool
    n_requests: int | None
    n_threads: int | None
    first_token_s: int
    silence_s: int
    allows_cloud: bool


class ServerUseIn(Body):
    """All settings of a server. Those that only Ollama has are ignored for other servers."""

    keep_alive_s: int = 300
    unloads_between: bool = True
    unloads_at_end: bool = False
    n_requests: int | None = None
    n_threads: int | None = None
    first_token_s: int = 900
    silence_s: int = 180
    allows_cloud: bool = False


class ActionOut(Schema):
    """A load, unload or deletion that a worker was asked to do."""

    id: int
    model: str
    kind: Literal["load", "unload", "delete"]


class ServerOut(Schema):
    """A model server. message: result of the last refresh. is_site_wide: False for your team's own.

    measured: what the last measurement found: state (running, done, failed), at, model, steps of n_threads, n_requests
    and tokens_s, load_ms, and the proposal; empty if it was never measured.
    """

    id: int
    name: str
    kind: str
    base_url: str
    is_reachable: bool
    message: str
    version: str
    seen_at: datetime | None
    is_site_wide: bool
    settings: ServerUse
    measured: dict[str, Json]


class ServerChanged(ServerOut):
    """note: says that the change removed the API key."""

    note: str


class ServerIn(Body):
    """A server by its address."""

    kind: Literal["ollama", "openai"] = "ollama"
    name: Word
    base_url: Word
    api_key: Word = ""


class ServerChange(Body):
    """An empty key keeps the old one, unless the scheme, host or port changes: then it is removed."""

    name: Word
    base_url: Word
    api_key: Word = ""


class ServerTried(Schema):
    """The result of a worker's test. message: why the server does not answer, or its own message."""

    is_ok: bool
    message: str
    version: str | None
    n_models: int


class PullIn(Body):
    """A model for an Ollama server, by the server's name."""

    server: Word
    name: Word


class Pulled(Schema):
    """is_new: False when it is already being pulled."""

    model: ModelOut
    is_new: bool


def _model(row: LanguageModel) -> Plain:
    names = (
        "family",
        "parameter_size",
        "size_bytes",
        "quantisation",
        "context_tokens",
        "digest",
        "training_cutoff",
        "licence",
        "parameters",
        "capabilities",
        "remote_host",
        "is_embedding",
        "is_loaded",
        "memory_bytes",
        "gpu_bytes",
        "loaded_context_tokens",
        "expires_at",
        "last_error",
        "is_present",
        "why_not_offered",
        "own_options",
        "pull",
    )
    is_there = row.is_present and row.server.is_reachable and row.server.kind != ModelServer.Kind.STORED
    can = is_there and not row.why_not_offered
    return {
        "id": row.pk,
        "model": row.model_id,
        "server": row.server.slug,
        "can_generate": can,
        "recommended": _recommended(row),
        "not_taken": row.known_refusals.get("options", {}),
        **{name: getattr(row, name) for name in names},
    }


def _recommended(row: LanguageModel) -> Plain | None:
    preset = row.recommended()
    return None if preset is None else {name: getattr(preset, name) for name in Recommended.model_fields}


def _server(row: ModelServer) -> Plain:
    names = ("kind", "base_url", "is_reachable", "message", "version", "seen_at", "measured")
    return {
        "id": row.pk,
        "name": row.slug,
        "is_site_wide": row.team_id is None,
        "settings": {name: getattr(row, name) for name in ServerUse.model_fields},
        **{name: getattr(row, name) for name in names},
    }


def _servers(request: HttpRequest) -> QuerySet[ModelServer]:
    return ModelServer.objects.visible_to(current_team(request)).exclude(kind=ModelServer.Kind.STORED)


def _one_server(request: HttpRequest, pk: int) -> ModelServer:
    row = _servers(request).filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such model server.")
    return row


@router.get("models", auth=READ, response=Page[ModelOut], summary="Models, with how well each did last")
def list_models(request: HttpRequest, filters: Query[ModelFilters], paging: Query[Paging]) -> Plain:
    """Models that can be used in a run, and models with answers."""
    rows = chosen_models(filters.show, current_team(request))
    if filters.q:
        named = Q(name__icontains=filters.q) | Q(family__icontains=filters.q) | Q(server__slug__icontains=filters.q)
        rows = rows.filter(named)
    result = page_of(request, rows, lambda row: {"row": row}, paging)
    shown = [item["row"] for item in result["items"]]
    return result | {
        "items": [_rated(row, rate) for row, rate in zip(shown, last_rates(shown, current_team(request)), strict=True)]
    }


def _rated(row: LanguageModel, rate: LastRate | None) -> Plain:
    more = {"last_run": rate["run"], "pass_rate": rate_of(rate["interval"])} if rate else {}
    return _model(row) | more


@router.get("models/{int:model}", auth=READ, response=ModelOut, summary="One model")
def get_model(request: HttpRequest, model: Id) -> Plain:
    """By number."""
    row = model_of(request, model)
    return _rated(row, last_rates([row], current_team(request))[0])


@router.post("models/pull", auth=WRITE, response={202: Pulled}, summary="Download a model onto an Ollama server")
def pull_model(request: HttpRequest, body: PullIn) -> Status[Plain]:
    """It runs in the background; GET the model for its progress."""
    team = current_team(request)
    server = ModelServer.objects.visible_to(team).filter(slug=body.server).first()
    form = PullForm({"server": server.pk if server else 0, "name": body.name}, team=team)
    check(form)
    model, is_new = start_pull(form)
    model.refresh_from_db()
    return Status(202, {"model": _model(model), "is_new": is_new})


@router.post("models/{int:model}/cancel-pull", auth=WRITE, response=ModelOut, summary="End a download")
def cancel_pull(request: HttpRequest, model: Id) -> Plain:
    """Cancels the pull, or removes the message of an ended one."""
    row = model_of(request, model)
    end_pull(row)
    row.refresh_from_db()
    return _model(row)


@router.get("servers", auth=READ, response=list[ServerOut], summary="Model servers")
def list_servers(request: HttpRequest) -> list[Plain]:
    """Your team's own and the whole site's, without their keys."""
    return [_server(row) for row in _servers(request)]


@router.post("servers", auth=ADMIN, response={201: ServerOut}, summary="Add a model server")
def create_server(request: HttpRequest, body: ServerIn) -> Status[Plain]:
    """It belongs to your team. A worker refreshes it at once."""
    form = ServerForm(body.dict())
    check(form)
    return Status(201, _server(keep_server(form, current_team(request))))


@router.post("servers/test", auth=ADMIN, response=ServerTried, summary="Try a server before adding it")
def test_server(request: HttpRequest, body: ServerIn) -> Plain:
    """Stores nothing. A worker tests it for up to 20 s; after that the answer is 503."""
    form = ServerForm(body.dict())
    check(form)
    token = try_server(form)
    result = wait_for(token)
    if result is None and was_taken(token):
        why = f"{body.base_url} has not answered within {PROBE_DEADLINE_S} s."
        raise Problem(503, why, "Look at the server's log, or test again when it is idle.")
    if result is None:
        raise Problem(503, f"No worker tried it within {PROBE_DEADLINE_S} s.", "Start the workers: make up.")
    return {**result, "is_ok": result["ok"]}


@router.put("servers/{int:server}", auth=ADMIN, response=ServerChanged, summary="Rename a server, correct its address")
def change_model_server(request: HttpRequest, server: Id, body: ServerChange) -> Plain:
    """Servers that were found automatically cannot be changed. A new scheme, host or port removes the key unless a key
    is sent.
    """
    row = _one_server(request, server)
    require_server_change(request, row)
    if row.slug in FOUND_BY_THEMSELVES:
        raise Problem(409, f"{row.slug} is found automatically: a change would not last.", "Set it in the environment.")
    form = ServerSettingsForm(body.dict(), server=row)
    check(form)
    note = change_server(row, form.cleaned_data)
    return _server(row) | {"note": note}


@router.put("servers/{int:server}/settings", auth=ADMIN, response=ServerOut, summary="Set how a server is asked")
def change_server_settings(request: HttpRequest, server: Id, body: ServerUseIn) -> Plain:
    """Also for servers that were found automatically. They apply from the next question on."""
    row = _one_server(request, server)
    require_server_change(request, row)
    form = ServerUseForm(body.dict(), instance=row)
    check(form)
    return _server(form.save())


@router.post("servers/{int:server}/measure", auth=ADMIN, response={202: ServerOut}, summary="Measure a server")
def measure_server(request: HttpRequest, server: Id) -> Status[Plain]:
    """A worker measures it for up to five minutes; GET the servers again for the proposal. 409 while it
    answers a run.
    """
    row = _one_server(request, server)
    require_server_change(request, row)
    if reason := start_measurement(row):
        raise Problem(409, reason)
    tasks.measure_server.delay(row.pk)
    row.refresh_from_db()
    return Status(202, _server(row))


@router.post("servers/{int:server}/use-measured", auth=ADMIN, response=ServerOut, summary="Use the proposed settings")
def use_measured_settings(request: HttpRequest, server: Id) -> Plain:
    """Uses the settings of the last measurement. They apply from the next question on."""
    row = _one_server(request, server)
    require_server_change(request, row)
    if not use_proposal(row):
        raise Problem(409, f"There is no measurement of {row.slug} to use.", "Measure it first.")
    return _server(row)


@router.post("models/{int:model}/load", auth=WRITE, response={202: ActionOut}, summary="Load a model")
def load_model(request: HttpRequest, model: Id) -> Status[Plain]:
    """A worker loads it; GET the model again in a moment. 409 while its server answers a run."""
    return _act(request, model, ModelAction.Kind.LOAD)


@router.post("models/{int:model}/unload", auth=WRITE, response={202: ActionOut}, summary="Unload a model")
def unload_model(request: HttpRequest, model: Id) -> Status[Plain]:
    """A worker unloads it. 409 while its server answers a run."""
    return _act(request, model, ModelAction.Kind.UNLOAD)


@router.delete(
    "models/{int:model}", auth=ADMIN, response={202: ActionOut}, summary="Delete a model from its server's disk"
)
def delete_model(request: HttpRequest, model: Id) -> Status[Plain]:
    """A worker deletes it; its answers stay. 409 while its server answers a run, or if the server cannot delete."""
    require_server_change(request, model_of(request, model).server)
    return _act(request, model, ModelAction.Kind.DELETE)


def _act(request: HttpRequest, model: int, kind: ModelAction.Kind) -> Status[Plain]:
    row = model_of(request, model)
    if reason := why_not_now(row):
        raise Problem(409, reason)
    action = start_action(row, kind, request.user)
    return Status(202, {"id": action.pk, "model": row.model_id, "kind": kind.value})


@router.post("servers/{int:server}/refresh", auth=WRITE, response={202: ServerOut}, summary="Look at a server now")
def refresh_server(request: HttpRequest, server: Id) -> Status[Plain]:
    """A worker refreshes it; GET the servers again in a moment."""
    row = _one_server(request, server)
    tasks.refresh_server.delay(row.pk)
    return Status(202, _server(row))


@router.delete("servers/{int:server}", auth=ADMIN, response={204: None}, summary="Forget a server and its models")
def delete_server(request: HttpRequest, server: Id) -> Status[None]:
    """409 when runs have answers of its models."""
    row = _one_server(request, server)
    require_server_change(request, row)
    if sentence := why_it_stays(row):
        raise Problem(409, sentence)
    row.delete()
    return Status(204, None)
