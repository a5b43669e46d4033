"""Feedback on an answer or a task, with names: stars, comments, marks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.actions.feedback import FeedbackError, comment, mark, rate, remove_comment, unmark, unrate
from evaluations.limits import MAX_COMMENT
from evaluations.models import Candidate, Comment, Mark, Membership, StarRating
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.schemas import Body, Id, JsonObject, Number, Text
from webapp.feedback.summary import summarise_feedback
from webapp.site.access import get_for_team, may
from webapp.site.lookup import task_of

router = Router()
CommentText = Annotated[Text, Field(max_length=MAX_COMMENT)]
Reason = Literal["correct", "looks", "readable", "robust", "follows"]
Stars = Annotated[int, Field(ge=1, le=5)]


class RatingIn(Body):
    """stars: 1 poor to 5 excellent."""

    stars: Stars
    reasons: list[Reason] = []
    note: CommentText = ""


class RatingOut(Schema):
    """One person's rating. campaign: where it was given blind; null when it was given by name."""

    by: str | None
    stars: int
    reasons: list[str]
    note: str
    campaign: int | None
    created_at: datetime


class CommentIn(Body):
    """reply_to: the comment that opened the thread; null for a new one."""

    text: CommentText
    reply_to: Number | None = None


class CommentOut(Schema):
    """One comment. by: null if the person has left, or if a comment with replies was removed."""

    id: int
    by: str | None
    text: str
    created_at: datetime
    reply_to: int | None


class Thread(CommentOut):
    """A comment with its replies."""

    replies: list[CommentOut]


class NoteIn(Body):
    """note: the reason."""

    note: CommentText = ""


class MarkOut(Schema):
    """kind: reference (an answer that is worth being one) or broken (a task)."""

    kind: str
    note: str
    by: str | None
    created_at: datetime


class Feedback(Schema):
    """Votes, ratings, comments and marks. stars: the mean, null without ratings; preferred and ties: how many of
    n_votes blind votes.
    """

    n_votes: int
    n_preferred: int
    n_ties: int
    stars: float | None
    ratings: list[RatingOut]
    threads: list[Thread]
    reference: MarkOut | None
    broken: MarkOut | None


def _candidate_or_404(request: HttpRequest, pk: int) -> Candidate:
    return get_for_team(request, Candidate.objects.select_related("task", "model__server", "run"), pk=pk)


def _name(person: Any) -> str | None:
    return person.get_username() if person else None


def _rating(row: StarRating) -> JsonObject:
    names = ("stars", "reasons", "note", "created_at")
    return {"by": _name(row.reviewer), "campaign": row.campaign_id, **{name: getattr(row, name) for name in names}}


def _comment(row: Comment) -> JsonObject:
    return {
        "id": row.pk,
        "by": _name(row.author),
        "text": row.text,
        "created_at": row.created_at,
        "reply_to": row.reply_to_id,
    }


def mark_to_json(row: Mark | None) -> JsonObject | None:
    """Return a mark as plain data."""
    return {"kind": row.kind, "note": row.note, "by": _name(row.author), "created_at": row.created_at} if row else None


@router.get(
    "candidates/{int:candidate}/feedback", auth=READ, response=Feedback, summary="Read the feedback on an answer"
)
def get_candidate_feedback(request: HttpRequest, candidate: Id) -> JsonObject:
    """Ratings, comments and marks, and whether the task is marked as broken."""
    row = _candidate_or_404(request, candidate)
    summary = summarise_feedback(row)
    threads = row.comments.filter(reply_to=None).select_related("author").prefetch_related("replies__author")
    return {
        "n_votes": summary.n_votes,
        "n_preferred": summary.n_preferred,
        "n_ties": summary.n_ties,
        "stars": summary.stars,
        "ratings": [_rating(rating) for rating in row.star_ratings.select_related("reviewer")],
        "threads": [
            _comment(thread) | {"replies": [_comment(reply) for reply in thread.replies.all()]} for thread in threads
        ],
        "reference": mark_to_json(summary.reference),
        "broken": mark_to_json(summary.broken),
    }


@router.get(
    "candidates/{int:candidate}/opinions",
    auth=READ,
    response=Feedback,
    summary="Read the feedback on an answer (old address)",
    deprecated=True,
)
def get_candidate_opinions(request: HttpRequest, candidate: Id) -> JsonObject:
    """Deprecated: use /feedback."""
    return get_candidate_feedback(request, candidate)


@router.put("candidates/{int:candidate}/rating", auth=WRITE, response=RatingOut, summary="Rate an answer from 1 to 5")
def rate_candidate(request: HttpRequest, candidate: Id, body: RatingIn) -> JsonObject:
    """Your rating replaces your earlier one."""
    return _rating(
        rate(_candidate_or_404(request, candidate), request.user.pk, body.stars, list(body.reasons), body.note)
    )


@router.delete("candidates/{int:candidate}/rating", auth=WRITE, response={204: None}, summary="Remove your rating")
def unrate_candidate(request: HttpRequest, candidate: Id) -> Status[None]:
    """404 when you have not rated the answer."""
    if not unrate(_candidate_or_404(request, candidate), request.user.pk):
        raise Http404("You have not rated this answer.")
    return Status(204, None)


@router.post(
    "candidates/{int:candidate}/comments", auth=WRITE, response={201: CommentOut}, summary="Add a comment or a reply"
)
@idempotent
def add_comment(request: HttpRequest, candidate: Id, body: CommentIn) -> Status[JsonObject]:
    """Opens a new thread unless reply_to names one."""
    return Status(
        201, _comment(comment(_candidate_or_404(request, candidate), request.user.pk, body.text, body.reply_to))
    )


@router.delete(
    "candidates/{int:candidate}/comments/{int:comment}", auth=WRITE, response={204: None}, summary="Remove a comment"
)
def delete_comment(request: HttpRequest, candidate: Id, comment: Id) -> Status[None]:
    """You can remove your own comments; an admin can remove any. A comment with replies stays, without its text."""
    row = _candidate_or_404(request, candidate)
    if not row.comments.filter(pk=comment).exists():
        raise Http404("This answer has no such comment.")
    try:
        remove_comment(row, comment, request.user.pk, is_admin=may(request, Membership.Role.ADMIN))
    except FeedbackError as exc:
        raise PermissionDenied(str(exc)) from exc
    return Status(204, None)


@router.put(
    "candidates/{int:candidate}/mark", auth=WRITE, response=MarkOut, summary="Mark an answer as worth being a reference"
)
def mark_candidate(request: HttpRequest, candidate: Id, body: NoteIn) -> JsonObject | None:
    """Only the first mark is stored: a second request returns it."""
    return mark_to_json(mark(_candidate_or_404(request, candidate), request.user.pk, body.note)[0])


@router.delete(
    "candidates/{int:candidate}/mark", auth=WRITE, response={204: None}, summary="Remove the mark from an answer"
)
def unmark_candidate(request: HttpRequest, candidate: Id) -> Status[None]:
    """404 when the answer is not marked."""
    if not unmark(_candidate_or_404(request, candidate)):
        raise Http404("This answer is not marked.")
    return Status(204, None)


@router.put("suites/{slug:suite}/tasks/{slug:task}/mark", auth=WRITE, response=MarkOut, summary="Mark a task as broken")
def mark_task(
    request: HttpRequest, suite: str, task: str, body: NoteIn, version: Query[Number | None] = None
) -> JsonObject | None:
    """Marks the task in the newest version unless a version is named. Only the first mark is stored."""
    return mark_to_json(mark(task_of(request, suite, task, version)[0], request.user.pk, body.note)[0])


@router.delete(
    "suites/{slug:suite}/tasks/{slug:task}/mark",
    auth=WRITE,
    response={204: None},
    summary="Remove the mark from a task",
)
def unmark_task(request: HttpRequest, suite: str, task: str, version: Query[Number | None] = None) -> Status[None]:
    """404 when the task is not marked."""
    if not unmark(task_of(request, suite, task, version)[0]):
        raise Http404("This task is not marked.")
    return Status(204, None)
