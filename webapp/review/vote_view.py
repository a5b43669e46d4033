"""The reviewer's page: a blind pair, the vote, what is revealed after it, undo.

Until the vote is stored nothing here says which models, sizes, verdicts or candidates are shown: addresses hold the
showing's token, code and console are masked, and both sides are answered the same way.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from evaluations.limits import MAX_NOTE
from evaluations.models import Campaign, Membership, StoredFile, Vote
from evaluations.ratings import CHOICES, REASONS, Ballot, consistency
from webapp.review.blind import CHOICE_WORDS, SIDES, mask_of, picture_of, revealed_of, showing_of, side_of
from webapp.review.frame import blind_document
from webapp.review.queue import next_votes, place_of
from webapp.site.access import membership, require_role

REVIEWER = Membership.Role.REVIEWER
NO_UNDO = "Only your last vote can be taken back, within ten minutes and before the next one."
WIDTHS = ("", "390", "768", "1280")  # of the previews; empty: what the screen gives


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    """The campaign, when it is given to the person; 404 otherwise."""
    member = membership(request)
    found = Campaign.objects.given_to(member).filter(pk=pk).first() if member else None
    if found is None:
        raise Http404("There is no such campaign given to you.")
    return found


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


def vote_of(request: HttpRequest, pk: int, token: str) -> Vote:
    """The person's own showing; 404 for anybody else's."""
    campaign = campaign_of(request, pk)
    rows = Vote.objects.select_related(
        "campaign", "pair__task", "pair__first__model__server", "pair__second__model__server"
    )
    found = rows.filter(campaign=campaign, token=token, reviewer=request.user.pk).first()
    if found is None:
        raise Http404("There is no such pair given to you.")
    return found


@require_GET
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """The pair that is next for the person, or the sentence that says why there is none."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    held = next_votes(campaign, _me(request))
    if not held:
        done, _ = place_of(campaign, _me(request))
        title = mask_of(Vote(campaign=campaign)).prose(campaign.title)
        mine = [Ballot(**row) for row in Vote.objects.filter(campaign=campaign, reviewer=_me(request)).plain()]
        context = {"campaign": campaign, "title": title, "done": done, "steady": next(iter(consistency(mine)), None)}
        return private(render(request, "review_done.html", context))
    return _page(request, vote_of(request, pk, held[0].token))


@require_GET
def showing(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """One showing: blind until its vote is stored, revealed afterwards."""
    require_role(request, REVIEWER)
    return _page(request, vote_of(request, pk, token))


def _page(request: HttpRequest, row: Vote, status: int = 200, error: str = "") -> HttpResponse:
    done, total = place_of(row.campaign, _me(request))
    context = _context(row) | {"done": done, "total": total, "number": done + (row.voted_at is None), "error": error}
    context["campaign_title"] = mask_of(row).prose(row.campaign.title)
    return private(render(request, "review_vote.html", context, status=status))


def _context(row: Vote) -> dict[str, Any]:
    revealed = revealed_of(row) if row.is_revealed else None
    return {
        "showing": showing_of(row),
        "vote": row,
        "revealed": revealed,
        "widths": WIDTHS,
        "locked": row.voted_at is not None,
        "choice": CHOICE_WORDS.get(row.choice, ""),
        "can_undo": row.can_undo(),
    }


@require_GET
def following(request: HttpRequest, pk: int) -> HttpResponse:
    """The pair after the one on the screen (`after`), as a part; 204 when there is none."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    after = request.GET.get("after", "")
    others = [row for row in next_votes(campaign, _me(request)) if row.token != after]
    if not others:
        return private(HttpResponse(status=204))
    return private(render(request, "_review_pair.html", _context(vote_of(request, pk, others[0].token))))


def said_why(request: HttpRequest) -> tuple[list[str], str]:
    """The reasons that were ticked, and the note."""
    return cleaned_why(request.POST.getlist("reasons"), request.POST.get("note", ""))


def cleaned_why(reasons: list[str], note: str) -> tuple[list[str], str]:
    """Known reasons in their order, and what can be stored of a note."""
    return [reason for reason in REASONS if reason in reasons], note.replace("\0", "")[:MAX_NOTE]


@require_POST
def store(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Locks a vote in. The same showing a second time changes nothing and shows what is stored."""
    require_role(request, REVIEWER)
    row = vote_of(request, pk, token)
    choice = request.POST.get("choice", "")
    if choice not in CHOICES:
        sentence = f'"{choice[:40]}" is no choice. Choose A better, B better, tie or both bad.'
        return _page(request, row, 422, sentence)
    row.store(choice, *said_why(request))
    return _after(request, pk, token)


@require_POST
def undo(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Takes the vote back, where the rule allows it."""
    require_role(request, REVIEWER)
    row = vote_of(request, pk, token)
    if not row.undo():
        return _page(request, row, 409, NO_UNDO)
    return redirect("review-vote", pk)


def _after(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    if request.headers.get("X-Part"):
        done, total = place_of(campaign_of(request, pk), _me(request))
        context = _context(vote_of(request, pk, token)) | {"done": done, "total": total}
        return private(render(request, "_review_revealed.html", context))
    return redirect("review-showing", pk, token)


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, pk: int, token: str, side: str) -> HttpResponse:
    """One answer, live, in the same frame document as everywhere else; masked, and under an address of its own."""
    row = vote_of(request, pk, token)
    if side not in SIDES:
        raise Http404("There are two sides: a and b.")
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        # As a page of its own it could navigate away with what it was given; in the frame our policy forbids that.
        return redirect("review-showing", pk, token)
    return private(blind_document(request, row.pair.task, side_of(row, side)))


@require_GET
def screenshot(request: HttpRequest, pk: int, token: str, side: str) -> HttpResponse:
    """The picture the sandbox took of one side."""
    row = vote_of(request, pk, token)
    return picture_response(picture_of(row.sides(), side, mask_of(row)))


def picture_response(stored: StoredFile | None) -> HttpResponse:
    """A stored picture; 404 where there is none to show."""
    if stored is None:
        raise Http404("There is no screenshot of this answer.")
    return private(HttpResponse(stored.read(), content_type=stored.media_type))


def private(response: HttpResponse) -> HttpResponse:
    """Neither a cache nor the back button shows a blind page again once its names are known."""
    response.headers["Cache-Control"] = "no-store"
    return response
