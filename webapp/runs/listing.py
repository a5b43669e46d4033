"""The list of runs, for page and API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from evaluations.models import Run
from evaluations.queries.conversations import one_per_conversation
from evaluations.queries.text_search import matching
from webapp.items.kept_items import narrow_runs


@dataclass(frozen=True, slots=True, kw_only=True)
class RunListFilters:
    """q: part of the title, or of the suite's title or name. show, tag: as for narrow_runs.

    once_per_conversation: only the newest run of each conversation.
    """

    q: str = ""
    state: str = ""
    origin: str = ""
    show: str = ""
    tag: str = ""
    once_per_conversation: bool = True


def listed_runs(rows: QuerySet[Run], person: Any, filters: RunListFilters) -> QuerySet[Run]:
    """Return those of the runs that the filters leave, newest first."""
    rows = matching(rows, filters.q)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.origin:
        rows = rows.filter(origin=filters.origin)
    rows = narrow_runs(rows, person, show=filters.show, tag=filters.tag)
    if filters.once_per_conversation:
        rows = one_per_conversation(rows)
    return rows.order_by("-created_at", "-pk")
