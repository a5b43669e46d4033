"""Votes compared with the results of tests."""

from __future__ import annotations

from typing import Any

import pytest
from scipy.stats import pearsonr

from evaluations.vote_statistics import BOTH_BAD, LEFT, RIGHT, TIE, Ballot, correlate, standings, votes_and_tests
from evaluations.vote_statistics.votes_against_tests import Graded, Standing
from tests.vote_statistics import votes


def vote(left: int, right: int, choice: str, **kwargs: Any) -> Ballot:
    return votes.vote(left, right, choice, task="t", **kwargs)


def graded(*passed: bool) -> dict[int, Graded]:
    return {pk: Graded(pk, "t", f"m{pk}", ok, float(ok)) for pk, ok in enumerate(passed, start=1)}


def test_average_rating_uses_the_weights_of_reviewers() -> None:
    votes = [vote(1, 2, LEFT), vote(1, 2, RIGHT, weight=0.25), vote(1, 2, RIGHT, weight=0.0)]
    first, _ = standings(votes, graded(True, False))
    assert (first.preference, first.n_votes) == (0.8, 2)


def test_each_candidate_is_in_one_group() -> None:
    votes = [
        vote(1, 2, LEFT),
        vote(3, 1, RIGHT),
        vote(2, 3, LEFT),
        vote(2, 4, BOTH_BAD),
        vote(5, 6, TIE),
        vote(3, 4, RIGHT),
        vote(3, 4, LEFT, is_repeat=True),
        vote(2, 9, LEFT),
    ]
    rows = standings(votes, graded(True, False, True, False, True, False))
    groups = {row.candidate: row.group for row in rows}
    assert groups == {
        1: "passes and liked",
        2: "undecided",
        3: "passes but disliked",
        4: "undecided",
        5: "undecided",
        6: "undecided",
    }
    liked = standings([vote(2, 1, LEFT)], graded(True, False))
    assert {row.candidate: row.group for row in liked} == {1: "passes but disliked", 2: "liked but broken"}
    bad = standings([vote(2, 4, BOTH_BAD)], graded(True, False, True, False))
    assert {row.group for row in bad} == {"neither"}


def test_counts_by_task_and_model() -> None:
    counts = votes_and_tests(standings([vote(1, 2, LEFT), vote(1, 2, LEFT)], graded(True, False)))
    assert counts.total == {"passes and liked": 1, "neither": 1}
    assert counts.cells["t", "m1"] == {"passes and liked": 1}


def test_correlation_is_pearsons_and_lies_in_its_interval() -> None:
    rows = [
        Standing(
            candidate=i,
            task=f"t{i % 6}",
            model="m",
            has_passed=True,
            score=(i * 7 % 10) / 10,
            preference=(i * 3 % 5) / 5 + i / 40,
            n_votes=1,
        )
        for i in range(24)
    ]
    correlation = correlate(rows)
    assert correlation is not None
    assert correlation.r == pytest.approx(
        pearsonr([r.score for r in rows], [r.preference for r in rows]).statistic, abs=1e-9
    )
    assert -1 <= correlation.low <= correlation.r <= correlation.high <= 1
    assert correlate(rows[:1]) is None
