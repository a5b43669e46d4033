"""Chooses tasks and models of a run's next round, and says which pairs of models earlier rounds have decided.

Used by runs, and by the simulation that measures the error rate. A round is one sample of the models that still matter
at the tasks that still matter:

- a model matters while it is in a pair that is not settled;
- a task at which no open pair has differed in the first FULL_ROUNDS rounds is asked with one chance in two, by a draw
  that no answer influences; a difference at it then counts twice, so that on average nothing is left out.

A pair is settled by `sequential.first_decision`, at ALPHA divided by the number of pairs (Bonferroni), so that the
chance of even one wrong call in the whole ranking is at most ALPHA.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from evaluations.statistics.sequential import ALPHA, Decision, Look, first_decision

FULL_ROUNDS = 2  # that ask every task
Pair = tuple[int, int]
Passed = Callable[[int, int, int], bool | None]  # of a model, a task and a round from 1; None: no verdict that counts


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """The tasks and models of one round. doubled: its tasks whose differences count twice."""

    tasks: tuple[int, ...]
    models: tuple[int, ...]
    doubled: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PairState:
    """A against B after the rounds so far. ahead: by how many points of 1 A's share is larger; None: never compared."""

    pair: Pair
    ahead: float | None
    decision: Decision | None

    @property
    def better(self) -> int | None:
        """The model that is called better; None while the pair is open."""
        return None if self.decision is None else self.pair[0 if self.decision.sign > 0 else 1]


def pair_states(
    models: Sequence[int], n_tasks: int, rounds: Sequence[RoundPlan], passed: Passed, most_rounds: int
) -> list[PairState]:
    """Return each pair of models, by the rounds that asked both."""
    pairs = list(combinations(models, 2))
    states = []
    for a, b in pairs:
        looks = [
            _round_of(plan, [difference(passed, a, b, task, number) for task in plan.tasks])
            for number, plan in enumerate(rounds, 1)
            if a in plan.models and b in plan.models
        ]
        decision = first_decision(looks, most_rounds, ALPHA / len(pairs))
        ahead = sum(look.total for look in looks) / (n_tasks * len(looks)) if looks and n_tasks else None
        states.append(PairState((a, b), ahead, decision))
    return states


def next_round(
    tasks: Sequence[int], rounds: Sequence[RoundPlan], states: Sequence[PairState], passed: Passed, seed: str
) -> RoundPlan | None:
    """Return the round after these; None when every pair is settled. The same arguments give the same plan."""
    open_pairs = [state.pair for state in states if state.decision is None]
    if not open_pairs:
        return None
    models = tuple(sorted({model for pair in open_pairs for model in pair}))
    if len(rounds) < FULL_ROUNDS:
        return RoundPlan(tuple(tasks), models)
    quiet = {task for task in tasks if not _has_differed(task, rounds, open_pairs, passed)}
    number = len(rounds) + 1
    left_out = {task for task in quiet if Random(f"{seed} {number} {task}").random() < 0.5}
    open_tasks = tuple(task for task in tasks if task not in left_out)
    return RoundPlan(open_tasks, models, frozenset(quiet - left_out))


def difference(passed: Passed, a: int, b: int, task: int, number: int) -> int:
    """Return 1: only A passed the task in this round; -1: only B; 0: both, neither, or one has no verdict that
    counts.
    """
    first, second = passed(a, task, number), passed(b, task, number)
    return 0 if first is None or second is None else int(first) - int(second)


def results(rows: Mapping[tuple[int, int, int], bool]) -> Passed:
    """Return the verdicts as a function: (model, task, round) to whether it passed."""
    return lambda model, task, number: rows.get((model, task, number))


def _round_of(plan: RoundPlan, differences: Sequence[int]) -> Look:
    counts = [0, 0, 0, 0]
    for task, value in zip(plan.tasks, differences, strict=True):
        if value:
            counts[2 * (task in plan.doubled) + (value < 0)] += 1
    return Look(*counts)


def _has_differed(task: int, rounds: Sequence[RoundPlan], pairs: Sequence[Pair], passed: Passed) -> bool:
    return any(
        task in plan.tasks and difference(passed, a, b, task, number)
        for number, plan in enumerate(rounds, 1)
        for a, b in pairs
        if a in plan.models and b in plan.models
    )
