"""One answer at a time, blind: rated 1 to 5 with reasons."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from evaluations.actions.blind_ratings import can_undo_solo, open_solo, store_solo, undo_solo, unrated
from evaluations.models import BlindRating, Campaign, Candidate, StarRating, Task
from webapp.review.blind import Addresses, Side, answer_of, mask_of, shown
from webapp.review.blind_page import (
    REVIEWER,
    WIDTHS,
    BlindPage,
    campaign_of,
    done_page,
    posted_reasons,
    private,
    user_id,
)
from webapp.site.access import require_role

LETTER = "a"
NO_UNDO = "Only your last rating can be undone, within ten minutes."


def solo_of(request: HttpRequest, pk: int, token: str) -> BlindRating:
    """Return the person's own answer to rate; 404 for anybody else's."""
    rows = BlindRating.objects.select_related("campaign", "candidate__task", "candidate__model__server")
    row = rows.filter(campaign=campaign_of(request, pk), token=token, reviewer=request.user.pk).first()
    if row is None:
        raise Http404("There is no such answer given to you.")
    require_role(request, REVIEWER)
    return row


def side_of_solo(row: BlindRating, *, shows: bool) -> Side:
    """Return the answer, masked; shows: its verdict too."""
    addresses = Addresses("review-solo-preview", "review-solo-picture", row.campaign_id, row.token)
    return answer_of(row.candidate, LETTER, mask_of(row), addresses, shows=shows)


def _n_rated(campaign: Campaign, me: int) -> int:
    return campaign.solos.filter(reviewer=me).exclude(stored_at=None).count()


class SoloPage(BlindPage[BlindRating]):
    """One answer to rate."""

    shown_at, next_at, no_undo = "review-solo", "review-rate", NO_UNDO

    def row_of(self, request: HttpRequest, pk: int, token: str) -> BlindRating:
        return solo_of(request, pk, token)

    def page(self, request: HttpRequest, row: BlindRating, status: int = 200, error: str = "") -> HttpResponse:
        mask, locked, me = mask_of(row), row.stored_at is not None, user_id(request)
        ratings = StarRating.objects.filter(candidate=row.candidate_id) if locked else StarRating.objects.none()
        others = ratings if row.is_revealed else StarRating.objects.none()
        done = _n_rated(row.campaign, me)
        side = side_of_solo(row, shows=row.is_revealed or row.campaign.shows_verdicts)
        context = {
            "row": row,
            "showing": shown(row.candidate.task, mask, (side,)),
            "widths": WIDTHS,
            "error": error,
            "locked": locked,
            "campaign_title": mask.prose(row.campaign.title),
            "mine": next((rating for rating in ratings if rating.reviewer_id == me), None),
            "others": sorted(rating.stars for rating in others if rating.reviewer_id != me),
            "done": done,
            "total": done + len(unrated(row.campaign, me)) + (not locked),
            "number": done + (not locked),
            "can_undo": can_undo_solo(row),
            "scale": range(1, 6),
        }
        return private(render(request, "review/solo.html", context, status=status))

    def save(self, request: HttpRequest, row: BlindRating) -> str:
        stars = request.POST.get("stars", "")
        if stars not in {"1", "2", "3", "4", "5"}:
            return f'"{stars[:20]}" is not a rating. Choose 1 (poor) to 5 (excellent).'
        store_solo(row, int(stars), *posted_reasons(request))
        return ""

    def take_back(self, row: BlindRating) -> bool:
        return undo_solo(row)

    def candidates(self, row: BlindRating) -> Sequence[Candidate]:
        return [row.candidate]

    def task(self, row: BlindRating) -> Task:
        return row.candidate.task

    def side(self, row: BlindRating, letter: str) -> Side:
        return side_of_solo(row, shows=False)


PAGE = SoloPage()
solo, store, undo, preview, screenshot = PAGE.views()


@require_GET
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next answer of the person, or the sentence that says why there is none."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    row = open_solo(campaign, user_id(request))
    if row is not None:
        return redirect("review-solo", pk, row.token)
    return done_page(request, BlindRating(campaign=campaign), what="solo", done=_n_rated(campaign, user_id(request)))
