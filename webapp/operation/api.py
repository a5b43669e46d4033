"""Disk space and audit log by API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.http import FileResponse, HttpRequest
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from evaluations.actions.free_space import Space, free_space, plan_space
from evaluations.models import AuditEvent
from webapp.api.auth import ADMIN
from webapp.api.problems import check
from webapp.api.schemas import Body, JsonObject, Page, Paging, Word, old_name, page_of
from webapp.operation.audit_rows import AuditFilters, events
from webapp.operation.audit_sentences import describe_event
from webapp.operation.forms import LONGEST_S, SpaceForm
from webapp.operation.move_team import archive_of, file_name, import_upload
from webapp.site.access import current_team

router = Router()
ARCHIVE = {"responses": {200: {"description": "A tar file, gzipped", "content": {"application/gzip": {}}}}}


class RulesIn(Body):
    """gradings: how many gradings of each answer stay complete, the newest first. days: evidence is removed after this
    time; 0: never.
    """

    gradings: int | None = None
    days: int | None = None


class SpaceOut(Schema):
    """The rows and files that would be removed. Bytes are approximate; for pictures they are the maximum."""

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
    """name: who; empty for a failed sign-in with a name that nobody has. action, about: the operation and what it was
    done to, as they are stored; sentence, target: the same in words. page: the path of the target's page; empty without
    one. by: page, token or command. token: the API token's name; address: where the request came from.
    """

    id: int
    at: datetime
    name: str
    action: str
    sentence: str
    about: str
    target: str
    thing: str = old_name("target")
    page: str
    by: Literal["page", "token", "command"]
    token: str
    address: str | None
    is_whole_site: bool


class EventFilter(Schema):
    """person: a name; action: one operation, as it is stored; since, until: the first and the last day."""

    person: Word = ""
    action: Word = ""
    by: Literal["", "page", "token", "command"] = ""
    since: date | None = None
    until: date | None = None


def _space(space: Space) -> JsonObject:
    return {name: getattr(space, name) for name in SpaceOut.model_fields}


def _form(rules: RulesIn) -> SpaceForm:
    form = SpaceForm(rules.dict())
    check(form)
    return form


@router.get("storage", auth=ADMIN, response=SpaceOut, summary="Preview what retention would free")
def plan_storage(request: HttpRequest, rules: Query[RulesIn]) -> JsonObject:
    """Counts your team's data by the rules that you send, or by those of the settings. Nothing is changed."""
    return _space(plan_space(_form(rules).rules(current_team(request))))


@router.post("storage/free", auth=ADMIN, response=SpaceOut, summary="Free what retention allows")
def free_storage(request: HttpRequest, body: RulesIn) -> JsonObject:
    """Verdicts, answers and code stay. The operation stops after 20 s: repeat it until nothing is left."""
    return _space(free_space(_form(body).rules(current_team(request)), seconds=LONGEST_S))


class ImportOut(Schema):
    """added: new rows by table. known: rows that existed here already, by table. notes: what was left out."""

    sentence: str
    added: dict[str, int]
    known: dict[str, int]
    n_files: int
    notes: list[str]


@router.get("team/archive", auth=ADMIN, summary="Export the team as an archive", openapi_extra=ARCHIVE)
def export_team(request: HttpRequest) -> FileResponse:
    """Contains suites, ended runs, votes and files, for another installation. Names of people are left out."""
    team = current_team(request)
    return FileResponse(archive_of(team), as_attachment=True, filename=file_name(team))


@router.post("team/archive", auth=ADMIN, response=ImportOut, summary="Import an archive into the team")
def import_team(request: HttpRequest, file: File[UploadedFile]) -> JsonObject:
    """Existing rows stay, and nothing is added twice."""
    done = import_upload(current_team(request), file)
    names = ("sentence", "n_files", "notes")
    return {"added": dict(done.added), "known": dict(done.known)} | {name: getattr(done, name) for name in names}


@router.get("audit", auth=ADMIN, response=Page[EventOut], summary="List the events of the audit log")
def list_audit_events(request: HttpRequest, params: Query[EventFilter], paging: Query[Paging]) -> JsonObject:
    """Events of the team and of the whole site, the newest first."""
    filters = AuditFilters(params.dict())
    check(filters)
    return page_of(request, events(current_team(request), filters), _event, paging)


def _event(row: AuditEvent) -> JsonObject:
    names = ("at", "name", "action", "about", "token", "address")
    text = describe_event(row)
    words = {"sentence": text.sentence, "target": text.target, "thing": text.target, "page": text.url, "by": text.by}
    return {"id": row.pk, "is_whole_site": row.team_id is None, **words, **{name: getattr(row, name) for name in names}}
