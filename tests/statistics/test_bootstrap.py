"""The bootstrap is compared with every possible draw, Student's t with scipy."""

from __future__ import annotations

from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, t

from evaluations.statistics import bootstrap_interval, bootstrap_means, student_quantile


@given(st.floats(0.001, 0.999), st.integers(1, 1000))
def test_student_quantile_equals_scipy(share: float, df: int) -> None:
    assert student_quantile(share, df) == pytest.approx(t.ppf(share, df), rel=1e-7, abs=1e-7)


def test_student_quantile_of_many_is_normal_and_of_nonsense_is_refused() -> None:
    assert student_quantile(0.975, 5000) == pytest.approx(t.ppf(0.975, 5000), rel=3e-3)
    with pytest.raises(ValueError, match="needs"):
        student_quantile(1.0, 3)


@pytest.mark.parametrize("values", [[0.0, 0.3, 1.0], [0.0, 0.25, 0.5, 0.9], [0.1, 0.2, 0.4, 0.8, 0.95]])
def test_means_are_distributed_as_in_full_enumeration(values: list[float]) -> None:
    every = np.sort([np.mean(draw) for draw in product(values, repeat=len(values))])
    drawn = bootstrap_means(values, draws=40_000, seed=7)
    # Kolmogorov-Smirnov distance at the points between possible means; 1.95 / sqrt(n) is exceeded once in 1,000.
    places = (np.unique(every.round(9))[1:] + np.unique(every.round(9))[:-1]) / 2
    theirs = np.searchsorted(every, places) / len(every)
    ours = np.searchsorted(np.sort(drawn), places) / len(drawn)
    assert np.abs(theirs - ours).max() < 1.95 / sqrt(len(drawn))


def test_interval_lies_at_the_expanded_quantiles_of_full_enumeration() -> None:
    values = [0.0, 0.11, 0.29, 0.47, 0.83, 1.0]
    every = [np.mean(draw) for draw in product(values, repeat=6)]
    tail = norm.cdf(-sqrt(6 / 5) * t.ppf(0.975, 5))
    interval = bootstrap_interval(values)
    assert interval
    assert interval.share == pytest.approx(np.mean(values))
    # The draws give the tail of 0.24 % only roughly: it must lie between the quantiles of half and of twice that.
    assert np.quantile(every, tail / 2) <= interval.low <= np.quantile(every, tail * 2)
    assert np.quantile(every, 1 - tail * 2) <= interval.high <= np.quantile(every, 1 - tail / 2)


def test_interval_of_many_is_the_t_interval() -> None:
    values = [float(value) for value in np.random.default_rng(3).normal(0.2, 0.5, 300)]
    half = t.ppf(0.975, 299) * np.std(values, ddof=1) / sqrt(300)
    interval = bootstrap_interval(values)
    assert interval
    assert interval.low == pytest.approx(np.mean(values) - half, abs=half / 8)
    assert interval.high == pytest.approx(np.mean(values) + half, abs=half / 8)


def test_interval_covers_the_true_value_about_as_often_as_its_level() -> None:
    random, covered = np.random.default_rng(5), 0
    for _ in range(300):
        interval = bootstrap_interval([float(x) for x in random.beta(2, 2, 12)])
        assert interval
        covered += interval.low <= 0.5 <= interval.high
    assert 0.91 <= covered / 300 <= 0.99


@given(st.lists(st.floats(0, 1), max_size=20), st.randoms())
def test_interval_is_the_same_every_time_in_any_order(values: list[float], random: object) -> None:
    interval = bootstrap_interval(values)
    assert interval == bootstrap_interval(values[::-1])
    assert (interval is None) == (len(set(values)) < 2)
    if interval:
        assert interval.low <= interval.share <= interval.high


def test_empty_sample_is_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        bootstrap_means([])
    with pytest.raises(ValueError, match="between 0 and 1"):
        bootstrap_interval([0.0, 1.0], confidence=1.0)
