"""Up to four answers at once, blind: put in order, stored as pairs that are marked as such."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from evaluations.actions.rank_answers import can_undo_ordering, open_ordering, store_ordering, undo_ordering
from evaluations.models import Candidate, Ordering
from webapp.review.anonymise import Mask
from webapp.review.blind import LETTERS, Addresses, Side, answer_of, mask_of, picture_of, shown
from webapp.review.frame import blind_document
from webapp.review.queue import place_of
from webapp.review.vote_view import REVIEWER, WIDTHS, campaign_of, picture_response, private
from webapp.site.access import require_role

NO_UNDO = "Only what you stored last can be taken back, within ten minutes and before the next vote."


@require_GET
def rank(request: HttpRequest, pk: int) -> HttpResponse:
    """Three or four answers to put in order; a sentence when no task has so many left."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    found = open_ordering(campaign, int(request.user.pk or 0))
    if found is None:
        title = mask_of(Ordering(campaign=campaign)).prose(campaign.title)
        _, left = place_of(campaign, int(request.user.pk or 0))
        context = {"campaign": campaign, "title": title, "what": "rank", "left": left}
        return private(render(request, "review_done.html", context))
    return redirect("review-ordering", pk, found.token)


def ordering_of(request: HttpRequest, pk: int, token: str) -> Ordering:
    """The person's own ordering; 404 for anybody else's."""
    rows = Ordering.objects.select_related("campaign", "task")
    found = rows.filter(campaign=campaign_of(request, pk), token=token, reviewer=request.user.pk).first()
    if found is None:
        raise Http404("There is no such ordering given to you.")
    require_role(request, REVIEWER)
    return found


def candidates_of(row: Ordering) -> list[Candidate]:
    """Its answers as shown, first to last."""
    found = Candidate.objects.select_related("model__server").in_bulk(row.candidates)
    return [found[pk] for pk in row.candidates]


def _at(row: Ordering) -> Addresses:
    return Addresses("review-ordering-preview", "review-ordering-picture", row.campaign_id, row.token)


@require_GET
def ordering(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The answers side by side; names once the order is stored."""
    return _page(request, ordering_of(request, pk, token))


def sides_of(row: Ordering, candidates: list[Candidate], mask: Mask) -> tuple[Side, ...]:
    """The answers under letters, masked; verdicts once the names are told, or where the campaign shows them."""
    shows = row.is_revealed or row.campaign.shows_verdicts
    return tuple(
        answer_of(candidate, letter, mask, _at(row), shows=shows)
        for letter, candidate in zip(LETTERS, candidates, strict=False)
    )


def _page(request: HttpRequest, row: Ordering, status: int = 200, error: str = "") -> HttpResponse:
    mask, candidates = mask_of(row), candidates_of(row)
    sides = sides_of(row, candidates, mask)
    context = {
        "row": row,
        "showing": shown(row.task, mask, sides),
        "widths": WIDTHS,
        "error": error,
        "revealed": list(zip(sides, candidates, row.places(), strict=True)) if row.is_revealed else [],
        "locked": row.stored_at is not None,
        "campaign_title": mask.prose(row.campaign.title),
        "ranks": range(1, len(sides) + 1),
        "can_undo": can_undo_ordering(row),
    }
    return private(render(request, "review_rank.html", context, status=status))


@require_POST
def store(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Locks the order in. Equal places are ties."""
    row = ordering_of(request, pk, token)
    typed = [request.POST.get(f"place-{letter}", "") for letter, _ in zip(LETTERS, row.candidates, strict=False)]
    allowed = {str(n) for n in range(1, len(row.candidates) + 1)}
    if not set(typed) <= allowed:
        return _page(request, row, 422, "An answer has no place. Choose a place for each; equal places are ties.")
    store_ordering(row, [int(place) for place in typed])
    return redirect("review-ordering", pk, token)


@require_POST
def undo(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Takes the order back, by the rule of votes."""
    row = ordering_of(request, pk, token)
    if not undo_ordering(row):
        return _page(request, row, 409, NO_UNDO)
    return redirect("review-rank", pk)


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
    """One answer, live, under a letter."""
    row = ordering_of(request, pk, token)
    if letter not in LETTERS[: len(row.candidates)]:
        raise Http404("There is no such letter.")
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        return redirect("review-ordering", pk, token)  # as in review_vote.preview
    side = answer_of(candidates_of(row)[LETTERS.index(letter)], letter, mask_of(row), _at(row), shows=False)
    return private(blind_document(request, row.task, side))


@require_GET
def screenshot(request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
    """The picture the sandbox took of one of the answers."""
    row = ordering_of(request, pk, token)
    return picture_response(picture_of(candidates_of(row), letter, mask_of(row)))
