"""A suite over time: what a model, or a task, came out as in each run, and what changed in between."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evaluations.queries.history import Point
from evaluations.records import Json
from webapp.compare import chart_data
from webapp.compare.history_points import MOST_MODELS, points_of
from webapp.compare.selection import select

ROWS_A_PAGE, ROOM = 60, 340


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """The models of the selection (the best ones when there are many), over every run of the suite."""
    chosen = select(request)
    models = list({entry.model.pk: entry.model for entry in chosen.entries}.values())
    shown, slug = models[:MOST_MODELS], request.GET.get("task", "")
    task = next((task for task in chosen.all_tasks if task.slug == slug), None)
    points, n_older = points_of(chosen, shown, task)
    page = Paginator(points[::-1], ROWS_A_PAGE).get_page(request.GET.get("page"))
    marks = [_mark(point, task) for point in points]
    context = {
        "chosen": chosen,
        "models": shown,
        "n_models": len(models),
        "task": task,
        "unknown": slug if slug and not task else "",
        "points": points,
        "page": page,
        "rows": [(point, _query(point, task), _both(point)) for point in page],
        "n_older": n_older,
        "n_runs": len({point.run.pk for point in points}),
        "chart": marks,
        "room": ROOM if any(mark["share"] is not None for mark in marks) else 0,
        "has_strategies": len({(p.run.pk, p.model.pk) for p in points}) < len(points),
    }
    return render(request, "compare/history.html", context)


def _query(point: Point, task: Any) -> str:
    query = {"run": point.run.pk, "model": point.model.pk, "strategy": point.strategy}
    return urlencode(query | ({"task": task.pk} if task and task.version_id == point.run.suite_version_id else {}))


def _both(point: Point) -> str:
    """Address of this run beside the one before."""
    if point.before is None:
        return ""
    return urlencode([("run", point.run.pk), ("run", point.before.pk), ("model", point.model.pk)])


def _mark(point: Point, task: Any) -> Json:
    return {
        **chart_data.of_model(point.model, point.model.name),
        **chart_data.of_interval(point.pass_1),
        "at": point.run.created_at.isoformat(),
        "run": point.run.pk,
        "title": point.run.title[:80],
        "version": point.run.suite_version.number,
        "strategy": point.strategy,
        "href": chart_data.answers(_query(point, task)),
    }
