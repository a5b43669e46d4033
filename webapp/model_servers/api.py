"""Models in the API: listed, downloaded, loaded and deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from evaluations.models import LanguageModel, ModelAction, ModelServer
from evaluations.queries.text_search import matching
from webapp.api.auth import ADMIN, READ, WRITE
from webapp.api.problems import Problem, check
from webapp.api.schemas import Body, Id, Json, JsonObject, Page, Paging, Rate, Word, page_of, rate_of
from webapp.model_servers.actions import action_error, end_pull, start_action, start_pull
from webapp.model_servers.forms import PullForm
from webapp.model_servers.listing import LastRate, chosen_models, last_rates
from webapp.site.access import current_team, require_server_change
from webapp.site.lookup import model_of

router = Router()


class ModelFilters(Schema):
    """show: models on a server, in its memory, with answers that were made elsewhere, or no longer available."""

    q: Word = ""
    show: Literal["live", "loaded", "stored", "gone"] = "live"


class RecommendedSampling(Schema):
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
    recommended: RecommendedSampling | None
    not_taken: dict[str, str]
    why_not_offered: str
    pull: dict[str, Json]
    last_run: int | None = None
    pass_rate: Rate | None = None


class ModelActionOut(Schema):
    """A load, unload or deletion that a worker was asked to do."""

    id: int
    model: str
    kind: Literal["load", "unload", "delete"]


class PullIn(Body):
    """A model for an Ollama server, by the server's name."""

    server: Word
    name: Word


class PullOut(Schema):
    """is_new: False when it is already being pulled."""

    model: ModelOut
    is_new: bool


def _model(row: LanguageModel) -> JsonObject:
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


def _recommended(row: LanguageModel) -> JsonObject | None:
    preset = row.recommended()
    return None if preset is None else {name: getattr(preset, name) for name in RecommendedSampling.model_fields}


@router.get("models", auth=READ, response=Page[ModelOut], summary="List models, each with its last pass rate")
def list_models(request: HttpRequest, filters: Query[ModelFilters], paging: Query[Paging]) -> JsonObject:
    """Models that can be used in a run, and models that have answers."""
    rows = matching(chosen_models(filters.show, current_team(request)), filters.q)
    result = page_of(request, rows, lambda row: {"row": row}, paging)
    shown = [item["row"] for item in result["items"]]
    return result | {
        "items": [
            _with_last_rate(row, rate)
            for row, rate in zip(shown, last_rates(shown, current_team(request)), strict=True)
        ]
    }


def _with_last_rate(row: LanguageModel, rate: LastRate | None) -> JsonObject:
    more = {"last_run": rate["run"], "pass_rate": rate_of(rate["interval"])} if rate else {}
    return _model(row) | more


@router.get("models/{int:model}", auth=READ, response=ModelOut, summary="Read one model")
def get_model(request: HttpRequest, model: Id) -> JsonObject:
    """The number of a model is its `id` in the list of models."""
    row = model_of(request, model)
    return _with_last_rate(row, last_rates([row], current_team(request))[0])


@router.post("models/pull", auth=WRITE, response={202: PullOut}, summary="Download a model to an Ollama server")
def pull_model(request: HttpRequest, body: PullIn) -> Status[JsonObject]:
    """The download runs in the background; read the model to follow its progress."""
    team = current_team(request)
    server = ModelServer.objects.visible_to(team).filter(slug=body.server).first()
    form = PullForm({"server": server.pk if server else 0, "name": body.name}, team=team)
    check(form)
    model, is_new = start_pull(form)
    model.refresh_from_db()
    return Status(202, {"model": _model(model), "is_new": is_new})


@router.post("models/{int:model}/cancel-pull", auth=WRITE, response=ModelOut, summary="Cancel a download")
def cancel_pull(request: HttpRequest, model: Id) -> JsonObject:
    """If the download has ended already, this removes its message."""
    row = model_of(request, model)
    end_pull(row)
    row.refresh_from_db()
    return _model(row)


@router.post(
    "models/{int:model}/load",
    auth=WRITE,
    response={202: ModelActionOut},
    summary="Load a model into its server's memory",
)
def load_model(request: HttpRequest, model: Id) -> Status[JsonObject]:
    """A worker loads it; read the model again after a moment. 409 while the server answers a run."""
    return _act(request, model, ModelAction.Kind.LOAD)


@router.post(
    "models/{int:model}/unload",
    auth=WRITE,
    response={202: ModelActionOut},
    summary="Unload a model from its server's memory",
)
def unload_model(request: HttpRequest, model: Id) -> Status[JsonObject]:
    """A worker unloads it; read the model again after a moment. 409 while the server answers a run."""
    return _act(request, model, ModelAction.Kind.UNLOAD)


@router.delete(
    "models/{int:model}", auth=ADMIN, response={202: ModelActionOut}, summary="Delete a model from its server's disk"
)
def delete_model(request: HttpRequest, model: Id) -> Status[JsonObject]:
    """A worker deletes the model; its answers stay. 409 while the server answers a run, or if the server cannot delete
    models.
    """
    require_server_change(request, model_of(request, model).server)
    return _act(request, model, ModelAction.Kind.DELETE)


def _act(request: HttpRequest, model: int, kind: ModelAction.Kind) -> Status[JsonObject]:
    row = model_of(request, model)
    if reason := action_error(row):
        raise Problem(409, reason)
    action = start_action(row, kind, request.user)
    return Status(202, {"id": action.pk, "model": row.model_id, "kind": kind.value})
