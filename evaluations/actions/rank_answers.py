"""Ranks several answers in one step, stored as votes on their pairs."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import now

from evaluations.actions.assign_pairs import least_known, reserve_slot
from evaluations.models.known_answers import KnownAnswer
from evaluations.models.reviews import UNDO_WITHIN, Campaign, Ordering, Pair, Vote

MOST_AT_ONCE = 4


@transaction.atomic
def open_ordering(campaign: Campaign, reviewer_id: int, *, draw: Random | None = None) -> Ordering | None:
    """Return the reviewer's open ordering, or a new one of three or four answers; None when no task has enough left.

    Every two of the answers are a pair of the campaign that was not assigned to the reviewer; answers of unknown models
    come first.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if ordering := row.orderings.filter(reviewer=reviewer_id, stored_at=None).first():
        return ordering
    if not row.is_giving:
        return None
    draw = draw or Random()
    voted_pairs = Vote.objects.filter(campaign=row, reviewer=reviewer_id).values("pair")
    free = Pair.objects.filter(campaign=row, n_given__lt=row.votes_per_pair).exclude(pk__in=voted_pairs)
    unvoted = Vote.objects.filter(campaign=row).unvoted(reviewer_id).select_related("pair")
    n_known, unknown = least_known(row, free, reviewer_id, unvoted)
    for pairs in [free] if n_known else [unknown, free]:
        task, chosen = _ranking_candidates(pairs, draw)
        if chosen:
            return Ordering.objects.create(
                campaign=row, reviewer_id=reviewer_id, task_id=task, candidates=draw.sample(chosen, len(chosen))
            )
    return None


def _ranking_candidates(pairs: QuerySet[Pair], draw: Random) -> tuple[int, list[int]]:
    """Return a task and three or four answers to it, of which every two are among the pairs; (0, []) if no task has
    them.
    """
    by_task: dict[int, set[tuple[int, int]]] = {}
    for task, first, second in pairs.values_list("task", "first", "second"):
        by_task.setdefault(task, set()).add((first, second))
    for task in draw.sample(sorted(by_task), len(by_task)):
        chosen = _all_paired(by_task[task], draw)
        if len(chosen) > 2:
            return task, chosen
    return 0, []


def _all_paired(pairs: set[tuple[int, int]], draw: Random) -> list[int]:
    """Return up to four candidates of which every two are among the pairs."""
    chosen: list[int] = []
    everybody = sorted({candidate for pair in pairs for candidate in pair})
    for candidate in draw.sample(everybody, len(everybody)):
        if all((min(candidate, other), max(candidate, other)) in pairs for other in chosen):
            chosen.append(candidate)
        if len(chosen) == MOST_AT_ONCE:
            break
    return chosen


@transaction.atomic
def store_ordering(ordering: Ordering, places: list[int]) -> bool:
    """Store an ordering: places[i] is the place of candidates[i], equal places are ties. Return False when it is
    already stored.
    """
    values = {"stored_at": now(), "order": places}
    if not Ordering.objects.filter(pk=ordering.pk, stored_at=None).update(**values):
        return False
    assert ordering.reviewer_id is not None  # only its own reviewer stores it
    both = list(zip(ordering.candidates, places, strict=True))
    store_ranking(ordering.campaign, ordering.reviewer_id, both, ordering.token)
    return True


@transaction.atomic
def store_ranking(campaign: Campaign, reviewer_id: int, places: Iterable[tuple[int, int]], token: str) -> int:
    """Store an ordering of up to four answers, (candidate, place), as votes on their pairs; equal places are ties.

    Each vote uses a place of its pair if there is one. Pairs that the reviewer has already been given are left out.
    Returns how many votes were stored.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    order = dict(places)
    pairs = list(row.pairs.filter(first__in=order, second__in=order).exclude(votes__reviewer=reviewer_id))
    known = KnownAnswer.objects.known_candidates(
        reviewer_id, {pk: code for pair in pairs for pk, code in pair.digests.items()}
    )
    votes = []
    for pair in pairs:
        lead = order[pair.second_id] - order[pair.first_id]
        choice = Vote.Choice.TIE if lead == 0 else Vote.Choice.LEFT if lead > 0 else Vote.Choice.RIGHT
        votes.append(
            Vote(
                campaign=row,
                pair=pair,
                reviewer_id=reviewer_id,
                voter=f"reviewer-{reviewer_id}",
                slot=reserve_slot(pair) if pair.n_given < row.votes_per_pair else None,
                is_swapped=False,
                chosen_by=Vote.ChosenBy.RANKING,
                ranking=token,
                choice=choice,
                voted_at=now(),
                knew_model=not known.isdisjoint(pair.digests),
            )
        )
    if row.tells_names:
        KnownAnswer.objects.learn(reviewer_id, order)
    return len(Vote.objects.bulk_create(votes))


def can_undo_ordering(ordering: Ordering) -> bool:
    """Return whether it is at most ten minutes old and the last thing that the reviewer stored in the campaign."""
    if ordering.stored_at is None or now() - ordering.stored_at > UNDO_WITHIN:
        return False
    own_votes = Vote.objects.filter(campaign=ordering.campaign_id, reviewer=ordering.reviewer_id)
    counts = own_votes.filter(ranking=ordering.token, undone_at=None).exists()
    later = own_votes.exclude(ranking=ordering.token).filter(voted_at__gt=ordering.stored_at)
    return counts and not later.exists()


@transaction.atomic
def undo_ordering(ordering: Ordering) -> bool:
    """Undo an ordering: its votes count nowhere, their places become free. Return False if the rule forbids it."""
    if not can_undo_ordering(ordering):
        return False
    votes = Vote.objects.filter(campaign=ordering.campaign_id, ranking=ordering.token, undone_at=None)
    for pair in votes.filter(slot__isnull=False).values_list("pair", flat=True):
        Pair.objects.filter(pk=pair).update(n_given=F("n_given") - 1)
    return bool(votes.update(undone_at=now(), slot=None))
