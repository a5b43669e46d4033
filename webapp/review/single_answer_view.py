"""One answer at a time, blind: rated 1 to 5 with reasons."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from evaluations.actions.blind_ratings import (
    can_undo_blind_rating,
    open_blind_rating,
    store_blind_rating,
    unrated,
)
from evaluations.models import BlindRating, Campaign, StarRating
from evaluations.typed_template import TypedTemplate
from webapp.review.blind import Showing, mask_of, showing_from
from webapp.review.blind_page import WIDTHS, BlindPage, Refusal, done_page, posted_reasons, user_id
from webapp.review.blind_rows import REVIEWER, SINGLE_ANSWERS, campaign_of, private
from webapp.site.access import require_role


class SingleAnswerContext(TypedDict):
    """own_rating: the person's, once it is stored; others: stars of other people. number: of the answer, from 1."""

    row: BlindRating
    showing: Showing
    widths: tuple[str, ...]
    error: str
    locked: bool
    campaign_title: str
    own_rating: StarRating | None
    others: list[int]
    done: int
    total: int
    number: int
    can_undo: bool
    scale: range


SINGLE_ANSWER_PAGE = TypedTemplate("review/single_answer.html", SingleAnswerContext)


def _n_rated(campaign: Campaign, me: int) -> int:
    return campaign.blind_ratings.filter(reviewer=me).exclude(stored_at=None).count()


class SingleAnswerPage(BlindPage[BlindRating]):
    """One answer to rate."""

    rows, shown_at, next_at = SINGLE_ANSWERS, "review-single", "review-rate"

    def page(self, request: HttpRequest, row: BlindRating, status: int = 200, error: str = "") -> HttpResponse:
        mask, locked, me = mask_of(row), row.stored_at is not None, user_id(request)
        ratings = StarRating.objects.filter(candidate=row.candidate_id) if locked else StarRating.objects.none()
        others = ratings if row.is_revealed else StarRating.objects.none()
        done = _n_rated(row.campaign, me)
        side = SINGLE_ANSWERS.shown(row, shows=row.is_revealed or row.campaign.shows_verdicts)
        context: SingleAnswerContext = {
            "row": row,
            "showing": showing_from(row.candidate.task, mask, (side,)),
            "widths": WIDTHS,
            "error": error,
            "locked": locked,
            "campaign_title": mask.prose(row.campaign.title),
            "own_rating": next((rating for rating in ratings if rating.reviewer_id == me), None),
            "others": sorted(rating.stars for rating in others if rating.reviewer_id != me),
            "done": done,
            "total": done + len(unrated(row.campaign, me)) + (not locked),
            "number": done + (not locked),
            "can_undo": can_undo_blind_rating(row),
            "scale": range(1, 6),
        }
        return private(SINGLE_ANSWER_PAGE.response(request, context, status))

    def save(self, request: HttpRequest, row: BlindRating) -> Refusal | None:
        stars = request.POST.get("stars", "")
        if stars not in {"1", "2", "3", "4", "5"}:
            return Refusal(422, f'"{stars[:20]}" is not a rating. Choose 1 (poor) to 5 (excellent).')
        if store_blind_rating(row, int(stars), *posted_reasons(request)):
            return None
        row.refresh_from_db()
        own = SINGLE_ANSWERS.own_rating(row)
        return self.already_stored(row, is_same=own is not None and own.stars == int(stars))


PAGE = SingleAnswerPage()
single_answer, store, undo, preview, screenshot = PAGE.views()


@require_http_methods(["GET", "POST"])
def old_address(request: HttpRequest, pk: int, rest: str = "") -> HttpResponse:
    """Redirect from the earlier address of the page and its buttons: stored links and open forms still work."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    path = f"{reverse('review-rate', args=[campaign.pk])}{rest}"
    return redirect(path, permanent=True, preserve_request=True)


@require_GET
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next answer of the person, or the sentence that says why there is none."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    row = open_blind_rating(campaign, user_id(request))
    if row is not None:
        return redirect("review-single", pk, row.token)
    return done_page(request, BlindRating(campaign=campaign), what="single", done=_n_rated(campaign, user_id(request)))
