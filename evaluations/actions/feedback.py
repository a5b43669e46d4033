"""Feedback on an answer or a task, with names: stars, comments, marks; for pages and API."""

from __future__ import annotations

from typing import Any

from evaluations.errors import EvaluationError
from evaluations.limits import MAX_COMMENT
from evaluations.models import Candidate, Comment, Mark, StarRating, Task
from evaluations.vote_statistics import REASONS

STARS = ("1", "2", "3", "4", "5")
About = Candidate | Task


class FeedbackError(EvaluationError):
    """Feedback cannot be stored; the message is for its author."""


def cleaned(text: str) -> str:
    """Return the text as it is stored."""
    return text.replace("\0", "").strip()[:MAX_COMMENT]


def stars_of(text: str) -> int:
    """Return the rating that was typed. Raises FeedbackError when it is not a rating."""
    if text not in STARS:
        raise FeedbackError(f'"{text[:20]}" is not a rating. Choose 1 (poor) to 5 (excellent).')
    return int(text)


def rate(row: Candidate, by: int | None, stars: int, reasons: list[str], text: str) -> StarRating:
    """Store a person's rating; it replaces their earlier one, wherever that was given."""
    fields: dict[str, Any] = {
        "stars": stars,
        "reasons": [reason for reason in REASONS if reason in reasons],
        "note": cleaned(text),
        "campaign": None,
    }
    return StarRating.objects.update_or_create(candidate=row, reviewer_id=by, defaults=fields)[0]


def unrate(row: Candidate, by: int | None) -> bool:
    """Remove the rating; return False when there is none."""
    return bool(row.star_ratings.filter(reviewer=by).delete()[0])


def comment(row: Candidate, by: int | None, text: str, to: int | None = None) -> Comment:
    """Store a comment: it begins a thread, or replies to the comment that began one. Raises FeedbackError."""
    text = cleaned(text)
    if not text:
        raise FeedbackError("The comment is empty. Write something first.")
    opened = row.comments.filter(pk=to, reply_to=None).first() if to is not None else None
    if to is not None and opened is None:
        raise FeedbackError("The comment you reply to is no longer there. Your reply is not stored.")
    return Comment.objects.create(candidate=row, author_id=by, text=text, reply_to=opened)


def remove_comment(row: Candidate, pk: int | None, by: int | None, *, is_admin: bool) -> None:
    """Remove one's own comment; an admin can remove any. A comment with replies stays, without its text.

    Raises FeedbackError.
    """
    comment = row.comments.filter(pk=pk).first() if pk is not None else None
    if comment is None or (comment.author_id != by and not is_admin):
        raise FeedbackError("Only its author, or an admin, removes a comment.")
    if comment.replies.exists():
        row.comments.filter(pk=comment.pk).update(text="", author=None)
    else:
        comment.delete()


def _about(about: About) -> dict[str, Any]:
    """Return the fields of what a mark is about: a task that is broken, or an answer that is worth being a
    reference.
    """
    if isinstance(about, Task):
        return {"kind": Mark.Kind.BROKEN, "task": about}
    return {"kind": Mark.Kind.REFERENCE, "candidate": about}


def mark(about: About, by: int | None, note: str) -> tuple[Mark, bool]:
    """Return the mark, and whether it is new: only the first one is stored."""
    return Mark.objects.get_or_create(**_about(about), defaults={"author_id": by, "note": cleaned(note)})


def unmark(about: About) -> bool:
    """Remove the mark of any person; return False if the answer has none."""
    return bool(Mark.objects.filter(**_about(about)).delete()[0])
