"""Disk space and audit log by API."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router, Schema

from evaluations.actions.free_space import Space, free_space, plan_space
from evaluations.models import AuditEvent
from webapp.api.auth import ADMIN
from webapp.api.problems import check
from webapp.api.schemas import Body, Page, Paging, Plain, Word, page_of
from webapp.operation.forms import SpaceForm
from webapp.operation.views import LONGEST_S
from webapp.site.access import current_team

router = Router()


class RulesIn(Body):
    """gradings: of each answer, the newest that stay whole. days: after which evidence goes; 0: never."""

    gradings: int | None = None
    days: int | None = None


class SpaceOut(Schema):
    """What goes. Bytes are about right; of pictures they are the most that can go."""

    n_older: int
    older_bytes: int
    n_runs: int
    n_evidence: int
    evidence_bytes: int
    n_thoughts: int
    thought_bytes: int
    n_pictures: int
    picture_bytes: int


class EventOut(Schema):
    """action: the operation; about: what it was done to; token: the API token's name; address: who asked from."""

    id: int
    at: datetime
    name: str
    action: str
    about: str
    token: str
    address: str | None
    is_whole_site: bool


class EventFilter(Schema):
    """person: a name; action: one operation."""

    person: Word = ""
    action: Word = ""


def _space(space: Space) -> Plain:
    return {name: getattr(space, name) for name in SpaceOut.model_fields}


def _form(rules: RulesIn) -> SpaceForm:
    form = SpaceForm(rules.dict())
    check(form)
    return form


@router.get("storage", auth=ADMIN, response=SpaceOut, summary="What retention would free")
def plan_storage(request: HttpRequest, rules: Query[RulesIn]) -> Plain:
    """Of your team, by these rules or those of the settings. Nothing is changed."""
    return _space(plan_space(_form(rules).rules(current_team(request))))


@router.post("storage/free", auth=ADMIN, response=SpaceOut, summary="Free what retention allows")
def free_storage(request: HttpRequest, body: RulesIn) -> Plain:
    """Verdicts, answers and code stay. It stops after 20 s: repeat it until nothing is left."""
    return _space(free_space(_form(body).rules(current_team(request)), seconds=LONGEST_S))


@router.get("audit", auth=ADMIN, response=Page[EventOut], summary="Who did what")
def list_audit_events(request: HttpRequest, params: Query[EventFilter], paging: Query[Paging]) -> Plain:
    """Events of the team and of the whole site, the newest first."""
    rows = AuditEvent.objects.filter(Q(team=current_team(request)) | Q(team=None))
    rows = rows.filter(name=params.person) if params.person else rows
    rows = rows.filter(action=params.action) if params.action else rows
    return page_of(request, rows, _event, paging)


def _event(row: AuditEvent) -> Plain:
    names = ("at", "name", "action", "about", "token", "address")
    return {"id": row.pk, "is_whole_site": row.team_id is None, **{name: getattr(row, name) for name in names}}
