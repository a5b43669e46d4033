"""Results of models over the runs of one suite, and as marks of a picture."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from evaluations.models import LanguageModel, Task
from evaluations.queries.history import Point, of_models, of_task, runs_of
from evaluations.queries.model_names import ShortName
from evaluations.records import Json
from webapp.compare import chart_data
from webapp.compare.selection import Selection

MOST_MODELS = 8


def points_of(chosen: Selection, shown: list[LanguageModel], task: Task | None) -> tuple[list[Point], int]:
    """Return these models' results in each run of the suite, oldest first, and how many runs are left out.

    task: at this task alone; None: over all tasks.
    """
    if not (chosen.version and shown):
        return [], 0
    suite = chosen.version.suite
    if task:
        return of_task(suite, task.slug, [model.pk for model in shown]), 0
    runs, n_older = runs_of(suite, [model.pk for model in shown])
    return of_models(runs, shown), n_older


def query_of(point: Point, task: Any) -> str:
    """Return the query of its answers on the answers page; only those of one task if one is given."""
    query = {"run": point.run.pk, "model": point.model.pk, "strategy": point.strategy}
    return urlencode(query | ({"task": task.pk} if task and task.version_id == point.run.suite_version_id else {}))


def mark_of(point: Point, task: Any, label: ShortName) -> dict[str, Json]:
    """Return a row of the picture."""
    return {
        **chart_data.of_model(point.model, point.model.name, label),
        **chart_data.of_interval(point.pass_1),
        "at": point.run.created_at.isoformat(),
        "run": point.run.pk,
        "title": point.run.title[:80],
        "version": point.run.suite_version.number,
        "strategy": point.strategy,
        "href": chart_data.answers(query_of(point, task)),
    }
