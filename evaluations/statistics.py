"""Figures on counts: pure functions, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, sqrt
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """A share and its interval, each in [0, 1]."""

    share: float
    low: float
    high: float


def wilson_interval(passed: int, n: int, confidence: float = 0.95) -> Interval | None:
    """Share passed of n independent tries, with Wilson's score interval.

    None when n is 0. Raises ValueError unless 0 <= passed <= n and 0 < confidence < 1.
    Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.
    """
    if not 0 <= passed <= n:
        raise ValueError(f"passed={passed} is not between 0 and n={n}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence} is not between 0 and 1")
    if n == 0:
        return None
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, spread = passed / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half))


def pass_at_k(n: int, c: int, k: int) -> float | None:
    """Chance, in [0, 1], that at least one of k samples of one task passes.

    n scored samples, c of them passed. None when n < k: too few draws to tell.
    Raises ValueError unless 0 <= c <= n and k >= 1.
    Source: Chen et al. 2021, arXiv 2107.03374, equation 1.
    """
    if not 0 <= c <= n or k < 1:
        raise ValueError(f"pass_at_k(n={n}, c={c}, k={k}): needs 0 <= c <= n and k >= 1")
    if n < k:
        return None
    return 1.0 - comb(n - c, k) / comb(n, k)


def mean_pass_at_k(counts: Sequence[tuple[int, int]], k: int) -> float | None:
    """Mean over tasks of pass@k; counts holds (n, c) of each task. None when no task has k samples."""
    values = [value for n, c in counts if (value := pass_at_k(n, c, k)) is not None]
    return sum(values) / len(values) if values else None


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` of the values lie, linear between neighbours. None for no values.

    Source: Hyndman and Fan 1996, type 7.
    """
    if not values:
        return None
    if not 0 <= share <= 1:
        raise ValueError(f"share={share} is not between 0 and 1")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
