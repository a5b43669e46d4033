"""The reward model learns a feature that decides the votes, and reports its accuracy on unseen tasks."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from scipy.optimize import minimize

from evaluations.vote_statistics import LEFT, RIGHT, Ballot
from evaluations.vote_statistics.reward import FEATURES, PRIOR, train


def crowd(n: int, *, by: str | None, seed: int = 1, n_tasks: int = 12) -> tuple[list[Ballot], dict[int, list[float]]]:
    """Votes that follow one feature four times in five, or are random."""
    draw = Random(seed)
    features = {pk: [draw.gauss(0, 1) for _ in FEATURES] for pk in range(2 * n)}
    votes = []
    for number in range(n):
        first, second = 2 * number, 2 * number + 1
        is_better = by is None or features[first][FEATURES.index(by)] > features[second][FEATURES.index(by)]
        choice = LEFT if (draw.random() < (0.5 if by is None else 0.8)) == is_better else RIGHT
        votes.append(
            Ballot(
                pair=number,
                left="a",
                right="b",
                choice=choice,
                reviewer="r",
                task=f"t{number % n_tasks}",
                left_candidate=first,
                right_candidate=second,
            )
        )
    return votes, features


def test_too_few_votes_or_tasks_train_no_reward_model() -> None:
    assert train(*crowd(29, by=None)) is None
    assert train(*crowd(90, by=None, n_tasks=2)) is None


def test_deciding_feature_is_found_and_beats_the_simple_rules() -> None:
    reward_model = train(*crowd(400, by="n_imports"))
    assert reward_model is not None
    assert max(reward_model.weights, key=lambda name: abs(reward_model.weights[name])) == "n_imports"
    assert reward_model.accuracy.low > max(reward_model.longer, reward_model.more_passed)
    assert 0.7 < reward_model.accuracy.share < 0.9
    imports = FEATURES.index("n_imports")
    more, fewer = ([float(n * (i == imports)) for i in range(len(FEATURES))] for n in (2, 1))
    assert reward_model.score(more) > reward_model.score(fewer)


def test_missing_deciding_feature_is_reported() -> None:
    reward_model = train(*crowd(300, by=None))
    assert reward_model is not None
    assert reward_model.accuracy.low < 0.5 < reward_model.accuracy.high


def test_choosing_the_longer_answer_is_equalled_but_not_beaten() -> None:
    reward_model = train(*crowd(300, by="log_length"))
    assert reward_model is not None
    assert reward_model.longer == pytest.approx(0.8, abs=0.07)
    assert reward_model.accuracy.share == pytest.approx(reward_model.longer, abs=0.05)


def test_weights_are_the_maximum_of_the_penalised_likelihood() -> None:
    votes, features = crowd(120, by="share_passed", seed=4)
    reward_model = train(votes, features)
    assert reward_model is not None
    raw = np.array([np.subtract(features[v.left_candidate], features[v.right_candidate]) for v in votes])
    x = raw / np.array([reward_model.spread[name] for name in FEATURES])
    sign = np.array([1 if v.choice == LEFT else -1 for v in votes])

    def loss(weights: np.ndarray) -> float:
        return float(np.logaddexp(0, -sign * (x @ weights)).sum() + PRIOR / 2 * weights @ weights)

    theirs = minimize(loss, np.zeros(len(FEATURES)), method="BFGS", options={"gtol": 1e-9}).x
    assert list(reward_model.weights.values()) == pytest.approx(theirs, abs=1e-6)
