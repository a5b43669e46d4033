"""Reading: over which tasks models are compared, and which of them were asked too few of these to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from evaluations.queries.counts import Counts

FEWEST_SHARED = 0.5
Of = TypeVar("Of")  # a Key, a Side, or a model alone


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonTasks(Generic[Of]):
    """tasks: those that all who are compared were asked; None when that is every task any of them was asked.

    asked_fewer: those that were asked too few of these tasks and are not compared, with the number.
    """

    tasks: set[int] | None
    asked_fewer: Mapping[Of, int] = field(default_factory=dict)

    def compared(self, of_tasks: Mapping[Of, Mapping[int, Counts]]) -> dict[Of, dict[int, Counts]]:
        """Return the counts of those who are compared, over the common tasks where there are any."""
        compared = {key: dict(counts) for key, counts in of_tasks.items() if key not in self.asked_fewer}
        return over(self.tasks, compared) if self.tasks else compared


def shared_tasks(of_tasks: Mapping[Any, Mapping[int, Any]]) -> set[int] | None:
    """Return tasks that every one (model, or model of a run with a strategy) was asked; None when that is all of
    them.
    """
    sets = [set(tasks) for tasks in of_tasks.values()]
    shared = set.intersection(*sets) if sets else set()
    return None if not sets or shared == set.union(*sets) else shared


def over(shared: set[int], of_tasks: Mapping[Of, Mapping[int, Counts]]) -> dict[Of, dict[int, Counts]]:
    """Return the same counts, over these tasks only."""
    return {
        key: {task: counts for task, counts in counts_of_tasks.items() if task in shared}
        for key, counts_of_tasks in of_tasks.items()
    }


def common_tasks(of_tasks: Mapping[Of, Mapping[int, Any]]) -> CommonTasks[Of]:
    """Return the tasks to compare over, and those that are left out because of them.

    All are compared if they share at least half of the tasks that the best group shares. Otherwise one model with three
    tasks would leave three tasks for all; then the group with the largest product of models and tasks is compared. Two
    models are always compared.
    """
    sets = {key: frozenset(tasks) for key, tasks in of_tasks.items()}
    shared = frozenset.intersection(*sets.values()) if sets else frozenset()
    best, members = shared, list(sets)
    for tasks in dict.fromkeys(sets.values()):
        fitting = [key for key, own in sets.items() if own >= tasks]
        if len(fitting) > 1 and len(fitting) * len(tasks) > len(members) * len(best):
            best, members = tasks, fitting
    if len(sets) < 3 or len(shared) >= FEWEST_SHARED * len(best):
        return CommonTasks(tasks=shared_tasks(of_tasks))
    compared = {key: of_tasks[key] for key in members}
    return CommonTasks(
        tasks=shared_tasks(compared),
        asked_fewer={key: len(own & best) for key, own in sets.items() if key not in compared},
    )
