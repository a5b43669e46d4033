"""What a reviewer is given to judge: pairs, orderings and single answers. Pages and API share their rules.

Until a row is stored nothing says which models, sizes, verdicts or candidates are shown: addresses hold the row's
token, code and console are masked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.http import Http404, HttpRequest, HttpResponse

from evaluations.actions.blind_ratings import undo_blind_rating
from evaluations.actions.rank_answers import undo_ordering
from evaluations.limits import MAX_NOTE
from evaluations.models import (
    BlindRating,
    Campaign,
    Candidate,
    Membership,
    Ordering,
    StarRating,
    StoredFile,
    Task,
    Vote,
)
from evaluations.vote_statistics import REASONS
from webapp.review.anonymise import Mask
from webapp.review.blind import LETTERS, Addresses, Side, answer_of, mask_of, picture_of, side_of
from webapp.review.frame import blind_document
from webapp.site.access import membership, require_role

REVIEWER = Membership.Role.REVIEWER
R = TypeVar("R", Vote, Ordering, BlindRating)


class BlindRows(Generic[R]):
    """One kind of blind row. what: its name in a sentence. no_undo: the rule of an undo.

    undone, kept: why nothing is stored for a row that was undone, or that has another judgement already.
    """

    what: str
    no_undo: str
    undone: str
    kept: str

    def of_campaign(self, request: HttpRequest, campaign: Campaign, token: str) -> R | None:
        """Return the person's own row; None for anybody else's."""
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

    def is_undone(self, row: R) -> bool:
        """Return whether the person stored a judgement and undid it. It cannot be stored again."""
        raise NotImplementedError

    def undo(self, row: R) -> bool:
        """Undo what was stored; False where the rule does not allow it."""
        raise NotImplementedError

    def own(self, request: HttpRequest, campaign: int, token: str) -> R:
        """Return the person's own row; 404 for anybody else's."""
        row = self.of_campaign(request, campaign_of(request, campaign), token)
        if row is None:
            raise Http404(f"There is no such {self.what} given to you.")
        require_role(request, REVIEWER)
        return row

    def letters(self, row: R) -> Sequence[str]:
        """Return the letters of the answers that are shown."""
        return LETTERS[: len(self.candidates(row))]

    def preview(self, request: HttpRequest, row: R, letter: str) -> HttpResponse:
        """Return the document in which one answer runs; 404 for a letter that is not shown."""
        if letter not in self.letters(row):
            raise Http404(f"There is no answer “{letter[:20]}” here.")
        return private(blind_document(request, self.task(row), self.side(row, letter)))

    def screenshot(self, row: R, letter: str) -> HttpResponse:
        """Return the picture that the sandbox took of one answer; 404 when there is none, or it would name a model."""
        return picture_response(picture_of(self.candidates(row), letter, mask_of(row)))


class Pairs(BlindRows[Vote]):
    """Two answers, of which one may be better."""

    what = "pair"
    no_undo = "Only your last vote can be undone, within ten minutes and before the next one."
    undone = (
        "Your vote on this pair was undone; the pair goes to somebody else, and no further vote of yours is stored."
    )
    kept = "You have already voted on this pair. That vote was not changed."

    def of_campaign(self, request: HttpRequest, campaign: Campaign, token: str) -> Vote | None:
        rows = Vote.objects.select_related(
            "campaign", "pair__task", "pair__first__model__server", "pair__second__model__server"
        )
        return rows.filter(campaign=campaign, token=token, reviewer=request.user.pk).first()

    def candidates(self, row: Vote) -> Sequence[Candidate]:
        return row.sides()

    def task(self, row: Vote) -> Task:
        return row.pair.task

    def side(self, row: Vote, letter: str) -> Side:
        return side_of(row, letter)

    def is_undone(self, row: Vote) -> bool:
        return row.undone_at is not None

    def undo(self, row: Vote) -> bool:
        return row.undo()


class Orderings(BlindRows[Ordering]):
    """Three or four answers to put in order; stored as votes on pairs that are marked as ranked."""

    what = "ordering"
    no_undo = "Only what you stored last can be undone, within ten minutes and before the next vote."
    undone = "Your order of these answers was undone, and no further order of yours is stored."
    kept = "You have already put these answers in order. That order was not changed."

    def of_campaign(self, request: HttpRequest, campaign: Campaign, token: str) -> Ordering | None:
        rows = Ordering.objects.select_related("campaign", "task")
        return rows.filter(campaign=campaign, token=token, reviewer=request.user.pk).first()

    def candidates(self, row: Ordering) -> list[Candidate]:
        by_pk = Candidate.objects.select_related("model__server").in_bulk(row.candidates)
        return [by_pk[pk] for pk in row.candidates]

    def task(self, row: Ordering) -> Task:
        return row.task

    def side(self, row: Ordering, letter: str) -> Side:
        return self._side(row, self.candidates(row)[LETTERS.index(letter)], letter, mask_of(row), shows=False)

    def sides(self, row: Ordering, candidates: Sequence[Candidate], mask: Mask) -> tuple[Side, ...]:
        """Return the answers under letters, masked.

        With verdicts once the names are told, or where the campaign shows them.
        """
        shows = row.is_revealed or row.campaign.shows_verdicts
        return tuple(
            self._side(row, candidate, letter, mask, shows=shows)
            for letter, candidate in zip(LETTERS, candidates, strict=False)
        )

    def _side(self, row: Ordering, candidate: Candidate, letter: str, mask: Mask, *, shows: bool) -> Side:
        at = Addresses("review-ordering-preview", "review-ordering-picture", row.campaign_id, row.token)
        return answer_of(candidate, letter, mask, at, shows=shows)

    def is_undone(self, row: Ordering) -> bool:
        votes = Vote.objects.filter(campaign=row.campaign_id, ranking=row.token)
        return votes.exclude(undone_at=None).exists()

    def undo(self, row: Ordering) -> bool:
        return undo_ordering(row)


class SingleAnswers(BlindRows[BlindRating]):
    """One answer to rate from 1 to 5."""

    what = "answer"
    no_undo = "Only your last rating can be undone, within ten minutes."
    undone = "Your rating of this answer was undone, and no further rating of yours is stored."
    kept = "You have already rated this answer. That rating was not changed."
    letter = "a"

    def of_campaign(self, request: HttpRequest, campaign: Campaign, token: str) -> BlindRating | None:
        rows = BlindRating.objects.select_related("campaign", "candidate__task", "candidate__model__server")
        return rows.filter(campaign=campaign, token=token, reviewer=request.user.pk).first()

    def candidates(self, row: BlindRating) -> Sequence[Candidate]:
        return [row.candidate]

    def task(self, row: BlindRating) -> Task:
        return row.candidate.task

    def side(self, row: BlindRating, letter: str) -> Side:
        return self.shown(row, shows=False)

    def shown(self, row: BlindRating, *, shows: bool) -> Side:
        """Return the answer, masked; shows: its verdict too."""
        at = Addresses("review-single-preview", "review-single-picture", row.campaign_id, row.token)
        return answer_of(row.candidate, self.letter, mask_of(row), at, shows=shows)

    def is_undone(self, row: BlindRating) -> bool:
        return row.stored_at is not None and self.own_rating(row) is None

    def own_rating(self, row: BlindRating) -> StarRating | None:
        """Return the rating of the person to whom the answer was given."""
        return StarRating.objects.filter(candidate=row.candidate_id, reviewer=row.reviewer_id).first()

    def undo(self, row: BlindRating) -> bool:
        return undo_blind_rating(row)


PAIRS, ORDERINGS, SINGLE_ANSWERS = Pairs(), Orderings(), SingleAnswers()
# By the words of the API's addresses. solos: the old name of single answers.
KINDS: dict[str, BlindRows[Any]] = {
    "pairs": PAIRS,
    "orderings": ORDERINGS,
    "single-answers": SINGLE_ANSWERS,
    "solos": SINGLE_ANSWERS,
}


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    """Return the campaign, when it is given to the person; 404 otherwise."""
    member = membership(request)
    campaign = Campaign.objects.given_to(member).filter(pk=pk).first() if member else None
    if campaign is None:
        raise Http404("There is no such campaign given to you.")
    return campaign


def reviewer_id(request: HttpRequest) -> int:
    """Return the number of the person who is signed in; 403 for somebody who may not review."""
    require_role(request, REVIEWER)
    return int(request.user.pk or 0)


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
