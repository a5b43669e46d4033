"""Reading: blind votes on a model's or a task's answers, only of closed campaigns: open ones stay blind."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from evaluations.models import Campaign, LanguageModel, SuiteVersion, Task, Team, Vote
from evaluations.records import Verdict
from evaluations.verdicts import RATED


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCounts:
    """Votes on pairs. n_ties: equally good; both_bad counts as lost."""

    n: int
    n_won: int
    n_ties: int

    @property
    def share(self) -> float | None:
        """Won, a tie for half, of all; None without a vote."""
        return (self.n_won + self.n_ties / 2) / self.n if self.n else None


def votes_of_model(team: Team, model: LanguageModel) -> VoteCounts:
    """Return votes on an answer of this model and one of another model."""
    of_first, of_second = Q(pair__first__model=model), Q(pair__second__model=model)
    rows = _votes(team).filter(of_first ^ of_second)
    n = n_won = n_ties = 0
    for choice, is_swapped, first in rows.values_list("choice", "is_swapped", "pair__first__model"):
        side = Vote.Choice.LEFT if (first == model.pk) != is_swapped else Vote.Choice.RIGHT
        n, n_won, n_ties = n + 1, n_won + (choice == side), n_ties + (choice == Vote.Choice.TIE)
    return VoteCounts(n=n, n_won=n_won, n_ties=n_ties)


def votes_on_task(team: Team, task: Task) -> dict[int, VoteCounts]:
    """Return votes on answers to this task, by model; those between two answers of one model are left out."""
    columns = ("choice", "is_swapped", "pair__first__model", "pair__second__model")
    counts: dict[int, list[int]] = {}
    for choice, is_swapped, first, second in _votes(team).filter(pair__task=task).values_list(*columns):
        if first == second:
            continue
        left, right = (second, first) if is_swapped else (first, second)
        for model, side in ((left, Vote.Choice.LEFT), (right, Vote.Choice.RIGHT)):
            row = counts.setdefault(model, [0, 0, 0])
            row[0], row[1], row[2] = row[0] + 1, row[1] + (choice == side), row[2] + (choice == Vote.Choice.TIE)
    return {model: VoteCounts(n=n, n_won=won, n_ties=ties) for model, (n, won, ties) in counts.items()}


def _votes(team: Team) -> QuerySet[Vote]:
    rows = Vote.objects.counted().filter(campaign__team=team, campaign__state=Campaign.State.CLOSED, is_repeat=False)
    return rows.order_by()


def votes_against_tests(team: Team, version: SuiteVersion) -> dict[int, tuple[int, int]]:
    """Map each task to the votes between an answer that passed and one that failed, and those of them for the one that
    failed.

    Ties, and answers without a verdict of the tests, do not count.
    """
    columns = ("choice", "is_swapped", "pair__task", "pair__first__verdict", "pair__second__verdict")
    rows = _votes(team).filter(pair__task__version=version, choice__in=[Vote.Choice.LEFT, Vote.Choice.RIGHT])
    counts: dict[int, tuple[int, int]] = {}
    for choice, is_swapped, task, *verdicts in rows.values_list(*columns):
        if not all(verdict in RATED for verdict in verdicts):
            continue
        has_passed = [verdict == Verdict.PASSED for verdict in verdicts]
        if has_passed[0] == has_passed[1]:
            continue
        has_first_won = (choice == Vote.Choice.LEFT) != is_swapped
        n, n_against = counts.get(task, (0, 0))
        counts[task] = (n + 1, n_against + (has_first_won != has_passed[0]))
    return counts
