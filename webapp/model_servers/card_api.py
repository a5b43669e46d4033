"""Probes of models, the queue, and the workers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from evaluations import tasks
from evaluations.actions.probe_model import begin_probe, probe_error
from evaluations.actions.training_cutoff import set_training_cutoff
from evaluations.models import ModelProbe, Worker
from evaluations.queries.queue import ServerQueue, WaitingRun, server_queues
from webapp.api.auth import READ, WRITE
from webapp.api.problems import Problem
from webapp.api.schemas import Body, ExpectedTime, Id, JsonObject, Word, expected_time
from webapp.site.access import current_team, require_server_change
from webapp.site.lookup import model_of

router = Router()
MOST_PROBES = 50


class ProbeOut(Schema):
    """Result of three short questions. Speeds in tokens per second, times in ms; null: not reported or measured."""

    id: int
    state: Literal["running", "done", "failed"]
    error: str
    digest: str
    version: str
    load_ms: float | None
    first_token_ms: float | None
    prompt_tokens_s: float | None
    answer_tokens_s: float | None
    memory_bytes: int | None
    gpu_bytes: int | None
    context_tokens: int | None
    created_at: datetime
    finished_at: datetime | None


class WritingOut(Schema):
    """An answer of your team that is being written."""

    candidate: int
    run: int
    model: str
    task: str


class WaitingOut(ExpectedTime):
    """Waiting answers of one run by one model. run, model: null for another team's. n_swaps: how often it was loaded so
    far.

    seconds: the likely time until their verdicts, between low_s and high_s; null where the model's speed is not known.
    """

    run: int | None
    model: str | None
    is_person: bool
    n: int
    n_swaps: int


class QueueOut(ExpectedTime):
    """One server. seconds: the likely time of the waiting rows whose time is known, between low_s and high_s."""

    server: str
    is_reachable: bool
    loaded: list[str]
    n_writing: int
    writing: list[WritingOut]
    waiting: list[WaitingOut]


class WorkerOut(Schema):
    """A worker with a recent sign of life. clock_skew_s: by how much its host's clock is ahead; null: not known.

    harness_version, grader_version: those it grades with; empty for a worker that only asks models.
    """

    name: str
    host: str
    seen_at: datetime
    clock_skew_s: float | None
    clock_fault: str
    harness_version: str
    grader_version: str


class CutoffIn(Body):
    """training_cutoff: 2023, 2023-06 or 2023-06-14, as the model's authors state it; empty: not known."""

    training_cutoff: Word


def _probe(row: ModelProbe) -> JsonObject:
    return {name: getattr(row, "pk" if name == "id" else name) for name in ProbeOut.model_fields}


@router.get("models/{int:model}/probes", auth=READ, response=list[ProbeOut], summary="List the probes of a model")
def list_probes(request: HttpRequest, model: Id) -> list[JsonObject]:
    """The newest first, at most fifty."""
    return [_probe(row) for row in ModelProbe.objects.filter(model=model_of(request, model))[:MOST_PROBES]]


@router.post("models/{int:model}/probe", auth=WRITE, response={202: ProbeOut}, summary="Probe a model")
def probe_model(request: HttpRequest, model: Id) -> Status[JsonObject]:
    """A worker asks the model three short questions; list its probes to read the result. 409 while the model's server
    answers a run.
    """
    row = model_of(request, model)
    if reason := probe_error(row):
        raise Problem(409, reason)
    probe = begin_probe(row, request.user)
    tasks.probe_model.delay(probe.pk)
    return Status(202, _probe(probe))


@router.put("models/{int:model}/cutoff", auth=WRITE, response=CutoffIn, summary="Set a model's training cut-off")
def change_training_cutoff(request: HttpRequest, model: Id, body: CutoffIn) -> JsonObject:
    """You need the role that may change the model's server. Comparisons with `unseen=1` leave out tasks that were
    public by then.
    """
    row = model_of(request, model)
    require_server_change(request, row.server)
    set_training_cutoff(row, body.training_cutoff)
    return {"training_cutoff": row.training_cutoff}


@router.get(
    "queue", auth=READ, response=list[QueueOut], summary="Show what each model server does and what waits for it"
)
def get_queue(request: HttpRequest) -> list[JsonObject]:
    """In the order in which the answers will be requested. Runs of other teams are counted, without their names."""
    return [_queue(row) for row in server_queues(current_team(request))]


@router.get("workers", auth=READ, response=list[WorkerOut], summary="List the workers of all hosts")
def list_workers(request: HttpRequest) -> list[JsonObject]:
    """The workers of the whole site, by name. clock_fault: in words by how much the clock is wrong; empty if it is
    right.
    """
    rows = Worker.objects.alive().order_by("name")
    return [{name: getattr(row, name) for name in WorkerOut.model_fields} for row in rows]


def _queue(row: ServerQueue) -> JsonObject:
    return {
        "server": row.server.slug,
        "is_reachable": row.server.is_reachable,
        "loaded": [model.model_id for model in row.loaded],
        "n_writing": row.n_writing,
        "writing": [
            {"candidate": c.pk, "run": c.run_id, "model": c.model.model_id, "task": c.task.slug} for c in row.writing
        ],
        "waiting": [_waiting(waiting) for waiting in row.waiting],
        **expected_time(row.time),
    }


def _waiting(row: WaitingRun) -> JsonObject:
    return {
        "run": row.run.pk if row.run else None,
        "model": row.model.model_id if row.model else None,
        "is_person": row.is_person,
        "n": row.n,
        **expected_time(row.time),
        "n_swaps": row.n_swaps,
    }
