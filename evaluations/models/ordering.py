"""Several answers put in order at once, stored as votes on their pairs."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from django.db import transaction
from django.utils.timezone import now

from evaluations.models.reviews import Campaign, Ordering, Pair, Vote

MOST_AT_ONCE = 4


@transaction.atomic
def open_ordering(campaign: Campaign, reviewer_id: int, *, draw: Random | None = None) -> Ordering | None:
    """The ordering the reviewer has open, or a new one of three or four answers; None when no task has so many left.

    Every two of the answers are a pair of the campaign that the reviewer has not been given.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if held := row.orderings.filter(reviewer=reviewer_id, stored_at=None).first():
        return held
    if not row.is_giving:
        return None
    draw = draw or Random()
    seen = Vote.objects.filter(campaign=row, reviewer=reviewer_id).values("pair")
    free = Pair.objects.filter(campaign=row, n_given__lt=row.votes_per_pair).exclude(pk__in=seen)
    by_task: dict[int, set[tuple[int, int]]] = {}
    for task, first, second in free.values_list("task", "first", "second"):
        by_task.setdefault(task, set()).add((first, second))
    for task in draw.sample(sorted(by_task), len(by_task)):
        chosen = _all_paired(by_task[task], draw)
        if len(chosen) > 2:
            return Ordering.objects.create(
                campaign=row, reviewer_id=reviewer_id, task_id=task, candidates=draw.sample(chosen, len(chosen))
            )
    return None


def _all_paired(pairs: set[tuple[int, int]], draw: Random) -> list[int]:
    """Up to four candidates of which every two are among the pairs."""
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
    """Locks an ordering in: places[i] is that of candidates[i], equal places are ties. False when already stored."""
    if not Ordering.objects.filter(pk=ordering.pk, stored_at=None).update(stored_at=now()):
        return False
    assert ordering.reviewer_id is not None  # only its own reviewer stores it
    both = list(zip(ordering.candidates, places, strict=True))
    store_ranking(ordering.campaign, ordering.reviewer_id, both, ordering.token)
    return True


@transaction.atomic
def store_ranking(campaign: Campaign, reviewer_id: int, places: Iterable[tuple[int, int]], token: str) -> int:
    """An ordering of up to four answers, (candidate, place), as votes on their pairs; equal places are ties.

    Pairs that the reviewer has already been given are left out. Returns how many votes were stored.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    order = dict(places)
    pairs = campaign.pairs.filter(first__in=order, second__in=order).exclude(votes__reviewer=reviewer_id)
    votes = []
    for pair in pairs:
        lead = order[pair.second_id] - order[pair.first_id]
        choice = Vote.Choice.TIE if lead == 0 else Vote.Choice.LEFT if lead > 0 else Vote.Choice.RIGHT
        votes.append(
            Vote(
                campaign=campaign, pair=pair, reviewer_id=reviewer_id, voter=f"reviewer-{reviewer_id}",
                is_swapped=False, chosen_by=Vote.ChosenBy.RANKING, ranking=token, choice=choice, voted_at=now(),
            )
        )  # fmt: skip
    return len(Vote.objects.bulk_create(votes))
