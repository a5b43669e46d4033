"""How many tasks are needed, and which difference n tasks can show: compared with the exact power from scipy."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from evaluations.statistics import (
    least_flips,
    mcnemar,
    more_tasks,
    smallest_visible,
    tasks_range,
    tasks_to_settle,
)
from evaluations.statistics.planning import MOST_FLIPS, MOST_TASKS, exact_power

# Flips up, flips down, number of tasks, level after correction.
DESIGNS = [
    (5, 2, 17, 0.05),
    (5, 0, 17, 0.05),
    (6, 1, 20, 0.05),
    (5, 2, 20, 0.05),
    (4, 0, 20, 0.05),
    (8, 4, 20, 0.05),
    (12, 5, 17, 0.05),
    (20, 12, 60, 0.05),
    (3, 1, 50, 0.05),
    (30, 20, 100, 0.05),
    (40, 30, 300, 0.05),
    (5, 2, 17, 0.05 / 4),
    (6, 1, 20, 0.05 / 4),
    (20, 12, 60, 0.05 / 4),
    (5, 0, 17, 0.05 / 12),
    (9, 3, 40, 0.05 / 12),
    (60, 48, 500, 0.05),
]


def differences(up: int, down: int, n_tasks: int) -> list[float]:
    return [1.0] * up + [-1.0] * down + [0.0] * (n_tasks - up - down)


def power(n: int, up: float, down: float, alpha: float) -> float:
    """Chance that McNemar's exact test finds the difference in the right direction: sums over all numbers of flips."""
    total = 0.0
    for flips in range(n + 1):
        chance = binom.pmf(flips, n, min(1.0, up + down))
        if chance < 1e-12:
            continue
        most = int(binom.ppf(alpha / 2, flips, 0.5))  # the first number of flips down whose tail reaches alpha / 2
        while most >= 0 and 2 * binom.cdf(most, flips, 0.5) >= alpha:
            most -= 1
        if most >= 0:
            total += chance * binom.cdf(most, flips, down / (up + down))
    return float(total)


@pytest.mark.parametrize(("up", "down", "n_tasks", "alpha"), DESIGNS)
def test_planned_number_of_tasks_has_a_power_of_80_percent(up: int, down: int, n_tasks: int, alpha: float) -> None:
    n = tasks_to_settle(differences(up, down, n_tasks), alpha)
    assert n
    assert 0.8 <= power(n, up / n_tasks, down / n_tasks, alpha) <= 0.84


def test_one_task_fewer_than_planned_is_too_few() -> None:
    for up, down, n_tasks, alpha in DESIGNS[:10]:
        n = tasks_to_settle(differences(up, down, n_tasks), alpha)
        assert n
        assert power(n - 1, up / n_tasks, down / n_tasks, alpha) < 0.8


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 80), st.integers(0, 20), st.integers(0, 20), st.integers(0, 40), st.integers(1, 12))
def test_exact_power_equals_enumeration(n: int, up: int, down: int, same: int, pairs: int) -> None:
    if not up + down:
        return
    n_tasks, alpha = up + down + same, 0.05 / pairs
    if down > up:
        up, down = down, up
    assert exact_power(n, up / n_tasks, down / n_tasks, alpha) == pytest.approx(
        power(n, up / n_tasks, down / n_tasks, alpha), abs=1e-9
    )


def test_chance_alone_is_called_significant_no_more_often_than_the_level() -> None:
    for n in (20, 100, 700):
        assert exact_power(n, 0.3, 0.3) <= 0.025
    assert exact_power(MOST_FLIPS, 0.5, 0.2) == pytest.approx(1.0)


def test_difference_that_is_zero_or_contradicts_its_flips_cannot_be_settled() -> None:
    assert tasks_to_settle(differences(3, 3, 20)) is None
    assert tasks_to_settle([0.5, 0.5, -1.0, 0.0]) is None  # flips 2 to 1, mean 0
    assert tasks_to_settle([0.1, 0.1, -1.0]) is None  # the flips favour one model, the mean the other
    assert more_tasks(differences(0, 0, 9)) is None


def test_planning_with_several_samples_considers_the_interval_too() -> None:
    """10 tasks are slightly better and 2 clearly worse: the flips are significant at once, the mean is not."""
    uneven = [0.1] * 10 + [-0.4] * 2
    only_flips = tasks_to_settle([1.0] * 10 + [-1.0] * 2)
    n = tasks_to_settle(uneven)
    assert n
    assert only_flips
    assert n > 10 * only_flips


@pytest.mark.parametrize(
    ("up", "down", "n"), [(0.29, 0.05, 17), (0.25, 0.1, 60), (0.2, 0.1, 100), (0.1, 0.05, 300), (0.4, 0.1, 17)]
)
def test_range_contains_the_true_number_in_four_of_five_pilots(up: float, down: float, n: int) -> None:
    expected_data = tasks_to_settle(differences(round(1000 * up), round(1000 * down), 1000))
    assert expected_data
    random, n_covered, n_pilots = np.random.default_rng(11), 0, 250
    for ups, downs, _ in random.multinomial(n, [up, down, 1 - up - down], size=n_pilots):
        low, high = tasks_range(differences(int(ups), int(downs), n))
        n_covered += low <= expected_data <= high
    assert 0.73 <= n_covered / n_pilots <= 0.9


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 60), st.sampled_from([1, 2, 4, 12]))
def test_more_tasks_are_rounded_and_lie_in_their_range(up: int, down: int, same: int, pairs: int) -> None:
    if up == down:
        return
    estimate = more_tasks(differences(up, down, up + down + same), 0.05 / pairs)
    assert estimate
    assert 1 <= estimate.low <= estimate.about <= estimate.high <= MOST_TASKS
    assert re.fullmatch(r"\d|\d[05]|\d\d0+", str(estimate.about))
    assert re.fullmatch(r"\d0*", str(estimate.low))
    assert re.fullmatch(r"\d0*", str(estimate.high))


def test_numbers_of_a_small_pilot() -> None:
    assert more_tasks(differences(5, 0, 17)) == (9, 4, 90)
    assert more_tasks(differences(5, 0, 17), 0.05 / 4) == (15, 10, 200)
    assert more_tasks(differences(201, 200, 500)) == (MOST_TASKS, 900, MOST_TASKS)


def test_least_flips_are_six_at_five_percent() -> None:
    for alpha in (0.05, 0.05 / 3, 0.05 / 10):
        least = least_flips(alpha)
        assert mcnemar(least, 0) < alpha <= mcnemar(least - 1, 0)
    assert (least_flips(), least_flips(0.05 / 10)) == (6, 9)


@pytest.mark.parametrize(("n", "flips"), [(17, 0), (17, 3), (17, 12), (24, 24), (60, 10), (100, 30), (500, 120)])
@pytest.mark.parametrize("alpha", [0.05, 0.05 / 4])
def test_smallest_visible_is_seen_four_times_in_five(n: int, flips: int, alpha: float) -> None:
    pilot = differences(flips - flips // 2, flips // 2, n)
    seen = smallest_visible(pilot, alpha)
    share = max(flips / n, seen)
    assert 0.8 <= power(n, (share + seen) / 2, (share - seen) / 2, alpha) <= 0.83


def test_smallest_visible_difference_is_1_for_too_few_tasks_and_follows_the_formula_for_many() -> None:
    assert smallest_visible([0.0] * 3) == 1.0
    many = smallest_visible(differences(500, 500, 4000))
    assert 0.79 <= power(4000, 0.125 + many / 2, 0.125 - many / 2, 0.05) <= 0.83
    assert smallest_visible([0.25, -0.25] * 30) == pytest.approx(smallest_visible([1.0, -1.0] * 30) / 4)
