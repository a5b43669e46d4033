"""Ranks up to four answers, blind; stored as votes on pairs that are marked as ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from evaluations.actions.rank_answers import can_undo_ordering, open_ordering, store_ordering, undo_ordering
from evaluations.models import Candidate, Ordering, Task
from evaluations.typed_template import TypedTemplate
from webapp.review.anonymise import Mask
from webapp.review.blind import LETTERS, Addresses, Showing, Side, answer_of, mask_of, showing_from
from webapp.review.blind_page import REVIEWER, WIDTHS, BlindPage, campaign_of, done_page, private, user_id
from webapp.review.queue import place_of
from webapp.site.access import require_role

NO_UNDO = "Only what you stored last can be undone, within ten minutes and before the next vote."


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


def ordering_of(request: HttpRequest, pk: int, token: str) -> Ordering:
    """Return the person's own ordering; 404 for anybody else's."""
    rows = Ordering.objects.select_related("campaign", "task")
    row = rows.filter(campaign=campaign_of(request, pk), token=token, reviewer=request.user.pk).first()
    if row is None:
        raise Http404("There is no such ordering given to you.")
    require_role(request, REVIEWER)
    return row


def candidates_of(row: Ordering) -> list[Candidate]:
    """Return its answers as shown, first to last."""
    by_pk = Candidate.objects.select_related("model__server").in_bulk(row.candidates)
    return [by_pk[pk] for pk in row.candidates]


def _addresses(row: Ordering) -> Addresses:
    return Addresses("review-ordering-preview", "review-ordering-picture", row.campaign_id, row.token)


def sides_of(row: Ordering, candidates: list[Candidate], mask: Mask) -> tuple[Side, ...]:
    """Return the answers under letters, masked.

    With verdicts once the names are told, or where the campaign shows them.
    """
    shows = row.is_revealed or row.campaign.shows_verdicts
    return tuple(
        answer_of(candidate, letter, mask, _addresses(row), shows=shows)
        for letter, candidate in zip(LETTERS, candidates, strict=False)
    )


class RankPage(BlindPage[Ordering]):
    """Three or four answers to put in order."""

    shown_at, next_at, no_undo = "review-ordering", "review-rank", NO_UNDO

    def row_of(self, request: HttpRequest, pk: int, token: str) -> Ordering:
        return ordering_of(request, pk, token)

    def page(self, request: HttpRequest, row: Ordering, status: int = 200, error: str = "") -> HttpResponse:
        mask, candidates = mask_of(row), candidates_of(row)
        sides = sides_of(row, candidates, mask)
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

    def save(self, request: HttpRequest, row: Ordering) -> str:
        """Equal places are ties."""
        letters = LETTERS[: len(row.candidates)]
        places = [request.POST.get(f"place-{letter}", "") for letter in letters]
        if not set(places) <= {str(n) for n in range(1, len(letters) + 1)}:
            return "An answer has no place. Choose a place for each; equal places are ties."
        store_ordering(row, [int(place) for place in places])
        return ""

    def take_back(self, row: Ordering) -> bool:
        return undo_ordering(row)

    def candidates(self, row: Ordering) -> Sequence[Candidate]:
        return candidates_of(row)

    def task(self, row: Ordering) -> Task:
        return row.task

    def side(self, row: Ordering, letter: str) -> Side:
        candidate = candidates_of(row)[LETTERS.index(letter)]
        return answer_of(candidate, letter, mask_of(row), _addresses(row), shows=False)


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
