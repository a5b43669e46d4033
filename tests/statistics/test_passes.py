"""pass@k, strict accuracy and rates are compared with full enumeration and EvalPlus's estimator."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.statistics import (
    bootstrap_interval,
    mean_pass_at_k,
    mean_score,
    pass_at_k,
    rate,
    strict_accuracy,
    wilson_interval,
)

COUNTS = st.integers(1, 200).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


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


def evalplus(n: int, c: int, k: int) -> float:
    """The estimator of evalplus/eval/__init__.py (Apache-2.0), which comes from HumanEval's evaluation.py (MIT)."""
    if n - c < k:
        return 1.0
    return float(1.0 - np.prod(1.0 - k / np.arange(n - c + 1, n + 1)))


@given(st.lists(COUNTS, min_size=1, max_size=30), st.sampled_from([1, 5, 10, 100]))
def test_pass_at_k_equals_evalplus_on_random_counts(counts: list[tuple[int, int]], k: int) -> None:
    theirs = [evalplus(n, c, k) for n, c in counts if n >= k]
    assert mean_pass_at_k(counts, k) == (pytest.approx(np.mean(theirs), abs=1e-9) if theirs else None)


def test_strict_accuracy_counts_tasks_of_which_every_sample_passed() -> None:
    assert strict_accuracy([(3, 3), (3, 2), (1, 1), (0, 0)]) == pytest.approx(2 / 3)
    assert strict_accuracy([(0, 0)]) is None


def test_mean_score_weighs_tasks_not_samples() -> None:
    assert mean_score([(4, 4.0), (1, 0.5), (0, 0.0)]) == pytest.approx(0.75)
    assert mean_score([]) is None


@given(st.lists(st.integers(0, 1), min_size=1, max_size=60))
def test_rate_of_one_sample_a_task_is_wilson(passed: list[int]) -> None:
    assert rate([(1, c) for c in passed]) == pytest.approx(wilson_interval(sum(passed), len(passed)))


def test_rate_of_several_samples_is_as_wide_as_the_tasks_demand() -> None:
    alike = [(10, 10)] * 10 + [(10, 0)] * 10  # 200 samples, but they have only the information of 20 tasks
    several, pooled = rate(alike), wilson_interval(100, 200)
    assert several == bootstrap_interval([1.0] * 10 + [0.0] * 10)
    assert several
    assert pooled
    assert several.high - several.low > 2.5 * (pooled.high - pooled.low)


def test_rate_has_an_interval_although_all_tasks_have_the_same_result() -> None:
    assert rate([(5, 0)] * 8) == pytest.approx(wilson_interval(0, 8))
    assert rate([(5, 0), (0, 0)], k=10) is None
    interval = rate([(4, 4), (4, 4), (1, 0)], k=2)  # the task with one sample does not count
    assert interval == pytest.approx(wilson_interval(2, 2))
