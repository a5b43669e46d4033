"""Whether reviewers agree with each other and with themselves, and whether they prefer a side of the screen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb

from evaluations.statistics import Interval, wilson_interval
from evaluations.vote_statistics.vote_record import LEFT, RIGHT, Ballot


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Return Krippendorff's alpha for nominal values: 1 full agreement, 0 what chance gives, below 0 worse than chance.

    units: the values that different reviewers gave to one thing. None when no unit has two values, or when all values
    are the same, so that no disagreement is possible. Source: Krippendorff 2011, "Computing Krippendorff's
    Alpha-Reliability", section C. The package `krippendorff` is GPL, so it is only what the tests compare with.
    """
    totals: Counter[Hashable] = Counter()
    agreeing = n = 0.0
    for values in units:
        m = len(values)
        if m < 2:
            continue
        counts = Counter(values)
        totals.update(counts)
        n += m
        agreeing += sum(c * (c - 1) for c in counts.values()) / (m - 1)
    by_chance = sum(c * (c - 1) for c in totals.values()) / (n - 1) if n > 1 else 0.0
    if n <= by_chance or n == 0:
        return None
    return 1 - (n - agreeing) / (n - by_chance)


def alpha_of_votes(ballots: Iterable[Ballot]) -> float | None:
    """Return alpha of the preferences over pairs, without repeats."""
    return alpha([[ballot.meaning for ballot in group] for group in _by_pair(ballots).values()])


def alpha_of_reason(ballots: Iterable[Ballot], reason: str) -> float | None:
    """Return alpha of whether a reason was ticked, over pairs."""
    return alpha([[reason in ballot.reasons for ballot in group] for group in _by_pair(ballots).values()])


def _by_pair(ballots: Iterable[Ballot]) -> dict[int, list[Ballot]]:
    pairs: dict[int, list[Ballot]] = defaultdict(list)
    for ballot in ballots:
        if not ballot.is_repeat:
            pairs[ballot.pair].append(ballot)
    return pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Decided votes by side. p: chance of a split at least this uneven when sides do not matter (exact binomial)."""

    left: int
    right: int
    share: Interval | None
    p: float


def sides(ballots: Iterable[Ballot]) -> Sides:
    """Return whether the left side has an advantage. Sides are balanced, so without bias the left wins half of the
    votes.

    Votes without sides on a screen are left out.
    """
    counts = Counter(ballot.choice for ballot in ballots if ballot.has_sides)
    left, right = counts[LEFT], counts[RIGHT]
    n = left + right
    tail = sum(comb(n, k) for k in range(max(left, right), n + 1))
    # Whole numbers are divided once, because 2.0**n overflows beyond a thousand votes.
    p = min(1.0, 2 * tail / 2**n) if n else 1.0
    return Sides(left=left, right=right, share=wilson_interval(left, n), p=p)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """A reviewer's votes on pairs that were shown twice, with sides swapped. share is None without repeats."""

    reviewer: str
    same: int
    n_repeats: int
    share: Interval | None


def consistency(ballots: Iterable[Ballot]) -> tuple[Consistency, ...]:
    """Return one row a reviewer who was given a planned repeat, by name."""
    first: dict[tuple[str, int], str] = {}
    again: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for ballot in ballots:
        if ballot.is_repeat:
            again[ballot.reviewer].append((ballot.pair, ballot.meaning))
        else:
            first[ballot.reviewer, ballot.pair] = ballot.meaning
    rows = []
    for reviewer, repeats in sorted(again.items()):
        known = [meaning == first[reviewer, pair] for pair, meaning in repeats if (reviewer, pair) in first]
        if known:
            same, n = sum(known), len(known)
            rows.append(Consistency(reviewer=reviewer, same=same, n_repeats=n, share=wilson_interval(same, n)))
    return tuple(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """How often a reviewer agrees with others on the same pair. is_outlier: clearly less often than the others."""

    name: str
    n_votes: int
    agree: int
    n_compared: int
    share: Interval | None
    others: float | None
    is_outlier: bool


def outliers(ballots: Iterable[Ballot]) -> tuple[Reviewer, ...]:
    """Compare each reviewer with the rest. The whole interval of an outlier lies below the interval of the rest."""
    agree: Counter[tuple[str, str]] = Counter()
    compared: Counter[tuple[str, str]] = Counter()
    votes: Counter[str] = Counter()
    for group in _by_pair(ballots).values():
        votes.update(ballot.reviewer for ballot in group)
        for i, value in enumerate(group):
            for other in group[i + 1 :]:
                names = (min(value.reviewer, other.reviewer), max(value.reviewer, other.reviewer))
                compared[names] += 1
                agree[names] += value.meaning == other.meaning
    return tuple(_reviewer(name, n, agree, compared) for name, n in sorted(votes.items()))


def _reviewer(
    name: str, n_votes: int, agree: Mapping[tuple[str, str], int], compared: Mapping[tuple[str, str], int]
) -> Reviewer:
    own_pairs = [key for key in compared if name in key]
    rest = [key for key in compared if name not in key]
    same, n = sum(agree[key] for key in own_pairs), sum(compared[key] for key in own_pairs)
    rest_share = wilson_interval(sum(agree[key] for key in rest), sum(compared[key] for key in rest))
    others = rest_share.share if rest_share else None
    share = wilson_interval(same, n)
    is_outlier = share is not None and rest_share is not None and share.high < rest_share.low
    return Reviewer(
        name=name, n_votes=n_votes, agree=same, n_compared=n, share=share, others=others, is_outlier=is_outlier
    )
