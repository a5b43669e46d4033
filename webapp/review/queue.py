"""The next pairs of a reviewer, and their progress."""

from __future__ import annotations

from functools import lru_cache, partial

from django.http import HttpRequest

from evaluations.actions.assign_pairs import assign_pairs
from evaluations.models import Campaign, LanguageModel, Membership, Vote
from evaluations.vote_statistics import Ballot, expected_information, is_repeat_due, rank
from webapp.review.reward import rewards_of
from webapp.site.access import membership

MOST_COUNTED = 20  # campaigns looked at for the dashboard
VOTES_PER_FIT = 5  # new votes after which the ratings, and so the order of the queue, are computed again


def next_votes(campaign: Campaign, reviewer_id: int, *, most: int = 2) -> list[Vote]:
    """Return the current pair and the next one; [] when nothing is left for this reviewer."""
    due = partial(is_repeat_due, share=campaign.repeat_share, key=f"{campaign.pk}:{reviewer_id}")
    n = campaign.votes.counted().count()
    ratings, rewards = _order(campaign, n - n % VOTES_PER_FIT) if n >= VOTES_PER_FIT else ({}, {})

    def worth(first: int, second: int, n_votes: int) -> float:
        return expected_information(ratings, str(first), str(second), n_votes)

    return assign_pairs(campaign, reviewer_id, worth, is_repeat_due=due, most=most, rewards=rewards)


@lru_cache(maxsize=64)
def _order(campaign: Campaign, _n_votes: int) -> tuple[dict[str, float], dict[int, float]]:
    """Return points by model number, rewards by candidate. Cached until there are enough new votes, because it only
    orders the queue.
    """
    ballots = [Ballot(**row) for row in Vote.objects.filter(campaign=campaign).ballot_fields()]
    ranking = rank(ballots, n_resamples=1)
    models = LanguageModel.objects.filter(campaigns=campaign).select_related("server")
    numbers = {model.model_id: str(model.pk) for model in models}
    ratings = ranking.ratings if ranking else ()
    _, rewards = rewards_of(campaign, ballots)
    return {numbers[rating.model]: rating.rating for rating in ratings if rating.model in numbers}, rewards


def place_of(campaign: Campaign, reviewer_id: int) -> tuple[int, int]:
    """Return votes the reviewer has stored, and how many there can be for them now: “12 of 40”."""
    own_votes = Vote.objects.filter(campaign=campaign, reviewer=reviewer_id, ranking="")
    done = own_votes.exclude(voted_at=None).count()
    unseen = campaign.pairs.filter(n_given__lt=campaign.votes_per_pair).exclude(votes__reviewer=reviewer_id).count()
    return done, done + own_votes.filter(voted_at=None).count() + (unseen if campaign.is_giving else 0)


def waiting_for(request: HttpRequest) -> int:
    """Return how many pairs the person could vote on now, over the campaigns given to them; 0 for who may not vote."""
    member = membership(request)
    if member is None or not member.may(Membership.Role.REVIEWER):
        return 0
    rows = Campaign.objects.given_to(member).filter(state=Campaign.State.OPEN)[:MOST_COUNTED]
    places = [place_of(row, member.user_id) for row in rows if row.is_giving]
    return sum(total - done for done, total in places)
