"""Search over everything with a name."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q

from evaluations.models import LanguageModel, Run, Suite, Task, Team
from evaluations.queries.conversations import one_per_conversation

FOUND_AT_MOST = 20


def found_by(team: Team, query: str) -> list[tuple[str, Any]]:
    """Rows by kind: Runs, Suites, Tasks, Models, the first FOUND_AT_MOST of each; nothing for an empty query."""
    results: list[tuple[str, Any]] = []
    if query:
        newest = Suite.objects.filter(team=team).annotate(v=Max("versions")).values("v")
        tasks = Task.objects.filter(_every(query, "title", "slug"), version__in=newest)
        suites = Suite.objects.filter(_every(query, "title", "slug"), team=team).exclude(origin=Suite.Origin.PROMPT)
        condition, (server, slash, name) = _every(query, "name", "family"), query.partition("/")
        if slash:
            condition |= Q(server__slug__icontains=server, name__icontains=name)
        models = LanguageModel.objects.visible_to(team).filter(condition)
        results = [
            ("Runs", one_per_conversation(Run.objects.filter(_every(query, "title"), team=team))[:FOUND_AT_MOST]),
            ("Suites", suites[:FOUND_AT_MOST]),
            ("Tasks", tasks.select_related("version__suite").order_by("title")[:FOUND_AT_MOST]),
            ("Models", models.select_related("server")[:FOUND_AT_MOST]),
        ]
    return results


def _every(query: str, *fields: str) -> Q:
    """Every word in one of the fields."""
    condition = Q()
    for word in query.split()[:10]:
        any_field = Q()
        for field in fields:
            any_field |= Q(**{f"{field}__icontains": word})
        condition &= any_field
    return condition
