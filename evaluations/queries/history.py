"""Reading: one suite over time: results of a model, or at a task, in each run."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from evaluations.models.runs import Run
from evaluations.models.servers import LanguageModel
from evaluations.models.suites import Suite, Task
from evaluations.models.tallies import Tally
from evaluations.queries.comparable import settings_differ, settings_of
from evaluations.queries.comparison import passes, setting_differences
from evaluations.queries.counts import Counts, cells_of_runs
from evaluations.queries.entry_conditions import compared_tallies
from evaluations.statistics import Interval, PairedComparison, compare_paired, rate, wilson_interval

# cells that are read: at 500 tasks, 30 runs of a model. The page says how many older runs are left out.
MOST_CELLS, MOST_RUNS = 15_000, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One model with one strategy in one run. since: compared with its previous run over the same version, or None."""

    run: Run
    model: LanguageModel
    strategy: str
    counts: Counts
    pass_1: Interval | None
    before: Run | None = None
    since: PairedComparison | None = None
    differs: tuple[str, ...] = ()


def runs_of(suite: Suite, models: list[int]) -> tuple[list[Run], int]:
    """Run over any version that asked one of the models, the newest first, and how many older ones are left out."""
    rows = Run.objects.filter(suite_version__suite=suite, team=suite.team_id, run_models__model__in=models).distinct()
    n_all = rows.count()
    sizes = dict(suite.versions.annotate(n=Count("tasks")).values_list("pk", "n"))
    chosen: list[Run] = []
    n_cells = 0
    for run in rows.select_related("suite_version__suite").order_by("-created_at", "-pk")[:MOST_RUNS]:
        n_cells += sizes.get(run.suite_version_id, 0) * len(models) * max(1, len(run.strategies))
        if chosen and n_cells > MOST_CELLS:
            break
        chosen.append(run)
    return chosen, n_all - len(chosen)


def of_models(runs: list[Run], models: list[LanguageModel]) -> list[Point]:
    """Return a point for each run, model and strategy with something scored; the oldest first."""
    by_pk = {model.pk: model for model in models}
    tallies = Tally.objects.filter(run__in=runs, model__in=by_pk)
    cell_counts = cells_of_runs(compared_tallies(tallies, [run.suite_version for run in runs]))
    points: list[Point] = []
    last: dict[tuple[int, str, int], tuple[Run, dict[int, Counts]]] = {}
    differences: dict[tuple[int, int], tuple[str, ...]] = {}
    settings = settings_of(runs)
    for run in sorted(runs, key=lambda run: (run.created_at, run.pk)):
        for (of_run, model, strategy), cells in cell_counts.items():
            if of_run != run.pk or not any(counts.n_scored for counts in cells.values()):
                continue
            key = (model, strategy, run.suite_version_id)
            before, settings_before = last.get(key, (None, {}))
            if before and (before.pk, run.pk) not in differences:
                differences[before.pk, run.pk] = tuple(setting_differences([before, run]))
            is_alike = before is not None and not settings_differ(settings, (before.pk, model), (run.pk, model))
            points.append(
                Point(
                    run=run,
                    model=by_pk[model],
                    strategy=strategy,
                    counts=Counts.total(cells.values()),
                    pass_1=rate([counted for counted in passes(cells).values() if counted[0]]),
                    before=before,
                    since=compare_paired(passes(cells), passes(settings_before)) if before and is_alike else None,
                    differs=differences[before.pk, run.pk] if before else (),
                )
            )
            last[key] = (run, cells)
    return points


def of_task(suite: Suite, slug: str, models: list[int]) -> list[Point]:
    """Return results of these models at one task in each run, by its name in every version of the suite; the oldest
    first.
    """
    tasks = Task.objects.filter(version__suite=suite, slug=slug)
    rows = Tally.objects.filter(task__in=list(tasks.values_list("pk", flat=True)), model__in=models)
    cells = cells_of_runs(compared_tallies(rows, suite.versions.all()))
    runs = Run.objects.select_related("suite_version__suite").in_bulk({run for run, _, _ in cells})
    known = LanguageModel.objects.select_related("server").in_bulk(models)
    points = []
    for (run, model, strategy), counts_of_task in cells.items():
        counts = Counts.total(counts_of_task.values())
        if counts.n_scored:
            points.append(
                Point(
                    run=runs[run],
                    model=known[model],
                    strategy=strategy,
                    counts=counts,
                    pass_1=wilson_interval(counts.n_passed, counts.n_scored),
                )
            )
    return sorted(points, key=lambda p: (p.run.created_at, p.run.pk, p.model.pk))
