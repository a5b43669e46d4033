"""Ranks up to four answers, blind; stored as votes on pairs that are marked as ranked."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from evaluations.actions.rank_answers import can_undo_ordering, open_ordering, store_ordering
from evaluations.models import Candidate, Ordering
from evaluations.typed_template import TypedTemplate
from webapp.review.blind import LETTERS, Showing, Side, mask_of, showing_from
from webapp.review.blind_page import WIDTHS, BlindPage, Refusal, done_page, user_id
from webapp.review.blind_rows import ORDERINGS, REVIEWER, campaign_of, private
from webapp.review.queue import place_of
from webapp.site.access import require_role


class RankContext(TypedDict):
    """revealed: answer, candidate and place of each, once the names are shown. locked: it is stored."""

    row: Ordering
    showing: Showing
    widths: tuple[str, ...]
    error: str
    revealed: list[tuple[Side, Candidate, int | None]]
    locked: bool
    campaign_title: str
    ranks: range
    can_undo: bool


RANK_PAGE = TypedTemplate("review/rank.html", RankContext)


class RankPage(BlindPage[Ordering]):
    """Three or four answers to put in order."""

    rows, shown_at, next_at = ORDERINGS, "review-ordering", "review-rank"

    def page(self, request: HttpRequest, row: Ordering, status: int = 200, error: str = "") -> HttpResponse:
        mask, candidates = mask_of(row), ORDERINGS.candidates(row)
        sides = ORDERINGS.sides(row, candidates, mask)
        context: RankContext = {
            "row": row,
            "showing": showing_from(row.task, mask, sides),
            "widths": WIDTHS,
            "error": error,
            "revealed": list(zip(sides, candidates, row.places(), strict=True)) if row.is_revealed else [],
            "locked": row.stored_at is not None,
            "campaign_title": mask.prose(row.campaign.title),
            "ranks": range(1, len(sides) + 1),
            "can_undo": can_undo_ordering(row),
        }
        return private(RANK_PAGE.response(request, context, status))

    def save(self, request: HttpRequest, row: Ordering) -> Refusal | None:
        """Store the places; equal places are ties."""
        letters = LETTERS[: len(row.candidates)]
        typed = [request.POST.get(f"place-{letter}", "") for letter in letters]
        if not set(typed) <= {str(n) for n in range(1, len(letters) + 1)}:
            return Refusal(422, "An answer has no place. Choose a place for each; equal places are ties.")
        places = [int(place) for place in typed]
        if store_ordering(row, places):
            return None
        row.refresh_from_db()
        return self.already_stored(row, is_same=row.order == places)


PAGE = RankPage()
ordering, store, undo, preview, screenshot = PAGE.views()


@require_GET
def rank(request: HttpRequest, pk: int) -> HttpResponse:
    """Show three or four answers to put in order; a sentence when no task has enough left."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    row = open_ordering(campaign, user_id(request))
    if row is not None:
        return redirect("review-ordering", pk, row.token)
    _, left = place_of(campaign, user_id(request))
    return done_page(request, Ordering(campaign=campaign), what="rank", left=left)
