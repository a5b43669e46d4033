"""Models as lists show them, with the rate of their last run."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import Max, QuerySet, Sum

from evaluations.models import LanguageModel, ModelServer, RunModel, Tally, Team
from evaluations.statistics import Interval, wilson_interval

FILTER_TITLES = {"live": "On a server", "loaded": "In memory", "stored": "Stored answers", "gone": "No longer there"}


class LastRate(TypedDict):
    """The newest run of a model. interval: Wilson's; None when nothing was scored."""

    model: int
    run: int
    passed: int
    scored: int
    unchecked: int
    interval: Interval | None


def chosen_models(show: str, team: Team) -> QuerySet[LanguageModel]:
    """Return the models. live: on a server that lists them; loaded: in memory; stored: answers made elsewhere; gone:
    listed no longer.
    """
    rows = LanguageModel.objects.visible_to(team).select_related("server")
    if show == "stored":
        return rows.filter(server__kind=ModelServer.Kind.STORED)
    rows = rows.exclude(server__kind=ModelServer.Kind.STORED)
    if show == "loaded":
        return rows.filter(is_present=True, is_loaded=True)
    return rows.filter(is_present=True) if show == "live" else rows.filter(is_present=False, pull={})


def last_rates(rows: list[LanguageModel], team: Team) -> list[LastRate | None]:
    """Return per model its last run in this team, passed, scored and Wilson's interval. None when it never ran."""
    last = dict(
        RunModel.objects.filter(run__team=team, model__in=rows)
        .values("model")
        .annotate(last=Max("run"))
        .values_list("model", "last")
    )
    counts = (
        Tally.objects.filter(model__in=rows, run__in=set(last.values()), n__gt=0)
        .values("model", "run")
        .annotate(passed=Sum("n_passed"), scored=Sum("n_scored"), unchecked=Sum("n_unchecked"))
    )
    result = {
        c["model"]: LastRate(**c, interval=wilson_interval(c["passed"], c["scored"]))
        for c in counts
        if last[c["model"]] == c["run"]
    }
    return [result.get(model.pk) for model in rows]
