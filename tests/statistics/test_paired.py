"""A compared with B: McNemar's test against full enumeration, and the sentences that a person reads."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from evaluations.statistics import (
    compare_paired,
    corrected,
    first_of_pairs,
    mcnemar,
    more_tasks,
    paired_interval,
)

Marks = dict[int, tuple[int, int]]


def marks(text: str) -> Marks:
    """One sample per task: `++-` is passed, passed, failed; `?` is a task without a scored sample."""
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


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        mcnemar(-1, 2)


def test_interval_of_equal_differences_is_not_certain() -> None:
    low_high = 1 - 0.05 ** (1 / 30)  # the rule of three: about 3 / 30
    assert paired_interval([0.0] * 30) == pytest.approx((0.0, -low_high, low_high))
    assert paired_interval([1.0] * 30) == pytest.approx((1.0, 1 - 2 * low_high, 1.0))
    with pytest.raises(ValueError, match="no differences"):
        paired_interval([])


def test_only_common_scored_tasks_count() -> None:
    comparison = compare_paired(marks("++-?+") | {9: (1, 1)}, marks("+--+?"))
    assert comparison
    assert comparison.n_tasks == 3
    assert (comparison.a_rate, comparison.b_rate) == pytest.approx((2 / 3, 1 / 3))
    assert (comparison.a_flips, comparison.b_flips) == ((1,), ())
    assert compare_paired(marks("+?"), marks("?+")) is None


def test_several_samples_flip_by_the_larger_share() -> None:
    comparison = compare_paired({1: (4, 3), 2: (2, 1), 3: (5, 0)}, {1: (2, 1), 2: (4, 2), 3: (3, 1)})
    assert comparison
    assert (comparison.a_flips, comparison.b_flips) == ((1,), (3,))
    assert comparison.difference.share == pytest.approx((0.25 - 1 / 3) / 3)


def test_significant_difference_is_stated_with_its_interval() -> None:
    comparison = compare_paired(marks("+" * 40 + "-" * 20), marks("+" * 20 + "-" * 40))
    assert comparison
    assert comparison.is_sure
    assert comparison.more_tasks is None
    low, high = (round(100 * x) for x in comparison.difference[1:])
    assert (
        comparison.sentence("A", "B")
        == f"A is better than B by 33 points ({low} to {high}), a significant difference over 60 tasks."
    )
    turned = compare_paired(marks("+" * 20 + "-" * 40), marks("+" * 40 + "-" * 20))
    assert turned
    assert turned.sentence("A", "B").startswith("B is better than A by 33 points (2")


def test_insignificant_difference_names_the_better_model_and_how_many_more_tasks_are_needed() -> None:
    """5 flips to 0: the interval excludes 0, but p is 0.0625. A model is better only when both rules hold."""
    comparison = compare_paired(marks("+" * 8 + "-" * 9), marks("+" * 3 + "-" * 14))
    assert comparison
    assert comparison.p == pytest.approx(2 / 2**5)
    assert comparison.difference.low > 0
    assert not comparison.is_sure
    assert comparison.sentence("A", "B") == (
        "A is ahead of B by 29 points (6 to 53); 17 tasks are too few to be sure, about 9 more (some 4 to 90) would be "
        "enough."
    )
    turned = compare_paired(marks("+" * 3 + "-" * 14), marks("+" * 8 + "-" * 9))
    assert turned
    assert turned.sentence("B", "A") == comparison.sentence("A", "B")
    assert not turned.is_worse


def test_interval_that_contains_0_may_be_chance() -> None:
    comparison = compare_paired(marks("++-" + "+" * 20), marks("+-+" + "+" * 19 + "-"))
    assert comparison
    sentence = comparison.sentence("A", "B")
    assert sentence.startswith("A is ahead of B by 4 points (−")
    assert "), which may be chance; 23 tasks are too few to be sure, about " in sentence
    assert "better" not in sentence


def test_without_a_difference_the_sentence_says_what_the_tasks_cannot_show() -> None:
    comparison = compare_paired(marks("+-" * 12), marks("+-" * 12))
    assert comparison
    assert comparison.more_tasks is None
    sentence = comparison.sentence("A", "B")
    assert sentence == "No difference seen between A and B; 24 tasks are too few to see less than 31 points."


def test_unrealistic_numbers_of_tasks_are_not_given_as_exact() -> None:
    comparison = compare_paired(marks("+" * 201 + "-" * 299), marks("-" * 201 + "+" * 200 + "-" * 99))
    assert comparison
    assert comparison.sentence("A", "B").endswith("500 tasks are too few to be sure, over 10,000 more would be needed.")
    opposed = compare_paired({1: (10, 2), 2: (10, 2), 3: (10, 0)}, {1: (10, 1), 2: (10, 1), 3: (10, 9)})
    assert opposed  # A wins more tasks, but B has the higher mean: no number of such tasks settles it
    assert opposed.sentence("A", "B").endswith("3 tasks are too few to be sure.")


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40), st.integers(1, 12))
def test_better_is_stated_only_when_both_rules_agree(counts: list[tuple[int, int]], n_pairs: int) -> None:
    a, b = ({task: (3, count[side]) for task, count in enumerate(counts)} for side in (0, 1))
    comparison = corrected([compare_paired(a, b)] * n_pairs)[0]
    assert comparison
    both = comparison.p_corrected < 0.05 and (comparison.difference.low > 0 or comparison.difference.high < 0)
    assert ("is better than" in comparison.sentence("A", "B")) == both
    assert comparison.is_worse == (both and comparison.difference.share < 0)


def test_many_pairs_are_corrected_and_need_more_tasks() -> None:
    pair = compare_paired(marks("+" * 9 + "-" * 16), marks("+" * 2 + "-" * 23))
    same = compare_paired(marks("+-"), marks("+-"))
    assert pair
    assert pair.is_sure
    first, nothing, *others = corrected([pair, None, same, same, same, same])
    assert first
    assert nothing is None
    assert first.p_corrected == pytest.approx(5 * pair.p)
    assert not first.is_sure
    assert first.more_tasks == more_tasks(first.differences, 0.05 / 5)
    assert first.visible > pair.visible
    assert {other.p_corrected for other in others if other} == {1.0}


def test_the_first_of_many_pairs_is_corrected_like_all_of_them() -> None:
    random = Random(3)
    a, *others = [{task: (2, random.randint(0, 2)) for task in range(9)} for _ in range(5)]
    others[2] = {task + 100: count for task, count in others[2].items()}  # no task in common
    expected = corrected([compare_paired(a, other) for other in others])[0]
    assert first_of_pairs(a, others) == expected
    assert expected
    assert expected.n_pairs == 3
    assert first_of_pairs(a, []) is None
