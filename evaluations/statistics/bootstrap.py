"""Intervals by drawing tasks again, with replacement: they estimate how far other tasks would change a figure.

Tasks are drawn whole, with all their samples, because samples of one task are not independent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from math import atan, pi, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from evaluations.statistics.shares import Interval

if TYPE_CHECKING:
    from numpy import float32, float64
    from numpy.typing import NDArray

DRAWS, SEED = 2000, 1
CELLS_AT_ONCE = 2_000_000  # 16 MB


def bootstrap_means(values: Sequence[float], draws: int = DRAWS, seed: int = SEED) -> NDArray[float64]:
    """Return means of as many values drawn from these with replacement, `draws` times; the same for the same seed.

    Raises ValueError for no values. Source: Efron 1979, Annals of Statistics 7, 1-26.
    """
    import numpy as np  # imported by the first figure that needs it, so that other processes stay small

    if not values:
        raise ValueError("bootstrap_means: there are no values to draw from")
    sample = np.asarray(values, dtype=np.float64)
    if draws * len(sample) <= CELLS_AT_ONCE:
        # Single precision halves what has to be read, and is far finer than the noise of the draws.
        means = times_drawn(len(sample), draws, seed) @ sample.astype(np.float32) / len(sample)
        return np.clip(means.astype(np.float64), sample.min(), sample.max())
    rows = max(1, CELLS_AT_ONCE // len(sample))
    random = np.random.default_rng(seed)
    parts = [
        sample[random.integers(0, len(sample), size=(min(rows, draws - first), len(sample)), dtype=np.uint32)].mean(
            axis=1
        )
        for first in range(0, draws, rows)
    ]
    return np.concatenate(parts)


@lru_cache(maxsize=3)
def times_drawn(n: int, draws: int = DRAWS, seed: int = SEED) -> NDArray[float32]:
    """Return how often each of n values is drawn, a row for each draw: all figures over the same tasks share it."""
    import numpy as np

    drawn = np.random.default_rng(seed).integers(0, n, size=(draws, n), dtype=np.uint32)
    cells = drawn + np.arange(draws, dtype=np.uint32)[:, None] * n
    return np.bincount(cells.ravel(), minlength=draws * n).reshape(draws, n).astype(np.float32)


def bootstrap_interval(values: Sequence[float], confidence: float = 0.95) -> Interval | None:
    """Mean of one value a task, with its expanded percentile interval. None when the values have no spread.

    The plain percentile interval is too narrow for few tasks; the expanded one takes the quantiles further out, by
    Student's t and n / (n - 1), so that it is as wide as the t interval where that is valid.
    Source: Hesterberg 2014, arXiv 1411.5279, section 5.3 ("expanded percentile interval").
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence} is not between 0 and 1")
    # Sorted, so that the same tasks in another order have the same interval, to the last digit.
    ordered = tuple(sorted(values))
    return _interval(ordered, confidence) if ordered and ordered[0] < ordered[-1] else None


@lru_cache(maxsize=512)
def _interval(values: tuple[float, ...], confidence: float) -> Interval:
    import numpy as np

    n = len(values)
    tail = NormalDist().cdf(-sqrt(n / (n - 1)) * student_quantile(0.5 + confidence / 2, n - 1))
    low, high = np.quantile(bootstrap_means(values), [tail, 1 - tail])
    mean = sum(values) / n
    return Interval(mean, min(float(low), mean), max(float(high), mean))


@cache
def student_quantile(share: float, df: int) -> float:
    """Return the value below which `share` of Student's t with df degrees of freedom lies. Raises ValueError outside
    (0, 1).

    By bisection of the exact distribution for whole df. Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4.
    """
    if not 0 < share < 1 or df < 1:
        raise ValueError(f"student_quantile(share={share}, df={df}): needs 0 < share < 1 and df >= 1")
    if df > 1000:  # differs from the normal distribution by less than 0.3 %
        return NormalDist().inv_cdf(share)
    if share < 0.5:
        return -student_quantile(1 - share, df)
    low, high = 0.0, 1.0
    while _student(high, df) < share:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _student(middle, df) < share else (low, middle)
    return (low + high) / 2


def _student(t: float, df: int) -> float:
    """Return share of Student's t below t >= 0."""
    cos2 = df / (df + t * t)
    sin = t / sqrt(df + t * t)
    term, total = 1.0, 0.0
    if df % 2:
        for j in range((df - 1) // 2):
            total += term
            term *= cos2 * (2 * j + 2) / (2 * j + 3)
        within = 2 / pi * (atan(t / sqrt(df)) + sin * sqrt(cos2) * total)
    else:
        for j in range(df // 2):
            total += term
            term *= cos2 * (2 * j + 1) / (2 * j + 2)
        within = sin * total
    return 0.5 + within / 2
