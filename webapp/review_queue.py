"""What a reviewer gets next, and how far they are."""

from __future__ import annotations

from functools import lru_cache, partial

from evaluations.models import Campaign, LanguageModel, Vote
from evaluations.models.pairing import Worth, hand_out
from evaluations.ratings import Ballot, information, is_repeat_due, rank

VOTES_A_FIT = 5  # the order of the queue follows the ratings at this pace


def next_votes(campaign: Campaign, reviewer_id: int, *, most: int = 2) -> list[Vote]:
    """The pair on the screen and the one after it; [] when nothing is left for this reviewer."""
    due = partial(is_repeat_due, share=campaign.repeat_share, key=f"{campaign.pk}:{reviewer_id}")
    return hand_out(campaign, reviewer_id, _worth(campaign), is_repeat_due=due, most=most)


def _worth(campaign: Campaign) -> Worth:
    n = campaign.votes.counted().count()
    ratings = _ratings(campaign.pk, n - n % VOTES_A_FIT) if n >= VOTES_A_FIT else {}
    names = {str(pk): str(pk) for pk in ratings}

    def worth(one: int, other: int, n_votes: int) -> float:
        return information(ratings, names.get(str(one), ""), names.get(str(other), ""), n_votes)

    return worth


@lru_cache(maxsize=64)
def _ratings(campaign_pk: int, _n_votes: int) -> dict[str, float]:
    """Points by model number. Kept until so many more votes are there: it only orders the queue."""
    ranking = rank((Ballot(**row) for row in Vote.objects.filter(campaign=campaign_pk).plain()), n_resamples=1)
    if ranking is None:
        return {}
    models = LanguageModel.objects.filter(campaigns=campaign_pk).select_related("server")
    numbers = {model.model_id: str(model.pk) for model in models}
    return {numbers[rating.model]: rating.rating for rating in ranking.ratings if rating.model in numbers}


def place_of(campaign: Campaign, reviewer_id: int) -> tuple[int, int]:
    """Votes the reviewer has stored, and how many there can be for them now: “12 of 40”."""
    mine = Vote.objects.filter(campaign=campaign, reviewer=reviewer_id, ranking="")
    done = mine.exclude(voted_at=None).count()
    unseen = campaign.pairs.filter(n_given__lt=campaign.votes_per_pair).exclude(votes__reviewer=reviewer_id).count()
    return done, done + mine.filter(voted_at=None).count() + (unseen if campaign.is_giving else 0)
