"""The sequential test: its error rate by full enumeration, and by simulated runs that are planned like real ones."""

from __future__ import annotations

from itertools import product

import pytest

from bench.adaptive import equal_suite, fixed_call, mixed_suite, simulate
from evaluations.statistics.adaptive import FULL_ROUNDS, RoundPlan, next_round, pair_states, results
from evaluations.statistics.sequential import Decision, Look, first_decision


@pytest.mark.parametrize(("flips", "doubles"), [([3, 3, 3], [0, 0, 0]), ([4, 1, 2], [0, 2, 1]), ([5, 0, 4], [0, 1, 0])])
@pytest.mark.parametrize("alpha", [0.05, 0.3])
def test_all_paths_of_equal_models_together_call_a_difference_at_most_as_often_as_alpha(
    flips: list[int], doubles: list[int], alpha: float
) -> None:
    n = sum(flips) + sum(doubles)
    called = 0
    for coins in product((0, 1), repeat=n):
        coin = iter(coins)
        looks = []
        for single, double in zip(flips, doubles, strict=True):
            ups, double_ups = sum(next(coin) for _ in range(single)), sum(next(coin) for _ in range(double))
            looks.append(Look(ups, single - ups, double_ups, double - double_ups))
        called += first_decision(looks, len(flips), alpha) is not None
    assert called / 2**n <= alpha
    if alpha == 0.3:
        assert called, "a test that never calls anything has no error rate to hold"


def test_a_one_sided_row_is_called_and_stays_called() -> None:
    looks = [Look(8, 0), Look(7, 1), Look(0, 9)]
    assert first_decision(looks[:1], 10) is None, "8 of 8: p is 0.008, and the first look may spend 0.004"
    assert first_decision(looks[:2], 10) == Decision(2, 1)
    assert first_decision(looks, 10) == Decision(2, 1)
    assert first_decision([Look(0, 8), Look(1, 7)], 10) == Decision(2, -1)


def test_single_look_equals_the_exact_sign_test() -> None:
    assert first_decision([Look(6, 0)], 1) == Decision(1, 1)  # p = 0.031
    assert first_decision([Look(5, 0)], 1) is None  # p = 0.062
    assert first_decision([Look(12, 3)], 1) == Decision(1, 1)  # p = 0.035
    assert first_decision([Look(11, 3)], 1) is None  # p = 0.057
    assert first_decision([], 3) is None


@pytest.mark.parametrize(("n_looks", "alpha"), [(1, 0.05), (2, 0.0), (2, 1.0)])
def test_impossible_arguments_are_refused(n_looks: int, alpha: float) -> None:
    with pytest.raises(ValueError, match="first_decision"):
        first_decision([Look(1, 0), Look(1, 0)], n_looks, alpha)


def test_settled_pairs_are_not_asked_and_uninformative_tasks_only_every_second_round() -> None:
    tasks, models = list(range(40)), [1, 2, 3]
    rows = {
        (model, task, number): (model == 1 or task < 10) and task < 30
        for model in models
        for task in tasks
        for number in range(1, 6)
    }
    passed = results(rows)
    rounds: list[RoundPlan] = []
    for number in range(1, 6):
        states = pair_states(models, len(tasks), rounds, passed, 10)
        plan = next_round(tasks, rounds, states, passed, "seed")
        assert plan is not None
        assert plan == next_round(tasks, rounds, states, passed, "seed")
        if number == 1:
            assert plan == RoundPlan(tuple(tasks), (1, 2, 3))
        else:
            assert plan.models == (2, 3), "20 differences one way settle model 1 against both at once"
        if number > FULL_ROUNDS:
            assert 8 <= len(plan.tasks) <= 32
            assert plan.doubled == set(plan.tasks), "2 and 3 never differed"
        rounds.append(plan)
    assert [state.better for state in pair_states(models, 40, rounds, passed, 10)] == [1, 1, None]
    assert pair_states(models, 40, rounds, passed, 10)[0].ahead == 0.5


def test_without_open_pairs_there_is_no_next_round() -> None:
    rows = {(model, task, 1): model == 1 for model in (1, 2) for task in range(20)}
    rounds = [RoundPlan(tuple(range(20)), (1, 2))]
    states = pair_states([1, 2], 20, rounds, results(rows), 5)
    assert next_round(range(20), rounds, states, results(rows), "s") is None


def test_missing_verdict_does_not_count_as_a_difference() -> None:
    rows = {(1, task, 1): True for task in range(20)}
    (state,) = pair_states([1, 2], 20, [RoundPlan(tuple(range(20)), (1, 2))], results(rows), 5)
    assert state.decision is None
    assert state.ahead == 0.0


def test_equal_models_are_called_different_in_at_most_one_run_of_twenty() -> None:
    n = 300
    wrong = sum(bool(simulate(equal_suite(2, seed, 14), 6, seed).calls) for seed in range(n))
    uneven = sum(bool(simulate(mixed_suite(0.0, seed, 14), 6, seed).calls) for seed in range(n))
    assert max(wrong, uneven) <= 23, "0.05 of 300 is 15; more than 23 would come once in 50 at exactly 0.05"


def test_a_true_gap_needs_far_fewer_samples_than_a_fixed_run_of_the_same_power() -> None:
    n, gap = 100, 0.25
    runs = [simulate(mixed_suite(gap, seed), 8, seed) for seed in range(n)]
    right = sum((0, 1) in run.calls for run in runs)
    samples = sum(run.n_answers for run in runs) / (2 * 30 * n)
    assert right >= 98
    fixed = next(k for k in range(1, 20) if sum(fixed_call(mixed_suite(gap, s), k, s) == 1 for s in range(n)) >= right)
    assert samples < 0.75 * fixed, f"{samples} against {fixed}"
