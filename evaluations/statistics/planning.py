"""How many tasks are needed to be sure of a difference, and how small a difference a number of tasks can show.

Power here is the chance that McNemar's exact test calls a real difference real. It is added up over all numbers of
flips, not approximated: for few tasks the test is more careful than the normal approximation says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from math import ceil, exp, floor, lgamma, log, log10, sqrt
from statistics import NormalDist, fmean
from typing import Any, NamedTuple

ALPHA, POWER = 0.05, 0.8
SPREAD = 0.8  # the share of possible pilots that the range covers, around the middle
DRAWS, SEED = 2000, 1
MOST_EXACT = 500  # expected flips; above that the closed formula is within 1 % of the tasks that the exact sum asks for
MOST_FLIPS = 1000  # of the tables below: MOST_EXACT and nine standard deviations
MOST_TASKS = 10_000  # the largest number that is reported


class MoreTasks(NamedTuple):
    """Further tasks, rounded: about n, in 80 % of cases between low and high. MOST_TASKS: that or more."""

    about: int
    low: int
    high: int


def more_tasks(differences: Sequence[float], alpha: float = ALPHA) -> MoreTasks | None:
    """Return how many tasks on top of these would settle the difference; None when there is none to settle.

    Rounded because the number is uncertain: where 60 more tasks would do, 17 tasks may suggest 11 or 600.
    """
    needed = tasks_to_settle(differences, alpha)
    if needed is None:
        return None
    n = len(differences)
    more = max(1, needed - n)
    low, high = (max(1.0, end - n) for end in tasks_range(differences, alpha))
    return MoreTasks(_rounded(more), _round_down(min(low, more)), _ceil(max(high, more)))


def tasks_to_settle(differences: Sequence[float], alpha: float = ALPHA, power: float = POWER) -> int | None:
    """Return the fewest tasks that show such a difference at level alpha with this power. None when there is no
    difference.

    The tasks that exist already are included. The rates of flips either way are taken as they were seen; the sum over
    all numbers of flips is the exact power of McNemar's test. Where tasks have several samples, the interval of the
    mean has to leave 0 out too; None when flips and mean point in different directions.
    Sources: McNemar 1947, Psychometrika 12, 153-157; Connor 1987, Biometrics 43, 207-211, for where the search starts
    and for more than 500 flips, with the continuity correction of Fleiss, Levin and Paik 2003, section 13.2.
    """
    n, mean = len(differences), fmean(differences)
    ups, downs = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    if abs(mean) < 1e-9 or ups == downs or (ups > downs) != (mean > 0):
        return None
    by_flips = _by_flips(max(ups, downs) / n, min(ups, downs) / n, alpha, power)
    normal = NormalDist().inv_cdf
    reach = normal(1 - ALPHA / 2) + normal(power)
    by_interval = reach * reach * (fmean(d * d for d in differences) / (mean * mean) - 1)
    return max(by_flips, ceil(by_interval))


def tasks_range(differences: Sequence[float], alpha: float = ALPHA) -> tuple[float, float]:
    """Return the range of tasks_to_settle, because these tasks (a pilot) leave the rates of flips uncertain.

    Rates are drawn from what they may really be after these flips of these tasks (Dirichlet's distribution with
    Jeffreys' prior of 1/2), the tasks needed are reckoned for each draw, and the middle 80 % is the range. A draw in
    which the other one is ahead counts too: it takes as many tasks to be sure of that. Over repeated pilots the range
    contains the true number in about 80 %.
    Source: Gelman et al. 2013, Bayesian Data Analysis, 3rd edition, section 3.4; the prior: Jeffreys 1946, Proc. R.
    Soc. A 186, 453-461.
    """
    ups, downs = sum(d > 0 for d in differences), sum(d < 0 for d in differences)
    return _range(ups, downs, len(differences) - ups - downs, alpha)


def smallest_visible(differences: Sequence[float], alpha: float = ALPHA, power: float = POWER) -> float:
    """Return the smallest mean difference, in [0, 1], that this many tasks would show at level alpha with this power.

    By the exact power of McNemar's test, with the share of flips that was seen, or more where the difference needs
    more; each flip as large as those seen. Source: the same as tasks_to_settle, solved for the difference.
    """
    flips = [abs(d) for d in differences if d]
    return (fmean(flips) if flips else 1.0) * _visible(len(differences), len(flips), alpha, power)


@cache
def least_flips(alpha: float = ALPHA) -> int:
    """Return the fewest flips, all one way, that McNemar's exact test calls real at this level."""
    flips = 1
    while 2 * 0.5**flips >= alpha:
        flips += 1
    return flips


def exact_power(n: int, up: float, down: float, alpha: float = ALPHA) -> float:
    """Return how often n tasks show, by McNemar's exact test, that flips up (a share of tasks) outnumber flips down."""
    flips = up + down
    if flips >= 1:
        return _chances_by_flips(down / flips, alpha, _length(n))[n]
    reach = 9 * sqrt(n * flips * (1 - flips)) + 9  # few flips have a long tail upwards
    low, high = max(0, floor(n * flips - reach)), min(n, ceil(n * flips + reach))
    first = exp(lgamma(n + 1) - lgamma(low + 1) - lgamma(n - low + 1) + low * log(flips) + (n - low) * log(1 - flips))
    odds = flips / (1 - flips)
    chances = accumulate(range(low, high), lambda chance, k: chance * (n - k) / (k + 1) * odds, initial=first)
    shown = _chances_by_flips(down / flips, alpha, _length(high))
    return sum(chance * shown[k] for k, chance in enumerate(chances, low))


@lru_cache(maxsize=4096)
def _by_flips(up: float, down: float, alpha: float, power: float) -> int:
    """Return the fewest tasks with at least this exact power; up > down, both shares of tasks."""
    most: int = max(least_flips(alpha), ceil(_closed(up + down, up - down, alpha, power)))
    if most * (up + down) > MOST_EXACT:
        return most
    while exact_power(most, up, down, alpha) < power:
        most += max(1, most // 20)
    least = least_flips(alpha) - 1  # shows nothing
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if exact_power(middle, up, down, alpha) >= power else (middle, most)
    return most


@lru_cache(maxsize=1024)
def _visible(n: int, n_flips: int, alpha: float, power: float) -> float:
    """Return the smallest difference that n tasks show, in flips of a whole point a task; n_flips of them flip
    either way.
    """
    flips = n_flips / n
    most = max(_closed_difference(n, flips, alpha, power), least_flips(alpha) / n)
    if n_flips > MOST_EXACT:
        return most

    def shows(difference: float) -> bool:
        share = max(flips, difference)
        return exact_power(n, (share + difference) / 2, (share - difference) / 2, alpha) >= power

    while most < 1 and not shows(most):
        most *= 1.25
    if most >= 1:
        most = 1.0
    least = 0.0
    while most - least > 0.001:
        middle = (least + most) / 2
        least, most = (least, middle) if shows(middle) else (middle, most)
    return most


def _closed_difference(n: int, flips: float, alpha: float, power: float) -> float:
    """Return the equation of _closed solved for the difference; its continuity correction is one flip."""
    normal = NormalDist().inv_cdf
    za, zb = normal(1 - alpha / 2), normal(power)
    root = za * za * flips * n - (n + zb * zb) * (za * za - zb * zb) * flips
    return (za * sqrt(flips * n) + sqrt(max(0.0, root))) / (n + zb * zb) + 1 / n


def _closed(flips: Any, difference: Any, alpha: float, power: float) -> Any:
    """Return Connor's number of tasks with continuity correction, of numbers or of arrays of them.

    Solves n d - 1 = sqrt(n) (za sqrt(f) + zb sqrt(f - d^2)), with f the share of flips and d the difference.
    """
    normal = NormalDist().inv_cdf
    reach = normal(1 - alpha / 2) * flips**0.5 + normal(power) * abs(flips - difference**2) ** 0.5
    return ((reach + (reach**2 + 4 * difference) ** 0.5) / (2 * difference)) ** 2


@lru_cache(maxsize=4096)
def _range(ups: int, downs: int, same: int, alpha: float) -> tuple[float, float]:
    import numpy as np

    rates = np.random.default_rng(SEED).dirichlet((ups + 0.5, downs + 0.5, same + 0.5), DRAWS)
    needed = _closed(rates[:, 0] + rates[:, 1], np.abs(rates[:, 0] - rates[:, 1]), alpha, POWER)
    low, high = np.quantile(needed, [(1 - SPREAD) / 2, (1 + SPREAD) / 2])
    return float(low), float(high)


@cache
def _most_against(alpha: float) -> list[int]:
    """Return for each number of flips how many may go the other way so that McNemar's p is below alpha; -1 for none."""
    chances, other, chance, tail = [], 0, 1.0, 1.0
    for flips in range(MOST_FLIPS + 1):
        # chance: that exactly `other` of the flips go the other way by the toss of a coin; tail: that or fewer.
        while 2 * tail < alpha:
            other += 1
            chance *= (flips - other + 1) / other
            tail += chance
        chances.append(other - 1)
        tail -= chance / 2
        chance *= (flips + 1) / (flips + 1 - other) / 2
    return chances


def _length(flips: int) -> int:
    """Return round lengths up, so that similar lengths share one table."""
    return min(MOST_FLIPS, 1 << flips.bit_length())


@lru_cache(maxsize=256)
def _chances_by_flips(share: float, alpha: float, length: int) -> list[float]:
    """Return for each number of flips the chance that few enough go the other way for McNemar's test.

    share: of the flips that go the other way, below 1.
    """
    most = _most_against(alpha)
    first = least_flips(alpha)
    chances, other = [0.0] * first, 0
    chance = tail = (1 - share) ** first
    for flips in range(first, length + 1):
        if most[flips] > other:
            other += 1
            chance *= (flips - other + 1) / other * share / (1 - share)
            tail += chance
        chances.append(tail)
        tail -= chance * share
        chance *= (flips + 1) / (flips + 1 - other) * (1 - share)
    return chances


def _rounded(n: float) -> int:
    """Round to two digits: 8 stays, 18 is 20, 381 is 380."""
    if n >= MOST_TASKS:
        return MOST_TASKS
    step = 1 if n < 10 else 5 if n < 100 else 10 ** (int(log10(n)) - 1)
    return round(n / step) * step


def _round_down(n: float) -> int:
    """Round down to one digit: 17 is 10."""
    step: int = 10 ** int(log10(n))
    return min(MOST_TASKS, floor(n / step) * step)


def _ceil(n: float) -> int:
    """Round up to one digit: 648 is 700."""
    step: int = 10 ** int(log10(min(n, MOST_TASKS)))
    return min(MOST_TASKS, ceil(n / step) * step)
