"""One share with its interval, and quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist
from typing import NamedTuple


class Interval(NamedTuple):
    """A share and its interval, each in [0, 1]; for a difference of shares each in [-1, 1]."""

    share: float
    low: float
    high: float


def wilson_interval(passed: int, n: int, confidence: float = 0.95) -> Interval | None:
    """Return share passed of n independent tries, with Wilson's score interval.

    None when n is 0. Raises ValueError unless 0 <= passed <= n and 0 < confidence < 1.
    Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.
    """
    if not 0 <= passed <= n:
        raise ValueError(f"passed={passed} is not between 0 and n={n}")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence} is not between 0 and 1")
    return wilson_of_share(passed / n, n, confidence) if n else None


def wilson_of_share(share: float, n: int, confidence: float = 0.95) -> Interval:
    """Return Wilson's interval around a share of n tries that need not be a whole number of them."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    spread = z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return Interval(share, max(0.0, centre - half), min(1.0, centre + half))


def quantile(values: Sequence[float], share: float) -> float | None:
    """Return the value below which `share` of the values lie, linear between neighbours. None for no values.

    Source: Hyndman and Fan 1996, type 7.
    """
    if not values:
        return None
    if not 0 <= share <= 1:
        raise ValueError(f"share={share} is not between 0 and 1")
    ordered = sorted(values)
    position = share * (len(ordered) - 1)
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)
