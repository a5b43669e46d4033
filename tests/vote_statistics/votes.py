"""Votes for tests."""

from __future__ import annotations

from typing import Any

from evaluations.vote_statistics import Ballot


def vote(left: int, right: int, choice: str, **kwargs: Any) -> Ballot:
    """A vote of the reviewer r on the answers of the models m1, m2 …, whose ids are these numbers."""
    return Ballot(
        pair=1,
        left=f"m{left}",
        right=f"m{right}",
        choice=choice,
        reviewer="r",
        left_candidate=left,
        right_candidate=right,
        **kwargs,
    )
