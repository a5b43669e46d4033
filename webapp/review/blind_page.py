"""The base of voting, ranking and rating: show a row, store the judgement, undo it, preview and picture.

Until it is stored no page says which models, sizes, verdicts or candidates are shown: addresses hold the row's token,
code and console are masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypedDict, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from evaluations.limits import MAX_NOTE
from evaluations.models import BlindRating, Campaign, Candidate, Membership, Ordering, StoredFile, Task, Vote
from evaluations.typed_template import TypedTemplate
from evaluations.vote_statistics import REASONS
from evaluations.vote_statistics.agreement import Consistency
from webapp.review.blind import LETTERS, Side, mask_of, picture_of
from webapp.review.frame import blind_document
from webapp.site.access import membership, require_role

REVIEWER = Membership.Role.REVIEWER
WIDTHS = ("", "390", "768", "1280")  # of the previews; empty: what the screen gives


class DonePage(TypedDict):
    """Nothing is left in a campaign. what: pairs, rank or single. left: pairs that can be voted on instead.

    consistency: how consistent the person's votes are; None where nothing was shown twice.
    """

    campaign: Campaign
    title: str
    what: str
    done: int
    left: int
    consistency: Consistency | None


DONE_PAGE = TypedTemplate("review/done.html", DonePage)
R = TypeVar("R", Vote, Ordering, BlindRating)


class BlindPage(Generic[R]):
    """One kind of blind row. A subclass defines its rows; `views` returns the view functions."""

    shown_at: str  # route of one row
    next_at: str  # route of the next row, where an undo leads
    no_undo: str

    def row_of(self, request: HttpRequest, pk: int, token: str) -> R:
        """Return the person's own row; 404 for anybody else's."""
        raise NotImplementedError

    def page(self, request: HttpRequest, row: R, status: int = 200, error: str = "") -> HttpResponse:
        """Return the page of a row: blind until it is stored, with the names afterwards."""
        raise NotImplementedError

    def save(self, request: HttpRequest, row: R) -> str:
        """Store what was posted; the same row a second time changes nothing. Returns why it cannot be stored."""
        raise NotImplementedError

    def take_back(self, row: R) -> bool:
        """Undo what was stored; False where the rule does not allow it."""
        raise NotImplementedError

    def candidates(self, row: R) -> Sequence[Candidate]:
        """Return the answers as they are shown, first to last."""
        raise NotImplementedError

    def task(self, row: R) -> Task:
        """Return the task of the answers."""
        raise NotImplementedError

    def side(self, row: R, letter: str) -> Side:
        """Return one answer, masked and without its verdict."""
        raise NotImplementedError

    def show(self, request: HttpRequest, pk: int, token: str) -> HttpResponse:
        """Answer with the page of one row."""
        return self.page(request, self._own(request, pk, token))

    def store(self, request: HttpRequest, pk: int, token: str) -> HttpResponse:
        """Store the reviewer's judgement."""
        row = self._own(request, pk, token)
        if error := self.save(request, row):
            return self.page(request, row, 422, error)
        return self.stored(request, row)

    def stored(self, request: HttpRequest, row: R) -> HttpResponse:
        """Answer after a row was stored."""
        return redirect(self.shown_at, row.campaign_id, row.token)

    def undo(self, request: HttpRequest, pk: int, token: str) -> HttpResponse:
        """Undo what was stored, where the rule allows it."""
        row = self._own(request, pk, token)
        if not self.take_back(row):
            return self.page(request, row, 409, self.no_undo)
        return redirect(self.next_at, pk)

    def preview(self, request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
        """Return the document in which one answer runs. Only for a frame: as a page it could navigate away."""
        row = self._own(request, pk, token)
        if letter not in LETTERS[: len(self.candidates(row))]:
            raise Http404(f"There is no answer “{letter[:20]}” here.")
        if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
            return redirect(self.shown_at, pk, token)
        return private(blind_document(request, self.task(row), self.side(row, letter)))

    def screenshot(self, request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
        """Answer with the picture that the sandbox took of one answer."""
        row = self._own(request, pk, token)
        return picture_response(picture_of(self.candidates(row), letter, mask_of(row)))

    def _own(self, request: HttpRequest, pk: int, token: str) -> R:
        row = self.row_of(request, pk, token)
        require_role(request, REVIEWER)
        return row

    def views(self) -> tuple[Any, Any, Any, Any, Any]:
        """Return the functions for the addresses: show, store, undo, preview, screenshot."""
        return (
            require_GET(self.show),
            require_POST(self.store),
            require_POST(self.undo),
            require_GET(xframe_options_exempt(self.preview)),
            require_GET(self.screenshot),
        )


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    """Return the campaign, when it is given to the person; 404 otherwise."""
    member = membership(request)
    campaign = Campaign.objects.given_to(member).filter(pk=pk).first() if member else None
    if campaign is None:
        raise Http404("There is no such campaign given to you.")
    return campaign


def user_id(request: HttpRequest) -> int:
    """Return the number of the person who is signed in."""
    return int(request.user.pk or 0)


def done_page(
    request: HttpRequest,
    row: Vote | Ordering | BlindRating,
    *,
    what: str = "pairs",
    done: int = 0,
    left: int = 0,
    consistency: Consistency | None = None,
) -> HttpResponse:
    """Answer that nothing is left in the campaign of this unsaved row; its title is masked."""
    campaign = row.campaign
    context: DonePage = {
        "campaign": campaign,
        "title": mask_of(row).prose(campaign.title),
        "what": what,
        "done": done,
        "left": left,
        "consistency": consistency,
    }
    return private(DONE_PAGE.response(request, context))


def posted_reasons(request: HttpRequest) -> tuple[list[str], str]:
    """Return the reasons that were ticked, and the note."""
    return clean_reasons(request.POST.getlist("reasons"), request.POST.get("note", ""))


def clean_reasons(reasons: list[str], note: str) -> tuple[list[str], str]:
    """Return the known reasons in their order, and what can be stored of a note."""
    return [reason for reason in REASONS if reason in reasons], note.replace("\0", "")[:MAX_NOTE]


def picture_response(stored: StoredFile | None) -> HttpResponse:
    """Answer with a stored picture; 404 if there is no picture to show."""
    if stored is None:
        raise Http404("There is no screenshot of this answer.")
    return private(HttpResponse(stored.read(), content_type=stored.media_type))


def private(response: HttpResponse) -> HttpResponse:
    """Keep the response from caches and the back button: a blind page is not shown again once its names are known."""
    response.headers["Cache-Control"] = "no-store"
    return response
