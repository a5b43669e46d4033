"""Old addresses of the API: a single answer was called "solo". They answer as the new addresses do."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from webapp.api.auth import REVIEW
from webapp.api.schemas import Id, JsonObject, Word
from webapp.review import blind_api
from webapp.review.blind_schemas import SingleAnswerIn, SingleAnswerOut

router = Router()


@router.get(
    "campaigns/{int:campaign}/solos/next",
    auth=REVIEW,
    response={200: SingleAnswerOut, 204: None},
    summary="Get a blind answer to rate (old address)",
    deprecated=True,
)
def get_next_solo(request: HttpRequest, campaign: Id) -> Status[JsonObject | None]:
    """Deprecated: use /single-answers/next."""
    return blind_api.get_next_single_answer(request, campaign)


@router.get(
    "campaigns/{int:campaign}/solos/{token}",
    auth=REVIEW,
    response=SingleAnswerOut,
    summary="Read an answer to rate that was given to you (old address)",
    deprecated=True,
)
def get_solo(request: HttpRequest, campaign: Id, token: Word) -> JsonObject:
    """Deprecated: use /single-answers/{token}."""
    return blind_api.get_single_answer(request, campaign, token)


@router.post(
    "campaigns/{int:campaign}/solos/{token}/rate",
    auth=REVIEW,
    response=SingleAnswerOut,
    summary="Rate a blind answer (old address)",
    deprecated=True,
)
def rate_solo(request: HttpRequest, campaign: Id, token: Word, body: SingleAnswerIn) -> JsonObject:
    """Deprecated: use /single-answers/{token}/rate."""
    return blind_api.rate_single_answer(request, campaign, token, body)


@router.post(
    "campaigns/{int:campaign}/solos/{token}/undo",
    auth=REVIEW,
    response={204: None},
    summary="Undo your rating of a blind answer (old address)",
    deprecated=True,
)
def undo_solo_rating(request: HttpRequest, campaign: Id, token: Word) -> Status[None]:
    """Deprecated: use /single-answers/{token}/undo."""
    return blind_api.undo_single_answer_rating(request, campaign, token)
