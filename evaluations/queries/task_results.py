"""Reading: everything about one task: each model's result, what goes wrong, times, votes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from evaluations.models import LanguageModel, Run, Tally, Task, Team
from evaluations.queries.counts import Cost, Counts, Speed, cells_of_runs, costs, latest_runs
from evaluations.queries.failure_causes import Cluster, clusters_at
from evaluations.queries.vote_counts import VoteCounts, votes_on_task
from evaluations.statistics import Interval, wilson_interval

MOST_CLUSTERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResult:
    """One model, with one strategy, in its newest run. seconds_per_answer: None if no server reported a time."""

    model: LanguageModel
    run: Run
    strategy: str
    counts: Counts
    speed: Speed
    spent: Cost
    votes: VoteCounts | None

    @property
    def seconds_per_answer(self) -> float | None:
        """Mean time of generation."""
        return self.spent.ms / 1000 / self.spent.n_answers if self.spent.ms and self.spent.n_answers else None

    @property
    def tokens_per_answer(self) -> float | None:
        """Mean length of an answer; None where no server counted."""
        spent = self.spent
        return spent.completion_tokens / spent.n_answers if spent.completion_tokens and spent.n_answers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskResults:
    """rows: best first. solved: the share of models with something scored that passed all of it, with its interval."""

    rows: Sequence[TaskResult]
    solved: Interval | None
    n_solved: int
    n_models: int
    failures: Sequence[Cluster]
    n_votes: int


def task_results(team: Team, task: Task) -> TaskResults:
    """Return the newest run of each model over the task's version of its suite."""
    newest = latest_runs(team, task.version)
    rows = Tally.objects.filter(task=task, run__in=set(newest.values()), model__in=newest)
    cells = {key: cell for key, cell in cells_of_runs(rows).items() if newest[key[1]] == key[0]}
    models = LanguageModel.objects.select_related("server").in_bulk({key[1] for key in cells})
    runs, quick = Run.objects.in_bulk({key[0] for key in cells}), costs(rows)
    votes = votes_on_task(team, task)
    results = [
        TaskResult(
            model=models[model],
            run=runs[run],
            strategy=strategy,
            counts=Counts.total(cell.values()),
            speed=quick.get((run, model, strategy), (Speed(), Cost()))[0],
            spent=quick.get((run, model, strategy), (Speed(), Cost()))[1],
            votes=votes.get(model),
        )
        for (run, model, strategy), cell in cells.items()
    ]
    results.sort(key=lambda row: (row.counts.rank, row.model.model_id, row.strategy))
    scored = [row for row in results if row.counts.n_scored]
    n_solved = sum(row.counts.n_passed == row.counts.n_scored for row in scored)
    return TaskResults(
        rows=results,
        solved=wilson_interval(n_solved, len(scored)),
        n_solved=n_solved,
        n_models=len(scored),
        failures=clusters_at(Q(run__in=runs), [task.pk])[:MOST_CLUSTERS] if runs else [],
        n_votes=sum(row.n for row in votes.values()) // 2,
    )
