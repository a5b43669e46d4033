"""Shares and quantiles are compared with scipy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from evaluations.statistics import quantile, wilson_interval


@given(n=st.integers(1, 5000), share=st.floats(0, 1), confidence=st.floats(0.5, 0.999))
def test_wilson_equals_scipy(n: int, share: float, confidence: float) -> None:
    passed = round(n * share)
    ours = wilson_interval(passed, n, confidence)
    theirs = binomtest(passed, n).proportion_ci(confidence, method="wilson")
    assert ours is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)
    assert ours.low <= ours.share <= ours.high or ours.share in (0, 1)


def test_wilson_of_no_samples_is_none() -> None:
    assert wilson_interval(0, 0) is None
    with pytest.raises(ValueError, match="between 0 and n"):
        wilson_interval(2, 1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 1))
def test_quantile_lies_between_the_extremes(values: list[float], share: float) -> None:
    got = quantile(values, share)
    assert got is not None
    assert min(values) - 1e-6 <= got <= max(values) + 1e-6
    assert quantile([], 0.5) is None
