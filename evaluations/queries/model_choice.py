"""Facts that help a person to choose models: those used last, favourites, the speed and the last score of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Max, Sum

from evaluations.models import FavouriteModel, LanguageModel, Run, RunModel, Suite, Tally, Team
from evaluations.queries.pace import paces
from evaluations.queries.run_cost import RunCost


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRecord:
    """How a model did in this team. n_passed of n_scored: in its newest run over `suite`; 0 and "" where unknown."""

    tokens_per_s: float | None = None
    n_passed: int = 0
    n_scored: int = 0
    suite: str = ""

    @property
    def share(self) -> float | None:
        """Passed of scored, in [0, 1]; None where nothing is scored."""
        return self.n_passed / self.n_scored if self.n_scored else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChoice:
    """A model that can be asked, with what helps to choose it. cost: of a run, where the page knows one."""

    model: LanguageModel
    record: ModelRecord
    is_favourite: bool
    cost: RunCost | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelGroup:
    """The models of one server; name empty: the person's favourites."""

    name: str
    models: tuple[ModelChoice, ...]


def model_groups(team: Team, models: Sequence[LanguageModel], person: Any) -> list[ModelGroup]:
    """Return these models by server, favourites before all."""
    records = model_records(team, models)
    favourites = set(FavouriteModel.objects.filter(user=person.pk).values_list("model", flat=True))
    groups: dict[str, list[ModelChoice]] = {"": []}
    for model in models:
        is_favourite = model.pk in favourites
        choice = ModelChoice(model=model, record=records[model.pk], is_favourite=is_favourite)
        groups.setdefault("" if is_favourite else model.server.slug, []).append(choice)
    return [ModelGroup(name=name, models=tuple(rows)) for name, rows in groups.items() if rows]


def with_costs(groups: Iterable[ModelGroup], costs: Mapping[int, RunCost]) -> list[ModelGroup]:
    """Return the same groups, each model with what a run will cost."""
    return [
        replace(group, models=tuple(replace(row, cost=costs.get(row.model.pk)) for row in group.models))
        for group in groups
    ]


def last_used_models(person: Any, team: Team, *, most: int = 6) -> list[LanguageModel]:
    """Return the models to tick for this person: of their last run, else their favourites, else the only one there is.

    Only those that can be asked now.
    """
    ready = LanguageModel.objects.can_generate().visible_to(team).select_related("server")
    own = Run.objects.filter(team=team, created_by=person.pk, origin=Run.Origin.LIVE)
    last = own.order_by("-created_at", "-pk").first()
    if last and (rows := list(ready.filter(runmodel__run=last).order_by("runmodel__position")[:most])):
        return rows
    favourites = FavouriteModel.objects.filter(user=person.pk).values("model")
    rows = list(ready.filter(pk__in=favourites).order_by("server__slug", "name")[:most])
    if not rows:
        rows = list(ready[:2])
        rows = rows if len(rows) == 1 else []
    return rows


def model_records(team: Team, models: Iterable[LanguageModel]) -> dict[int, ModelRecord]:
    """Return per model its speed and its newest pass rate over a suite; three queries, whatever the number of
    models.
    """
    pks = [model.pk for model in models]
    scored = RunModel.objects.filter(run__team=team, run__tallies__n_scored__gt=0, model__in=pks).exclude(
        run__suite_version__suite__origin=Suite.Origin.PROMPT
    )
    newest = dict(scored.order_by().values_list("model").annotate(run=Max("run")))
    tallies = Tally.objects.filter(model__in=newest, run__in=set(newest.values()), n_scored__gt=0)
    sums = tallies.order_by().values_list("model", "run", "run__suite_version__suite__title")
    results = {
        model: (title, passed, n)
        for model, run, title, passed, n in sums.annotate(p=Sum("n_passed"), n=Sum("n_scored"))
        if newest[model] == run
    }
    speeds = {pk: pace.tokens_s for pk, pace in paces(team, pks).items()}
    records = {}
    for pk in pks:
        suite, n_passed, n_scored = results.get(pk, ("", 0, 0))
        records[pk] = ModelRecord(tokens_per_s=speeds.get(pk), n_passed=n_passed, n_scored=n_scored, suite=suite)
    return records
