"""Strengths equal those of other implementations for the same votes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import choix
import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import logsumexp

from evaluations.vote_statistics import davidson

# Davidson 1970, table 2: chocolate puddings, (i, j, prefer i, prefer j, no preference), as in R's PlackettLuce.
Row = tuple[int, int, float, float, float]  # left, right; won, lost, tied
PUDDING = [
    (1, 2, 19, 22, 16),
    (1, 3, 16, 19, 12),
    (2, 3, 19, 19, 10),
    (1, 4, 18, 23, 13),
    (2, 4, 23, 19, 9),
    (3, 4, 19, 20, 15),
    (1, 5, 13, 19, 18),
    (2, 5, 16, 20, 12),
    (3, 5, 16, 15, 17),
    (4, 5, 17, 14, 16),
    (1, 6, 18, 21, 12),
    (2, 6, 22, 20, 12),
    (3, 6, 13, 18, 10),
    (4, 6, 14, 19, 18),
    (5, 6, 11, 21, 12),
]
# PlackettLuce's vignette prints these for the data without pseudo-rankings. Its iterative scaling stops at 1e-7 of
# the counts, which is 2e-5 of the worths. A test below compares the maximum itself to 1e-6.
WORTH = [0.1388005, 0.1729985, 0.1617420, 0.1653930, 0.1586805, 0.2023855]
NU = 0.7468147


def table(rows: Sequence[Row]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Left, right and weights (1, R, 3) of rows that count from 1."""
    cells = np.array(rows, dtype=float)
    return cells[:, 0].astype(int) - 1, cells[:, 1].astype(int) - 1, cells[None, :, 2:]


def random_rows(seed: int, n_models: int, *, ties: bool) -> list[Row]:
    draw = np.random.default_rng(seed)
    rows: list[Row] = []
    for i, j in combinations(range(1, n_models + 1), 2):
        won, lost = draw.integers(1, 20, 2)
        rows.append((i, j, float(won), float(lost), float(draw.integers(1, 9)) if ties else 0.0))
    return rows


def reference(n: int, rows: Sequence[Row], prior: float, x: np.ndarray) -> np.ndarray:
    """Maximise the likelihood of Davidson's paper with scipy. Return strengths, slopes, log nu."""
    c = x.shape[1]

    def loss(theta: np.ndarray) -> float:
        total = prior / 2 * float(theta @ theta) + float(theta[:n].sum() ** 2) / 2
        for (i, j, a, b, t), row in zip(rows, x, strict=True):
            first, second = theta[i - 1] + row @ theta[n : n + c], theta[j - 1]
            tie = theta[-1] + (first + second) / 2
            bottom = logsumexp([first, second, tie])
            total -= a * (first - bottom) + b * (second - bottom) + t * (tie - bottom)
        return float(total)

    solution = minimize(loss, np.zeros(n + c + 1), method="BFGS", options={"gtol": 1e-9, "maxiter": 2000})
    polished = minimize(loss, solution.x, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-14, "maxiter": 1})
    return np.asarray(solution.x if loss(solution.x) <= loss(polished.x) else polished.x)


def test_published_estimates_of_the_puddings() -> None:
    left, right, weights = table(PUDDING)
    fit = davidson.fit(6, left, right, np.zeros((15, 0)), weights)
    worth = np.exp(fit.strengths[0])
    assert worth / worth.sum() == pytest.approx(WORTH, abs=5e-5)
    assert np.exp(fit.log_nu[0]) == pytest.approx(NU, abs=5e-5)


@pytest.mark.parametrize("alpha", [0.0, 0.1])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_without_ties_it_is_choix(seed: int, alpha: float) -> None:
    rows = random_rows(seed, 5, ties=False)
    left, right, weights = table(rows)
    fit = davidson.fit(5, left, right, np.zeros((len(rows), 0)), weights, prior=2 * alpha)
    wins = [pair for i, j, a, b, _ in rows for pair in [(i - 1, j - 1)] * int(a) + [(j - 1, i - 1)] * int(b)]
    theirs = choix.opt_pairwise(5, wins, alpha=alpha, method="BFGS", tol=1e-9)
    assert fit.strengths[0] == pytest.approx(theirs - theirs.mean(), abs=1e-6)
    assert fit.log_nu[0] == -np.inf


@pytest.mark.parametrize("prior", [0.0, 0.5])
@pytest.mark.parametrize("seed", [4, 5])
def test_with_ties_and_a_covariate_it_is_the_likelihoods_maximum(seed: int, prior: float) -> None:
    rows = random_rows(seed, 4, ties=True)
    left, right, weights = table(rows)
    x = np.random.default_rng(seed).normal(size=(len(rows), 1))
    fit = davidson.fit(4, left, right, x, weights, prior=prior)
    theirs = reference(4, rows, prior, x)
    ours = np.concatenate([fit.strengths[0], fit.slopes[0], fit.log_nu[:1]])
    theirs[:4] -= theirs[:4].mean()
    assert ours == pytest.approx(theirs, abs=1e-6)


def test_the_puddings_are_the_likelihoods_maximum() -> None:
    left, right, weights = table(PUDDING)
    fit = davidson.fit(6, left, right, np.zeros((15, 0)), weights)
    theirs = reference(6, PUDDING, 0.0, np.zeros((15, 0)))
    theirs[:6] -= theirs[:6].mean()
    assert np.concatenate([fit.strengths[0], fit.log_nu[:1]]) == pytest.approx(theirs, abs=1e-6)


def test_many_weightings_together_equal_each_one_alone() -> None:
    many = [table(random_rows(seed, 4, ties=True)) for seed in range(5)]
    left, right, _ = many[0]
    together = np.concatenate([weights for _, _, weights in many])
    nothing = np.zeros((6, 0))
    fit = davidson.fit(4, left, right, nothing, together)
    for i, (_, _, weights) in enumerate(many):
        alone = davidson.fit(4, left, right, nothing, weights)
        assert fit.strengths[i] == pytest.approx(alone.strengths[0], abs=1e-9)


def test_one_sided_votes_stay_finite_under_a_prior() -> None:
    left, right, weights = table([(1, 2, 9, 0, 0), (2, 3, 9, 0, 0)])
    assert not davidson.has_maximum(3, left, right, weights[0])
    fit = davidson.fit(3, left, right, np.zeros((2, 0)), weights, prior=0.01)
    assert np.isfinite(fit.strengths).all()
    assert (np.diff(fit.strengths[0]) < 0).all()


def test_ties_and_circles_make_a_maximum() -> None:
    left, right, weights = table([(1, 2, 3, 0, 1), (2, 3, 3, 0, 0), (3, 1, 1, 0, 0)])
    assert davidson.has_maximum(3, left, right, weights[0])
    left, right, weights = table([(1, 2, 3, 1, 0), (3, 4, 3, 1, 0)])
    assert not davidson.has_maximum(4, left, right, weights[0])
