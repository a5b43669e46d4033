"""Figures of a campaign, the votes behind them, and its preference pairs. For members."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from ninja import Query, Router

from evaluations.exports.preference_pairs import PairRules, pairs_of_campaign
from evaluations.models import Campaign, Membership, StarRating, Vote
from evaluations.vote_statistics import GROUPS, correlate, standings, votes_and_tests
from evaluations.vote_statistics.preferences import PreferenceFilters as Filters
from evaluations.vote_statistics.votes_against_tests import Standing as VotesAndTest
from webapp.api.auth import WRITE
from webapp.api.problems import refuse
from webapp.api.schemas import Id, JsonObject, Page, Paging, page_of, rate_of
from webapp.review.api import campaign_to_json
from webapp.review.campaign_setup import SingleAnswerResult, single_answer_results
from webapp.review.results import agreement_of, ballots_of, by_group, graded_of, names_of_voters, ranking_of
from webapp.review.reward import RewardReading, reward_reading
from webapp.review.schemas import (
    BlindOnly,
    CampaignFigures,
    GroupOut,
    PreferenceExportFilters,
    RatingFilters,
    ResultFilters,
    Standing,
    StoredRating,
    StoredVote,
    TestedFilters,
    VoteFilters,
    VotesAndTests,
)
from webapp.review.vote_filters import chosen_ratings, chosen_votes, rating_warnings, vote_row, vote_warnings
from webapp.site.access import get_for_team, may

router = Router()
ADMIN = Membership.Role.ADMIN
FILES: dict[str, Any] = {
    "responses": {
        200: {
            "description": "One pair a line, the card, or both",
            "content": {
                "application/jsonl": {"schema": {"type": "string"}},
                "text/markdown": {"schema": {"type": "string"}},
                "application/zip": {"schema": {"type": "string", "format": "binary"}},
            },
        }
    }
}


def _campaign_or_404(request: HttpRequest, pk: int) -> Campaign:
    return get_for_team(request, Campaign, pk=pk)


def _standing(rating: Any) -> JsonObject:
    return {name: getattr(rating, name) for name in Standing.model_fields}


@router.get(
    "campaigns/{int:campaign}/figures",
    auth=WRITE,
    response=CampaignFigures,
    summary="Read the figures of a campaign's votes",
)
def get_campaign_figures(request: HttpRequest, campaign: Id, params: Query[ResultFilters]) -> JsonObject:
    """For members only, because figures could influence people who still vote."""
    row = _campaign_or_404(request, campaign)
    ballots = ballots_of(row, is_blind=bool(params.blind))
    agreed = agreement_of(ballots, row.weights)
    ranking = ranking_of(row, ballots, kind=params.kind, tag=params.tag, control=params.control)
    sides, repeat_agreement = agreed["sides"], rate_of(agreed["consistency"]["share"])
    single_answers = [_single_answers(result) for result in single_answer_results(row, is_blind=bool(params.blind))]
    return (
        campaign_to_json(request, row)
        | row.progress()
        | {
            "ranking": [_standing(standing["rating"]) for standing in ranking["rows"]],
            "alpha": agreed["alpha"],
            "alphas": dict(agreed["alphas"]),
            "repeat_agreement": repeat_agreement,
            "steady": repeat_agreement,
            "sides": {"left": sides.left, "right": sides.right, "share": rate_of(sides.share), "p": sides.p},
            "n_knew": row.votes.counted().filter(knew_model=True).count(),
            "single_answers": single_answers,
            "solo": single_answers,
            "reward": _reward(reward_reading(row, ballots)),
            "reviewers": _reviewers(row, agreed["reviewers"]) if may(request, ADMIN) else [],
        }
    )


def _single_answers(result: SingleAnswerResult) -> JsonObject:
    interval = result["interval"]
    return {
        "model": result["model"].model_id,
        "n": result["n"],
        "mean": result["mean"],
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "counts": [n for _, n in result["counts"]],
    }


def _reward(reward: RewardReading | None) -> JsonObject | None:
    if not reward:
        return None
    names = ("n", "n_tasks", "longer", "more_passed")
    return {
        **{name: getattr(reward["model"], name) for name in names},
        "accuracy": rate_of(reward["model"].accuracy),
        "weights": dict(reward["weights"]),
        "means": reward["means"],
    }


def _reviewers(row: Campaign, rows: list[Any]) -> list[JsonObject]:
    names = names_of_voters(row)
    return [
        {
            "voter": reviewer.name,
            "name": names.get(reviewer.name, reviewer.name),
            "n_votes": reviewer.n_votes,
            "weight": weight,
            "share": rate_of(reviewer.share),
            "others": reviewer.others,
            "is_outlier": reviewer.is_outlier,
            "n_repeats": repeat.n_repeats if repeat else 0,
            "n_same": repeat.same if repeat else 0,
        }
        for reviewer, weight, repeat in rows
    ]


@router.get(
    "campaigns/{int:campaign}/groups", auth=WRITE, response=list[GroupOut], summary="List rankings by kind and tag"
)
def list_campaign_groups(request: HttpRequest, campaign: Id, params: Query[BlindOnly]) -> list[JsonObject]:
    """Groups with most votes first."""
    row = _campaign_or_404(request, campaign)
    return [
        {"what": what, "name": name, "ranking": [_standing(rating) for rating in ratings if rating]}
        for what, name, _, ratings in by_group(row, ballots_of(row, is_blind=bool(params.blind)))["groups"]
    ]


@router.get(
    "campaigns/{int:campaign}/votes", auth=WRITE, response=Page[StoredVote], summary="List the votes of a campaign"
)
def list_campaign_votes(
    request: HttpRequest, campaign: Id, filters: Query[VoteFilters], paging: Query[Paging]
) -> JsonObject:
    """The newest first. These are the rows behind the figures."""
    row, is_admin = _campaign_or_404(request, campaign), may(request, ADMIN)
    params = _page_params(request.GET)
    refuse(vote_warnings(row, params))
    rows, _ = chosen_votes(row, params, is_admin=is_admin)
    names = names_of_voters(row) if is_admin else {}
    return page_of(request, rows, lambda vote: _vote(vote, names, is_admin=is_admin), paging)


def _page_params(params: QueryDict) -> QueryDict:
    """Return the query parameters by the names of the page, whose addresses say `way` for chosen_by."""
    if not params.get("chosen_by"):
        return params
    of_page = params.copy()
    of_page["way"] = str(params["chosen_by"])
    return of_page


def _vote(vote: Vote, names: dict[str, str], *, is_admin: bool) -> JsonObject:
    name = names.get(vote.voter, vote.voter)
    values = vote_row(vote, name)
    return {
        "id": vote.pk,
        "task": vote.pair.task.slug,
        "left_model": values["left"].model.model_id,
        "left_candidate": values["left"].pk,
        "right_model": values["right"].model.model_id,
        "right_candidate": values["right"].pk,
        "choice": vote.choice,
        "preferred": values["preferred"],
        "reasons": vote.reasons,
        "note": vote.note,
        "chosen_by": values["way"],
        "way": values["way"],
        "voted_at": vote.voted_at,
        "knew_model": vote.knew_model,
        "voter": vote.voter if is_admin else None,
        "name": name if is_admin else None,
    }


@router.get(
    "campaigns/{int:campaign}/ratings",
    auth=WRITE,
    response=Page[StoredRating],
    summary="List the blind ratings of single answers",
)
def list_campaign_ratings(
    request: HttpRequest, campaign: Id, filters: Query[RatingFilters], paging: Query[Paging]
) -> JsonObject:
    """The newest first."""
    row, is_admin = _campaign_or_404(request, campaign), may(request, ADMIN)
    refuse(rating_warnings(row, request.GET))
    rows, _ = chosen_ratings(row, request.GET)
    return page_of(request, rows, lambda row: _rating(row, is_admin=is_admin), paging)


def _rating(row: StarRating, *, is_admin: bool) -> JsonObject:
    names = ("stars", "reasons", "note", "created_at", "knew_model")
    name = row.reviewer.get_username() if row.reviewer else "former reviewer"
    return {
        "candidate": row.candidate_id,
        "task": row.candidate.task.slug,
        "model": row.candidate.model.model_id,
        "name": name if is_admin else None,
        **{field: getattr(row, field) for field in names},
    }


@router.get(
    "campaigns/{int:campaign}/tests", auth=WRITE, response=VotesAndTests, summary="Compare votes with test results"
)
def list_votes_and_tests(
    request: HttpRequest, campaign: Id, filters: Query[TestedFilters], paging: Query[Paging]
) -> JsonObject:
    """Answers that pass but are disliked, or are liked but fail, can mean that the task's checks are wrong."""
    row = _campaign_or_404(request, campaign)
    rows = standings(ballots_of(row, is_blind=bool(filters.blind)), graded_of(row))
    chosen_filters = filters.dict(exclude={"blind"})
    chosen = [
        comparison
        for comparison in rows
        if all(chosen_filters[name] in ("", getattr(comparison, name)) for name in chosen_filters)
    ]
    total, correlation = votes_and_tests(rows).total, correlate(rows)
    return page_of(
        request,
        chosen,
        _tested_answer,
        paging,
    ) | {
        "groups": {name: total[name] for name in GROUPS},
        "r": correlation.r if correlation else None,
        "low": correlation.low if correlation else None,
        "high": correlation.high if correlation else None,
    }


def _tested_answer(row: VotesAndTest) -> JsonObject:
    names = ("candidate", "task", "model", "has_passed", "score", "preference", "n_votes", "group")
    return {"liking": row.preference, **{name: getattr(row, name) for name in names}}


@router.get("campaigns/{int:campaign}/preferences", auth=WRITE, summary="Export preference pairs", openapi_extra=FILES)
def export_preferences(request: HttpRequest, campaign: Id, params: Query[PreferenceExportFilters]) -> HttpResponse:
    """For training. Tasks whose licence forbids training are left out."""
    filters = Filters(kind=params.kind, tag=params.tag, models=tuple(params.model), is_blind=params.blind)
    row = _campaign_or_404(request, campaign)
    rules = PairRules(origin=params.source or params.made_of, ties=params.ties, code_only=params.code, filters=filters)
    pairs = pairs_of_campaign(row, rules)
    if params.form == "zip":
        return HttpResponse(pairs.zipped(f"preferences-{row.pk}-{rules.origin}"), content_type="application/zip")
    if params.form == "card":
        return HttpResponse(pairs.card, content_type="text/markdown; charset=utf-8")
    return HttpResponse(pairs.content, content_type="application/jsonl; charset=utf-8")
