"""Results of models over the runs of one suite."""

from __future__ import annotations

from evaluations.models import LanguageModel, Task
from evaluations.queries.history import Point, of_models, of_task, runs_of
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
