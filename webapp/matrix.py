"""Tasks × models of verdict glyphs: which columns and rows are shown, and the candidates in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from evaluations.models import Candidate, LanguageModel, Run, Task
from evaluations.models.summaries import Cell, Counts, add_up, cells, tasks_that_differ

COLUMNS_A_PAGE, TASKS_A_PAGE = 24, 100
SHOWN = (
    "pk",
    "run_id",
    "task_id",
    "model_id",
    "strategy",
    "sample",
    "state",
    "verdict",
    "is_flaky",
    "is_truncated",
    "cause",
)
FILTERS = {
    "differ": "they differ",
    "fail": "all fail",
    "pass": "all pass",
    "flaky": "flaky",
    "unscored": "unscored",
}
Key = tuple[int, str]  # model, strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A model with a strategy, and its counts over all tasks."""

    model: LanguageModel
    strategy: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """One page of columns, one page of tasks. rows: task, and per column its candidates by sample."""

    columns: list[Column]
    column_page: Page[Key]
    task_page: Page[Task]
    rows: list[tuple[Task, list[list[Candidate]]]]
    chips: list[tuple[str, str, int]]
    show: str
    query: str
    order: str
    tag: str
    tags: list[str]
    n_tasks: int
    has_strategies: bool


def build(run: Run, tasks: list[Task], asked: QueryDict, order_of: dict[int, int]) -> Matrix:
    """The part of the matrix that the address asks for; order_of: model to its place when not ordered by rate."""
    found = cells(run.tallies.all())
    sums = add_up(found, lambda cell: (cell.model, cell.strategy))
    query, order = asked.get("q", "").strip(), asked.get("order", "")
    if order not in ("best", "chosen"):
        order = "chosen" if len(sums) <= COLUMNS_A_PAGE else "best"
    keys = _columns(sums, query, order, order_of)
    column_page = Paginator(keys, COLUMNS_A_PAGE).get_page(asked.get("models"))
    wanted = sets_by_filter([cell for cell in found if not query or (cell.model, cell.strategy) in set(keys)])
    show, tag = asked.get("show", ""), asked.get("tag", "")
    rows = [t for t in tasks if show not in FILTERS or t.pk in wanted[show]]
    rows = [t for t in rows if not tag or tag in t.tags]
    task_page = Paginator(rows, TASKS_A_PAGE).get_page(asked.get("page"))
    models = LanguageModel.objects.select_related("server").in_bulk({model for model, _ in column_page})
    return Matrix(
        columns=[Column(model=models[m], strategy=s, counts=sums[m, s]) for m, s in column_page],
        column_page=column_page, task_page=task_page,
        rows=_fill(run.candidates.all(), list(task_page), list(column_page)),
        chips=[(name, label, len(wanted[name])) for name, label in FILTERS.items()],
        show=show if show in FILTERS else "", query=query, order=order, tag=tag,
        tags=sorted({t for task in tasks for t in task.tags})[:30], n_tasks=len(tasks),
        has_strategies=len({model for model, _ in sums}) < len(sums),
    )  # fmt: skip


def _columns(sums: dict[Key, Counts], query: str, order: str, order_of: dict[int, int]) -> list[Key]:
    keys = list(sums)
    if query:
        names = LanguageModel.objects.filter(pk__in={model for model, _ in keys}, name__icontains=query)
        kept = set(names.values_list("pk", flat=True))
        keys = [key for key in keys if key[0] in kept]
    by_place: Callable[[Key], Any] = lambda key: (order_of.get(key[0], 10**9), key)  # noqa: E731
    by_rate: Callable[[Key], Any] = lambda key: (sums[key].rank, by_place(key))  # noqa: E731
    return sorted(keys, key=by_rate if order == "best" else by_place)


def sets_by_filter(found: list[Cell]) -> dict[str, set[int]]:
    """Tasks that each filter shows, by name of the filter."""
    of_task = add_up(found, lambda cell: cell.task)
    return {
        "differ": tasks_that_differ(found),
        "fail": {task for task, c in of_task.items() if c.n_scored and not c.n_passed},
        "pass": {task for task, c in of_task.items() if c.n_scored and c.n_passed == c.n_scored},
        "flaky": {task for task, c in of_task.items() if c.n_flaky},
        "unscored": {task for task, c in of_task.items() if c.n_unscored},
    }


def _fill(
    candidates: QuerySet[Candidate], tasks: list[Task], keys: list[Key]
) -> list[tuple[Task, list[list[Candidate]]]]:
    places: dict[tuple[int, Key], list[Candidate]] = {}
    models = {model for model, _ in keys}
    for row in candidates.filter(task__in=tasks, model__in=models).only(*SHOWN).order_by("sample", "pk"):
        places.setdefault((row.task_id, (row.model_id, row.strategy)), []).append(row)
    return [(task, [places.get((task.pk, key), []) for key in keys]) for task in tasks]
