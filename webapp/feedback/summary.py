"""Summaries of feedback on answers and tasks, for other pages."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TypedDict

from django.db.models import Q, QuerySet

from evaluations.models import Candidate, Mark, Task, Vote
from evaluations.vote_statistics import REASONS, Ballot

# Reason to its key on the keyboard and its words.
REASON_WORDS = {
    "correct": ("c", "correct"),
    "looks": ("l", "looks"),
    "readable": ("r", "readable"),
    "robust": ("b", "robust"),
    "follows": ("f", "follows the prompt"),
}
assert set(REASON_WORDS) == set(REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSummary:
    """n_preferred, n_ties of n_votes blind votes; mean of n_stars ratings, None without; current marks."""

    n_votes: int
    n_preferred: int
    n_ties: int
    stars: float | None
    n_stars: int
    n_comments: int
    reference: Mark | None
    broken: Mark | None

    @property
    def is_any(self) -> bool:
        """Whether there is any feedback."""
        return bool(self.n_votes or self.n_stars or self.n_comments or self.reference or self.broken)


def summarise_feedback(candidate: Candidate) -> FeedbackSummary:
    """Return votes, ratings, comments and marks of one answer and its task."""
    is_of_candidate = Q(pair__first=candidate.pk) | Q(pair__second=candidate.pk)
    ballots = [Ballot(**row) for row in Vote.objects.filter(is_of_candidate, is_repeat=False).ballot_fields()]
    stars = list(candidate.star_ratings.values_list("stars", flat=True))
    marks = Mark.objects.filter(Q(candidate=candidate.pk) | Q(task=candidate.task_id)).select_related("author")
    by_kind = {mark.kind: mark for mark in marks}
    return FeedbackSummary(
        n_votes=len(ballots),
        n_preferred=sum(ballot.points(candidate.pk) == 1 for ballot in ballots),
        n_ties=sum(ballot.points(candidate.pk) == 0.5 for ballot in ballots),
        stars=fmean(stars) if stars else None,
        n_stars=len(stars),
        n_comments=candidate.comments.count(),
        reference=by_kind.get(Mark.Kind.REFERENCE),
        broken=by_kind.get(Mark.Kind.BROKEN),
    )


class TaskMarks(TypedDict):
    """broken: the mark of the task; worthy: marks of answers that could be its reference."""

    broken: Mark | None
    worthy: QuerySet[Mark]


def marks_of(task: Task) -> TaskMarks:
    """Return for the page of a task whether it is marked as broken, and the answers worth being a reference."""
    worthy = Mark.objects.filter(kind=Mark.Kind.REFERENCE, candidate__task=task)
    return {
        "broken": Mark.objects.filter(kind=Mark.Kind.BROKEN, task=task).select_related("author").first(),
        "worthy": worthy.select_related("author", "candidate__model__server").order_by("pk"),
    }
