"""Compares A with B while samples still arrive: an exact group-sequential sign test, evaluated after every round.

In a round both models answer a task once. A difference is a task that one of them passed and the other did not. Where
the models are equally good at each task, every difference goes either way by the toss of a coin, one by one.
After round r of n at most alpha * r / n of the error rate is spent, so that all looks together call a difference
between equal models in at most alpha of all runs. What discrete counts leave over is spent later.

The tail is added up exactly over all paths that no earlier look has ended; there is no approximation. Models that are
equal on average but not at each task differ less than coins would: the sum of their differences spreads less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, lgamma, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

ALPHA = 0.04  # below 5 %, so that the share of wrong calls that 1,000 runs show is below it too, but for rare chance


@dataclass(frozen=True, slots=True)
class Look:
    """The differences of one round. ups: tasks that only A passed; downs: that only B passed.

    The double ones are of tasks that had one chance in two to be asked: each counts twice.
    """

    ups: int = 0
    downs: int = 0
    double_ups: int = 0
    double_downs: int = 0

    @property
    def total(self) -> int:
        """Net advantage of A."""
        return self.ups - self.downs + 2 * (self.double_ups - self.double_downs)


@dataclass(frozen=True, slots=True)
class Decision:
    """After which look, from 1, A (sign 1) or B (sign -1) is called better."""

    look: int
    sign: int


def first_decision(looks: Sequence[Look], n_looks: int, alpha: float = ALPHA) -> Decision | None:
    """Return the first look that calls a difference; None when none does. n_looks: how many there may be at most.

    Raises ValueError unless there are at most n_looks of them and 0 < alpha < 1.
    Sources: Lan and DeMets 1983, Biometrika 70, 659-663 (spending the error rate); Kim and DeMets 1987, Biometrika 74,
    149-154 (in proportion to the time); McNemar 1947, Psychometrika 12, 153-157 (the test, given the differences).
    """
    import numpy as np

    if not 0 < alpha < 1 or len(looks) > n_looks:
        raise ValueError(f"first_decision: {len(looks)} of {n_looks} looks, alpha={alpha}")
    paths, total, spent = np.ones(1), 0, 0.0
    for number, look in enumerate(looks, 1):
        for n, step in ((look.ups + look.downs, 1), (look.double_ups + look.double_downs, 2)):
            paths = np.convolve(paths, _coins(n, step)) if n else paths
        total += look.total
        bound, tail = _smallest_ending_total(paths, alpha * number / n_looks - spent)
        if abs(total) >= bound:
            return Decision(number, 1 if total > 0 else -1)
        spent += tail
        middle = len(paths) // 2
        paths = paths.copy()
        paths[: max(0, middle - bound + 1)] = 0.0
        paths[middle + bound :] = 0.0
    return None


def _smallest_ending_total(paths: NDArray[float64], budget: float) -> tuple[int, float]:
    """Return the smallest total that ends the test with at most this chance, and that chance. paths: of each total."""
    middle = len(paths) // 2
    tails = (paths[middle + 1 :] + paths[:middle][::-1])[::-1].cumsum()  # from the largest total inwards
    n_ending = int((tails <= budget).sum())
    return middle + 1 - n_ending, float(tails[n_ending - 1]) if n_ending else 0.0


@lru_cache(maxsize=512)
def _coins(n: int, step: int) -> NDArray[float64]:
    """Return the chance of each total of n coins that count step or -step; the middle one is 0."""
    import numpy as np

    chances = np.zeros(2 * n * step + 1)
    for heads in range(n + 1):
        chances[2 * step * heads] = exp(lgamma(n + 1) - lgamma(heads + 1) - lgamma(n - heads + 1) - n * log(2))
    return chances
