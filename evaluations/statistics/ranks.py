"""Ranges of ranks: they claim no more than the tasks support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from evaluations.statistics.bootstrap import DRAWS, SEED, times_drawn

MOST_CELLS = 4_000_000  # draws × tasks: 16 MB


def rank_ranges(
    shares: Sequence[Mapping[Any, float]], confidence: float = 0.95, draws: int = DRAWS, seed: int = SEED
) -> list[tuple[int, int] | None]:
    """Return for each model (task to the share it passed) its best and worst place, 1 the best. None for one without
    tasks.

    Tasks are drawn again, for all models the same; in each draw the models are ranked by their means (equal ones may
    be in either order), and the middle `confidence` of a model's places is its range. Models that were asked
    different tasks are ranked by the means over their own. A range is widened where a model with a lower mean has a
    better best place, or one with a higher mean a worse last place: ranks never contradict the order of the means.
    Source: Goldstein and Spiegelhalter 1996, J. R. Stat. Soc. A 159, 385-443; Hall and Miller 2009, arXiv 0911.3749.
    """
    return list(_ranges(tuple(tuple(of_model.items()) for of_model in shares), confidence, draws, seed))


@lru_cache(maxsize=8)
def _ranges(
    frozen_shares: tuple[tuple[tuple[Any, float], ...], ...], confidence: float, draws: int, seed: int
) -> tuple[tuple[int, int] | None, ...]:
    import numpy as np

    shares = [dict(of_model) for of_model in frozen_shares]
    tasks = sorted({task for of_model in shares for task in of_model}, key=str)
    if not tasks:
        return (None,) * len(shares)
    positions = {task: at for at, task in enumerate(tasks)}
    values, answered = np.zeros((len(tasks), len(shares)), np.float32), np.zeros((len(tasks), len(shares)), np.float32)
    for column, of_model in enumerate(shares):
        for task, share in of_model.items():
            values[positions[task], column], answered[positions[task], column] = share, 1.0
    times = times_drawn(len(tasks), min(draws, max(100, MOST_CELLS // len(tasks))), seed)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Rounded: the same sum in another order must not put one before the other.
        means = np.round(times @ values / (times @ answered), 5)
    means = np.where(np.isnan(means), -1.0, means)
    means[:, ~answered.any(axis=0)] = -2.0  # without a task: behind all others
    own = [means[:, [column]] for column in range(len(shares))]
    first = 1 + np.stack([(means > mean).sum(axis=1) for mean in own], axis=1)
    last = np.stack([(means >= mean).sum(axis=1) for mean in own], axis=1)
    tail = (1 - confidence) / 2
    low = np.quantile(first, tail, axis=0, method="inverted_cdf")
    high = np.quantile(last, 1 - tail, axis=0, method="inverted_cdf")
    with np.errstate(invalid="ignore"):
        point_shares = np.nan_to_num(np.round(values.sum(axis=0) / answered.sum(axis=0), 5), nan=-1.0)
    low = np.where(point_shares[None, :] <= point_shares[:, None], low[None, :], len(shares)).min(axis=1)
    high = np.where(point_shares[None, :] >= point_shares[:, None], high[None, :], 1).max(axis=1)
    return tuple(
        (int(best), int(worst)) if of_model else None for of_model, best, worst in zip(shares, low, high, strict=True)
    )
