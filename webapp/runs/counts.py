"""What the page of a run counts: progress, answers left out, faults, and what the models loaded."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import Count, F, Q, Sum

from evaluations.models import Generation, Run
from evaluations.prompts import CONDITIONS, TRIMMABLE
from evaluations.queries.adaptive import AdaptiveReport, adaptive_report
from evaluations.queries.counts import Progress, progress
from evaluations.queries.run_forecast import Forecast, forecast_of
from evaluations.queries.second_run import SecondRun, second_run_of
from webapp.compare.repair_rounds import RepairRates, repair_pass_rates_of_run
from webapp.runs.faults import Faults, forgeries, our_faults


class RunCounts(TypedDict):
    """n_retry: answers without a verdict. left_out: strategy, tasks that it asks, and all tasks.

    repaired: pass rates after each round of repair. faults: heading, what it means, and the faults.
    """

    progress: Progress
    n_retry: int
    n_answers: int
    n_trimmed: int
    n_thought_only: int
    repaired: list[RepairRates]
    left_out: list[tuple[str, int, int]]
    adaptive: AdaptiveReport | None
    forecast: Forecast | None
    n_loads: int
    second_run: SecondRun | None
    faults: list[tuple[str, str, Faults]]


def counts_of(run: Run) -> RunCounts:
    """Count it, from the tallies if they contain it."""
    counted = run.tallies.aggregate(
        loads=Count("pk", filter=Q(load_ms__gt=0)),
        left_out=Sum(F("n_unscored") + F("n_cancelled")),
        answers=Sum("n_answers"),
        thought_only=Sum("n_thought_only"),
    )
    return {
        "progress": progress(run),
        "n_retry": counted["left_out"] or 0,
        "n_answers": counted["answers"] or 0,
        "n_trimmed": _n_trimmed(run),
        "n_thought_only": counted["thought_only"] or 0,
        "repaired": repair_pass_rates_of_run(run),
        "left_out": _partial_strategies(run),
        "adaptive": adaptive_report(run),
        "forecast": forecast_of(run),
        "n_loads": counted["loads"],
        "second_run": second_run_of(run),
        "faults": [
            ("Our fault", "unscored, in no rate", our_faults(run)),
            ("Forged", "the code tampered with what judges it", forgeries(run)),
        ],
    }


def _n_trimmed(run: Run) -> int:
    """Return answers whose prompt was cut to fit."""
    if not set(run.strategies) & set(TRIMMABLE):
        return 0
    return Generation.objects.filter(candidate__run=run, is_trimmed=True).count()


def _partial_strategies(run: Run) -> list[tuple[str, int, int]]:
    """Return strategies that could not ask every task, with how many they did, and how many there are."""
    names = [name for name in run.strategies if name in CONDITIONS]
    if not names or run.origin == Run.Origin.STORED:
        return []
    tallies = run.tallies.filter(strategy__in=names, n__gt=0).order_by()
    n_tasks, counts = run.suite_version.tasks.count(), dict.fromkeys(names, 0)
    for name, n in tallies.values_list("strategy").annotate(n=Count("task", distinct=True)):
        counts[name] = n
    return [(name, n, n_tasks) for name, n in counts.items() if n < n_tasks]
