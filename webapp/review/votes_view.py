"""The rows behind the figures of a campaign: its votes, and its ratings of single answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import Campaign, LanguageModel, Membership, StarRating, Vote
from evaluations.typed_template import TypedTemplate
from evaluations.vote_statistics import REASONS
from webapp.review.results import names_of_voters
from webapp.review.vote_filters import (
    INPUT_CHOICES,
    RESULTS,
    VoteRow,
    chosen_ratings,
    chosen_votes,
    rating_warnings,
    tasks_of,
    vote_row,
    vote_warnings,
)
from webapp.site.access import get_for_team, may, require_role

MEMBER, ADMIN = Membership.Role.MEMBER, Membership.Role.ADMIN
ROWS_PER_PAGE = 100


class VotesPage(TypedDict):
    """chosen: the filters in effect. tasks: slug and title. names: voter and name. ways: how a pair was chosen."""

    campaign: Campaign
    page: Page[Vote]
    chosen: dict[str, str]
    warnings: list[str]
    is_noted: bool
    rows: list[VoteRow]
    tasks: list[tuple[str, str]]
    models: QuerySet[LanguageModel]
    results: Sequence[str]
    ways: Iterable[tuple[str, str]]
    reasons: Sequence[str]
    names: Iterable[tuple[str, str]]


class RatingsPage(TypedDict):
    """scale: the stars to choose from."""

    campaign: Campaign
    page: Page[StarRating]
    warnings: list[str]
    chosen: dict[str, str]
    models: QuerySet[LanguageModel]
    scale: range


VOTES_PAGE = TypedTemplate("review/votes.html", VotesPage)
RATINGS_PAGE = TypedTemplate("review/ratings.html", RatingsPage)


@require_GET
def votes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every stored vote that the address asks for, the newest first. Who voted is for admins."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    rows, chosen = chosen_votes(campaign, request.GET, is_admin=may(request, ADMIN))
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    tasks = {task.slug: task.title for task in tasks_of(campaign)}
    names = names_of_voters(campaign)
    context: VotesPage = {
        "campaign": campaign,
        "page": page,
        "chosen": chosen,
        "warnings": vote_warnings(campaign, request.GET),
        "is_noted": bool(request.GET.get("noted")),
        "rows": [vote_row(vote, names.get(vote.voter, vote.voter)) for vote in page],
        "tasks": sorted(tasks.items()),
        "models": campaign.chosen.select_related("server"),
        "results": RESULTS,
        "ways": INPUT_CHOICES.items(),
        "reasons": REASONS,
        "names": names.items(),
    }
    return VOTES_PAGE.response(request, context)


@require_GET
def ratings(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every blind rating of a single answer, the newest first."""
    require_role(request, MEMBER)
    campaign = get_for_team(request, Campaign, pk=pk)
    rows, chosen = chosen_ratings(campaign, request.GET)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context: RatingsPage = {
        "campaign": campaign,
        "page": page,
        "warnings": rating_warnings(campaign, request.GET),
        "chosen": chosen,
        "models": campaign.chosen.select_related("server"),
        "scale": range(1, 6),
    }
    return RATINGS_PAGE.response(request, context)
