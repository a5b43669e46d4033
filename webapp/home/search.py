"""Search over everything with a name."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q

from evaluations.models import LanguageModel, Run, Suite, Task, Team

FOUND_AT_MOST = 20


def found_by(team: Team, query: str) -> list[tuple[str, Any]]:
    """Rows by kind: Runs, Suites, Tasks, Models, the first FOUND_AT_MOST of each; nothing for an empty query."""
    found: list[tuple[str, Any]] = []
    if query:
        newest = Suite.objects.filter(team=team).annotate(v=Max("versions")).values("v")
        tasks = Task.objects.filter(_every(query, "title", "slug"), version__in=newest)
        wanted, (server, slash, name) = _every(query, "name", "family"), query.partition("/")
        if slash:
            wanted |= Q(server__slug__icontains=server, name__icontains=name)
        models = LanguageModel.objects.visible_to(team).filter(wanted)
        found = [
            ("Runs", Run.objects.filter(_every(query, "title"), team=team)[:FOUND_AT_MOST]),
            ("Suites", Suite.objects.filter(_every(query, "title", "slug"), team=team)[:FOUND_AT_MOST]),
            ("Tasks", tasks.select_related("version__suite").order_by("title")[:FOUND_AT_MOST]),
            ("Models", models.select_related("server")[:FOUND_AT_MOST]),
        ]
    return found


def _every(query: str, *fields: str) -> Q:
    """Every word in one of the fields."""
    wanted = Q()
    for word in query.split()[:10]:
        one = Q()
        for field in fields:
            one |= Q(**{f"{field}__icontains": word})
        wanted &= one
    return wanted
