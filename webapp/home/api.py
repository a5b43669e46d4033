"""Search as data."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from webapp.api.auth import READ
from webapp.api.schemas import Plain, Word
from webapp.home.search import found_by
from webapp.site.access import current_team

router = Router()


class Hit(Schema):
    """Something with a name. kind: run, suite, task or model."""

    kind: Literal["run", "suite", "task", "model"]
    name: str
    at: str


@router.get("search", auth=READ, response=list[Hit], summary="Runs, suites, tasks and models by name")
def search(request: HttpRequest, q: Query[Word]) -> list[Plain]:
    """Those whose name holds every word; 20 of each kind at most. at: the address of it in this API."""
    rows = [(title, row) for title, some in found_by(current_team(request), q.strip()) for row in some]
    return [_hit(title, row) for title, row in rows]


def _hit(title: str, row: Any) -> Plain:
    if title == "Runs":
        kind, name, path = "run", row.title, f"runs/{row.pk}"
    elif title == "Suites":
        kind, name, path = "suite", row.title, f"suites/{row.slug}"
    elif title == "Tasks":
        kind, name, path = "task", row.title, f"suites/{row.version.suite.slug}/tasks/{row.slug}"
    else:
        kind, name, path = "model", row.model_id, f"models/{row.pk}"
    return {"kind": kind, "name": name, "at": f"/api/v1/{path}"}
