"""The counts that are compared: narrowed by filters, settings, what may be known from training, and common tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q
from django.http import QueryDict

from evaluations.models import LanguageModel, Run, Tally, Task
from evaluations.partial_dates import may_be_before
from evaluations.queries.common_tasks import CommonTasks, common_tasks, shared_tasks
from evaluations.queries.comparable import Settings, not_comparable, settings_of
from evaluations.queries.comparison import Key
from evaluations.queries.counts import Counts, kept_cells_of_runs
from evaluations.queries.model_size import billions
from webapp.compare.query_warnings import NONE_STATED
from webapp.site.query_params import parse_decimal, parse_numbers
from webapp.site.task_filters import matches, narrowed_by, tasks_text

OfTasks = Mapping[Key, Mapping[int, Counts]]  # entry to task to counts
ANY = "any"  # settings=any: compare also what was sampled with other settings


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComparableSide:
    """A model of a run that was sampled with other settings, and the differences."""

    run: Run
    model: LanguageModel
    differs: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FewerTasks:
    """A model of a run that is left out, because it was asked only n_tasks of those that the others share."""

    run: Run
    model: LanguageModel
    n_tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnseenTasks:
    """The tasks that `unseen=1` leaves out. seen: model to the tasks that were public by its training cut-off.

    no_cutoff: models without a training cut-off: all tasks count. emptied: models without a remaining task, which are
    left out. n_undated: tasks without a date of publication: they count.
    """

    seen: Mapping[LanguageModel, frozenset[int]]
    no_cutoff: Sequence[LanguageModel]
    emptied: Sequence[LanguageModel]
    n_undated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCounts:
    """The counts that are compared, after all filters, with what was left out on the way; as in Selection.

    rows: the tallies that they are from. shown: runs that have any.
    """

    of_tasks: OfTasks
    rows: Q
    tasks: list[Task]
    narrowed: dict[str, str]
    shown: list[Run]
    settings: Settings
    not_comparable: list[NotComparableSide]
    unseen: UnseenTasks | None
    n_common: int | None
    is_common: bool
    asked_fewer: list[FewerTasks]


def compared_counts(
    runs: list[Run],
    of_model: Mapping[int, int],
    models: Mapping[int, LanguageModel],
    all_tasks: Sequence[Task],
    params: QueryDict,
    unmet: Collection[int] = (),
) -> ComparedCounts:
    """Narrow the tallies by the filters, the settings, the tasks that may be known, and the tasks that all share.

    unmet: tasks whose conditions of entry are not met, which never count.
    """
    tasks, narrowed = _narrowed_tasks(all_tasks, unmet, params)
    rows = _rows(runs, of_model, _models(models, params), tasks if len(tasks) < len(all_tasks) else None)
    of_tasks: OfTasks = kept_cells_of_runs(Tally.objects.filter(rows))
    settings = settings_of(runs)
    apart_sides = _sides_not_comparable(runs, models, of_tasks, settings, by_order=not of_model)
    if params.get("settings") != ANY:
        of_tasks = _without(apart_sides, of_tasks)
    unseen = unseen_of(tasks, models, of_tasks) if params.get("unseen") == "1" else None
    if unseen:
        of_tasks, rows = without_seen(of_tasks, unseen), rows & ~of_seen(unseen)
    shown = [run for run in runs if run.pk in {key[0] for key in of_tasks}] or runs
    common, of_tasks, shared = _compared_tasks(of_tasks, params)
    if shared:
        rows, tasks = rows & Q(task__in=shared), [task for task in tasks if task.pk in shared]
        narrowed |= _tasks_filter(shared)
    return ComparedCounts(
        of_tasks=of_tasks,
        rows=rows,
        tasks=tasks,
        narrowed=narrowed,
        shown=shown,
        settings=settings,
        not_comparable=apart_sides,
        unseen=unseen,
        n_common=None if common.tasks is None else len(common.tasks),
        is_common=bool(shared),
        asked_fewer=_asked_fewer(common, runs, models),
    )


def _narrowed_tasks(
    all_tasks: Sequence[Task], unmet: Collection[int], params: QueryDict
) -> tuple[list[Task], dict[str, str]]:
    """Return the tasks that fit the filters and have met their conditions, and the filters that select them."""
    narrowed = narrowed_by(params)
    tasks = [task for task in all_tasks if task.pk not in unmet and matches(task, narrowed)]
    return tasks, narrowed | (_tasks_filter(task.pk for task in tasks) if unmet else {})


def _tasks_filter(numbers: Iterable[int]) -> dict[str, str]:
    """Return the filter that leaves these tasks; empty when its text would be too long for an address."""
    return {"tasks": text} if (text := tasks_text(numbers)) else {}


def _without(sides: Iterable[NotComparableSide], of_tasks: OfTasks) -> OfTasks:
    apart = {(side.run.pk, side.model.pk) for side in sides}
    return {key: cells for key, cells in of_tasks.items() if key[:2] not in apart}


def _asked_fewer(
    common: CommonTasks[Key], runs: Sequence[Run], models: Mapping[int, LanguageModel]
) -> list[FewerTasks]:
    by_run = {run.pk: run for run in runs}
    return [FewerTasks(run=by_run[key[0]], model=models[key[1]], n_tasks=n) for key, n in common.asked_fewer.items()]


def _common_tasks(of_tasks: OfTasks, params: QueryDict) -> CommonTasks[Key]:
    """Return the tasks. Models that somebody has chosen are all compared, however few tasks they share."""
    if params.get("model"):
        return CommonTasks(tasks=shared_tasks(of_tasks))
    return common_tasks(of_tasks)


def _compared_tasks(of_tasks: OfTasks, params: QueryDict) -> tuple[CommonTasks[Key], OfTasks, Collection[int] | None]:
    """Return the tasks that all share, the counts that are compared, and their tasks; None: those of each entry."""
    common = _common_tasks(of_tasks, params)
    if params.get("common") == "0":
        return common, of_tasks, None
    return common, common.compared(of_tasks), common.tasks


def unseen_of(tasks: Sequence[Task], models: Mapping[int, LanguageModel], keys: Iterable[Key]) -> UnseenTasks:
    """Return which tasks were public by which model's training cut-off."""
    # The dates are read now: tasks are cached, but a date can be corrected.
    dates = dict(Task.objects.filter(pk__in=[task.pk for task in tasks]).values_list("pk", "published"))
    shown = [models[pk] for pk in sorted({key[1] for key in keys})]
    seen = {
        model: frozenset(pk for pk, date in dates.items() if may_be_before(date, model.training_cutoff))
        for model in shown
        if model.training_cutoff
    }
    return UnseenTasks(
        seen=seen,
        no_cutoff=[model for model in shown if not model.training_cutoff],
        emptied=[model for model, left_out in seen.items() if len(left_out) == len(dates)],
        n_undated=sum(not date for date in dates.values()),
    )


def without_seen(of_tasks: OfTasks, unseen: UnseenTasks) -> dict[Key, dict[int, Counts]]:
    """Return the same counts without them; an entry without any task is left out."""
    seen = {model.pk: tasks for model, tasks in unseen.seen.items()}
    left = {
        key: {task: counts for task, counts in cells.items() if task not in seen.get(key[1], ())}
        for key, cells in of_tasks.items()
    }
    return {key: cells for key, cells in left.items() if cells}


def of_seen(unseen: UnseenTasks) -> Q:
    """Return the tallies that are left out."""
    return reduce(or_, (Q(model=model, task__in=tasks) for model, tasks in unseen.seen.items()), Q(pk__in=[]))


def _models(models: Mapping[int, LanguageModel], params: QueryDict) -> set[int] | None:
    """Return models that the filters leave; None when they leave all."""
    chosen, query, quant = (
        parse_numbers(params.getlist("model")),
        params.get("q", "").strip().lower(),
        params.get("quant", ""),
    )
    most = parse_decimal(params.get("size", ""))
    matching = {
        pk
        for pk, model in models.items()
        if (not chosen or pk in chosen)
        and (not query or query in model.model_id.lower() or query in model.family.lower())
        and (not quant or quant == (model.quantisation or NONE_STATED))
        and (most is None or (billions(model) or float("inf")) <= most)
    }
    return None if len(matching) == len(models) else matching


def _rows(
    runs: Sequence[Run], of_model: Mapping[int, int], model_numbers: set[int] | None, tasks: list[Task] | None
) -> Q:
    """Return the tallies of what is compared."""
    condition = Q(run__in=runs)
    if of_model:
        by_run: dict[int, list[int]] = {}
        for model, run in of_model.items():
            by_run.setdefault(run, []).append(model)
        condition = reduce(or_, (Q(run=run, model__in=models) for run, models in by_run.items()))
    if model_numbers is not None:
        condition &= Q(model__in=model_numbers)
    return condition if tasks is None else condition & Q(task__in=[task.pk for task in tasks])


def _sides_not_comparable(
    runs: Sequence[Run], models: Mapping[int, LanguageModel], keys: Iterable[Key], settings: Settings, *, by_order: bool
) -> list[NotComparableSide]:
    order = [run.pk for run in runs]
    places = sorted({key[:2] for key in keys}, key=lambda place: (order.index(place[0]), place[1]))
    by_pk = {run.pk: run for run in runs}
    return [
        NotComparableSide(run=by_pk[run], model=models[model], differs=side.differs)
        for side in not_comparable(places, settings, by_order=by_order)
        for run, model in [side.place]
    ]
