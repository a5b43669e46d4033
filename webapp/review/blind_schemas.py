"""Schemas of blind review: masked answers under letters, and what is shown afterwards."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from evaluations.actions.blind_ratings import can_undo_blind_rating, unrated
from evaluations.actions.rank_answers import can_undo_ordering
from evaluations.limits import MAX_NOTE
from evaluations.models import BlindRating, Candidate, Ordering, StarRating, Vote
from webapp.api.schemas import Body, JsonObject, Text, url_of
from webapp.review.blind import Showing, Side, build_showing, mask_of, revealed_of, showing_from
from webapp.review.blind_rows import ORDERINGS, SINGLE_ANSWERS
from webapp.review.queue import place_of

Letter = Literal["a", "b", "c", "d"]
Reason = Literal["correct", "looks", "readable", "robust", "follows"]
Kind = Literal["pairs", "orderings", "single-answers", "solos"]  # solos: the old name of single answers
Note = Annotated[Text, Field(max_length=MAX_NOTE)]


class BlindSide(Schema):
    """One answer, masked. verdict: empty while it is hidden.

    preview: the address of the answer running, a document for an `<iframe sandbox="allow-scripts allow-forms">` and
    nothing else.
    screenshot: null if there is no picture, or if it would name a model.
    """

    letter: str
    files: dict[str, str]
    entry: str
    console: list[list[str]]
    verdict: str
    checks: list[list[str]]
    preview: str
    screenshot: str | None


class RevealedOut(Schema):
    """Shown after the vote is stored."""

    a_model: str
    a_candidate: int
    b_model: str
    b_candidate: int
    choice: str
    others: dict[str, int]
    can_undo: bool


class PairOut(Schema):
    """A pair that was given to you. is_stored: you voted. revealed: null until then, or until the campaign ends."""

    token: str
    campaign: int
    title: str
    prompt: str
    kind: str
    a: BlindSide
    b: BlindSide
    n_done: int
    n_total: int
    is_stored: bool
    revealed: RevealedOut | None


class VoteIn(Body):
    """choice: left means that A is better."""

    choice: Literal["left", "right", "tie", "both_bad"]
    reasons: list[Reason] = []
    note: Note = ""


class RankedAnswer(Schema):
    """One answer of an order that is stored."""

    letter: str
    model: str
    candidate: int
    place: int


class OrderingOut(Schema):
    """Three or four answers to put in order. revealed: null until the order is stored, or the campaign closed."""

    token: str
    campaign: int
    title: str
    prompt: str
    kind: str
    sides: list[BlindSide]
    is_stored: bool
    revealed: list[RankedAnswer] | None
    can_undo: bool


class OrderIn(Body):
    """places: letter to place; 1 is the best, and equal places are ties."""

    places: dict[Letter, int]


class SingleAnswerRevealed(Schema):
    """Shown after the answer is rated. others: ratings of other people."""

    model: str
    candidate: int
    stars: int | None
    others: list[int]


class SingleAnswerOut(Schema):
    """One answer to rate. revealed: null until it is, or until the campaign is closed."""

    token: str
    campaign: int
    title: str
    prompt: str
    kind: str
    side: BlindSide
    n_done: int
    n_total: int
    is_stored: bool
    revealed: SingleAnswerRevealed | None
    can_undo: bool


class SingleAnswerIn(Body):
    """stars: 1 poor to 5 excellent."""

    stars: int = Field(ge=1, le=5)
    reasons: list[Reason] = []
    note: Note = ""


def _side(request: HttpRequest, side: Side, kind: Kind, row: Vote | Ordering | BlindRating) -> JsonObject:
    at = url_of(request, f"/api/v1/campaigns/{row.campaign_id}/{kind}/{row.token}/{side.letter}")
    return {
        "letter": side.letter,
        "files": dict(side.files),
        "entry": side.entry,
        "verdict": side.verdict,
        "console": [list(line) for line in side.console],
        "checks": [list(line) for line in side.checks],
        "preview": f"{at}/preview",
        "screenshot": f"{at}/screenshot" if side.picture else None,
    }


def _head(row: Vote | Ordering | BlindRating, showing: Showing) -> JsonObject:
    return {
        "token": row.token,
        "campaign": row.campaign_id,
        "title": showing.title,
        "prompt": showing.prompt,
        "kind": showing.kind,
    }


def pair_to_json(request: HttpRequest, row: Vote) -> JsonObject:
    """Return a pair; with its names once they are shown."""
    showing = build_showing(row)
    a, b = (_side(request, side, "pairs", row) for side in showing.sides)
    done, total = place_of(row.campaign, int(row.reviewer_id or 0))
    return _head(row, showing) | {
        "a": a,
        "b": b,
        "n_done": done,
        "n_total": total,
        "is_stored": row.voted_at is not None,
        "revealed": _revealed(row) if row.is_revealed else None,
    }


def _revealed(row: Vote) -> JsonObject:
    revealed = revealed_of(row)
    left, right = (_named(candidate.pk) for candidate in (revealed.left, revealed.right))
    return {
        "a_model": left.model.model_id,
        "a_candidate": left.pk,
        "b_model": right.model.model_id,
        "b_candidate": right.pk,
        "choice": revealed.choice,
        "others": dict(revealed.others),
        "can_undo": revealed.can_undo,
    }


def _named(pk: int) -> Candidate:
    return Candidate.objects.select_related("model__server").get(pk=pk)


def ordering_to_json(request: HttpRequest, row: Ordering) -> JsonObject:
    """Return the answers to rank; with their names once they are shown."""
    mask, candidates = mask_of(row), ORDERINGS.candidates(row)
    showing = showing_from(row.task, mask, ORDERINGS.sides(row, candidates, mask))
    placed: list[tuple[Side, Candidate, Any]] = []
    if row.is_revealed:
        placed = list(zip(showing.sides, candidates, row.places(), strict=True))
    revealed = [
        {"letter": side.letter, "model": candidate.model.model_id, "candidate": candidate.pk, "place": place}
        for side, candidate, place in placed
    ]
    return _head(row, showing) | {
        "sides": [_side(request, side, "orderings", row) for side in showing.sides],
        "is_stored": row.stored_at is not None,
        "revealed": revealed if row.is_revealed else None,
        "can_undo": can_undo_ordering(row),
    }


def single_answer_to_json(request: HttpRequest, row: BlindRating) -> JsonObject:
    """Return one answer; with its name once it is shown."""
    is_stored, me = row.stored_at is not None, int(row.reviewer_id or 0)
    side = SINGLE_ANSWERS.shown(row, shows=row.is_revealed or row.campaign.shows_verdicts)
    showing = showing_from(row.candidate.task, mask_of(row), (side,))
    done = row.campaign.blind_ratings.filter(reviewer=me).exclude(stored_at=None).count()
    left = len(unrated(row.campaign, me)) + (not is_stored)
    return _head(row, showing) | {
        "side": _side(request, showing.sides[0], "single-answers", row),
        "n_done": done,
        "n_total": done + left,
        "is_stored": is_stored,
        "revealed": _rating_to_json(row) if row.is_revealed else None,
        "can_undo": can_undo_blind_rating(row),
    }


def _rating_to_json(row: BlindRating) -> JsonObject:
    ratings = list(StarRating.objects.filter(candidate=row.candidate_id).values_list("reviewer", "stars"))
    return {
        "model": row.candidate.model.model_id,
        "candidate": row.candidate_id,
        "stars": next((stars for by, stars in ratings if by == row.reviewer_id), None),
        "others": sorted(stars for by, stars in ratings if by != row.reviewer_id),
    }
