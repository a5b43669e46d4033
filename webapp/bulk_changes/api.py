"""Change many answers at once: regrade, ask again, add samples, add a model. Preview first, then apply."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.actions.plan_bulk_change import Line, plan
from evaluations.limits import MAX_ADDED_MODELS, MAX_ADDED_SAMPLES, MAX_CHANGE_KEY
from evaluations.models import BulkChange, Team
from evaluations.models.changes import ChangeKind
from webapp.api.auth import READ, WRITE
from webapp.api.problems import Problem
from webapp.api.schemas import (
    Body,
    ErrorOut,
    Id,
    JsonObject,
    Page,
    Paging,
    Word,
    error_fields,
    model_named,
    page_of,
    url_of,
)
from webapp.bulk_changes.request import BulkChangeInput, apply_input, new_key, request_of, undo_bulk_change
from webapp.candidates.schemas import CandidateFilters, filters_of
from webapp.site.access import current_team, get_for_team

router = Router()


class BulkChangeIn(CandidateFilters, Body):
    """The answers, chosen by the filters of the list of candidates, and what to do. more: samples to add. add: models
    to add.
    """

    kind: Literal["regrade", "again", "samples", "models"]
    more: int = Field(1, ge=1, le=MAX_ADDED_SAMPLES)
    add: list[Word] = Field([], max_length=MAX_ADDED_MODELS)


class ChangeIn(BulkChangeIn):
    """key: chosen by you; a repeated request with the same key returns the first change and changes nothing."""

    key: Word = Field("", max_length=MAX_CHANGE_KEY)


class LineOut(Schema):
    """One model or task."""

    name: str
    n_asked: int
    n_regraded: int


class PlanOut(ErrorOut):
    """The effect of a change. error: why it is not possible. n_left: chosen answers that stay unchanged."""

    n_asked: int
    n_regraded: int
    n_left: int
    by_model: list[LineOut]
    by_task: list[LineOut]
    notes: list[str]


class ChangeOut(Schema):
    """An applied change. query: the filter as a query string."""

    id: int
    url: str
    kind: str
    query: str
    runs: list[int]
    n_asked: int
    n_regraded: int
    models_added: list[str]
    created_by: str | None
    created_at: datetime
    undone_at: datetime | None


class Move(Schema):
    """How many answers went from one verdict to another. after: empty while they are not graded."""

    before: str
    after: str
    n: int


class ChangeDetail(ChangeOut):
    """A change with its progress, and verdicts before and after.

    n_not_regraded: answers that kept their verdict because of a fault of the site.
    """

    n: int
    n_done: int
    n_not_regraded: int
    moves: list[Move]


class ChangedAnswerOut(Schema):
    """One answer of a change."""

    candidate: int
    before: str
    after: str


def input_of_body(team: Team, body: BulkChangeIn) -> BulkChangeInput:
    """Return the change of a body. Raises Problem for an unknown model."""
    return BulkChangeInput(
        filters=filters_of(body, without="kind"),
        kind=ChangeKind(body.kind),
        n_more=body.more,
        models=tuple(model_named(text, team) for text in body.add),
    )


def _line(line: Line) -> JsonObject:
    return {"name": line.name, "n_asked": line.n_asked, "n_regraded": line.n_regraded}


def _change_to_json(request: HttpRequest, row: BulkChange) -> JsonObject:
    names = ("kind", "query", "n_asked", "n_regraded", "models_added", "created_at", "undone_at")
    return {
        "id": row.pk,
        "url": url_of(request, f"/changes/{row.pk}/"),
        **{name: getattr(row, name) for name in names},
        "runs": sorted(run.pk for run in row.runs.all()),
        "created_by": row.created_by.get_username() if row.created_by else None,
    }


def _detail(request: HttpRequest, row: BulkChange) -> JsonObject:
    n_done, n = row.progress()
    moves = [{"before": before, "after": after, "n": count} for before, after, count in row.rows.moves()]
    return _change_to_json(request, row) | {
        "n": n,
        "n_done": n_done,
        "n_not_regraded": row.n_not_regraded(),
        "moves": moves,
    }


@router.post("changes/preview", auth=WRITE, response=PlanOut, summary="Preview a bulk change")
def preview_change(request: HttpRequest, body: BulkChangeIn) -> JsonObject:
    """Nothing is changed."""
    team = current_team(request)
    change_request, chosen = request_of(team, input_of_body(team, body))
    result = plan(change_request)
    return {
        "n_asked": result.n_asked,
        "n_regraded": result.n_regraded,
        "n_left": result.n_left,
        **error_fields(" ".join(chosen["warnings"]) or result.error),
        "notes": result.notes,
        "by_model": [_line(line) for line in result.by_model],
        "by_task": [_line(line) for line in result.by_task],
    }


@router.post("changes", auth=WRITE, response={200: ChangeDetail, 201: ChangeDetail}, summary="Change many answers")
def create_change(request: HttpRequest, body: ChangeIn) -> Status[JsonObject]:
    """Earlier verdicts are kept as history. 200 when there is a change with this key already."""
    team = current_team(request)
    key = body.key or new_key()
    is_new = not BulkChange.objects.filter(team=team, key=key).exists()
    row = apply_input(team, input_of_body(team, body), key=key, by=request.user)
    return Status(201 if is_new else 200, _detail(request, row))


@router.get("changes", auth=READ, response=Page[ChangeOut], summary="List bulk changes")
def list_changes(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """Changes of your team, the newest first."""
    rows = BulkChange.objects.filter(team=current_team(request)).select_related("created_by").prefetch_related("runs")
    return page_of(request, rows, lambda row: _change_to_json(request, row), paging)


@router.get("changes/{int:change}", auth=READ, response=ChangeDetail, summary="Read one bulk change")
def get_change(request: HttpRequest, change: Id) -> JsonObject:
    """With its progress, and verdicts before and after."""
    return _detail(request, get_for_team(request, BulkChange, pk=change))


@router.get(
    "changes/{int:change}/rows", auth=READ, response=Page[ChangedAnswerOut], summary="List the answers of a bulk change"
)
def list_changed(request: HttpRequest, change: Id, paging: Query[Paging]) -> JsonObject:
    """Each with its verdict before and after."""
    rows: Any = get_for_team(request, BulkChange, pk=change).rows.with_result().order_by("pk")
    return page_of(
        request, rows, lambda row: {"candidate": row.candidate_id, "before": row.before, "after": row.after}, paging
    )


@router.post("changes/{int:change}/undo", auth=WRITE, response=ChangeDetail, summary="Undo a bulk change")
def undo_change(request: HttpRequest, change: Id) -> JsonObject:
    """Restores earlier verdicts and cancels new answers that have not started. 409 when the change is undone
    already.
    """
    row = get_for_team(request, BulkChange, pk=change)
    if not undo_bulk_change(row):
        raise Problem(409, "It is already undone.")
    row.refresh_from_db()
    return _detail(request, row)
