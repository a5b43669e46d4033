"""The base of the pages for voting, ranking and rating: show a row, store the judgement, undo it, preview, picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET, require_POST

from evaluations.models import BlindRating, Campaign, Ordering, Vote
from evaluations.typed_template import TypedTemplate
from evaluations.vote_statistics.agreement import Consistency
from webapp.review.blind import mask_of
from webapp.review.blind_rows import BlindRows, R, clean_reasons, private

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


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a judgement was not stored. status: 422 when it is invalid, 409 when the row has another one."""

    status: int
    sentence: str


class BlindPage(Generic[R]):
    """The pages of one kind of blind row. `views` returns the view functions."""

    rows: BlindRows[R]
    shown_at: str  # route of one row
    next_at: str  # route of the next row, where an undo leads

    def page(self, request: HttpRequest, row: R, status: int = 200, error: str = "") -> HttpResponse:
        """Return the page of a row: blind until it is stored, with the names afterwards."""
        raise NotImplementedError

    def save(self, request: HttpRequest, row: R) -> Refusal | None:
        """Store what was posted; return why it was not stored. The same judgement may be posted again."""
        raise NotImplementedError

    def already_stored(self, row: R, *, is_same: bool) -> Refusal | None:
        """Return what a reviewer is told about a row that was stored before. is_same: the same judgement."""
        if self.rows.is_undone(row):
            return Refusal(409, self.rows.undone)
        return None if is_same else Refusal(409, self.rows.kept)

    def show(self, request: HttpRequest, pk: int, token: str) -> HttpResponse:
        """Answer with the page of one row."""
        return self.page(request, self.rows.own(request, pk, token))

    def store(self, request: HttpRequest, pk: int, token: str) -> HttpResponse:
        """Store the reviewer's judgement."""
        row = self.rows.own(request, pk, token)
        if refusal := self.save(request, row):
            return self.page(request, row, refusal.status, refusal.sentence)
        return self.stored(request, row)

    def stored(self, request: HttpRequest, row: R) -> HttpResponse:
        """Answer after a row was stored."""
        return redirect(self.shown_at, row.campaign_id, row.token)

    def undo(self, request: HttpRequest, pk: int, token: str) -> HttpResponse:
        """Undo what was stored, where the rule allows it."""
        row = self.rows.own(request, pk, token)
        if not self.rows.undo(row):
            return self.page(request, row, 409, self.rows.no_undo)
        return redirect(self.next_at, pk)

    def preview(self, request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
        """Return the document in which one answer runs. Only for a frame: as a page it could navigate away."""
        row = self.rows.own(request, pk, token)
        if letter in self.rows.letters(row) and request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
            return redirect(self.shown_at, pk, token)
        return self.rows.preview(request, row, letter)

    def screenshot(self, request: HttpRequest, pk: int, token: str, letter: str) -> HttpResponse:
        """Answer with the picture that the sandbox took of one answer."""
        return self.rows.screenshot(self.rows.own(request, pk, token), letter)

    def views(self) -> tuple[Any, Any, Any, Any, Any]:
        """Return the functions for the addresses: show, store, undo, preview, screenshot."""
        return (
            require_GET(self.show),
            require_POST(self.store),
            require_POST(self.undo),
            require_GET(xframe_options_exempt(self.preview)),
            require_GET(self.screenshot),
        )


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


def user_id(request: HttpRequest) -> int:
    """Return the number of the person who is signed in."""
    return int(request.user.pk or 0)


def posted_reasons(request: HttpRequest) -> tuple[list[str], str]:
    """Return the reasons that were ticked, and the note."""
    return clean_reasons(request.POST.getlist("reasons"), request.POST.get("note", ""))
