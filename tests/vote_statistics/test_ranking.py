"""Rankings: intervals contain the true values; rank ranges; controls; the same result for the same seed."""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from math import isfinite, log
from random import Random
from typing import Any

import pytest

from evaluations.vote_statistics import BOTH_BAD, LEFT, RIGHT, TIE, Ballot, rank

MODELS = ["a", "b", "c"]


def ballot(left: str, right: str, choice: str, **kwargs: Any) -> Ballot:
    return Ballot(pair=1, left=left, right=right, choice=choice, reviewer="r", **kwargs)


def drawn(seed: int, strengths: dict[str, float], n: int, n_tasks: int = 10) -> list[Ballot]:
    """Draw votes from models with these strengths, in log odds."""
    draw, votes = Random(seed), []
    pairs = [pair for pair in product(strengths, strengths) if pair[0] != pair[1]]
    for number in range(n):
        left, right = draw.choice(pairs)
        odds = 2.718281828 ** (strengths[left] - strengths[right])
        choice = TIE if draw.random() < 0.2 else LEFT if draw.random() < odds / (1 + odds) else RIGHT
        votes.append(ballot(left, right, choice, task=f"t{number % n_tasks}"))
    return votes


def test_without_votes_there_is_no_ranking() -> None:
    assert rank([]) is None
    assert rank([ballot("a", "b", LEFT, is_repeat=True)]) is None
    assert rank([ballot("a", "b", LEFT, weight=0.0)]) is None


def test_two_models_have_the_odds_of_their_wins() -> None:
    votes = [ballot("a", "b", LEFT)] * 3 + [ballot("b", "a", LEFT)]
    ranking = rank(votes)
    assert ranking is not None
    best, worst = ranking.ratings
    assert (best.model, best.wins, worst.wins) == ("a", 3, 1)
    assert best.rating - worst.rating == pytest.approx(400 * log(3) / log(10), abs=1e-6)
    assert ranking.tie_strength == 0.0


def test_intervals_and_ranks_contain_the_true_values() -> None:
    strengths = {"a": 1.0, "b": 0.0, "c": -1.0}
    ranking = rank(drawn(3, strengths, 600))
    assert ranking is not None
    assert [rating.model for rating in ranking.ratings] == ["a", "b", "c"]
    assert ranking.unit == "task"
    assert not ranking.is_bounded
    for rating in ranking.ratings:
        expected_data = 1000 + 400 / log(10) * strengths[rating.model]
        assert rating.low <= expected_data <= rating.high
        assert rating.best_rank <= rating.rank <= rating.worst_rank
    assert [rating.worst_rank for rating in ranking.ratings] == [1, 2, 3]


def test_equal_models_share_their_range_of_ranks() -> None:
    ranking = rank(drawn(5, dict.fromkeys("ab", 0.0), 60))
    assert ranking is not None
    assert [(rating.best_rank, rating.worst_rank) for rating in ranking.ratings] == [(1, 2), (1, 2)]


def test_a_clean_sweep_is_finite_and_says_so() -> None:
    ranking = rank([ballot("a", "b", LEFT)] * 8)
    assert ranking is not None
    assert ranking.is_bounded
    assert ranking.ratings[0].rating < 4000


def test_models_that_no_votes_connect_are_in_groups_of_their_own() -> None:
    within = [ballot("a", "b", choice) for choice in (LEFT, RIGHT, TIE)]
    beside = [ballot("c", "d", choice) for choice in (LEFT, LEFT, RIGHT)]
    apart, joined = rank([*within, *beside]), rank([*within, *beside, ballot("b", "c", TIE)])
    assert apart is not None
    assert joined is not None
    assert apart.groups == (("a", "b"), ("c", "d"))
    assert joined.groups == (("a", "b", "c", "d"),)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_any_few_votes_have_finite_figures(n: int) -> None:
    """Ties alone have no maximum either, and a campaign's page must not break on its first votes."""
    each = [
        ballot(left, right, choice) for left, right in ("ab", "bc", "ca") for choice in (LEFT, RIGHT, TIE, BOTH_BAD)
    ]
    for votes in combinations_with_replacement(each, n):
        ranking = rank(votes, n_resamples=10)
        assert ranking is not None
        assert all(
            isfinite(figure) for rating in ranking.ratings for figure in (rating.rating, rating.low, rating.high)
        )
        assert ranking.is_bounded or any(vote.choice in (LEFT, RIGHT) for vote in votes)


def test_few_tasks_are_resampled_by_vote() -> None:
    ranking = rank(drawn(1, dict.fromkeys("ab", 0.0), 20, n_tasks=2))
    assert ranking is not None
    assert ranking.unit == "vote"


def test_length_can_be_kept_constant() -> None:
    """Reviewers prefer the longer answer, whatever it is. `a` writes the longer one most of the time."""
    draw, votes = Random(7), []
    for number in range(600):
        longer = 1.0 if draw.random() < 0.8 else -1.0
        choice = LEFT if draw.random() < (0.8 if longer > 0 else 0.2) else RIGHT
        votes.append(ballot("a", "b", choice, task=f"t{number % 20}", controls=(longer,)))
    unadjusted, adjusted = rank(votes), rank(votes, controls=["length"])
    assert unadjusted is not None
    assert adjusted is not None
    assert unadjusted.ratings[0].low > unadjusted.ratings[1].high
    assert adjusted.ratings[0].low < adjusted.ratings[1].high
    (slope,) = adjusted.slopes
    assert slope.low > 0


def test_the_same_votes_give_the_same_figures() -> None:
    votes = drawn(2, {"a": 0.5, "b": 0.0, "c": 0.0}, 80)
    assert rank(votes) == rank(votes)
    assert rank(votes) != rank(votes, seed=2)


def test_weights_count_for_less() -> None:
    votes = [ballot("a", "b", LEFT)] * 4 + [ballot("a", "b", RIGHT, weight=0.5)] * 4
    ranking = rank(votes)
    assert ranking is not None
    assert ranking.ratings[0].rating - ranking.ratings[1].rating == pytest.approx(400 * log(2) / log(10), abs=1e-6)
