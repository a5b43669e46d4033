"""How long a prompt will take and how many answers come before it, before it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum

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
        pace = known[model.pk]
        by_server[model.server_id] += n_samples * (min(pace.tokens, max_tokens) / pace.tokens_s + GRADING_S)
    return TimeEstimate(
        seconds=None if unknown or not models else max(by_server.values()),
        n_before=n_before_prompt({model.server_id for model in models}),
        unknown=tuple(unknown),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Of a model in its newest timed run. tokens: of one answer, its thought included. version: of the run's suite.

    first_token_s: from a question to the first token of its answer.
    """

    tokens_s: float
    tokens: float
    first_token_s: float
    n_tasks: int
    version: int


def paces(team: Team, pks: list[int]) -> dict[int, Pace]:
    """Return the pace of each model that has one, from its newest timed run."""
    timed = Tally.objects.filter(run__team=team, model__in=pks, timed_ms__gt=0, timed_tokens__gt=0).order_by()
    newest = dict(timed.values_list("model").annotate(run=Max("run")))
    sums = timed.filter(run__in=set(newest.values())).values("model", "run", "run__suite_version")
    rows = sums.annotate(
        tokens=Sum("timed_tokens"),
        ms=Sum("timed_ms"),
        all_tokens=Sum("completion_tokens"),
        n=Sum("n_answers"),
        first_ms=Sum("first_token_ms"),
        n_first=Sum("n_first_token"),
        n_tasks=Count("task", distinct=True),
    )
    return {row["model"]: _pace(row) for row in rows if newest[row["model"]] == row["run"]}


def _pace(row: Mapping[str, Any]) -> Pace:
    return Pace(
        tokens_s=row["tokens"] * 1000 / row["ms"],
        tokens=row["all_tokens"] / row["n"] if row["n"] else TYPICAL_TOKENS,
        first_token_s=row["first_ms"] / 1000 / row["n_first"] if row["n_first"] else 0.0,
        n_tasks=row["n_tasks"],
        version=row["run__suite_version"],
    )
