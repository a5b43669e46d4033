"""Blind review: pairs, rankings, single answers. Names are shown only after your judgement is stored."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router, Status

from evaluations.actions.blind_ratings import open_blind_rating, store_blind_rating, undo_blind_rating
from evaluations.actions.rank_answers import open_ordering, store_ordering, undo_ordering
from evaluations.models import Candidate, Task
from webapp.api.auth import REVIEW
from webapp.api.problems import Problem
from webapp.api.schemas import DOCUMENT, PNG, Id, Plain, Word, only_in_frame
from webapp.review import rank_view, single_answer_view
from webapp.review.anonymise import Mask
from webapp.review.blind import LETTERS, Side, mask_of, picture_of, side_of
from webapp.review.blind_page import REVIEWER, campaign_of, clean_reasons, picture_response, private
from webapp.review.blind_schemas import (
    Kind,
    Letter,
    OrderIn,
    OrderingOut,
    PairOut,
    SingleAnswerIn,
    SingleAnswerOut,
    VoteIn,
    ordering_plain,
    pair_plain,
    single_answer_plain,
)
from webapp.review.frame import blind_document
from webapp.review.queue import next_votes
from webapp.review.rank_view import candidates_of, ordering_of, sides_of
from webapp.review.single_answer_view import blind_rating_of, side_of_single_answer
from webapp.review.vote_view import NO_UNDO, vote_of
from webapp.site.access import require_role

router = Router()
TAKEN_BACK = (
    "Your vote on this pair was undone; the pair goes to somebody else, and no further vote of yours is stored."
)


def _user_id(request: HttpRequest) -> int:
    require_role(request, REVIEWER)
    return int(request.user.pk or 0)


@router.get(
    "campaigns/{int:campaign}/next", auth=REVIEW, response={200: PairOut, 204: None}, summary="Get your next blind pair"
)
def get_next_pair(request: HttpRequest, campaign: Id) -> Status[Plain | None]:
    """You get the same pair until you vote. 204 when no pair is left for you."""
    waiting = next_votes(campaign_of(request, campaign), _user_id(request))
    return (
        Status(200, pair_plain(request, vote_of(request, campaign, waiting[0].token))) if waiting else Status(204, None)
    )


@router.get(
    "campaigns/{int:campaign}/pairs/{token}", auth=REVIEW, response=PairOut, summary="Read a pair that was given to you"
)
def get_pair(request: HttpRequest, campaign: Id, token: Word) -> Plain:
    """Names are hidden until your vote is stored."""
    return pair_plain(request, vote_of(request, campaign, token))


@router.post("campaigns/{int:campaign}/pairs/{token}/vote", auth=REVIEW, response=PairOut, summary="Vote on a pair")
def vote_on_pair(request: HttpRequest, campaign: Id, token: Word, body: VoteIn) -> Plain:
    """Stores the vote and shows the names. A second request changes nothing and returns the stored vote.

    409 when you have undone the vote: the pair now belongs to somebody else.
    """
    row = vote_of(request, campaign, token)
    if row.undone_at:
        raise Problem(409, TAKEN_BACK, "GET the campaign's next pair.")
    row.store(body.choice, *clean_reasons(list(body.reasons), body.note))
    return pair_plain(request, vote_of(request, campaign, token))


@router.post("campaigns/{int:campaign}/pairs/{token}/undo", auth=REVIEW, response={204: None}, summary="Undo your vote")
def undo_vote(request: HttpRequest, campaign: Id, token: Word) -> Status[None]:
    """Only your last vote can be undone, within ten minutes; 409 otherwise."""
    if not vote_of(request, campaign, token).undo():
        raise Problem(409, NO_UNDO)
    return Status(204, None)


@router.get(
    "campaigns/{int:campaign}/orderings/next",
    auth=REVIEW,
    response={200: OrderingOut, 204: None},
    summary="Get blind answers to put in order",
)
def get_next_ordering(request: HttpRequest, campaign: Id) -> Status[Plain | None]:
    """Three or four answers; you get the same ones until you store a ranking. 204 when no task has enough answers left
    for you.
    """
    row = open_ordering(campaign_of(request, campaign), _user_id(request))
    if row is None:
        return Status(204, None)
    return Status(200, ordering_plain(request, ordering_of(request, campaign, row.token)))


@router.get(
    "campaigns/{int:campaign}/orderings/{token}",
    auth=REVIEW,
    response=OrderingOut,
    summary="Read answers to order that were given to you",
)
def get_ordering(request: HttpRequest, campaign: Id, token: Word) -> Plain:
    """Names are hidden until your ranking is stored."""
    return ordering_plain(request, ordering_of(request, campaign, token))


@router.post(
    "campaigns/{int:campaign}/orderings/{token}/store", auth=REVIEW, response=OrderingOut, summary="Store a ranking"
)
def store_order(request: HttpRequest, campaign: Id, token: Word, body: OrderIn) -> Plain:
    """Stores votes on the pairs of these answers. A second request changes nothing and returns the stored ranking."""
    row = ordering_of(request, campaign, token)
    letters = LETTERS[: len(row.candidates)]
    allowed = range(1, len(letters) + 1)
    if set(body.places) != set(letters) or any(place not in allowed for place in body.places.values()):
        detail = f"Give each of {', '.join(letters)} a place from 1 to {len(letters)}; equal places are ties."
        raise Problem(422, detail, errors=[("places", detail)])
    store_ordering(row, [body.places[letter] for letter in letters])  # type: ignore[index]
    return ordering_plain(request, ordering_of(request, campaign, token))


@router.post(
    "campaigns/{int:campaign}/orderings/{token}/undo", auth=REVIEW, response={204: None}, summary="Undo your ranking"
)
def undo_order(request: HttpRequest, campaign: Id, token: Word) -> Status[None]:
    """Only your last ranking can be undone, within ten minutes and before your next vote; 409 otherwise."""
    if not undo_ordering(ordering_of(request, campaign, token)):
        raise Problem(409, rank_view.NO_UNDO)
    return Status(204, None)


@router.get(
    "campaigns/{int:campaign}/single-answers/next",
    auth=REVIEW,
    response={200: SingleAnswerOut, 204: None},
    summary="Get a blind answer to rate",
)
def get_next_single_answer(request: HttpRequest, campaign: Id) -> Status[Plain | None]:
    """You get the same answer until you rate it. 204 when none is left for you."""
    row = open_blind_rating(campaign_of(request, campaign), _user_id(request))
    return (
        Status(200, single_answer_plain(request, blind_rating_of(request, campaign, row.token)))
        if row
        else Status(204, None)
    )


@router.get(
    "campaigns/{int:campaign}/single-answers/{token}",
    auth=REVIEW,
    response=SingleAnswerOut,
    summary="Read an answer to rate that was given to you",
)
def get_single_answer(request: HttpRequest, campaign: Id, token: Word) -> Plain:
    """The name is hidden until you have rated it."""
    return single_answer_plain(request, blind_rating_of(request, campaign, token))


@router.post(
    "campaigns/{int:campaign}/single-answers/{token}/rate",
    auth=REVIEW,
    response=SingleAnswerOut,
    summary="Rate a blind answer",
)
def rate_single_answer(request: HttpRequest, campaign: Id, token: Word, body: SingleAnswerIn) -> Plain:
    """Stores the rating and shows the name. A second request changes nothing and returns the stored rating."""
    store_blind_rating(
        blind_rating_of(request, campaign, token), body.stars, *clean_reasons(list(body.reasons), body.note)
    )
    return single_answer_plain(request, blind_rating_of(request, campaign, token))


@router.post(
    "campaigns/{int:campaign}/single-answers/{token}/undo",
    auth=REVIEW,
    response={204: None},
    summary="Undo your rating of a blind answer",
)
def undo_single_answer_rating(request: HttpRequest, campaign: Id, token: Word) -> Status[None]:
    """Only your last rating can be undone, within ten minutes; 409 otherwise."""
    if not undo_blind_rating(blind_rating_of(request, campaign, token)):
        raise Problem(409, single_answer_view.NO_UNDO)
    return Status(204, None)


def _given(request: HttpRequest, campaign: int, kind: Kind, token: str) -> tuple[Task, list[Candidate], Mask, Any]:
    """Task, answers and mask of a showing given to the person, and what makes the side under a letter."""
    if kind == "pairs":
        vote = vote_of(request, campaign, token)
        mask = mask_of(vote)
        return vote.pair.task, list(vote.sides()), mask, lambda letter: side_of(vote, letter, mask)
    if kind == "orderings":
        row = ordering_of(request, campaign, token)
        answers, mask = candidates_of(row), mask_of(row)
        return row.task, answers, mask, lambda letter: sides_of(row, answers, mask)[LETTERS.index(letter)]
    rating = blind_rating_of(request, campaign, token)
    return (
        rating.candidate.task,
        [rating.candidate],
        mask_of(rating),
        lambda _: side_of_single_answer(rating, shows=False),
    )


@router.get(
    "campaigns/{int:campaign}/{kind}/{token}/{letter}/preview",
    auth=REVIEW,
    summary="Run a blind answer in your browser",
    openapi_extra=DOCUMENT,
)
def get_blind_preview(
    request: HttpRequest, campaign: Id, kind: Kind, token: Word, letter: Letter, start: Query[bool] = False
) -> HttpResponse:
    """Gives the document for an iframe with sandbox="allow-scripts allow-forms". Generated code is hostile.

    start: also run an answer that did not end in the sandbox.
    """
    only_in_frame(request)
    task, answers, _, side = _given(request, campaign, kind, token)
    if letter not in LETTERS[: len(answers)]:
        raise Http404("There is no such letter.")
    answer: Side = side(letter)
    return private(blind_document(request, task, answer))


@router.get(
    "campaigns/{int:campaign}/{kind}/{token}/{letter}/screenshot",
    auth=REVIEW,
    summary="Download the screenshot of a blind answer",
    openapi_extra=PNG,
)
def get_blind_screenshot(request: HttpRequest, campaign: Id, kind: Kind, token: Word, letter: Letter) -> HttpResponse:
    """404 when there is no picture, or when it would name a model."""
    _, answers, mask, _ = _given(request, campaign, kind, token)
    return picture_response(picture_of(answers, letter, mask))
