"""Blind review: pairs, rankings, single answers. Names are shown only after your judgement is stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from evaluations.actions.blind_ratings import open_blind_rating, store_blind_rating
from evaluations.actions.rank_answers import open_ordering, store_ordering
from webapp.api.auth import REVIEW
from webapp.api.problems import Problem
from webapp.api.schemas import DOCUMENT, PNG, Id, JsonObject, Word, only_in_frame
from webapp.review.blind import LETTERS
from webapp.review.blind_rows import (
    KINDS,
    ORDERINGS,
    PAIRS,
    SINGLE_ANSWERS,
    BlindRows,
    R,
    campaign_of,
    clean_reasons,
    reviewer_id,
)
from webapp.review.blind_schemas import (
    Kind,
    Letter,
    OrderIn,
    OrderingOut,
    PairOut,
    SingleAnswerIn,
    SingleAnswerOut,
    VoteIn,
    ordering_to_json,
    pair_to_json,
    single_answer_to_json,
)
from webapp.review.queue import next_votes

router = Router()


@router.get(
    "campaigns/{int:campaign}/next", auth=REVIEW, response={200: PairOut, 204: None}, summary="Get your next blind pair"
)
def get_next_pair(request: HttpRequest, campaign: Id) -> Status[JsonObject | None]:
    """You get the same pair until you vote. 204 when no pair is left for you."""
    waiting = next_votes(campaign_of(request, campaign), reviewer_id(request))
    return (
        Status(200, pair_to_json(request, PAIRS.own(request, campaign, waiting[0].token)))
        if waiting
        else Status(204, None)
    )


@router.get(
    "campaigns/{int:campaign}/pairs/{token}", auth=REVIEW, response=PairOut, summary="Read a pair that was given to you"
)
def get_pair(request: HttpRequest, campaign: Id, token: Word) -> JsonObject:
    """Names are hidden until your vote is stored."""
    return pair_to_json(request, PAIRS.own(request, campaign, token))


@router.post("campaigns/{int:campaign}/pairs/{token}/vote", auth=REVIEW, response=PairOut, summary="Vote on a pair")
def vote_on_pair(request: HttpRequest, campaign: Id, token: Word, body: VoteIn) -> JsonObject:
    """Stores the vote and shows the names. A second request changes nothing and returns the stored vote.

    409 when you have undone the vote: the pair now belongs to somebody else.
    """
    row = PAIRS.own(request, campaign, token)
    _refuse_undone(PAIRS, row)
    row.store(body.choice, *clean_reasons(list(body.reasons), body.note))
    return pair_to_json(request, PAIRS.own(request, campaign, token))


@router.post("campaigns/{int:campaign}/pairs/{token}/undo", auth=REVIEW, response={204: None}, summary="Undo your vote")
def undo_vote(request: HttpRequest, campaign: Id, token: Word) -> Status[None]:
    """Only your last vote can be undone, within ten minutes; 409 otherwise."""
    return _undo(request, PAIRS, campaign, token)


@router.get(
    "campaigns/{int:campaign}/orderings/next",
    auth=REVIEW,
    response={200: OrderingOut, 204: None},
    summary="Get blind answers to put in order",
)
def get_next_ordering(request: HttpRequest, campaign: Id) -> Status[JsonObject | None]:
    """Three or four answers; you get the same ones until you store a ranking. 204 when no task has enough answers left
    for you.
    """
    row = open_ordering(campaign_of(request, campaign), reviewer_id(request))
    if row is None:
        return Status(204, None)
    return Status(200, ordering_to_json(request, ORDERINGS.own(request, campaign, row.token)))


@router.get(
    "campaigns/{int:campaign}/orderings/{token}",
    auth=REVIEW,
    response=OrderingOut,
    summary="Read answers to order that were given to you",
)
def get_ordering(request: HttpRequest, campaign: Id, token: Word) -> JsonObject:
    """Names are hidden until your ranking is stored."""
    return ordering_to_json(request, ORDERINGS.own(request, campaign, token))


@router.post(
    "campaigns/{int:campaign}/orderings/{token}/store", auth=REVIEW, response=OrderingOut, summary="Store a ranking"
)
def store_order(request: HttpRequest, campaign: Id, token: Word, body: OrderIn) -> JsonObject:
    """Stores votes on the pairs of these answers. A second request changes nothing and returns the stored ranking.

    409 when you have undone it.
    """
    row = ORDERINGS.own(request, campaign, token)
    _refuse_undone(ORDERINGS, row)
    letters = LETTERS[: len(row.candidates)]
    allowed = range(1, len(letters) + 1)
    if set(body.places) != set(letters) or any(place not in allowed for place in body.places.values()):
        detail = f"Give each of {', '.join(letters)} a place from 1 to {len(letters)}; equal places are ties."
        raise Problem(422, detail, errors=[("places", detail)])
    store_ordering(row, [body.places[letter] for letter in letters])  # type: ignore[index]
    return ordering_to_json(request, ORDERINGS.own(request, campaign, token))


@router.post(
    "campaigns/{int:campaign}/orderings/{token}/undo", auth=REVIEW, response={204: None}, summary="Undo your ranking"
)
def undo_order(request: HttpRequest, campaign: Id, token: Word) -> Status[None]:
    """Only your last ranking can be undone, within ten minutes and before your next vote; 409 otherwise."""
    return _undo(request, ORDERINGS, campaign, token)


@router.get(
    "campaigns/{int:campaign}/single-answers/next",
    auth=REVIEW,
    response={200: SingleAnswerOut, 204: None},
    summary="Get a blind answer to rate",
)
def get_next_single_answer(request: HttpRequest, campaign: Id) -> Status[JsonObject | None]:
    """You get the same answer until you rate it. 204 when none is left for you."""
    row = open_blind_rating(campaign_of(request, campaign), reviewer_id(request))
    return (
        Status(200, single_answer_to_json(request, SINGLE_ANSWERS.own(request, campaign, row.token)))
        if row
        else Status(204, None)
    )


@router.get(
    "campaigns/{int:campaign}/single-answers/{token}",
    auth=REVIEW,
    response=SingleAnswerOut,
    summary="Read an answer to rate that was given to you",
)
def get_single_answer(request: HttpRequest, campaign: Id, token: Word) -> JsonObject:
    """The name is hidden until you have rated it."""
    return single_answer_to_json(request, SINGLE_ANSWERS.own(request, campaign, token))


@router.post(
    "campaigns/{int:campaign}/single-answers/{token}/rate",
    auth=REVIEW,
    response=SingleAnswerOut,
    summary="Rate a blind answer",
)
def rate_single_answer(request: HttpRequest, campaign: Id, token: Word, body: SingleAnswerIn) -> JsonObject:
    """Stores the rating and shows the name. A second request changes nothing and returns the stored rating.

    409 when you have undone it.
    """
    row = SINGLE_ANSWERS.own(request, campaign, token)
    _refuse_undone(SINGLE_ANSWERS, row)
    store_blind_rating(row, body.stars, *clean_reasons(list(body.reasons), body.note))
    return single_answer_to_json(request, SINGLE_ANSWERS.own(request, campaign, token))


@router.post(
    "campaigns/{int:campaign}/single-answers/{token}/undo",
    auth=REVIEW,
    response={204: None},
    summary="Undo your rating of a blind answer",
)
def undo_single_answer_rating(request: HttpRequest, campaign: Id, token: Word) -> Status[None]:
    """Only your last rating can be undone, within ten minutes; 409 otherwise."""
    return _undo(request, SINGLE_ANSWERS, campaign, token)


def _undo(request: HttpRequest, rows: BlindRows[R], campaign: int, token: str) -> Status[None]:
    if not rows.undo(rows.own(request, campaign, token)):
        raise Problem(409, rows.no_undo)
    return Status(204, None)


def _refuse_undone(rows: BlindRows[R], row: R) -> None:
    if rows.is_undone(row):
        raise Problem(409, rows.undone, f"GET the campaign's next {rows.what}.")


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
    rows = KINDS[kind]
    return rows.preview(request, rows.own(request, campaign, token), letter)


@router.get(
    "campaigns/{int:campaign}/{kind}/{token}/{letter}/screenshot",
    auth=REVIEW,
    summary="Download the screenshot of a blind answer",
    openapi_extra=PNG,
)
def get_blind_screenshot(request: HttpRequest, campaign: Id, kind: Kind, token: Word, letter: Letter) -> HttpResponse:
    """404 when there is no picture, or when it would name a model."""
    rows = KINDS[kind]
    return rows.screenshot(rows.own(request, campaign, token), letter)
