"""How fast each model answered in its newest timed run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Sum

from evaluations.models import Tally, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Of a model in its newest timed run. tokens: of one answer, its thought included. version: of the run's suite.

    first_token_s: from a question to the first token of its answer. load_s: of its slowest load; 0 where none is known.
    """

    tokens_s: float
    tokens: float
    first_token_s: float
    load_s: float
    n_answers: int
    n_tasks: int
    version: int


def paces(team: Team, pks: Collection[int]) -> dict[int, Pace]:
    """Return the pace of each model that has one, from its newest timed run."""
    timed = Tally.objects.filter(
        run__team=team, model__in=pks, timed_ms__gt=0, timed_tokens__gt=0, n_answers__gt=0
    ).order_by()
    newest = dict(timed.values_list("model").annotate(run=Max("run")))
    sums = timed.filter(run__in=set(newest.values())).values("model", "run", "run__suite_version")
    rows = sums.annotate(
        tokens=Sum("timed_tokens"),
        ms=Sum("timed_ms"),
        all_tokens=Sum("completion_tokens"),
        n=Sum("n_answers"),
        first_ms=Sum("first_token_ms"),
        n_first=Sum("n_first_token"),
        longest_load_ms=Max("load_ms"),
        n_tasks=Count("task", distinct=True),
    )
    return {row["model"]: _pace(row) for row in rows if newest[row["model"]] == row["run"]}


def _pace(row: Mapping[str, Any]) -> Pace:
    return Pace(
        tokens_s=row["tokens"] * 1000 / row["ms"],
        tokens=row["all_tokens"] / row["n"],
        first_token_s=row["first_ms"] / 1000 / row["n_first"] if row["n_first"] else 0.0,
        load_s=(row["longest_load_ms"] or 0) / 1000,
        n_answers=row["n"],
        n_tasks=row["n_tasks"],
        version=row["run__suite_version"],
    )
