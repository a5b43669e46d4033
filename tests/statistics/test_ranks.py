"""Rank ranges are compared with every possible draw."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.statistics import rank_ranges


def quantile(places: list[int], share: float) -> int:
    return int(np.quantile(places, share, method="inverted_cdf"))


def test_ranges_are_the_quantiles_of_full_enumeration() -> None:
    shares = [[1.0, 0.6, 0.2, 0.9, 0.5], [0.9, 0.7, 0.1, 0.4, 0.6], [0.1, 0.3, 0.2, 0.2, 0.0]]
    places: list[list[int]] = [[], [], []]
    last_places: list[list[int]] = [[], [], []]
    for draw in product(range(5), repeat=5):
        means = [round(sum(row[task] for task in draw), 9) for row in shares]
        for model, mean in enumerate(means):
            places[model].append(1 + sum(other > mean for other in means))
            last_places[model].append(sum(other >= mean for other in means))
    bounds = zip(places, last_places, strict=True)
    expected = [(quantile(first, 0.025), quantile(last, 0.975)) for first, last in bounds]
    assert rank_ranges([dict(enumerate(row)) for row in shares]) == expected
    assert expected == [(1, 2), (1, 2), (3, 3)]


def test_equal_models_may_come_in_either_order_and_one_without_tasks_has_no_rank() -> None:
    same = {n: float(n % 2) for n in range(20)}
    assert rank_ranges([same, dict(same), {}]) == [(1, 2), (1, 2), None]
    assert rank_ranges([{}, {}]) == [None, None]


def test_model_that_passes_everything_may_still_share_the_first_rank() -> None:
    """Draws without the missed task are ties. With 12 tasks these are 35 of 100 draws."""
    perfect = dict.fromkeys(range(12), 1.0)
    assert rank_ranges([perfect, perfect | {0: 0.0}]) == [(1, 2), (1, 2)]
    assert rank_ranges([perfect, dict.fromkeys(range(12), 0.0)]) == [(1, 1), (2, 2)]


def test_models_are_ranked_over_the_tasks_they_were_asked() -> None:
    good, bad = dict.fromkeys(range(10), 1.0), dict.fromkeys(range(10, 40), 0.0)
    assert rank_ranges([bad, good]) == [(2, 2), (1, 1)]


def test_ranges_are_the_same_every_time() -> None:
    random = np.random.default_rng(1)
    shares = [dict(enumerate(random.random(60))) for _ in range(12)]
    first = rank_ranges(shares)
    assert first == rank_ranges(shares)
    assert all(rank_range and rank_range[0] <= rank_range[1] for rank_range in first)


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=8, max_size=8), min_size=2, max_size=6))
def test_ranks_never_contradict_the_order_of_the_means(models: list[list[float]]) -> None:
    ordered = sorted(models, key=sum, reverse=True)
    ranges = rank_ranges([dict(enumerate(shares)) for shares in ordered])
    assert ranges == sorted(ranges)  # type: ignore[type-var]
    assert [worst for _, worst in ranges] == sorted(worst for _, worst in ranges)  # type: ignore[misc]
    for first, second, a, b in zip(ordered, ordered[1:], ranges, ranges[1:], strict=False):
        assert sum(first) != sum(second) or a == b
