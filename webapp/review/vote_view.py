"""The reviewer's page: a blind pair, the vote, the names after it, undo."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from evaluations.models import Vote
from evaluations.typed_template import TypedTemplate
from evaluations.vote_statistics import CHOICES, Ballot, consistency
from webapp.review.blind import CHOICE_WORDS, RevealedFacts, Showing, build_showing, mask_of, revealed_of
from webapp.review.blind_page import WIDTHS, BlindPage, Refusal, done_page, posted_reasons, user_id
from webapp.review.blind_rows import PAIRS, REVIEWER, campaign_of, private
from webapp.review.queue import next_votes, place_of
from webapp.site.access import require_role


class RevealedPart(TypedDict):
    """After the vote. revealed: None until names are shown. done, total: the person's pairs; 0 for a single pair."""

    vote: Vote
    choice: str
    revealed: RevealedFacts | None
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

    rows, shown_at, next_at = PAIRS, "review-showing", "review-vote"

    def page(self, request: HttpRequest, row: Vote, status: int = 200, error: str = "") -> HttpResponse:
        done, total = place_of(row.campaign, user_id(request))
        context: VoteContext = {
            **_pair(row, done, total),
            "number": done + (row.voted_at is None),
            "error": error,
            "campaign_title": mask_of(row).prose(row.campaign.title),
        }
        return private(VOTE_PAGE.response(request, context, status))

    def save(self, request: HttpRequest, row: Vote) -> Refusal | None:
        choice = request.POST.get("choice", "")
        if choice not in CHOICES:
            return Refusal(422, f'"{choice[:40]}" is not a choice. Choose A better, B better, tie or both bad.')
        if row.store(choice, *posted_reasons(request)):
            return None
        row.refresh_from_db()
        return self.already_stored(row, is_same=row.choice == choice)

    def stored(self, request: HttpRequest, row: Vote) -> HttpResponse:
        """Answer a script with the part that shows the names, a form with the whole page."""
        if not request.headers.get("X-Part"):
            return redirect(self.shown_at, row.campaign_id, row.token)
        done, total = place_of(row.campaign, user_id(request))
        part = _pair(PAIRS.own(request, row.campaign_id, row.token), done, total)
        return private(REVEALED_PART.response(request, part))


PAGE = VotePage()
showing, store, undo, preview, screenshot = PAGE.views()


@require_GET
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the next pair of the person, or the sentence that says why there is none."""
    campaign, me = campaign_of(request, pk), user_id(request)
    require_role(request, REVIEWER)
    waiting = next_votes(campaign, me)
    if waiting:
        return PAGE.page(request, PAIRS.own(request, pk, waiting[0].token))
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
    return private(PAIR_PART.response(request, _pair(PAIRS.own(request, pk, others[0].token))))
