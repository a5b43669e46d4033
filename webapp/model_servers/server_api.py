"""Model servers in the API: added, tried, changed, measured, looked at and removed."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from evaluations import tasks
from evaluations.actions.measure_server import start_measurement, use_proposal
from evaluations.models import ModelServer
from evaluations.models.servers import FOUND_BY_THEMSELVES
from webapp.api.auth import ADMIN, READ, WRITE
from webapp.api.problems import Problem, check
from webapp.api.schemas import Body, Id, Json, JsonObject, Word
from webapp.model_servers.actions import change_server, removal_error, save_server
from webapp.model_servers.forms import ServerForm, ServerSettingsForm, ServerUseForm
from webapp.model_servers.server_probe import PROBE_DEADLINE_S, try_server, wait_for, was_taken
from webapp.site.access import current_team, require_server_change

router = Router()


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


class ServerOut(Schema):
    """A model server. message: result of the last refresh. is_site_wide: False for your team's own. host: the only host
    whose workers ask it; empty for every host.

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
    host: str
    is_site_wide: bool
    settings: ServerUse
    measured: dict[str, Json]


class ChangedServerOut(ServerOut):
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


class ServerTestOut(Schema):
    """The result of a worker's test. message: why the server does not answer, or its own message."""

    is_ok: bool
    message: str
    version: str | None
    n_models: int


def _server(row: ModelServer) -> JsonObject:
    names = ("kind", "base_url", "is_reachable", "message", "version", "seen_at", "host", "measured")
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


@router.get("servers", auth=READ, response=list[ServerOut], summary="List model servers")
def list_servers(request: HttpRequest) -> list[JsonObject]:
    """Your team's own servers and those of the whole site, without their API keys."""
    return [_server(row) for row in _servers(request)]


@router.post("servers", auth=ADMIN, response={201: ServerOut}, summary="Add a model server")
def create_server(request: HttpRequest, body: ServerIn) -> Status[JsonObject]:
    """The server belongs to your team. A worker refreshes it at once."""
    form = ServerForm(body.dict())
    check(form)
    return Status(201, _server(save_server(form, current_team(request))))


@router.post("servers/test", auth=ADMIN, response=ServerTestOut, summary="Test a model server before you add it")
def test_server(request: HttpRequest, body: ServerIn) -> JsonObject:
    """Nothing is stored. A worker tests the server for up to 20 s; 503 when there is no result by then."""
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


@router.put(
    "servers/{int:server}",
    auth=ADMIN,
    response=ChangedServerOut,
    summary="Change the name or address of a model server",
)
def change_model_server(request: HttpRequest, server: Id, body: ServerChange) -> JsonObject:
    """Servers that were found automatically cannot be changed. A new scheme, host or port removes the API key unless a
    key is sent too.
    """
    row = _one_server(request, server)
    require_server_change(request, row)
    if row.slug in FOUND_BY_THEMSELVES:
        raise Problem(409, f"{row.slug} is found automatically: a change would not last.", "Set it in the environment.")
    form = ServerSettingsForm(body.dict(), server=row)
    check(form)
    note = change_server(row, form.cleaned_data)
    return _server(row) | {"note": note}


@router.put(
    "servers/{int:server}/settings", auth=ADMIN, response=ServerOut, summary="Change how a model server is asked"
)
def change_server_settings(request: HttpRequest, server: Id, body: ServerUseIn) -> JsonObject:
    """Also possible for servers that were found automatically. The settings apply from the next request on."""
    row = _one_server(request, server)
    require_server_change(request, row)
    form = ServerUseForm(body.dict(), instance=row)
    check(form)
    return _server(form.save())


@router.post("servers/{int:server}/measure", auth=ADMIN, response={202: ServerOut}, summary="Measure a model server")
def measure_server(request: HttpRequest, server: Id) -> Status[JsonObject]:
    """A worker tries several settings for up to five minutes; list the servers again to read the proposed settings. 409
    while the server answers a run.
    """
    row = _one_server(request, server)
    require_server_change(request, row)
    if reason := start_measurement(row):
        raise Problem(409, reason)
    tasks.measure_server.delay(row.pk)
    row.refresh_from_db()
    return Status(202, _server(row))


@router.post(
    "servers/{int:server}/use-measured",
    auth=ADMIN,
    response=ServerOut,
    summary="Use the settings that the last measurement proposed",
)
def use_measured_settings(request: HttpRequest, server: Id) -> JsonObject:
    """They apply from the next request on."""
    row = _one_server(request, server)
    require_server_change(request, row)
    if not use_proposal(row):
        raise Problem(409, f"There is no measurement of {row.slug} to use.", "Measure it first.")
    return _server(row)


@router.post("servers/{int:server}/refresh", auth=WRITE, response={202: ServerOut}, summary="Refresh a model server")
def refresh_server(request: HttpRequest, server: Id) -> Status[JsonObject]:
    """A worker reads the server's state and its models; list the servers again after a moment."""
    row = _one_server(request, server)
    tasks.refresh_server.delay(row.pk)
    return Status(202, _server(row))


@router.delete("servers/{int:server}", auth=ADMIN, response={204: None}, summary="Remove a model server and its models")
def delete_server(request: HttpRequest, server: Id) -> Status[None]:
    """409 when runs have answers of these models."""
    row = _one_server(request, server)
    require_server_change(request, row)
    if sentence := removal_error(row):
        raise Problem(409, sentence)
    row.delete()
    return Status(204, None)
