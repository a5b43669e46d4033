"""The pairs of a campaign, and their assignment to reviewers. One lock per campaign: no place is assigned twice."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from random import Random

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from evaluations.models.candidates import Candidate
from evaluations.models.known_answers import KnownAnswer, code_digests
from evaluations.models.reviews import Campaign, Pair, Vote
from evaluations.models.runs import Run
from evaluations.models.states import State
from evaluations.records import Verdict

MOST_PAIRS = 2000
EARLIEST_REPEAT = 5  # other votes of the reviewer between a pair and its repeat
# (one model's pk, the other's, votes on them so far) -> the information of one more vote
Worth = Callable[[int, int, int], float]
# A candidate's id to its score by the reward model; empty when there is none.
Rewards = Mapping[int, float]
N_COMPARED = 20  # pairs among which the closest in reward is taken


def reviewable(campaign: Campaign) -> QuerySet[Candidate]:
    """Return finished candidates of the campaign's models that have code, whatever their verdict is."""
    return (
        Candidate.objects.filter(run__in=campaign.runs.all(), model__in=campaign.chosen.all(), state=State.DONE)
        .exclude(verdict__in=["", Verdict.UNSCORED, Verdict.NO_CODE])
        .order_by("pk")
    )


@transaction.atomic
def make_pairs(campaign: Campaign, *, most: int = MOST_PAIRS, draw: Random | None = None) -> int:
    """Store missing pairs; return their number. Safe to repeat when more candidates have finished.

    Same task, strategy, sample and sampling settings, different models, different code. Beyond `most`, a random draw.
    Later runs of the campaign's suite are included.
    """
    draw = draw or Random()
    if campaign.suite_id:
        campaign.runs.add(*Run.objects.filter(team=campaign.team_id, suite_version__suite=campaign.suite_id))
    known = set(campaign.pairs.values_list("first_id", "second_id"))
    groups = _groups(campaign)
    pairs = [
        (task, (first, code), (second, other_code))
        for (task, *_), rows in groups.items()
        for (first, model, code), (second, other, other_code) in combinations(rows, 2)
        if model != other and code != other_code and (first, second) not in known
    ]
    room = max(0, most - len(known))
    chosen = pairs if len(pairs) <= room else draw.sample(pairs, room)
    Pair.objects.bulk_create(
        (
            Pair(
                campaign=campaign,
                task_id=task,
                first_id=first,
                first_code=code,
                second_id=second,
                second_code=other_code,
                shuffle=draw.randrange(2**31),
            )
            for task, (first, code), (second, other_code) in chosen
        ),
        batch_size=500,
    )
    return len(chosen)


def _groups(campaign: Campaign) -> dict[tuple[int, str, int, str], list[tuple[int, int, str]]]:
    codes = reviewable_codes(campaign)
    groups: dict[tuple[int, str, int, str], list[tuple[int, int, str]]] = defaultdict(list)
    rows = reviewable(campaign).values_list("pk", "task_id", "model_id", "strategy", "sample", "run__sampling")
    for pk, task, model, strategy, sample, sampling in rows:
        if pk in codes:
            kind = "" if campaign.mixes_strategies else strategy
            key = (task, kind, sample, json.dumps(sampling, sort_keys=True))
            groups[key].append((pk, model, codes[pk]))
    return groups


def reviewable_codes(campaign: Campaign) -> dict[int, str]:
    """Map each reviewable candidate to the digest of its code, for those that have any."""
    return code_digests(reviewable(campaign).values_list("pk", flat=True))


@transaction.atomic
def assign_pairs(
    campaign: Campaign,
    reviewer_id: int,
    worth: Worth,
    *,
    is_repeat_due: Callable[[int], bool],
    most: int = 2,
    draw: Random | None = None,
    rewards: Rewards | None = None,
) -> list[Vote]:
    """Return the reviewer's open pairs, filled up to `most`: the current pair and the next one. [] when none is left.

    The row of the campaign is locked, so assignments of one campaign happen one after the other; constraints on Vote
    protect it as well.
    """
    row = Campaign.objects.select_for_update().get(pk=campaign.pk)
    waiting = list(Vote.objects.filter(campaign=row).unvoted(reviewer_id))
    if len(waiting) >= most or not row.is_giving:
        return waiting[:most]
    Vote.objects.filter(campaign=row).free_stale(reviewer_id)
    draw = draw or Random()
    while len(waiting) < most:
        vote = _next_assignment(
            row, reviewer_id, worth, is_repeat_due=is_repeat_due, draw=draw, rewards=rewards or {}, waiting=waiting
        )
        if vote is None:
            break
        waiting.append(vote)
    return waiting


def _next_assignment(
    campaign: Campaign,
    reviewer_id: int,
    worth: Worth,
    *,
    is_repeat_due: Callable[[int], bool],
    draw: Random,
    rewards: Rewards,
    waiting: list[Vote],
) -> Vote | None:
    own_votes = Vote.objects.filter(campaign=campaign, reviewer=reviewer_id, ranking="")
    votes_on_pair = Vote.objects.filter(pair=OuterRef("pk"), reviewer=reviewer_id)
    free = campaign.pairs.filter(~Exists(votes_on_pair), n_given__lt=campaign.votes_per_pair)
    if ranked := campaign.orderings.filter(reviewer=reviewer_id, stored_at=None).first():
        # The reviewer has an open ranking of these, which will be votes on each pair of them.
        free = free.exclude(first__in=ranked.candidates, second__in=ranked.candidates)
    n_known, free = least_known(campaign, free, reviewer_id, waiting)
    again = _repeat(own_votes, draw) if is_repeat_due(own_votes.count()) else None
    # Known answers are assigned again only if every other pair contains one too.
    if again and (n_known or not KnownAnswer.objects.known_candidates(reviewer_id, again.pair.digests)):
        return _create_assignment(
            again.pair, reviewer_id, is_swapped=not again.is_swapped, chosen_by=Vote.ChosenBy.REPEAT
        )
    if draw.random() < campaign.random_share:
        n = free.count()
        pair = free.order_by("shuffle", "pk")[draw.randrange(n)] if n else None
        chosen_by = Vote.ChosenBy.RANDOM
    else:
        pair, chosen_by = _most_informative(campaign, free, worth, draw, rewards), Vote.ChosenBy.ACTIVE
    if pair is None:
        return None
    return _create_assignment(pair, reviewer_id, is_swapped=_is_swapped(pair, draw), chosen_by=chosen_by)


def least_known(
    campaign: Campaign, pairs: QuerySet[Pair], reviewer_id: int, waiting: Iterable[Vote] = ()
) -> tuple[int, QuerySet[Pair]]:
    """Return the smallest number of known answers per pair (0 to 2), and the pairs with this number.

    held: open pairs without a vote; if a vote shows the names, their answers will be known by then. (2, no
    pair) when none is left.
    """
    soon = [vote.pair for vote in waiting] if campaign.tells_names else []
    is_known = {}
    for side in ("first", "second"):
        known = KnownAnswer.objects.filter(person=reviewer_id)
        same_code = known.exclude(code="").filter(code=OuterRef(f"{side}_code"))
        is_known[side] = (
            Exists(known.filter(candidate=OuterRef(side)))
            | Exists(same_code)
            | Q(**{f"{side}__in": [pk for pair in soon for pk in pair.digests]})
            | Q(**{f"{side}_code__in": [code for pair in soon for code in pair.digests.values() if code]})
        )
    first, second = is_known["first"], is_known["second"]
    for n_known, rows in enumerate((pairs.filter(~first, ~second), pairs.filter(~first | ~second))):
        if rows.exists():
            return n_known, rows
    return 2, pairs


def _most_informative(
    campaign: Campaign, free: QuerySet[Pair], worth: Worth, draw: Random, rewards: Rewards
) -> Pair | None:
    """Return a free pair of the two models for which a vote gives most information: the fewest votes first, then the
    closest rewards.
    """
    n_votes: dict[tuple[int, int], int] = defaultdict(int)
    between = ("first__model", "second__model")
    for left, right, n in campaign.pairs.values_list(*between).annotate(Sum("n_given")).order_by():
        n_votes[min(left, right), max(left, right)] += n
    open_ = free.values_list(*between).annotate(n=Count("pk")).order_by()
    models = {(min(left, right), max(left, right)) for left, right, _ in open_}
    if not models:
        return None
    # Equal values are common at the start; then the random draw decides, not the order of ids.
    left, right = max(sorted(models), key=lambda key: (worth(key[0], key[1], n_votes[key]), draw.random()))
    sides = Q(first__model=left, second__model=right) | Q(first__model=right, second__model=left)
    first = list(free.filter(sides).order_by("n_given", "shuffle", "pk")[:N_COMPARED])
    equals = [pair for pair in first if pair.n_given == first[0].n_given]
    return min(equals, key=lambda pair: abs(rewards.get(pair.first_id, 0.0) - rewards.get(pair.second_id, 0.0)))


def _repeat(own_votes: QuerySet[Vote], draw: Random) -> Vote | None:
    """Return an earlier vote of the reviewer on a pair not repeated yet, with some votes in between."""
    stored = own_votes.exclude(voted_at=None).filter(undone_at=None)
    repeated = own_votes.filter(is_repeat=True).values("pair")
    old = list(stored.filter(is_repeat=False).order_by("-voted_at").values_list("pk", flat=True)[EARLIEST_REPEAT:])
    choices = stored.filter(pk__in=old).exclude(pair__in=repeated).select_related("pair")
    return draw.choice(list(choices)) if choices else None


def _is_swapped(pair: Pair, draw: Random) -> bool:
    """Swap the sides of the last time for this pair; else use the side that its models had less often."""
    last = pair.votes.filter(is_repeat=False).order_by("-pk").values_list("is_swapped", flat=True).first()
    if last is not None:
        return not last
    left, right = pair.first.model_id, pair.second.model_id
    both = Q(pair__first__model=left, pair__second__model=right) | Q(pair__first__model=right, pair__second__model=left)
    shown = Vote.objects.filter(both, campaign=pair.campaign_id, is_repeat=False, ranking="")
    counts = shown.values_list("pair__first__model", "is_swapped").annotate(n=Count("pk")).order_by()
    lead = sum(n if (first == left) != swapped else -n for first, swapped, n in counts)
    return lead > 0 or (lead == 0 and draw.random() < 0.5)


def _create_assignment(pair: Pair, reviewer_id: int, *, is_swapped: bool, chosen_by: str) -> Vote:
    is_repeat = chosen_by == Vote.ChosenBy.REPEAT
    slot = None if is_repeat else reserve_slot(pair)
    return Vote.objects.create(
        campaign_id=pair.campaign_id,
        pair=pair,
        reviewer_id=reviewer_id,
        voter=f"reviewer-{reviewer_id}",
        slot=slot,
        is_repeat=is_repeat,
        is_swapped=is_swapped,
        chosen_by=chosen_by,
    )


def reserve_slot(pair: Pair) -> int:
    """Reserve one more place of the pair; return its number. The caller holds the campaign's lock."""
    used_slots = set(pair.votes.filter(slot__isnull=False).values_list("slot", flat=True))
    Pair.objects.filter(pk=pair.pk).update(n_given=F("n_given") + 1)
    return next(number for number in range(len(used_slots) + 1) if number not in used_slots)
