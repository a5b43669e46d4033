"""Automatic runs of new models: schedules and their runs."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeVar

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.actions.automatic_runs import add_schedule
from evaluations.errors import SuiteError
from evaluations.limits import MAX_SAMPLES
from evaluations.models import AutomaticRun, ModelServer, Schedule, Suite
from webapp.api.auth import READ, WRITE
from webapp.api.problems import Problem
from webapp.api.schemas import Body, Id, JsonObject, Page, Paging, Word, page_of
from webapp.schedules.forms import suites_of
from webapp.site.access import current_team, get_for_team

router = Router()
Row = TypeVar("Row", Suite, ModelServer)


class ScheduleIn(Body):
    """suites, servers: their names; no server means all. from_hour, to_hour: by the site's clock; equal: all day."""

    suites: list[Word] = Field(min_length=1, max_length=50)
    servers: list[Word] = Field([], max_length=50)
    from_hour: int = Field(0, ge=0, le=23)
    to_hour: int = Field(0, ge=0, le=23)
    n_samples: int = Field(1, ge=1, le=MAX_SAMPLES)


class ScheduleChange(Body):
    """is_active: False pauses it."""

    is_active: bool


class ScheduleOut(Schema):
    """A schedule."""

    id: int
    suites: list[str]
    servers: list[str]
    from_hour: int
    to_hour: int
    n_samples: int
    is_active: bool
    created_at: datetime


class AutomaticRunOut(Schema):
    """A run of a new model. result: empty until the run has ended; alone: there is no model to compare with."""

    id: int
    schedule: int
    suite: str
    model: str
    digest: str
    run: int | None
    in_use: str | None
    result: Literal["", "better", "worse", "same", "alone"]
    sentence: str
    created_at: datetime
    reported_at: datetime | None


def _schedule_to_json(row: Schedule) -> JsonObject:
    names = ("from_hour", "to_hour", "n_samples", "is_active", "created_at")
    return {
        "id": row.pk,
        "suites": [suite.slug for suite in row.suites.all()],
        "servers": [server.slug for server in row.servers.all()],
        **{name: getattr(row, name) for name in names},
    }


def _run(row: AutomaticRun) -> JsonObject:
    names = ("digest", "result", "sentence", "created_at", "reported_at")
    return {
        "id": row.pk,
        "schedule": row.schedule_id,
        "suite": row.suite.slug,
        "model": row.model.model_id,
        "run": row.run_id,
        "in_use": row.against.model_id if row.against else None,
        **{name: getattr(row, name) for name in names},
    }


@router.get("schedules", auth=READ, response=Page[ScheduleOut], summary="List schedules of automatic runs")
def list_schedules(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """Schedules of your team. A schedule runs suites on each new model."""
    rows = Schedule.objects.filter(team=current_team(request)).prefetch_related("suites", "servers")
    return page_of(request, rows, _schedule_to_json, paging)


@router.post("schedules", auth=WRITE, response={201: ScheduleOut}, summary="Run suites automatically on new models")
def create_schedule(request: HttpRequest, body: ScheduleIn) -> Status[JsonObject]:
    """Models that exist now count as known. Only models that appear or change later are run, each digest once per
    suite.
    """
    team = current_team(request)
    suites = _rows_by_name(body.suites, {suite.slug: suite for suite in suites_of(team)}, "suite with tasks")
    visible = ModelServer.objects.visible_to(team).exclude(kind=ModelServer.Kind.STORED)
    servers = _rows_by_name(body.servers, {server.slug: server for server in visible}, "model server")
    try:
        row = add_schedule(team, suites, servers, (body.from_hour, body.to_hour), body.n_samples, request.user)
    except SuiteError as exc:
        raise Problem(422, str(exc)) from exc
    return Status(201, _schedule_to_json(row))


def _rows_by_name(names: list[str], rows: dict[str, Row], what: str) -> list[Row]:
    for name in names:
        if name not in rows:
            raise Http404(f'There is no {what} "{name}" in your team.')
    return [rows[name] for name in dict.fromkeys(names)]


@router.put("schedules/{int:schedule}", auth=WRITE, response=ScheduleOut, summary="Pause or resume a schedule")
def change_schedule(request: HttpRequest, schedule: Id, body: ScheduleChange) -> JsonObject:
    """Runs that have started continue."""
    row = get_for_team(request, Schedule, pk=schedule)
    row.is_active = body.is_active
    row.save(update_fields=["is_active"])
    return _schedule_to_json(row)


@router.delete("schedules/{int:schedule}", auth=WRITE, response={204: None}, summary="Delete a schedule")
def delete_schedule(request: HttpRequest, schedule: Id) -> Status[None]:
    """Its runs stay."""
    get_for_team(request, Schedule, pk=schedule).delete()
    return Status(204, None)


@router.get("automatic-runs", auth=READ, response=Page[AutomaticRunOut], summary="List automatic runs of new models")
def list_automatic_runs(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """The newest first, each with how the new model compares with the model in use."""
    rows = AutomaticRun.objects.filter(schedule__team=current_team(request)).exclude(run=None)
    return page_of(request, rows.select_related("model__server", "against__server", "suite"), _run, paging)
