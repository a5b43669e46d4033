"""The matrix of a run, tasks × models: shown columns and rows, cells and flips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from evaluations.models import Grading, LanguageModel, Run, Task
from evaluations.queries.comparison import Key, passes
from evaluations.queries.counts import Counts, cells_of_runs
from evaluations.queries.model_names import ShortName, short_names
from evaluations.statistics import Interval, rate
from webapp.compare.matrix_cells import Line, flip_direction, lines

COLUMNS_PER_PAGE, TASKS_PER_PAGE = 24, 40
FILTERS = {
    "differ": "they differ",
    "fail": "all fail",
    "pass": "all pass",
    "unchecked": "unchecked",
    "flaky": "flaky",
    "unscored": "unscored",
}
FLIPS = "flips"
CELLS = ("pictures",)  # beside marks
OfTasks = Mapping[int, Counts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A model with a strategy: counts over all tasks, pass@1 over tasks, flips against the base column."""

    model: LanguageModel
    name: ShortName
    strategy: str
    counts: Counts
    pass_1: Interval | None
    is_base: bool = False
    n_better: int = 0
    n_worse: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """One page of columns, one page of tasks. keys, tasks, cells: all that the filters leave, in order."""

    columns: list[Column]
    column_page: Page[Key]
    task_page: Page[Task]
    rows: list[Line]
    keys: list[Key]
    tasks: list[Task]
    cells: Mapping[Key, OfTasks]
    chips: list[tuple[str, str, int]]
    show: str
    query: str
    order: str
    tag: str
    tags: list[str]
    n_tasks: int
    has_strategies: bool
    base: str
    bases: list[tuple[str, str]]
    cells_as: str
    pictures: frozenset[int]


def build(run: Run, tasks: list[Task], params: QueryDict, order_of: dict[int, int]) -> Matrix:
    """Return the requested part of the matrix; order_of: position of each model when not ordered by rate."""
    of_tasks = cells_of_runs(run.tallies.all())
    models = LanguageModel.objects.select_related("server").in_bulk({model for _, model, _ in of_tasks})
    query, order = params.get("q", "").strip(), _order(params, len(of_tasks))
    fitting = {key: counts for key, counts in of_tasks.items() if query.lower() in models[key[1]].name.lower()}
    sums = {key: Counts.total(task_counts.values()) for key, task_counts in fitting.items()}
    keys = _ordered(sums, order, order_of)
    base = next((key for key in keys if _token(key) == params.get("base")), None)
    column_page = Paginator(keys, COLUMNS_PER_PAGE).get_page(params.get("models"))
    sets = sets_by_filter(fitting, base)
    show, tag = params.get("show", ""), params.get("tag", "")
    rows = [t for t in tasks if (show not in sets or t.pk in sets[show]) and (not tag or tag in t.tags)]
    task_page = Paginator(rows, TASKS_PER_PAGE).get_page(params.get("page"))
    names, matrix_rows = short_names(models.values()), lines(list(task_page), list(column_page), fitting, base)
    cells_as = params.get("cells", "") if params.get("cells", "") in CELLS else ""
    labels = FILTERS | ({FLIPS: "flips"} if base else {})
    return Matrix(
        columns=[_column(key, models[key[1]], names[key[1]], fitting, sums[key], base) for key in column_page],
        column_page=column_page,
        task_page=task_page,
        rows=matrix_rows,
        keys=keys,
        tasks=rows,
        cells=fitting,
        chips=[(name, label, len(sets[name])) for name, label in labels.items()],
        show=show if show in labels else "",
        query=query,
        order=order,
        tag=tag,
        tags=sorted({t for task in tasks for t in task.tags})[:30],
        n_tasks=len(tasks),
        has_strategies=len({model for _, model, _ in of_tasks}) < len(of_tasks),
        base=_token(base) if base else "",
        bases=[(_token(key), _name(key, str(names[key[1]]), of_tasks)) for key in keys],
        cells_as=cells_as,
        pictures=_pictured(matrix_rows) if cells_as == "pictures" else frozenset(),
    )


def _order(params: QueryDict, n_columns: int) -> str:
    """Return the order of the columns: as asked for, else as chosen, else best first where there are several pages."""
    if (order := params.get("order", "")) in ("best", "chosen"):
        return order
    return "chosen" if n_columns <= COLUMNS_PER_PAGE else "best"


def _pictured(rows: list[Line]) -> frozenset[int]:
    """Return those of the shown answers of which the sandbox took a picture."""
    shown = [candidate.pk for line in rows for square in line.squares for candidate in square.candidates]
    gradings = Grading.objects.filter(candidate__in=shown, is_current=True, screenshot__isnull=False)
    return frozenset(gradings.values_list("candidate", flat=True))


def _column(
    key: Key,
    model: LanguageModel,
    name: ShortName,
    of_tasks: Mapping[Key, OfTasks],
    sums: Counts,
    base: Key | None,
) -> Column:
    base_counts = of_tasks[base] if base else {}
    turned = (
        [flip_direction(counts, base_counts.get(task)) for task, counts in of_tasks[key].items()] if key != base else []
    )
    return Column(
        model=model,
        name=name,
        strategy=key[2],
        counts=sums,
        is_base=key == base,
        pass_1=rate([counted for counted in passes(of_tasks[key]).values() if counted[0]]),
        n_better=turned.count("better"),
        n_worse=turned.count("worse"),
    )


def _token(key: Key) -> str:
    """Return a column as it is written in an address."""
    return f"{key[1]}-{key[2]}"


def _name(key: Key, name: str, keys: Mapping[Key, Any]) -> str:
    alike = sum(1 for _, other, _ in keys if other == key[1])
    return f"{name}, {key[2]}" if alike > 1 else name


def _ordered(sums: Mapping[Key, Counts], order: str, order_of: dict[int, int]) -> list[Key]:
    by_place: Callable[[Key], Any] = lambda key: (order_of.get(key[1], 10**9), key)  # noqa: E731
    by_rate: Callable[[Key], Any] = lambda key: (sums[key].rank, by_place(key))  # noqa: E731
    return sorted(sums, key=by_rate if order == "best" else by_place)


def sets_by_filter(of_tasks: Mapping[Key, OfTasks], base: Key | None = None) -> dict[str, set[int]]:
    """Return the tasks of each filter by its name; flips only if there is a base column."""
    result: dict[str, set[int]] = {name: set() for name in FILTERS}
    cells: dict[int, list[Counts]] = {}
    for task_counts in of_tasks.values():
        for task, counts in task_counts.items():
            cells.setdefault(task, []).append(counts)
    for task, some in cells.items():
        shares = {counts.n_passed / counts.n_scored for counts in some if counts.n_scored}
        is_in_set = {
            "differ": len(shares) > 1,
            "fail": shares == {0.0},
            "pass": shares == {1.0},
            "unchecked": any(counts.n_unchecked for counts in some),
            "flaky": any(counts.n_flaky for counts in some),
            "unscored": any(counts.n_unscored for counts in some),
        }
        for name, is_so in is_in_set.items():
            if is_so:
                result[name].add(task)
    if base:
        base_counts = of_tasks[base]
        result[FLIPS] = {
            task
            for key, task_counts in of_tasks.items()
            if key != base
            for task, c in task_counts.items()
            if flip_direction(c, base_counts.get(task))
        }
    return result
