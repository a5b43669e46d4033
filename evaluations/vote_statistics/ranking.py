"""From ballots to a ranking: strengths with bootstrap intervals, ranges of ranks, sides and controls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from evaluations.vote_statistics.vote_record import BOTH_BAD, LEFT, RIGHT, TIE, Ballot

if TYPE_CHECKING:
    from evaluations.vote_statistics.davidson import Array

POINTS = 400 / log(10)  # the scale of chess ratings: 400 points are odds of ten to one
CENTRE = 1000.0
FEWEST_TASKS = 5  # with fewer tasks, votes are resampled instead of whole tasks
PRIOR = 0.01  # normal prior with standard deviation 10 in log odds: it only keeps one-sided resamples finite
COLUMN = {LEFT: 0, RIGHT: 1, TIE: 2, BOTH_BAD: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A model's place. rating in points around 1000; low, high and the ranks: 95 % of the bootstrap."""

    model: str
    rating: float
    low: float
    high: float
    rank: int
    best_rank: int
    worst_rank: int
    n_votes: int
    wins: float
    ties: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """A control: how many points the answer with one unit more of it gains."""

    name: str
    points: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Ratings, best first. unit: what was resampled. is_bounded: no maximum exists, a weak prior keeps it finite.

    groups: models that votes connect, also by way of others; ratings of different groups cannot be compared.
    """

    ratings: tuple[Rating, ...]
    n_votes: int
    tie_strength: float
    unit: str
    is_bounded: bool
    groups: tuple[tuple[str, ...], ...]
    slopes: tuple[Slope, ...] = ()


def rank(
    ballots: Iterable[Ballot], *, controls: Sequence[str] = (), n_resamples: int = 400, seed: int = 1
) -> Ranking | None:
    """Rank by Bradley-Terry with ties; `both bad` counts as a tie. Repeats are left out. None without votes.

    controls: names of the ballots' controls to hold constant, in their order; each is scaled by its own spread.
    The same ballots and seed give the same figures.
    """
    counted = [ballot for ballot in ballots if not ballot.is_repeat and ballot.weight > 0]
    if not counted:
        return None
    # numpy costs the web process 21 MB: it is loaded by the first page of figures, not at the start.
    import numpy as np

    from evaluations.vote_statistics import davidson

    models = sorted({ballot.left for ballot in counted} | {ballot.right for ballot in counted})
    table = _Table(counted, models, n_controls=len(controls))
    left, right = np.array(table.left), np.array(table.right)
    covariates = np.array(table.covariates, dtype=float).reshape(len(left), len(controls))
    scale = covariates.std(axis=0)
    covariates = covariates / np.where(scale > 0, scale, 1.0)
    bootstrap, full_sample = table.resample(n_resamples, seed)
    free = None if controls else davidson.mle(len(models), left, right, covariates, full_sample)
    is_bounded = not davidson.has_maximum(len(models), left, right, full_sample[0]) if controls else free is None
    point = free or davidson.fit(len(models), left, right, covariates, full_sample, prior=PRIOR)
    spread = davidson.fit(len(models), left, right, covariates, bootstrap, prior=PRIOR)
    return Ranking(
        ratings=_ratings(counted, models, point.strengths[0], spread.strengths),
        n_votes=len(counted),
        tie_strength=float(np.exp(point.log_nu[0])),
        unit=table.unit,
        is_bounded=is_bounded,
        groups=_groups(counted),
        slopes=_slopes(controls, point.slopes[0], spread.slopes),
    )


def _groups(ballots: Sequence[Ballot]) -> tuple[tuple[str, ...], ...]:
    """Return the models in the groups that votes connect, in alphabetical order."""
    group_of: dict[str, set[str]] = {}
    for ballot in ballots:
        joined = group_of.get(ballot.left, {ballot.left}) | group_of.get(ballot.right, {ballot.right})
        group_of.update(dict.fromkeys(joined, joined))
    return tuple(sorted({tuple(sorted(group)) for group in group_of.values()}))


class _Table:
    """Ballots as counts: one row a pair of models (with controls: one row a ballot), one column an outcome."""

    def __init__(self, ballots: Sequence[Ballot], models: Sequence[str], *, n_controls: int) -> None:
        positions = {model: i for i, model in enumerate(models)}
        tasks = sorted({ballot.task for ballot in ballots})
        self.unit = "task" if len(tasks) >= FEWEST_TASKS else "vote"
        rows: dict[tuple[int, int, tuple[float, ...]], int] = {}
        self.cells: list[tuple[int, int, int, float]] = []
        for number, ballot in enumerate(ballots):
            key = (positions[ballot.left], positions[ballot.right], ballot.controls[:n_controls])
            row = rows.setdefault(key, len(rows))
            cluster = tasks.index(ballot.task) if self.unit == "task" else number
            self.cells.append((cluster, row, COLUMN[ballot.choice], ballot.weight))
        self.left = [key[0] for key in rows]
        self.right = [key[1] for key in rows]
        self.covariates = [key[2] for key in rows]
        self.n_clusters = len(tasks) if self.unit == "task" else len(ballots)

    def resample(self, n_resamples: int, seed: int) -> tuple[Array, Array]:
        """Return weights (B, R, 3) of the resamples, and (1, R, 3) of the ballots as they are."""
        import numpy as np

        cluster, row, column, weight = (np.array(values) for values in zip(*self.cells, strict=True))
        width = len(self.left) * 3
        counts = np.zeros((self.n_clusters, width))
        np.add.at(counts, (cluster, row * 3 + column), weight)
        share = np.full(self.n_clusters, 1 / self.n_clusters)
        drawn = np.random.default_rng(seed).multinomial(self.n_clusters, share, size=n_resamples)
        shape = (-1, len(self.left), 3)
        return (drawn @ counts).reshape(shape), counts.sum(axis=0).reshape(shape)


def _ratings(ballots: Sequence[Ballot], models: Sequence[str], point: Array, spread: Array) -> tuple[Rating, ...]:
    import numpy as np

    low, high = np.quantile(spread, [0.025, 0.975], axis=0)
    ranks = 1 + (spread[:, None, :] > spread[:, :, None]).sum(axis=2)
    best, worst = np.quantile(ranks, [0.025, 0.975], axis=0, method="nearest")
    ratings = []
    for i, model in enumerate(models):
        ballots_of_model = [ballot for ballot in ballots if model in (ballot.left, ballot.right)]
        won = sum(
            1
            for b in ballots_of_model
            if (b.choice == LEFT and b.left == model) or (b.choice == RIGHT and b.right == model)
        )
        ratings.append(
            Rating(
                model=model,
                rating=CENTRE + POINTS * float(point[i]),
                low=CENTRE + POINTS * float(low[i]),
                high=CENTRE + POINTS * float(high[i]),
                rank=1 + int((point > point[i] + 1e-9).sum()),
                best_rank=int(best[i]),
                worst_rank=int(worst[i]),
                n_votes=len(ballots_of_model),
                wins=won,
                ties=sum(1 for b in ballots_of_model if b.choice in (TIE, BOTH_BAD)),
            )
        )
    return tuple(sorted(ratings, key=lambda rating: (-rating.rating, rating.model)))


def _slopes(names: Sequence[str], point: Array, spread: Array) -> tuple[Slope, ...]:
    import numpy as np

    if not names:
        return ()
    low, high = np.quantile(spread, [0.025, 0.975], axis=0) * POINTS
    return tuple(
        Slope(name=name, points=float(point[i]) * POINTS, low=float(low[i]), high=float(high[i]))
        for i, name in enumerate(names)
    )
