"""Figures on votes: pure functions on plain ballots. numpy is loaded only by what needs it (davidson, reward)."""

from evaluations.vote_statistics.active_sampling import expected_information, is_repeat_due
from evaluations.vote_statistics.agreement import alpha, consistency, outliers, sides
from evaluations.vote_statistics.preferences import from_tests, from_votes
from evaluations.vote_statistics.ranking import Ranking, Rating, rank
from evaluations.vote_statistics.vote_record import BOTH_BAD, CHOICES, LEFT, REASONS, RIGHT, TIE, Ballot
from evaluations.vote_statistics.votes_against_tests import (
    GROUPS,
    Standing,
    VotesAndTests,
    correlate,
    standings,
    votes_and_tests,
)

__all__ = [
    "BOTH_BAD",
    "CHOICES",
    "GROUPS",
    "LEFT",
    "REASONS",
    "RIGHT",
    "TIE",
    "Ballot",
    "Ranking",
    "Rating",
    "Standing",
    "VotesAndTests",
    "alpha",
    "consistency",
    "correlate",
    "expected_information",
    "from_tests",
    "from_votes",
    "is_repeat_due",
    "outliers",
    "rank",
    "sides",
    "standings",
    "votes_and_tests",
]
