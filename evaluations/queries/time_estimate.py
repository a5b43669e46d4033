"""How long a prompt will take and how many answers come before it, before it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max, Sum

from evaluations.models import LanguageModel, Tally, Team
from evaluations.queries.queue_order import n_before_prompt

TYPICAL_TOKENS = 400  # of an answer of a model whose answers are not known
GRADING_S = 1.0  # per answer: extraction, browser, verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEstimate:
    """seconds: from Run to the last verdict, without what comes before; None where a model's pace is not known."""

    seconds: float | None
    n_before: int
    unknown: tuple[str, ...] = ()


def estimate(team: Team, models: Sequence[LanguageModel], n_samples: int, max_tokens: int) -> TimeEstimate:
    """Servers answer side by side, the models of one server one after the other."""
    known = paces(team, [model.pk for model in models])
    by_server: dict[int, float] = defaultdict(float)
    unknown = []
    for model in models:
        if model.pk not in known:
            unknown.append(model.model_id)
            continue
        tokens_per_s, tokens = known[model.pk]
        by_server[model.server_id] += n_samples * (min(tokens, max_tokens) / tokens_per_s + GRADING_S)
    return TimeEstimate(
        seconds=None if unknown or not models else max(by_server.values()),
        n_before=n_before_prompt({model.server_id for model in models}),
        unknown=tuple(unknown),
    )


def paces(team: Team, pks: list[int]) -> dict[int, tuple[float, float]]:
    """Return tokens per second and tokens per answer of each model, from its newest timed run."""
    timed = Tally.objects.filter(run__team=team, model__in=pks, timed_ms__gt=0, timed_tokens__gt=0).order_by()
    newest = dict(timed.values_list("model").annotate(run=Max("run")))
    sums = timed.filter(run__in=set(newest.values())).values_list("model", "run")
    rows = sums.annotate(t=Sum("timed_tokens"), ms=Sum("timed_ms"), all=Sum("completion_tokens"), n=Sum("n_answers"))
    return {
        model: (tokens * 1000 / ms, whole / n if n else TYPICAL_TOKENS)
        for model, run, tokens, ms, whole, n in rows
        if newest[model] == run
    }
