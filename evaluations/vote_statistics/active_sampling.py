"""Which pair gives the most information, and when a repeat is due."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from random import Random

from evaluations.vote_statistics.ranking import CENTRE, POINTS

EARLIEST_REPEAT = 5  # votes between a pair and its repeat, so that the reviewer does not simply remember it


def expected_information(ratings: Mapping[str, float], first: str, second: str, n_votes: int) -> float:
    """Return the value of one more vote on two models: the variance of its outcome, divided among the votes so far.

    ratings: points by model; an unknown model is at the centre. In [0, 0.25]: close and little voted on is high.
    """
    gap = (ratings.get(first, CENTRE) - ratings.get(second, CENTRE)) / POINTS
    chance = 1 / (1 + exp(-max(-30.0, min(30.0, gap))))
    return chance * (1 - chance) / (1 + n_votes)


def is_repeat_due(n_given: int, share: float, key: str) -> bool:
    """Return whether the next pair, after n_given, is a repeat: one in every 1/share, at a position that cannot be
    predicted.

    key: any name of reviewer and campaign. The same key gives the same plan in every process.
    """
    if share <= 0:
        return False
    block = max(1, round(1 / share))
    number, position = divmod(n_given, block)
    low = min(EARLIEST_REPEAT, block - 1) if number == 0 else 0
    return position == Random(f"{key}:{number}").randrange(low, block)
