"""A campaign's votes as figures, ready for its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from math import log
from typing import TypedDict

from evaluations.models import Campaign, Candidate, Generation, LanguageModel, Membership, Vote
from evaluations.records import Verdict
from evaluations.statistics import Interval, wilson_interval
from evaluations.vote_statistics import (
    REASONS,
    Ballot,
    Ranking,
    Rating,
    consistency,
    data_card,
    outliers,
    rank,
    sides,
)
from evaluations.vote_statistics.agreement import Consistency, Reviewer, Sides, alpha_of_reason, alpha_of_votes
from evaluations.vote_statistics.votes_against_tests import Graded
from webapp.site.tags import N_COLOURS

MOST_GROUPS = 24
CONTROLS = ("length", "formatting")
FORMATTING = re.compile(r"^\s*(?:#{1,6} |[-*+] |\d+\. |```)|\*\*[^*\n]+\*\*", re.MULTILINE)
LEFT_EDGE, WIDTH = 4.0, 252.0  # of the interval picture, in its own units


class RankingRow(TypedDict):
    """One model. place: low, rating and high in the picture of intervals. reward: its mean score; None without."""

    rating: Rating
    model: LanguageModel | None
    place: dict[str, str]
    colour: int
    reward: float | None


class RankingView(TypedDict):
    """A ranking with a picture of each interval. figures: None without votes; then there are no rows."""

    figures: Ranking | None
    rows: list[RankingRow]
    scale: tuple[int, int]


class GroupRankings(TypedDict):
    """groups: kind or tag, its name, its ranking, and the ratings in the order of the overall one."""

    overall: RankingView
    groups: list[tuple[str, str, Ranking, list[Rating | None]]]
    n_left_out: int


class RepeatShare(TypedDict):
    """Pairs that were shown twice with swapped sides, and the share of the same answers."""

    same: int
    n: int
    share: Interval | None


class Agreement(TypedDict):
    """sides: how often each side won. alphas: by reason. reviewers: beside the others, weight, and their repeats."""

    sides: Sides
    consistency: RepeatShare
    alpha: float | None
    alphas: list[tuple[str, float | None]]
    reviewers: list[tuple[Reviewer, float, Consistency | None]]


def ballots_of(campaign: Campaign, *, is_blind: bool = False) -> list[Ballot]:
    """Return all counted votes, oldest first; is_blind: without those of reviewers who knew a model."""
    votes = Vote.objects.filter(campaign=campaign)
    return [Ballot(**row) for row in (votes.filter(knew_model=False) if is_blind else votes).ballot_fields()]


def knew_sentence(campaign: Campaign) -> str:
    """Return in how many votes the reviewer knew a model; empty when there is no such vote."""
    votes = campaign.votes.counted()
    return data_card.knew_sentence(votes.count(), votes.filter(knew_model=True).count())


def names_of_voters(campaign: Campaign) -> dict[str, str]:
    """Map each voter to a user name; “former reviewer” for somebody who left the team or deleted the account."""
    members = set(Membership.objects.filter(team=campaign.team_id).values_list("user_id", flat=True))
    rows = campaign.votes.order_by("voter").values_list("voter", "reviewer_id", "reviewer__username").distinct()
    return {voter: str(name) if pk in members else "former reviewer" for voter, pk, name in rows}


def ranking_of(
    campaign: Campaign, ballots: Sequence[Ballot], *, kind: str = "", tag: str = "", control: str = ""
) -> RankingView:
    """Return the ranking of the filtered votes with a picture of each interval."""
    chosen = [b for b in ballots if (not kind or b.kind == kind) and (not tag or tag in b.tags)]
    controls = CONTROLS if control else ()
    ranked = _ranked(tuple(_controlled(chosen) if controls else chosen), controls)
    if ranked is None:
        return {"figures": None, "rows": [], "scale": (0, 0)}
    models = {m.model_id: m for m in LanguageModel.objects.filter(campaigns=campaign).select_related("server")}
    low = min(rating.low for rating in ranked.ratings)
    high = max(rating.high for rating in ranked.ratings)
    return {
        "figures": ranked,
        "rows": [
            {
                "rating": rating,
                "model": models.get(rating.model),
                "place": _picture(rating, low, high),
                "colour": models[rating.model].pk % N_COLOURS if rating.model in models else 6,
                "reward": None,
            }
            for rating in ranked.ratings
        ],
        "scale": (round(low), round(high)),
    }


def by_group(campaign: Campaign, ballots: Sequence[Ballot]) -> GroupRankings:
    """Return a ranking for each kind and tag that has votes, the most voted on first; models in the overall order."""
    overall = ranking_of(campaign, ballots)
    names = [row["rating"].model for row in overall["rows"]]
    counts = Counter([("kind", b.kind) for b in ballots] + [("tag", tag) for b in ballots for tag in b.tags])
    groups: list[tuple[str, str, Ranking, list[Rating | None]]] = []
    for (what, name), _ in counts.most_common(MOST_GROUPS):
        view = ranking_of(campaign, ballots, **{what: name})
        rated = {row["rating"].model: row["rating"] for row in view["rows"]}
        if view["figures"]:
            groups.append((what, name, view["figures"], [rated.get(model) for model in names]))
    return {"overall": overall, "groups": groups, "n_left_out": max(0, len(counts) - MOST_GROUPS)}


@lru_cache(maxsize=64)
def _ranked(ballots: tuple[Ballot, ...], controls: tuple[str, ...]) -> Ranking | None:
    """Return the ranking. It is cached for the same votes, because the bootstrap takes a few hundred ms."""
    return rank(ballots, controls=controls)


def _picture(rating: Rating, low: float, high: float) -> dict[str, str]:
    scale = WIDTH / max(high - low, 1.0)
    positions = {name: LEFT_EDGE + (getattr(rating, name) - low) * scale for name in ("low", "rating", "high")}
    return {name: f"{value:.1f}" for name, value in positions.items()}


def _controlled(ballots: Sequence[Ballot]) -> list[Ballot]:
    """Return the ballots with log length and formatting, left minus right, of the raw answers."""
    pks = {pk for ballot in ballots for pk in (ballot.left_candidate, ballot.right_candidate)}
    features: dict[int, tuple[float, float]] = {}
    texts = Generation.objects.filter(candidate__in=pks).values_list("candidate_id", "text")
    for pk, text in texts.iterator():
        features[pk] = (log(1 + len(text)), log(1 + len(FORMATTING.findall(text))))
    nothing = (0.0, 0.0)
    return [
        replace(
            ballot,
            controls=tuple(
                first - second
                for first, second in zip(
                    features.get(ballot.left_candidate, nothing),
                    features.get(ballot.right_candidate, nothing),
                    strict=True,
                )
            ),
        )
        for ballot in ballots
    ]


def agreement_of(ballots: Sequence[Ballot], weights: Mapping[str, float]) -> Agreement:
    """Return sides, repeats, alpha by reason, and every reviewer beside the others."""
    repeats = consistency(ballots)
    by_name = {row.reviewer: row for row in repeats}
    same, n = sum(row.same for row in repeats), sum(row.n_repeats for row in repeats)
    return {
        "sides": sides([ballot for ballot in ballots if not ballot.is_repeat]),
        "consistency": {"same": same, "n": n, "share": wilson_interval(same, n)},
        "alpha": alpha_of_votes(ballots),
        "alphas": [(reason, alpha_of_reason(ballots, reason)) for reason in REASONS],
        "reviewers": [(row, weights.get(row.name, 1), by_name.get(row.name)) for row in outliers(ballots)],
    }


def graded_of(campaign: Campaign) -> dict[int, Graded]:
    """Return test results; only of scored answers, as in every rate."""
    rows = (
        Candidate.objects.filter(run__in=campaign.runs.all())
        .scored()
        .values_list("pk", "task__slug", "model__server__slug", "model__name", "verdict", "score")
    )
    return {
        pk: Graded(pk, task, f"{server}/{name}", verdict == Verdict.PASSED, score or 0.0)
        for pk, task, server, name, verdict, score in rows
    }
