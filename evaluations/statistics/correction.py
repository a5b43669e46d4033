"""Corrects for many comparisons at once: the more there are, the more of them look real by chance."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the same p values corrected for their number, in the order given.

    Where all below 0.05 are called real, the chance of even one false call is at most 5 %.
    Raises ValueError for one outside [0, 1]. Source: Holm 1979, Scandinavian Journal of Statistics 6, 65-70.
    """
    if any(not 0 <= p <= 1 for p in p_values):
        raise ValueError(f"holm: {list(p_values)} contains a value outside 0 to 1")
    adjusted, reached = [0.0] * len(p_values), 0.0
    for rank, index in enumerate(sorted(range(len(p_values)), key=lambda index: p_values[index])):
        reached = max(reached, min(1.0, (len(p_values) - rank) * p_values[index]))
        adjusted[index] = reached
    return adjusted
