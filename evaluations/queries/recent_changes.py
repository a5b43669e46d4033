"""Reading: recent changes: new models, results that became better or worse, tasks that flipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, QuerySet
from django.utils.timezone import now

from evaluations.models import LanguageModel, Run, RunModel, Suite, Task, Team
from evaluations.queries.history import Point, of_models
from evaluations.statistics import corrected

DAYS, MOST_DAYS = 7, 90
MOST_RUNS, MOST_CELLS = 60, 20_000  # read at most: older runs of these days are left out, and the page says so


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedModel:
    """A model in a recent run, compared with its previous run over the same version with the same settings.

    better, worse: titles of tasks at which it passed a larger, or a smaller, share than before.
    """

    point: Point
    better: Sequence[str]
    worse: Sequence[str]

    @property
    def is_regression(self) -> bool:
        """Whether it is significantly worse."""
        return bool(self.point.since and self.point.since.is_worse)

    @property
    def is_improvement(self) -> bool:
        """Whether it is significantly better."""
        since = self.point.since
        return bool(since and since.is_sure and since.difference.share > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentChanges:
    """new_models: first results of models that had none before; changed: those with flips, regressions first.

    n_compared: results that have a run before, corrected for together; n_older_runs: recent runs that are left out.
    """

    since: datetime
    days: int
    n_runs: int
    new_models: Sequence[Point]
    changed: Sequence[ChangedModel]
    n_compared: int
    n_older_runs: int

    @property
    def n_regressions(self) -> int:
        """Results that are significantly worse than before."""
        return sum(row.is_regression for row in self.changed)

    @property
    def n_flips(self) -> int:
        """Tasks with a different result, over all of them."""
        return sum(len(row.better) + len(row.worse) for row in self.changed)


def recent_changes(team: Team, days: int = DAYS) -> RecentChanges:
    """Compare runs over suites that were started in the last `days` days."""
    since = now() - timedelta(days=days)
    over_suites = Run.objects.filter(team=team).exclude(suite_version__suite__origin=Suite.Origin.PROMPT)
    late = over_suites.filter(created_at__gte=since).select_related("suite_version__suite")
    n_all = late.count()
    runs = _newest(late)
    models = list(LanguageModel.objects.filter(runmodel__run__in=runs).select_related("server").distinct())
    points = [point for point in of_models(runs + _previous_runs(team, runs, models), models) if point.run in runs]
    compared = [point for point in points if point.since]
    fixed = corrected([point.since for point in compared])
    compared = [replace(point, since=pair) for point, pair in zip(compared, fixed, strict=True)]
    return RecentChanges(
        since=since,
        days=days,
        n_runs=len(runs),
        new_models=_new(team, points, since),
        changed=_changed_models(compared),
        n_compared=len(compared),
        n_older_runs=n_all - len(runs),
    )


def _newest(late: QuerySet[Run]) -> list[Run]:
    """Return the newest of these runs, as far as MOST_RUNS and MOST_CELLS reach; one at least."""
    counted = late.annotate(
        n_models=Count("run_models", distinct=True), n_tasks=Count("suite_version__tasks", distinct=True)
    )
    runs: list[Run] = []
    n_cells = 0
    for run in counted.order_by("-created_at", "-pk")[:MOST_RUNS]:
        n_cells += run.n_models * run.n_tasks * max(1, len(run.strategies))
        if runs and n_cells > MOST_CELLS:
            break
        runs.append(run)
    return runs


def _previous_runs(team: Team, runs: Sequence[Run], models: Sequence[LanguageModel]) -> list[Run]:
    """Return the newest run before these, of each model over each version."""
    if not runs:
        return []
    oldest = min(runs, key=lambda run: (run.created_at, run.pk))
    run_models = RunModel.objects.filter(run__team=team, model__in=models, run__created_at__lt=oldest.created_at)
    run_models = run_models.filter(run__suite_version__in={run.suite_version_id for run in runs}).order_by()
    newest = run_models.values("model", "run__suite_version").annotate(last=Max("run")).values_list("last", flat=True)
    rows = Run.objects.filter(pk__in=set(newest)).select_related("suite_version__suite")
    return list(rows.order_by("-pk")[:MOST_RUNS])


def _new(team: Team, points: Sequence[Point], since: datetime) -> list[Point]:
    """Return the first point of each model whose first run is a recent one; the best first."""
    run_models = RunModel.objects.filter(run__team=team, model__in={point.model.pk for point in points}).order_by()
    first = dict(run_models.values_list("model").annotate(at=Min("run__created_at")))
    rows: dict[int, Point] = {}
    for point in points:
        if first[point.model.pk] >= since:
            rows.setdefault(point.model.pk, point)
    return sorted(rows.values(), key=lambda point: -(point.pass_1.share if point.pass_1 else 0))


def _changed_models(points: Sequence[Point]) -> list[ChangedModel]:
    flips = {pk for point in points if point.since for pk in (*point.since.a_flips, *point.since.b_flips)}
    titles = dict(Task.objects.filter(pk__in=flips).values_list("pk", "title"))
    rows = [
        ChangedModel(
            point=point,
            better=[titles[pk] for pk in point.since.a_flips],
            worse=[titles[pk] for pk in point.since.b_flips],
        )
        for point in points
        if point.since and (point.since.a_flips or point.since.b_flips)
    ]
    return sorted(rows, key=lambda row: (not row.is_regression, not row.is_improvement, _difference(row)))


def _difference(row: ChangedModel) -> float:
    return row.point.since.difference.share if row.point.since else 0.0
