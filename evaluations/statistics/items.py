"""The discrimination of a suite's task: how well its results agree with those of all other tasks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from statistics import StatisticsError, correlation
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
FEWEST_MODELS = 3  # two models always lie on a line


def discrimination(shares: Sequence[Mapping[Item, float]]) -> dict[Item, float | None]:
    """Return for each task the correlation, in [-1, 1], of what models pass of it with what they pass of all other
    tasks.

    shares: for each model, task to the share of its answers that passed. None where fewer than FEWEST_MODELS were asked
    it beside others, or where they all pass the same share. Negative: the better models fail it, which is a sign of
    wrong checks.
    Source: corrected item-total correlation, Henrysson 1963, Psychometrika 28(2), 211-218.
    """
    totals = [(sum(of_model.values()), len(of_model)) for of_model in shares]
    pairs: dict[Item, list[tuple[float, float]]] = {}
    for of_model, (total, n) in zip(shares, totals, strict=True):
        for item, share in of_model.items():
            of_item = pairs.setdefault(item, [])
            if n > 1:
                of_item.append((share, (total - share) / (n - 1)))
    return {item: _correlation(of_item) for item, of_item in pairs.items()}


def _correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    if len(pairs) < FEWEST_MODELS:
        return None
    try:
        return correlation([x for x, _ in pairs], [round(y, 9) for _, y in pairs])
    except StatisticsError:  # one side is the same everywhere
        return None
