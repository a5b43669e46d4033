"""How long a run is expected to take, worked out and kept before its first question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import Sum
from django.utils.timezone import now

from evaluations import prompts
from evaluations.models import Run
from evaluations.queries.run_cost import Work, run_costs
from evaluations.tokens import estimate_tokens


def keep_forecast(run: Run, n_slots: Mapping[int, int]) -> None:
    """Keep what the run is expected to take, once: call it before its first question.

    n_slots: server to how many requests it takes at once, of those that the caller asks.
    """
    if run.forecast is not None or run.origin != Run.Origin.LIVE:
        return
    low, high = _seconds_by_server(run, n_slots)
    run.forecast = {
        "begun_at": now().isoformat(),
        "low_s": round(max(low.values(), default=0.0), 1),
        "high_s": round(max(high.values(), default=0.0), 1),
    }
    Run.objects.filter(pk=run.pk, forecast__isnull=True).update(forecast=run.forecast)


def _seconds_by_server(run: Run, n_slots: Mapping[int, int]) -> tuple[dict[int, float], dict[int, float]]:
    """Shortest and longest time of each server: servers work side by side. Empty where a pace is not known."""
    models = {model.pk: model for model in run.chosen.select_related("server")}
    by_number: dict[int, list[int]] = defaultdict(list)
    for pk, n in run.tallies.order_by().values_list("model").annotate(n=Sum("n")):
        by_number[n].append(pk)
    longest, mean = _prompt_tokens(run)
    low: dict[int, float] = defaultdict(float)
    high: dict[int, float] = defaultdict(float)
    for n, pks in by_number.items():
        work = Work(
            version=run.suite_version,
            longest_prompt=longest,
            mean_prompt=mean,
            n_answers=n,
            sampling=run.to_sampling(),
        )
        for pk, cost in run_costs(run.team, [models[pk] for pk in pks], work, n_slots).items():
            if cost.time is None:
                return {}, {}
            low[models[pk].server_id] += cost.time.low_s
            high[models[pk].server_id] += cost.time.high_s
    return low, high


def _prompt_tokens(run: Run) -> tuple[int, float]:
    """Estimated tokens of the longest prompt, and of a mean one."""
    sizes = []
    for task in run.suite_version.tasks.iterator(chunk_size=200):
        spec = task.to_spec(with_files=False)
        text = "".join(message.content for message in prompts.render("plain", spec).messages)
        sizes.append(estimate_tokens(text).n)
    return max(sizes, default=0), sum(sizes) / max(1, len(sizes))
