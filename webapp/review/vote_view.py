"""The reviewer's page: a blind pair, the vote, the names after it, undo."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from evaluations.models import Candidate, Task, Vote
from evaluations.typed_template import TypedTemplate
from evaluations.vote_statistics import CHOICES, Ballot, consistency
from webapp.review.blind import CHOICE_WORDS, Revealed, Showing, Side, build_showing, mask_of, revealed_of, side_of
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
from webapp.review.queue import next_votes, place_of
from webapp.site.access import require_role

NO_UNDO = "Only your last vote can be undone, within ten minutes and before the next one."


class RevealedPart(TypedDict):
    """After the vote. revealed: None until names are shown. done, total: the person's pairs; 0 for a single pair."""

    vote: Vote
    choice: str
    revealed: Revealed | None
    can_undo: bool
    done: int
    total: int


class PairPart(RevealedPart):
    """A pair; locked: it is voted on."""

    showing: Showing
    widths: tuple[str, ...]
    locked: bool


class VoteContext(PairPart):
    """number: of the pair, from 1."""

    number: int
    error: str
    campaign_title: str


VOTE_PAGE = TypedTemplate("review/vote.html", VoteContext)
PAIR_PART = TypedTemplate("review/_pair.html", PairPart)
REVEALED_PART = TypedTemplate("review/_revealed.html", RevealedPart)


def vote_of(request: HttpRequest, pk: int, token: str) -> Vote:
    """Return the person's own pair; 404 for anybody else's."""
    campaign = campaign_of(request, pk)
    rows = Vote.objects.select_related(
        "campaign", "pair__task", "pair__first__model__server", "pair__second__model__server"
    )
    row = rows.filter(campaign=campaign, token=token, reviewer=request.user.pk).first()
    if row is None:
        raise Http404("There is no such pair given to you.")
    return row


def _pair(row: Vote, done: int = 0, total: int = 0) -> PairPart:
    return {
        "done": done,
        "total": total,
        "showing": build_showing(row),
        "vote": row,
        "revealed": revealed_of(row) if row.is_revealed else None,
        "widths": WIDTHS,
        "locked": row.voted_at is not None,
        "choice": CHOICE_WORDS.get(row.choice, ""),
        "can_undo": row.can_undo(),
    }


class VotePage(BlindPage[Vote]):
    """Two answers, of which one may be better."""

    shown_at, next_at, no_undo = "review-showing", "review-vote", NO_UNDO

    def row_of(self, request: HttpRequest, pk: int, token: str) -> Vote:
        return vote_of(request, pk, token)

    def page(self, request: HttpRequest, row: Vote, status: int = 200, error: str = "") -> HttpResponse:
        done, total = place_of(row.campaign, user_id(request))
        context: VoteContext = {
            **_pair(row, done, total),
            "number": done + (row.voted_at is None),
            "error": error,
            "campaign_title": mask_of(row).prose(row.campaign.title),
        }
        return private(VOTE_PAGE.response(request, context, status))

    def save(self, request: HttpRequest, row: Vote) -> str:
        choice = request.POST.get("choice", "")
        if choice not in CHOICES:
            return f'"{choice[:40]}" is not a choice. Choose A better, B better, tie or both bad.'
        row.store(choice, *posted_reasons(request))
        return ""

    def stored(self, request: HttpRequest, row: Vote) -> HttpResponse:
        """Answer a script with the part that shows the names, a form with the whole page."""
        if not request.headers.get("X-Part"):
            return redirect(self.shown_at, row.campaign_id, row.token)
        done, total = place_of(row.campaign, user_id(request))
        part = _pair(vote_of(request, row.campaign_id, row.token), done, total)
        return private(REVEALED_PART.response(request, part))

    def take_back(self, row: Vote) -> bool:
        return row.undo()

    def candidates(self, row: Vote) -> Sequence[Candidate]:
        return row.sides()

    def task(self, row: Vote) -> Task:
        return row.pair.task

    def side(self, row: Vote, letter: str) -> Side:
        return side_of(row, letter)


PAGE = VotePage()
showing, store, undo, preview, screenshot = PAGE.views()


@require_GET
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next pair of the person, or the sentence that says why there is none."""
    campaign, me = campaign_of(request, pk), user_id(request)
    require_role(request, REVIEWER)
    waiting = next_votes(campaign, me)
    if waiting:
        return PAGE.page(request, vote_of(request, pk, waiting[0].token))
    done, _ = place_of(campaign, me)
    ballots = [Ballot(**row) for row in Vote.objects.filter(campaign=campaign, reviewer=me).ballot_fields()]
    return done_page(request, Vote(campaign=campaign), done=done, consistency=next(iter(consistency(ballots)), None))


@require_GET
def next_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the pair after the one on the screen (`after`), as a part; 204 when there is none."""
    campaign = campaign_of(request, pk)
    require_role(request, REVIEWER)
    after = request.GET.get("after", "")
    others = [row for row in next_votes(campaign, user_id(request)) if row.token != after]
    if not others:
        return private(HttpResponse(status=204))
    return private(PAIR_PART.response(request, _pair(vote_of(request, pk, others[0].token))))
