"""How long a run is expected to take, worked out and kept before its first question."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Sum
from django.utils.timezone import now

from evaluations.models import Run
from evaluations.queries.run_cost import TimeRange, run_costs, side_by_side
from evaluations.queries.work import Work, task_sizes


def save_forecast(run: Run, n_slots: Mapping[int, int]) -> None:
    """Keep what the run is expected to take, once: call it before its first question.

    n_slots: server to how many requests it takes at once, of those that the caller asks.
    """
    if run.forecast is not None or run.origin != Run.Origin.LIVE:
        return
    expected = _expected(run, n_slots)
    run.forecast = {
        "begun_at": now().isoformat(),
        "low_s": round(expected.low_s if expected else 0.0, 1),
        "high_s": round(expected.high_s if expected else 0.0, 1),
    }
    Run.objects.filter(pk=run.pk, forecast__isnull=True).update(forecast=run.forecast)


def _expected(run: Run, n_slots: Mapping[int, int]) -> TimeRange | None:
    """Return the time of all models together; None where a pace is not known."""
    models = {model.pk: model for model in run.chosen.select_related("server")}
    sizes, version = task_sizes([run.suite_version_id])[run.suite_version_id], run.suite_version_id
    works = [
        (models[pk], Work(sizes=sizes, version=version, n_answers=n, sampling=run.to_sampling()))
        for pk, n in run.tallies.order_by().values_list("model").annotate(n=Sum("n"))
    ]
    costs = run_costs(run.team, works, n_slots)
    times = [(model, cost.time) for (model, _), cost in zip(works, costs, strict=True)]
    known = [(model, time) for model, time in times if time]
    return side_by_side(known) if len(known) == len(times) else None
