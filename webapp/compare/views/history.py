"""A suite over time: results of models, or at one task, in each run, and the changes in between."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import LanguageModel, Task
from evaluations.queries.history import Point
from evaluations.queries.model_names import ShortName, short_names
from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from webapp.compare.history_points import MOST_MODELS, mark_of, points_of, query_of
from webapp.compare.selection import Selection, select

ROWS_PER_PAGE, CHART_WIDTH = 60, 340


class HistoryPage(TypedDict):
    """models: those that are shown, of n_models; legend: those with points. unknown: a task name that does not exist.

    rows: point, address of its answers, address of both runs. n_older: points before those shown.
    """

    chosen: Selection
    models: list[LanguageModel]
    legend: list[tuple[LanguageModel, ShortName]]
    n_models: int
    task: Task | None
    unknown: str
    points: list[Point]
    page: Page[Point]
    rows: list[tuple[Point, str, str]]
    n_older: int
    n_runs: int
    chart: list[Json]
    chart_height: int
    has_strategies: bool


HISTORY_PAGE = TypedTemplate("compare/history.html", HistoryPage)


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """Show the models of the selection (the best ones when there are many), over every run of the suite."""
    chosen = select(request)
    models = list({entry.model.pk: entry.model for entry in chosen.entries}.values())
    shown, slug = models[:MOST_MODELS], request.GET.get("task", "")
    task = next((task for task in chosen.all_tasks if task.slug == slug), None)
    points, n_older = points_of(chosen, shown, task)
    page = Paginator(points[::-1], ROWS_PER_PAGE).get_page(request.GET.get("page"))
    labels = short_names(shown)
    marks = [mark_of(point, task, labels[point.model.pk]) for point in points]
    context: HistoryPage = {
        "chosen": chosen,
        "models": shown,
        "legend": [(model, labels[model.pk]) for model in shown if model.pk in {p.model.pk for p in points}],
        "n_models": len(models),
        "task": task,
        "unknown": slug if slug and not task else "",
        "points": points,
        "page": page,
        "rows": [(point, query_of(point, task), _comparison_address(point)) for point in page],
        "n_older": n_older,
        "n_runs": len({point.run.pk for point in points}),
        "chart": marks,
        "chart_height": CHART_WIDTH if any(mark["share"] is not None for mark in marks) else 0,
        "has_strategies": len({(p.run.pk, p.model.pk) for p in points}) < len(points),
    }
    return HISTORY_PAGE.response(request, context)


def _comparison_address(point: Point) -> str:
    """Return the address of this run beside the one before."""
    if point.before is None:
        return ""
    return urlencode([("run", point.run.pk), ("run", point.before.pk), ("model", point.model.pk)])
