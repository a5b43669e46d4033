"""Figures on votes: pure functions on plain ballots. numpy is loaded only by what needs it (davidson, reward)."""

from evaluations.ratings.active_sampling import information, is_repeat_due
from evaluations.ratings.agreement import alpha, consistency, outliers, sides
from evaluations.ratings.preferences import from_tests, from_votes
from evaluations.ratings.ranking import Ranking, Rating, rank
from evaluations.ratings.verdicts import GROUPS, Standing, VotesAndTests, correlate, standings, votes_and_tests
from evaluations.ratings.vote_record import BOTH_BAD, CHOICES, LEFT, REASONS, RIGHT, TIE, Ballot

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
    "from_tests",
    "from_votes",
    "information",
    "is_repeat_due",
    "outliers",
    "rank",
    "sides",
    "standings",
    "votes_and_tests",
]
