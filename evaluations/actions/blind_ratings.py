"""Blind rating of single answers: who gets which, and the rating stored."""

from __future__ import annotations

from random import Random

from django.db import transaction
from django.db.models import Count
from django.utils.timezone import now

from evaluations.actions.assign_pairs import reviewable_codes
from evaluations.models.blind_assignments import BlindRating
from evaluations.models.feedback import StarRating
from evaluations.models.known_answers import KnownAnswer, code_digests
from evaluations.models.reviews import UNDO_WITHIN, Campaign


@transaction.atomic
def open_blind_rating(campaign: Campaign, reviewer_id: int, *, draw: Random | None = None) -> BlindRating | None:
    """Return the reviewer's open answer, or give them one that they have not rated; None when nothing is left.

    Answers of models that the reviewer does not know come first, then the one with the fewest ratings. Ties are
    broken at random.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if rating := row.blind_ratings.filter(reviewer=reviewer_id, stored_at=None).first():
        return rating
    if not row.is_giving:
        return None
    unrated_answers = unrated(row, reviewer_id)
    if not unrated_answers:
        return None
    draw = draw or Random()
    known = KnownAnswer.objects.known_candidates(reviewer_id, unrated_answers)
    n_ratings = dict(
        StarRating.objects.filter(candidate__in=unrated_answers).values_list("candidate").annotate(n=Count("pk"))
    )
    chosen = min(unrated_answers, key=lambda pk: (pk in known, n_ratings.get(pk, 0), draw.random()))
    return BlindRating.objects.create(campaign=row, reviewer_id=reviewer_id, candidate_id=chosen)


def unrated(campaign: Campaign, reviewer_id: int) -> dict[int, str]:
    """Return the campaign's answers that the reviewer has not rated, here or by name, with the digests of their
    code.
    """
    rated_by_name = set(StarRating.objects.filter(reviewer=reviewer_id).values_list("candidate", flat=True))
    rated_here = set(campaign.blind_ratings.filter(reviewer=reviewer_id).values_list("candidate", flat=True))
    return {pk: code for pk, code in reviewable_codes(campaign).items() if pk not in rated_by_name | rated_here}


@transaction.atomic
def store_blind_rating(rating: BlindRating, stars: int, reasons: list[str], note: str) -> bool:
    """Store the rating; return False when it is stored already."""
    if not BlindRating.objects.filter(pk=rating.pk, stored_at=None).update(stored_at=now()):
        return False
    assert rating.reviewer_id is not None  # only its own reviewer stores it
    answer = {rating.candidate_id: code_digests([rating.candidate_id]).get(rating.candidate_id, "")}
    knew = bool(KnownAnswer.objects.known_candidates(rating.reviewer_id, answer))
    StarRating.objects.update_or_create(
        candidate_id=rating.candidate_id,
        reviewer_id=rating.reviewer_id,
        defaults={
            "stars": stars,
            "reasons": reasons,
            "note": note,
            "campaign_id": rating.campaign_id,
            "knew_model": knew,
        },
    )
    if rating.campaign.tells_names:
        KnownAnswer.objects.learn(rating.reviewer_id, answer)
    return True


def can_undo_blind_rating(rating: BlindRating) -> bool:
    """Return whether this is the reviewer's last rating of the campaign, at most ten minutes old.

    An answer whose rating was undone is not given to the reviewer again.
    """
    if rating.stored_at is None or now() - rating.stored_at > UNDO_WITHIN:
        return False
    own_ratings = StarRating.objects.filter(
        candidate=rating.candidate_id, reviewer=rating.reviewer_id, campaign=rating.campaign_id
    )
    later = BlindRating.objects.filter(
        campaign=rating.campaign_id, reviewer=rating.reviewer_id, stored_at__gt=rating.stored_at
    )
    return own_ratings.exists() and not later.exists()


@transaction.atomic
def undo_blind_rating(rating: BlindRating) -> bool:
    """Delete the rating; return False where it cannot be undone."""
    if not can_undo_blind_rating(rating):
        return False
    own_ratings = StarRating.objects.filter(
        candidate=rating.candidate_id, reviewer=rating.reviewer_id, campaign=rating.campaign_id
    )
    return bool(own_ratings.delete()[0])
