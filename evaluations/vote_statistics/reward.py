"""A small reward model: which of two answers would be preferred, from stated features of the answers alone.

Logistic regression on the difference of the features (Bradley-Terry with covariates and no models), with its accuracy
measured on tasks that it has not seen, beside the accuracy of two simple rules. It orders the queue and fills a column;
it is never a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evaluations.statistics import Interval, wilson_interval
from evaluations.vote_statistics.vote_record import LEFT, RIGHT, Ballot

if TYPE_CHECKING:
    from numpy import bool_
    from numpy.typing import NDArray

    from evaluations.vote_statistics.davidson import Array

    Flags = NDArray[bool_]

FEATURES = ("log_length", "n_blocks", "n_files", "n_imports", "comment_share", "share_passed", "log_console_errors")
LONGER, MORE_PASSED = FEATURES.index("log_length"), FEATURES.index("share_passed")
FEWEST_VOTES, FEWEST_TASKS, FOLDS = 30, 3, 10
PRIOR = 1.0  # on features scaled to unit spread: with few votes the weights stay near 0
Features = Mapping[int, Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reward:
    """weights: of each feature, per unit of its spread. accuracy: on tasks left out of the fit.

    longer, more_passed: accuracy of always the longer answer, and always the one that passes more checks (a draw of
    the rule counts half). All on the same n decided votes.
    """

    weights: Mapping[str, float]
    spread: Mapping[str, float]
    n: int
    n_tasks: int
    accuracy: Interval
    longer: float
    more_passed: float

    def score(self, features: Sequence[float]) -> float:
        """Log odds of an answer with these features against one with all features 0."""
        return sum(
            self.weights[name] * value / self.spread[name] for name, value in zip(FEATURES, features, strict=True)
        )


def train(ballots: Sequence[Ballot], features: Features) -> Reward | None:
    """Return the model of these votes; None below 30 decided votes or 3 tasks, because the model could only guess.

    Cross-validated by task (leave one out, at most 10 folds): answers to one task are alike.
    """
    import numpy as np  # by the first page that shows it, as in ranking.rank

    decided = [
        b
        for b in ballots
        if b.choice in (LEFT, RIGHT) and not b.is_repeat and {b.left_candidate, b.right_candidate} <= features.keys()
    ]
    tasks = sorted({ballot.task for ballot in decided})
    if len(decided) < FEWEST_VOTES or len(tasks) < FEWEST_TASKS:
        return None
    raw = np.array(
        [[a - b for a, b in zip(features[v.left_candidate], features[v.right_candidate], strict=True)] for v in decided]
    )
    spread = np.sqrt((raw**2).mean(axis=0))
    spread[spread == 0] = 1.0
    x, is_left = raw / spread, np.array([vote.choice == LEFT for vote in decided])
    weight = np.array([vote.weight for vote in decided])
    fold = np.array([tasks.index(vote.task) % FOLDS for vote in decided])
    right = 0.0
    for number in np.unique(fold):
        is_test = fold == number
        right += _hits(x[is_test] @ _fit(x[~is_test], is_left[~is_test], weight[~is_test]), is_left[is_test])
    accuracy = wilson_interval(round(right), len(decided))
    assert accuracy is not None
    weights = _fit(x, is_left, weight)
    return Reward(
        weights=dict(zip(FEATURES, map(float, weights), strict=True)),
        spread=dict(zip(FEATURES, map(float, spread), strict=True)),
        n=len(decided),
        n_tasks=len(tasks),
        accuracy=accuracy,
        longer=_hits(raw[:, LONGER], is_left) / len(decided),
        more_passed=_hits(raw[:, MORE_PASSED], is_left) / len(decided),
    )


def _fit(x: Array, is_left: Flags, weight: Array) -> Array:
    import numpy as np

    from evaluations.vote_statistics.davidson import fit

    votes = np.zeros((1, len(x), 3))
    votes[0, :, 0], votes[0, :, 1] = is_left * weight, ~is_left * weight
    nobody = np.zeros(len(x), dtype=int)
    weights: Array = fit(1, nobody, nobody, x, votes, prior=PRIOR).slopes[0]
    return weights


def _hits(lean: Array, is_left: Flags) -> float:
    """Return how many votes a score predicts (positive: left). A score of 0 counts as half a hit."""
    return float(((lean > 0) == is_left)[lean != 0].sum() + (lean == 0).sum() / 2)
