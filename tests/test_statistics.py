"""Formulas against full enumeration and scipy."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from evaluations.statistics import mean_pass_at_k, pass_at_k, quantile, wilson_interval


@pytest.mark.parametrize("n", range(1, 8))
def test_pass_at_k_equals_full_enumeration(n: int) -> None:
    for c in range(n + 1):
        for k in range(1, n + 1):
            draws = list(combinations([True] * c + [False] * (n - c), k))
            assert pass_at_k(n, c, k) == pytest.approx(sum(any(draw) for draw in draws) / len(draws), abs=1e-12)


def test_pass_at_k_is_none_for_too_few_draws() -> None:
    assert pass_at_k(3, 1, 5) is None
    assert mean_pass_at_k([(3, 1), (5, 5)], 5) == 1.0
    assert mean_pass_at_k([], 1) is None


@pytest.mark.parametrize(("n", "c", "k"), [(3, 4, 1), (3, -1, 1), (3, 1, 0)])
def test_pass_at_k_refuses_impossible_counts(n: int, c: int, k: int) -> None:
    with pytest.raises(ValueError, match="needs"):
        pass_at_k(n, c, k)


@given(n=st.integers(1, 5000), share=st.floats(0, 1), confidence=st.floats(0.5, 0.999))
def test_wilson_equals_scipy(n: int, share: float, confidence: float) -> None:
    passed = round(n * share)
    ours = wilson_interval(passed, n, confidence)
    theirs = binomtest(passed, n).proportion_ci(confidence, method="wilson")
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert ours.low <= ours.share <= ours.high or ours.share in (0, 1)


def test_wilson_of_nothing_is_none() -> None:
    assert wilson_interval(0, 0) is None
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson_interval(2, 1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 1))
def test_quantile_lies_between_the_extremes(values: list[float], share: float) -> None:
    got = quantile(values, share)
    assert got is not None
    assert min(values) - 1e-6 <= got <= max(values) + 1e-6
    assert quantile([], 0.5) is None
