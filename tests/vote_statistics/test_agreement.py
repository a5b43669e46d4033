"""Agreement between reviewers, of reviewers with themselves, and with the sides."""

from __future__ import annotations

from random import Random
from typing import Any

import krippendorff
import numpy as np
import pytest
from scipy.stats import binomtest

from evaluations.vote_statistics import LEFT, RIGHT, TIE, Ballot, alpha, consistency, outliers, sides
from evaluations.vote_statistics.agreement import alpha_of_reason, alpha_of_votes

# Krippendorff 2011, section C: four observers, twelve units, missing values; alpha 0.743.
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def units(observers: list[list[int | None]]) -> list[list[int]]:
    return [[value for value in column if value is not None] for column in zip(*observers, strict=True)]


def vote(pair: int, reviewer: str, choice: str, *, swapped: bool = False, **kwargs: Any) -> Ballot:
    left, right = (2, 1) if swapped else (1, 2)
    return Ballot(
        pair=pair,
        left=f"m{left}",
        right=f"m{right}",
        choice=choice,
        reviewer=reviewer,
        left_candidate=left,
        right_candidate=right,
        **kwargs,
    )


def test_alpha_of_the_published_example() -> None:
    assert alpha(units(OBSERVERS)) == pytest.approx(0.743, abs=5e-4)


@pytest.mark.parametrize("seed", range(6))
def test_alpha_is_that_of_the_package(seed: int) -> None:
    draw = Random(seed)
    observers = [[draw.choice([1, 2, 3, None]) for _ in range(30)] for _ in range(3)]
    data = np.array([[np.nan if v is None else v for v in row] for row in observers], dtype=float)
    theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert alpha(units(observers)) == pytest.approx(theirs, abs=1e-9)


def test_alpha_needs_something_to_compare() -> None:
    assert alpha([]) is None
    assert alpha([["x"], ["y"]]) is None
    assert alpha([["x", "x"], ["x", "x"]]) is None


def test_alpha_of_votes_sees_through_swapped_sides() -> None:
    agreeing = [
        vote(1, "r", LEFT),
        vote(1, "s", RIGHT, swapped=True),
        vote(2, "r", RIGHT),
        vote(2, "s", LEFT, swapped=True),
    ]
    assert alpha_of_votes(agreeing) == pytest.approx(1.0)
    opposed = [vote(1, "r", LEFT), vote(1, "s", LEFT, swapped=True), vote(2, "r", RIGHT), vote(2, "s", LEFT)]
    assert (alpha_of_votes(opposed) or 0) < 0


def test_alpha_of_a_reason() -> None:
    ballots = [
        vote(1, "r", LEFT, reasons=("looks",)),
        vote(1, "s", TIE, reasons=("looks",)),
        vote(2, "r", LEFT),
        vote(2, "s", LEFT),
    ]
    assert alpha_of_reason(ballots, "looks") == pytest.approx(1.0)
    assert alpha_of_reason(ballots, "robust") is None


@pytest.mark.parametrize(("left", "right"), [(0, 0), (5, 5), (14, 3), (900, 700)])
def test_sides_are_the_exact_binomial_test(left: int, right: int) -> None:
    test_result = sides([vote(1, "r", LEFT)] * left + [vote(1, "r", RIGHT)] * right + [vote(1, "r", TIE)])
    expected = binomtest(left, left + right).pvalue if left + right else 1.0
    assert test_result.p == pytest.approx(expected, abs=1e-12)


def test_votes_without_visible_sides_do_not_count_for_sides() -> None:
    test_result = sides([vote(1, "r", LEFT)] + [vote(2, "r", LEFT, has_sides=False)] * 9)
    assert (test_result.left, test_result.right) == (1, 0)


def test_consistency_counts_the_same_answer_on_swapped_sides() -> None:
    ballots = [
        vote(1, "r", LEFT),
        vote(1, "r", RIGHT, swapped=True, is_repeat=True),
        vote(2, "r", LEFT),
        vote(2, "r", LEFT, swapped=True, is_repeat=True),
        vote(3, "s", LEFT),
    ]
    (row,) = consistency(ballots)
    assert (row.reviewer, row.same, row.n_repeats) == ("r", 1, 2)


def test_reviewer_who_disagrees_with_all_others_is_an_outlier() -> None:
    ballots = []
    for pair in range(20):
        ballots += [vote(pair, name, LEFT) for name in ("r", "s", "t")] + [vote(pair, "odd", RIGHT)]
    rows = {row.name: row for row in outliers(ballots)}
    assert [name for name, row in rows.items() if row.is_outlier] == ["odd"]
    assert (rows["odd"].agree, rows["odd"].n_compared) == (0, 60)
    assert rows["r"].others == pytest.approx(1 / 3)


def test_two_reviewers_who_agree_make_no_third_one_an_outlier() -> None:
    ballots = [vote(pair, name, LEFT) for pair in range(2) for name in ("r", "s")]
    ballots += [vote(pair, "odd", RIGHT) for pair in range(2)]
    assert not any(row.is_outlier for row in outliers(ballots))
