"""How long a run is expected to take, worked out and kept before its first question."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Sum
from django.utils.timezone import now

from evaluations import prompts
from evaluations.models import Run
from evaluations.queries.run_cost import run_costs
from evaluations.tokens import estimate_tokens


def keep_forecast(run: Run) -> None:
    """Keep what the run is expected to take, once: call it before its first question."""
    if run.forecast is not None or run.origin != Run.Origin.LIVE:
        return
    low, high = _seconds_by_server(run)
    run.forecast = {
        "begun_at": now().isoformat(),
        "low_s": round(max(low.values(), default=0.0), 1),
        "high_s": round(max(high.values(), default=0.0), 1),
    }
    Run.objects.filter(pk=run.pk, forecast__isnull=True).update(forecast=run.forecast)


def _seconds_by_server(run: Run) -> tuple[dict[int, float], dict[int, float]]:
    """Shortest and longest time of each server: servers work side by side. Empty where a pace is not known."""
    models = {model.pk: model for model in run.chosen.select_related("server")}
    by_number: dict[int, list[int]] = defaultdict(list)
    for pk, n in run.tallies.order_by().values_list("model").annotate(n=Sum("n")):
        by_number[n].append(pk)
    longest, most = _sizes(run)
    low: dict[int, float] = defaultdict(float)
    high: dict[int, float] = defaultdict(float)
    for n, pks in by_number.items():
        for pk, cost in run_costs(run.team, [models[pk] for pk in pks], n, longest, most).items():
            if cost.seconds is None:
                return {}, {}
            low[models[pk].server_id] += cost.seconds * cost.spread[0]
            high[models[pk].server_id] += cost.seconds * cost.spread[1]
    return low, high


def _sizes(run: Run) -> tuple[int, int]:
    """Tokens of the longest prompt, by an estimate, and the most that an answer may have."""
    longest = most = 0
    for task in run.suite_version.tasks.iterator(chunk_size=200):
        spec = task.to_spec(with_files=False)
        text = "".join(message.content for message in prompts.render("plain", spec).messages)
        longest, most = max(longest, estimate_tokens(text).n), max(most, spec.max_tokens)
    return longest, run.to_sampling().max_tokens or most
