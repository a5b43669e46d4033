"""A against B: McNemar and power against full enumeration, and the sentences a person reads."""

from __future__ import annotations

from itertools import product
from math import comb, sqrt
from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from evaluations.statistics import (
    against,
    corrected,
    first_of_pairs,
    least_flips,
    mcnemar,
    paired_interval,
    smallest_visible,
    tasks_to_settle,
)

Marks = dict[int, tuple[int, int]]


def marks(text: str) -> Marks:
    """One sample a task: `++-` is passed, passed, failed; `?` is a task with nothing scored."""
    return {task: (0, 0) if mark == "?" else (1, int(mark == "+")) for task, mark in enumerate(text)}


@pytest.mark.parametrize("n", range(11))
def test_mcnemar_equals_full_enumeration(n: int) -> None:
    tosses = [sum(toss) for toss in product((0, 1), repeat=n)]
    for a in range(n + 1):
        as_uneven = sum(abs(2 * heads - n) >= abs(2 * a - n) for heads in tosses)
        assert mcnemar(a, n - a) == pytest.approx(as_uneven / 2**n)


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemar_equals_scipy(a: int, b: int) -> None:
    theirs = binomtest(a, a + b).pvalue if a + b else 1.0
    assert mcnemar(a, b) == pytest.approx(theirs, rel=1e-9)


def test_least_flips_are_six_at_five_percent() -> None:
    assert least_flips() == 6
    assert least_flips(0.05 / 10) == 9
    with pytest.raises(ValueError, match="negative"):
        mcnemar(-1, 2)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_tasks_to_settle_equals_connor_for_one_sample_a_task(a: int, b: int, same: int) -> None:
    differences = [1.0] * a + [-1.0] * b + [0.0] * same
    if a == b:
        assert not differences or tasks_to_settle(differences) is None
        return
    flips, d = (a + b) / len(differences), (a - b) / len(differences)
    connor = (1.959964 * sqrt(flips) + 0.841621 * sqrt(flips - d * d)) ** 2 / d**2
    assert tasks_to_settle(differences) == pytest.approx(max(connor, 6), abs=1.01)


def power(n: int, up: float, down: float) -> float:
    """How often McNemar's test finds it: every number of flips either way, by its chance."""
    found = 0.0
    for a in range(n + 1):
        for b in range(n - a + 1):
            if mcnemar(a, b) < 0.05 and a > b:
                found += comb(n, a) * comb(n - a, b) * up**a * down**b * (1 - up - down) ** (n - a - b)
    return found


@pytest.mark.parametrize(("up", "down", "of"), [(6, 1, 20), (5, 2, 20), (4, 0, 20), (8, 4, 20)])
def test_so_many_tasks_settle_it_about_four_times_in_five(up: int, down: int, of: int) -> None:
    n = tasks_to_settle([1.0] * up + [-1.0] * down + [0.0] * (of - up - down))
    assert n
    assert 0.65 <= power(n, up / of, down / of) <= 0.9


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]), min_size=5, max_size=60))
def test_smallest_visible_is_what_so_many_tasks_would_settle(differences: list[float]) -> None:
    n, seen = len(differences), smallest_visible(differences)
    square = sum(d * d for d in differences) / n
    assert 0 < seen <= 1
    # The equation itself: at the difference that is visible, as many tasks are needed as there are, or fewer.
    za, zb = NormalDist().inv_cdf(0.975), NormalDist().inv_cdf(0.8)
    needed = ((za * sqrt(square) + zb * sqrt(max(0.0, square - seen**2))) / seen) ** 2
    assert needed <= n * (1 + 1e-6) or seen == 1


def test_smallest_visible_without_any_flip_is_six_flips_of_all_tasks() -> None:
    assert smallest_visible([0.0] * 24) == pytest.approx(6 / 24)
    assert smallest_visible([0.0] * 3) == 1.0


def test_interval_of_equal_differences_is_not_certain() -> None:
    low_high = 1 - 0.05 ** (1 / 30)  # the rule of three: about 3 / 30
    assert paired_interval([0.0] * 30) == pytest.approx((0.0, -low_high, low_high))
    assert paired_interval([1.0] * 30) == pytest.approx((1.0, 1 - 2 * low_high, 1.0))
    with pytest.raises(ValueError, match="no differences"):
        paired_interval([])


def test_only_common_scored_tasks_count() -> None:
    found = against(marks("++-?+") | {9: (1, 1)}, marks("+--+?"))
    assert found
    assert found.n_tasks == 3
    assert (found.a_rate, found.b_rate) == pytest.approx((2 / 3, 1 / 3))
    assert (found.a_flips, found.b_flips) == ((1,), ())
    assert against(marks("+?"), marks("?+")) is None


def test_several_samples_flip_by_the_larger_share() -> None:
    found = against({1: (4, 3), 2: (2, 1), 3: (5, 0)}, {1: (2, 1), 2: (4, 2), 3: (3, 1)})
    assert found
    assert (found.a_flips, found.b_flips) == ((1,), (3,))
    assert found.difference.share == pytest.approx((0.25 - 1 / 3) / 3)


def test_a_sure_difference_is_said_with_its_interval() -> None:
    found = against(marks("+" * 40 + "-" * 20), marks("+" * 20 + "-" * 40))
    assert found
    assert found.is_sure
    assert found.more_tasks == 0
    low, high = (round(100 * x) for x in found.difference[1:])
    assert found.sentence("A", "B") == f"A is better than B by 33 points ({low} to {high}), sure over 60 tasks."
    turned = against(marks("+" * 20 + "-" * 40), marks("+" * 40 + "-" * 20))
    assert turned
    assert turned.sentence("A", "B").startswith("B is better than A by 33 points (2")


def test_an_unsure_difference_says_how_many_more_tasks() -> None:
    found = against(marks("+" * 8 + "-" * 16), marks("+" * 3 + "-" * 21))
    assert found
    assert not found.is_sure
    assert found.p == pytest.approx(2 / 2**5)
    needed = tasks_to_settle([1.0] * 5 + [0.0] * 19)
    assert needed
    assert found.more_tasks == needed - 24
    assert found.sentence("A", "B").endswith(f"; it would take about {needed - 24} more tasks to be sure.")


def test_no_difference_says_what_so_few_tasks_cannot_show() -> None:
    found = against(marks("+-" * 12), marks("+-" * 12))
    assert found
    assert found.more_tasks is None
    said = found.sentence("A", "B")
    assert said == "No difference seen between A and B; 24 tasks are too few to see less than 25 points."
    small = against(marks("++-" + "+" * 20), marks("+-+" + "+" * 19 + "-"))
    assert small
    assert "No difference seen" in small.sentence("A", "B")
    assert "A is ahead by 4 points (−" in small.sentence("A", "B")


def test_many_pairs_are_corrected_and_need_more_tasks() -> None:
    pair = against(marks("+" * 9 + "-" * 16), marks("+" * 2 + "-" * 23))
    same = against(marks("+-"), marks("+-"))
    assert pair
    assert pair.is_sure
    first, nothing, *others = corrected([pair, None, same, same, same, same])
    assert first
    assert nothing is None
    assert first.p_corrected == pytest.approx(5 * pair.p)
    assert not first.is_sure
    assert first.more_tasks
    assert first.visible > pair.visible
    assert {other.p_corrected for other in others if other} == {1.0}


def test_the_first_of_many_pairs_is_corrected_like_all_of_them() -> None:
    random = Random(3)
    a, *others = [{task: (2, random.randint(0, 2)) for task in range(9)} for _ in range(5)]
    others[2] = {task + 100: count for task, count in others[2].items()}  # no task in common
    expected = corrected([against(a, other) for other in others])[0]
    assert first_of_pairs(a, others) == expected
    assert expected
    assert expected.n_pairs == 3
    assert first_of_pairs(a, []) is None
