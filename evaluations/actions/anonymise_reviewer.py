"""Anonymises the judgements of a person who leaves a team: the judgements are kept, the name is removed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet

from evaluations.models.blind_assignments import BlindRating
from evaluations.models.feedback import Comment, Mark, StarRating
from evaluations.models.known_answers import KnownAnswer
from evaluations.models.reviews import Campaign, Ordering, Pair, Vote
from evaluations.models.teams import Team


@dataclass(frozen=True, slots=True)
class JudgementsInTeam:
    """Counts of a person's judgements in a team, which are kept without the name. n_held: assigned, not judged yet."""

    n_votes: int
    n_rankings: int
    n_ratings: int
    n_comments: int
    n_marks: int
    n_held: int


def judgements_in_team(team: Team, user_id: int) -> JudgementsInTeam:
    """Count the judgements that `anonymise_reviewer` would separate from the person."""
    votes = Vote.objects.filter(campaign__team=team, reviewer=user_id)
    rankings = Ordering.objects.filter(campaign__team=team, reviewer=user_id)
    blind = BlindRating.objects.filter(campaign__team=team, reviewer=user_id)
    stars = StarRating.objects.filter(candidate__run__team=team, reviewer=user_id)
    marks = Mark.objects.filter(author=user_id).filter(_of_team(team))
    unfinished = (votes.filter(voted_at=None), rankings.filter(stored_at=None), blind.filter(stored_at=None))
    return JudgementsInTeam(
        n_votes=votes.exclude(voted_at=None).count(),
        n_rankings=rankings.exclude(stored_at=None).count(),
        # Blind ratings are included: they are stored as stars.
        n_ratings=stars.count(),
        n_comments=Comment.objects.filter(candidate__run__team=team, author=user_id).count(),
        n_marks=marks.count(),
        n_held=sum(rows.count() for rows in unfinished),
    )


def _of_team(team: Team) -> Q:
    return Q(candidate__run__team=team) | Q(task__version__suite__team=team)


@transaction.atomic
def anonymise_reviewer(team: Team, user_id: int) -> int:
    """Separate the person from their judgements in the team; return how many votes are kept.

    Their votes stay together under a made-up name, so that figures by reviewer remain the same. Pairs that they had not
    voted on go to others. It cannot be undone, because the votes no longer refer to the person.
    """
    votes = Vote.objects.filter(campaign__team=team, reviewer=user_id)
    _release_assignments(votes.filter(voted_at=None))
    Ordering.objects.filter(campaign__team=team, reviewer=user_id, stored_at=None).delete()
    BlindRating.objects.filter(campaign__team=team, reviewer=user_id, stored_at=None).delete()
    name = f"former-{secrets.token_hex(4)}"
    # By number, not joined: PostgreSQL locks no rows of a DISTINCT.
    for campaign in Campaign.objects.select_for_update().filter(team=team, pk__in=votes.values("campaign")):
        weights = {name if voter == f"reviewer-{user_id}" else voter: w for voter, w in campaign.weights.items()}
        Campaign.objects.filter(pk=campaign.pk).update(weights=weights)
    n_kept = votes.update(reviewer=None, voter=name)
    for rows in (Ordering.objects.filter(campaign__team=team), BlindRating.objects.filter(campaign__team=team)):
        rows.filter(reviewer=user_id).update(reviewer=None)
    StarRating.objects.filter(candidate__run__team=team, reviewer=user_id).update(reviewer=None)
    KnownAnswer.objects.filter(candidate__run__team=team, person=user_id).delete()
    Comment.objects.filter(candidate__run__team=team, author=user_id).update(author=None)
    Mark.objects.filter(author=user_id).filter(_of_team(team)).update(author=None)
    return n_kept


def _release_assignments(votes: QuerySet[Vote]) -> None:
    for pair in votes.filter(slot__isnull=False).values_list("pair", flat=True):
        Pair.objects.filter(pk=pair).update(n_given=F("n_given") - 1)
    votes.delete()
