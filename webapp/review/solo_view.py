"""One answer at a time, blind: rated 1 to 5 with reasons."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from evaluations.actions.rate_answers import can_undo_solo, open_solo, store_solo, undo_solo, unrated
from evaluations.models import Solo, StarRating
from webapp.review.blind import Addresses, Side, answer_of, mask_of, picture_of, shown
from webapp.review.frame import blind_document
from webapp.review.vote_view import REVIEWER, WIDTHS, campaign_of, picture_response, private, said_why
from webapp.site.access import require_role

LETTER = "a"
NO_UNDO = "Only your last rating can be taken back, within ten minutes."


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


@require_GET
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer that is next for the person, or the sentence that says why there is none."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    found = open_solo(campaign, _me(request))
    if found is None:
        title = mask_of(Solo(campaign=campaign)).prose(campaign.title)
        n_done = campaign.solos.filter(reviewer=_me(request)).exclude(stored_at=None).count()
        context = {"campaign": campaign, "title": title, "what": "solo", "done": n_done}
        return private(render(request, "review_done.html", context))
    return redirect("review-solo", pk, found.token)


def solo_of(request: HttpRequest, pk: int, token: str) -> Solo:
    """The person's own answer to rate; 404 for anybody else's."""
    rows = Solo.objects.select_related("campaign", "candidate__task", "candidate__model__server")
    found = rows.filter(campaign=campaign_of(request, pk), token=token, reviewer=request.user.pk).first()
    if found is None:
        raise Http404("There is no such answer given to you.")
    require_role(request, REVIEWER)
    return found


def side_of_solo(row: Solo, *, shows: bool) -> Side:
    """The answer, masked; shows: its verdict too."""
    at = Addresses("review-solo-preview", "review-solo-picture", row.campaign_id, row.token)
    return answer_of(row.candidate, LETTER, mask_of(row), at, shows=shows)


@require_GET
def solo(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """One answer; its name once it is rated."""
    return _page(request, solo_of(request, pk, token))


def _page(request: HttpRequest, row: Solo, status: int = 200, error: str = "") -> HttpResponse:
    mask, locked = mask_of(row), row.stored_at is not None
    ratings = StarRating.objects.filter(candidate=row.candidate_id) if locked else StarRating.objects.none()
    others = ratings if row.is_revealed else StarRating.objects.none()
    done = row.campaign.solos.filter(reviewer=_me(request)).exclude(stored_at=None).count()
    left = len(unrated(row.campaign, _me(request))) + (not locked)
    side = side_of_solo(row, shows=row.is_revealed or row.campaign.shows_verdicts)
    context = {
        "row": row,
        "showing": shown(row.candidate.task, mask, (side,)),
        "widths": WIDTHS,
        "error": error,
        "locked": locked,
        "campaign_title": mask.prose(row.campaign.title),
        "mine": next((found for found in ratings if found.reviewer_id == request.user.pk), None),
        "others": sorted(found.stars for found in others if found.reviewer_id != request.user.pk),
        "done": done,
        "total": done + left,
        "number": done + (not locked),
        "can_undo": can_undo_solo(row),
        "scale": range(1, 6),
    }
    return private(render(request, "review_solo.html", context, status=status))


@require_POST
def store(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Locks the rating in."""
    row = solo_of(request, pk, token)
    stars = request.POST.get("stars", "")
    if stars not in {"1", "2", "3", "4", "5"}:
        return _page(request, row, 422, f'"{stars[:20]}" is no rating. Choose 1 (poor) to 5 (as good as it gets).')
    store_solo(row, int(stars), *said_why(request))
    return redirect("review-solo", pk, token)


@require_POST
def undo(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Takes the rating back, by the rule of votes."""
    row = solo_of(request, pk, token)
    if not undo_solo(row):
        return _page(request, row, 409, NO_UNDO)
    return redirect("review-rate", pk)


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
    """The answer, live."""
    row = solo_of(request, pk, token)
    if letter != LETTER:
        raise Http404("There is one answer: a.")
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        return redirect("review-solo", pk, token)  # as in review_vote.preview
    return private(blind_document(request, row.candidate.task, side_of_solo(row, shows=False)))


@require_GET
def screenshot(request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
    """The picture the sandbox took of the answer."""
    row = solo_of(request, pk, token)
    return picture_response(picture_of([row.candidate], letter, mask_of(row)))
