"""Fits Bradley-Terry with ties to many weightings of the same ballots at once.

The model is Davidson's: with d the difference of the two strengths, the left, the right and neither is preferred with
chances proportional to exp(d/2), exp(-d/2) and nu. Covariates (a side's advantage, length) add to d.
Source: Davidson 1970, J. Am. Stat. Assoc. 65, 317-328.

Why not a library: `choix` knows no ties, `evalica` counts a tie as half a win and needs pandas and scipy (46 MB and
more in the web process), and neither takes covariates. Tests hold this to `choix`, to scipy's optimiser on the
likelihood as it is written, and to published estimates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
STEPS, TOLERANCE, LONGEST_STEP = 200, 1e-11, 3.0
FARTHEST = 25.0  # beyond this the fit diverges: a real maximum never needs odds of e^25


@dataclass(frozen=True, slots=True)
class Fit:
    """strengths (B, k), centred on 0; slopes (B, c) of the covariates; log_nu (B,), -inf without ties."""

    strengths: Array
    slopes: Array
    log_nu: Array


def fit(
    n_models: int,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    covariates: Array,
    weights: Array,
    *,
    prior: float = 0.0,
) -> Fit:
    """Fit the most likely strengths for each of B weightings of R kinds of ballot.

    left, right: model of each row, (R,). covariates: (R, c). weights: (B, R, 3), votes for left, right and tie.
    prior: weight of a normal prior, centred on 0, on every strength, slope and log nu; 0 asks for the maximum
    likelihood, which need not exist: see `most_likely`.
    """
    rows = len(left)
    design = np.zeros((rows, n_models + covariates.shape[1]))
    design[np.arange(rows), left] += 1
    design[np.arange(rows), right] -= 1
    design[:, n_models:] = covariates
    has_ties = bool(weights[:, :, 2].any())
    theta = _newton(design, weights, n_models, prior, has_ties)
    width = design.shape[1]
    strengths = theta[:, :n_models] - theta[:, :n_models].mean(axis=1, keepdims=True)
    log_nu = theta[:, width] if has_ties else np.full(len(weights), -np.inf)
    return Fit(strengths, theta[:, n_models:width], log_nu)


def mle(
    n_models: int, left: NDArray[np.int64], right: NDArray[np.int64], covariates: Array, weights: Array
) -> Fit | None:
    """Return the maximum likelihood of one weighting, (1, R, 3), as `fit` gives it; None where there is none.

    That every model reaches every other is not enough with ties: after a > b, b = c, c = a a larger nu and a larger
    distance go on explaining it better for ever. So a fit that does not converge counts as having no maximum.
    """
    if not has_maximum(n_models, left, right, weights[0]):
        return None
    try:
        with np.errstate(all="ignore"):
            estimate = fit(n_models, left, right, covariates, weights)
    except np.linalg.LinAlgError:
        return None
    figures = np.concatenate([estimate.strengths[0], estimate.slopes[0], estimate.log_nu])
    settled = figures[~np.isneginf(figures)]  # no ties
    return estimate if np.isfinite(settled).all() and np.abs(settled).max() < FARTHEST else None


def _newton(design: Array, weights: Array, n_models: int, prior: float, has_ties: bool) -> Array:
    """Take Newton's steps on a concave likelihood; the free direction (all strengths changed equally) is fixed at 0."""
    width = design.shape[1]
    theta = np.zeros((len(weights), width + 1))
    hold = np.zeros((width + 1, width + 1))
    hold[:n_models, :n_models] = 1.0
    hold[np.arange(width), np.arange(width)] += prior
    hold[width, width] = prior if has_ties else 1.0
    for _ in range(STEPS):
        gradient, curvature = _derivatives(design, weights, theta, has_ties)
        shift = np.linalg.solve(curvature + hold, (gradient - theta @ hold)[:, :, None])[:, :, 0]
        shift *= np.minimum(1.0, LONGEST_STEP / np.maximum(np.abs(shift).max(axis=1, keepdims=True), 1e-300))
        theta = theta + shift
        if np.abs(shift).max() < TOLERANCE:
            break
    return theta


def _derivatives(design: Array, weights: Array, theta: Array, has_ties: bool) -> tuple[Array, Array]:
    """Return the gradient (B, p) and negated Hessian (B, p, p) of the log likelihood; the last place is log nu."""
    width = design.shape[1]
    half = theta[:, :width] @ design.T / 2
    tie = np.repeat(theta[:, width:], half.shape[1], axis=1) if has_ties else np.full_like(half, -np.inf)
    top = np.maximum(np.abs(half), tie)
    odds = np.stack([np.exp(half - top), np.exp(-half - top), np.exp(tie - top)], axis=2)
    chance = odds / odds.sum(axis=2, keepdims=True)
    total = weights.sum(axis=2)
    lean = chance[:, :, 0] - chance[:, :, 1]
    gradient = np.empty_like(theta)
    gradient[:, :width] = (weights[:, :, 0] - weights[:, :, 1] - total * lean) / 2 @ design
    gradient[:, width] = (weights[:, :, 2] - total * chance[:, :, 2]).sum(axis=1)
    curvature = np.zeros((*theta.shape, width + 1))
    spread = total * (chance[:, :, 0] + chance[:, :, 1] - lean**2) / 4
    curvature[:, :width, :width] = (design.T * spread[:, None, :]) @ design
    cross = -(total * lean * chance[:, :, 2] / 2) @ design
    curvature[:, :width, width] = curvature[:, width, :width] = cross
    curvature[:, width, width] = (total * chance[:, :, 2] * (1 - chance[:, :, 2])).sum(axis=1)
    return gradient, curvature


def has_maximum(n_models: int, left: NDArray[np.int64], right: NDArray[np.int64], weights: Array) -> bool:
    """Return whether a maximum can exist: every model reaches every other by wins or ties, and not all votes are ties.

    weights: (R, 3). Source: Ford 1957, Am. Math. Monthly 64, 28-33; with ties only, nu grows without limit.
    """
    if not weights[:, :2].any():
        return False
    reach = np.eye(n_models, dtype=bool)
    for row in range(len(left)):
        if weights[row, 0] or weights[row, 2]:
            reach[left[row], right[row]] = True
        if weights[row, 1] or weights[row, 2]:
            reach[right[row], left[row]] = True
    for _ in range(max(1, n_models.bit_length())):
        reach = reach @ reach
    return bool(reach.all())
