"""Reading: everything about one model in one team: results over each suite, what goes wrong, speed, votes, choices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from evaluations.models import InUse, LanguageModel, Run, RunModel, Suite, Tally, Team
from evaluations.models.states import RunState
from evaluations.queries.comparison import Figures, figures
from evaluations.queries.counts import Cost, Counts, Speed, cells_of_runs, costs
from evaluations.queries.entry_conditions import compared_tallies
from evaluations.queries.failure_causes import Cluster, clusters
from evaluations.queries.history import Point, of_models, runs_of
from evaluations.queries.model_size import Weights, weights
from evaluations.queries.vote_counts import VoteCounts, votes_of_model

MOST_SUITES, MOST_CLUSTERS = 30, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """Its newest run over a suite, with one strategy. seconds_per_answer: None if no server reported a time."""

    suite: Suite
    run: Run
    strategy: str
    counts: Counts
    figures: Figures
    speed: Speed
    spent: Cost

    @property
    def seconds_per_answer(self) -> float | None:
        """Mean time of generation."""
        return self.spent.ms / 1000 / self.spent.n_answers if self.spent.ms and self.spent.n_answers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelResults:
    """The newest result first. n_prompts: single prompts it answered. failures: of the runs in `suites`."""

    model: LanguageModel
    weights: Weights | None
    suites: Sequence[SuiteResult]
    failures: Sequence[Cluster]
    n_failures: int
    votes: VoteCounts
    in_use: Sequence[InUse]
    history: Sequence[Point]
    n_prompts: int


def model_results(team: Team, model: LanguageModel) -> ModelResults:
    """Return all results of this model in the team."""
    newest = _newest_runs(team, model)
    results = _suite_results(model, newest)
    causes = clusters(Q(run__in=newest, model=model)) if newest else []
    return ModelResults(
        model=model,
        weights=weights(model),
        suites=results,
        failures=causes[:MOST_CLUSTERS],
        n_failures=sum(cluster.n for cluster in causes),
        votes=votes_of_model(team, model),
        in_use=list(InUse.objects.filter(team=team, model=model).select_related("created_by")),
        history=_history(model, results),
        n_prompts=_run_models(team, model).filter(run__suite_version__suite__origin=Suite.Origin.PROMPT).count(),
    )


def _run_models(team: Team, model: LanguageModel) -> QuerySet[RunModel]:
    return RunModel.objects.filter(run__team=team, model=model)


def _newest_runs(team: Team, model: LanguageModel) -> list[Run]:
    """Return of each suite the newest finished run in which something was scored, else the newest of them."""
    scored = Tally.objects.filter(n_scored__gt=0, run=OuterRef("run"), model=OuterRef("model"))
    run_models = (
        _run_models(team, model).filter(Exists(scored)).exclude(run__suite_version__suite__origin=Suite.Origin.PROMPT)
    )
    newest: dict[int, tuple[bool, int]] = {}
    for suite, run, state in run_models.order_by("run").values_list("run__suite_version__suite", "run", "run__state"):
        newest[suite] = max((state == RunState.DONE, run), newest.get(suite, (False, 0)))
    rows = Run.objects.filter(pk__in=[run for _, run in newest.values()]).select_related("suite_version__suite")
    return list(rows.order_by("-created_at", "-pk")[:MOST_SUITES])


def _suite_results(model: LanguageModel, runs: Sequence[Run]) -> list[SuiteResult]:
    rows = Tally.objects.filter(run__in=runs, model=model)
    cells, quick = cells_of_runs(compared_tallies(rows, [run.suite_version for run in runs])), costs(rows)
    results = []
    for run in runs:
        for key, of_tasks in sorted((key, counts) for key, counts in cells.items() if key[0] == run.pk):
            speed, spent = quick.get(key, (Speed(), Cost()))
            results.append(
                SuiteResult(
                    suite=run.suite_version.suite,
                    run=run,
                    strategy=key[2],
                    counts=Counts.total(of_tasks.values()),
                    figures=figures(of_tasks.values()),
                    speed=speed,
                    spent=spent,
                )
            )
    return results


def _history(model: LanguageModel, results: Sequence[SuiteResult]) -> list[Point]:
    """Return the history over the suite that it was asked last."""
    if not results:
        return []
    runs, _ = runs_of(results[0].suite, [model.pk])
    return of_models(runs, [model])
