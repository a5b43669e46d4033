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
def open_solo(campaign: Campaign, reviewer_id: int, *, draw: Random | None = None) -> BlindRating | None:
    """What the reviewer has open, or an answer they have not rated; None when none is left.

    First those whose models they do not know, then the least rated, then by lot.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if solo := row.solos.filter(reviewer=reviewer_id, stored_at=None).first():
        return solo
    if not row.is_giving:
        return None
    left = unrated(row, reviewer_id)
    if not left:
        return None
    draw = draw or Random()
    known = KnownAnswer.objects.known(reviewer_id, left)
    n_ratings = dict(StarRating.objects.filter(candidate__in=left).values_list("candidate").annotate(n=Count("pk")))
    chosen = min(left, key=lambda pk: (pk in known, n_ratings.get(pk, 0), draw.random()))
    return BlindRating.objects.create(campaign=row, reviewer_id=reviewer_id, candidate_id=chosen)


def unrated(campaign: Campaign, reviewer_id: int) -> dict[int, str]:
    """The campaign's answers that the reviewer has not rated, here or by name, with the digests of their code."""
    rated = set(StarRating.objects.filter(reviewer=reviewer_id).values_list("candidate", flat=True))
    given = set(campaign.solos.filter(reviewer=reviewer_id).values_list("candidate", flat=True))
    return {pk: code for pk, code in reviewable_codes(campaign).items() if pk not in rated | given}


@transaction.atomic
def store_solo(solo: BlindRating, stars: int, reasons: list[str], note: str) -> bool:
    """Locks the rating in; False when it already was."""
    if not BlindRating.objects.filter(pk=solo.pk, stored_at=None).update(stored_at=now()):
        return False
    assert solo.reviewer_id is not None  # only its own reviewer stores it
    answer = {solo.candidate_id: code_digests([solo.candidate_id]).get(solo.candidate_id, "")}
    knew = bool(KnownAnswer.objects.known(solo.reviewer_id, answer))
    StarRating.objects.update_or_create(
        candidate_id=solo.candidate_id,
        reviewer_id=solo.reviewer_id,
        defaults={
            "stars": stars,
            "reasons": reasons,
            "note": note,
            "campaign_id": solo.campaign_id,
            "knew_model": knew,
        },
    )
    if solo.campaign.tells_names:
        KnownAnswer.objects.learn(solo.reviewer_id, answer)
    return True


def can_undo_solo(solo: BlindRating) -> bool:
    """Within ten minutes, and only the reviewer's last rating of the campaign; it is not given to them again."""
    if solo.stored_at is None or now() - solo.stored_at > UNDO_WITHIN:
        return False
    own_ratings = StarRating.objects.filter(
        candidate=solo.candidate_id, reviewer=solo.reviewer_id, campaign=solo.campaign_id
    )
    later = BlindRating.objects.filter(
        campaign=solo.campaign_id, reviewer=solo.reviewer_id, stored_at__gt=solo.stored_at
    )
    return own_ratings.exists() and not later.exists()


@transaction.atomic
def undo_solo(solo: BlindRating) -> bool:
    """Takes the rating back; False where the rule does not allow it."""
    if not can_undo_solo(solo):
        return False
    own_ratings = StarRating.objects.filter(
        candidate=solo.candidate_id, reviewer=solo.reviewer_id, campaign=solo.campaign_id
    )
    return bool(own_ratings.delete()[0])
