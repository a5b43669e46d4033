"""Up to four answers at once, blind: put in order, stored as pairs that are marked as such."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from evaluations.models import Candidate, Ordering
from evaluations.models.ordering import open_ordering, store_ordering
from webapp.access import require_role
from webapp.blind import answer_of, mask_of
from webapp.frames import blind_document
from webapp.pages.review_vote import NOT_LIVE, REVIEWER, campaign_of

LETTERS = "abcd"


@require_GET
def rank(request: HttpRequest, pk: int) -> HttpResponse:
    """Three or four answers to put in order; to the pairs when no task has so many left."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    found = open_ordering(campaign, int(request.user.pk or 0))
    if found is None:
        return redirect("review-vote", pk)
    return redirect("review-ordering", pk, found.token)


def _mine(request: HttpRequest, pk: int, token: str) -> Ordering:
    rows = Ordering.objects.select_related("campaign", "task")
    found = rows.filter(campaign=campaign_of(request, pk), token=token, reviewer=request.user.pk).first()
    if found is None:
        raise Http404("There is no such ordering given to you.")
    require_role(request, REVIEWER)
    return found


def _shown(row: Ordering) -> list[Candidate]:
    found = Candidate.objects.select_related("model__server").in_bulk(row.candidates)
    return [found[pk] for pk in row.candidates]


@require_GET
def ordering(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The answers side by side; names once the order is stored."""
    return _page(request, _mine(request, pk, token))


def _page(request: HttpRequest, row: Ordering, status: int = 200, error: str = "") -> HttpResponse:
    mask, candidates = mask_of(row), _shown(row)
    answers = [
        (answer_of(candidate, letter, mask, shows=row.stored_at is not None), candidate if row.stored_at else None)
        for letter, candidate in zip(LETTERS, candidates, strict=False)
    ]
    context = {
        "row": row, "answers": answers, "prompt": row.task.spec["prompt"], "title": mask.prose(row.task.title),
        "campaign_title": mask.prose(row.campaign.title), "ranks": range(1, len(answers) + 1), "error": error,
        "is_live": row.task.kind not in NOT_LIVE,
    }  # fmt: skip
    response = render(request, "review_rank.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def store(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Locks the order in. Equal places are ties."""
    row = _mine(request, pk, token)
    typed = [request.POST.get(f"place-{letter}", "") for letter, _ in zip(LETTERS, row.candidates, strict=False)]
    allowed = {str(n) for n in range(1, len(row.candidates) + 1)}
    if not set(typed) <= allowed:
        return _page(request, row, 422, "An answer has no place. Choose a place for each; equal places are ties.")
    store_ordering(row, [int(place) for place in typed])
    return redirect("review-ordering", pk, token)


@require_GET
@xframe_options_exempt
def preview(request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
    """One answer, live, under a letter."""
    row = _mine(request, pk, token)
    if letter not in LETTERS[: len(row.candidates)] or len(letter) != 1:
        raise Http404("There is no such letter.")
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        return redirect("review-ordering", pk, token)  # as in review_vote.preview
    candidate = Candidate.objects.get(pk=row.candidates[LETTERS.index(letter)])
    shown = answer_of(candidate, letter, mask_of(row), shows=False)
    response = blind_document(request, row.task, shown.files, shown.entry)
    response["Cache-Control"] = "no-store"
    return response
