"""Figures of one model over many tasks. A count is (n, c): n scored samples of one task, c of them passed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import comb

from evaluations.statistics.bootstrap import bootstrap_interval
from evaluations.statistics.shares import Interval, wilson_of_share

Count = tuple[int, int]


def pass_at_k(n: int, c: int, k: int) -> float | None:
    """Return chance, in [0, 1], that at least one of k samples of one task passes.

    n scored samples, c of them passed. None when n < k, because there are too few samples.
    Raises ValueError unless 0 <= c <= n and k >= 1.
    Source: Chen et al. 2021, arXiv 2107.03374, equation 1.
    """
    if not 0 <= c <= n or k < 1:
        raise ValueError(f"pass_at_k(n={n}, c={c}, k={k}): needs 0 <= c <= n and k >= 1")
    if n < k:
        return None
    return 1.0 - comb(n - c, k) / comb(n, k)


def mean_pass_at_k(counts: Iterable[Count], k: int) -> float | None:
    """Mean over tasks of pass@k, every task counting the same. Tasks with fewer than k scored samples are left out.

    None when no task has k of them.
    Source: Chen et al. 2021, arXiv 2107.03374, section 2.1.
    """
    return _mean(_values(counts, k))


def strict_accuracy(counts: Iterable[Count]) -> float | None:
    """Return share of tasks of which every scored sample passed. None when no task has a scored sample.

    Source: pass^k of Yao et al. 2024, arXiv 2406.12045, section 3, with k the number of samples drawn.
    """
    return _mean([float(c == n) for n, c in counts if n])


def mean_score(scores: Iterable[tuple[int, float]]) -> float | None:
    """Mean over tasks of the mean score of their samples, each in [0, 1]: (n scored samples, sum of their scores).

    None when no task has a scored sample. For tasks graded by degrees (cells right, mutants found) it says more than
    the share passed. Source: Liang et al. 2022, arXiv 2211.09110, section 4 (means over instances).
    """
    return _mean([total / n for n, total in scores if n])


def rate(counts: Iterable[Count], k: int = 1, confidence: float = 0.95) -> Interval | None:
    """Mean pass@k over tasks, with an interval for other tasks like these. None when no task has k scored samples.

    One sample a task: Wilson's interval. Several: bootstrap over tasks, because samples of one task are similar and
    would make a pooled interval too narrow; Wilson's over the number of tasks where all tasks came out the same, since
    drawing equal values again has no width. Source: Miller 2024, arXiv 2411.00640, sections 2.1 and 2.2.
    """
    enough = [(n, c) for n, c in counts if n >= k]
    values = _values(enough, k)
    if not values:
        return None
    interval = None if all(n == 1 for n, _ in enough) else bootstrap_interval(values, confidence)
    return interval or wilson_of_share(sum(values) / len(values), len(values), confidence)


def _values(counts: Iterable[Count], k: int) -> list[float]:
    return [value for n, c in counts if (value := _cached_pass_at_k(n, c, k)) is not None]


# 500 tasks with 100 samples each have only about a hundred different counts.
_cached_pass_at_k = lru_cache(maxsize=50_000)(pass_at_k)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
