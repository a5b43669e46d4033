"""Search as data."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from webapp.api.auth import READ
from webapp.api.schemas import JsonObject, Word
from webapp.home.search import found_by
from webapp.site.access import current_team

router = Router()
Kinds = Literal["", "conversation", "run", "suite", "task", "answer", "workbook", "model"]


class Hit(Schema):
    """One result. kind: what it is; at: its address in this API."""

    kind: Literal["conversation", "run", "suite", "task", "answer", "workbook", "model"]
    name: str
    at: str
    is_archived: bool


@router.get("search", auth=READ, response=list[Hit], summary="Search by name, note, tags and text")
def search(request: HttpRequest, q: Query[Word], kind: Query[Kinds] = "") -> list[JsonObject]:
    """Prompts and code are searched by their words, everything else by its name, note and tags; at most 20 results of
    each kind.

    What was made in the last minute may not be found by its text yet.
    """
    of_kind = f"{kind.title()}s" if kind else ""
    rows = [(title, row) for title, some in found_by(current_team(request), q.strip(), of_kind) for row in some]
    return [_hit(title, row) for title, row in rows]


def _hit(title: str, row: Any) -> JsonObject:
    if title == "Conversations":
        kind, name, path = "conversation", row.title, f"conversations/{row.pk}"
    elif title == "Answers":
        kind, name, path = "answer", f"{row.task.title}: {row.model.model_id}", f"candidates/{row.pk}"
    elif title == "Workbooks":
        kind, name, path = "workbook", row.name, f"workbooks/{row.pk}"
    elif title == "Runs":
        kind, name, path = "run", row.title, f"runs/{row.pk}"
    elif title == "Suites":
        kind, name, path = "suite", row.title, f"suites/{row.slug}"
    elif title == "Tasks":
        kind, name, path = "task", row.title, f"suites/{row.version.suite.slug}/tasks/{row.slug}"
    else:
        kind, name, path = "model", row.model_id, f"models/{row.pk}"
    return {"kind": kind, "name": name, "at": f"/api/v1/{path}", "is_archived": row.is_archived}
