"""Feedback on one answer, with names: stars with reasons, comments, and marks (reference, broken task)."""

from __future__ import annotations

from statistics import fmean
from typing import TypedDict

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from evaluations.actions.feedback import FeedbackError, comment, mark, rate, remove_comment, stars_of, unmark, unrate
from evaluations.models import Candidate, Comment, Mark, Membership, StarRating, Task
from evaluations.typed_template import TypedTemplate
from webapp.feedback.summary import REASON_WORDS, FeedbackSummary, summarise_feedback
from webapp.site.access import get_for_team, may, require_role
from webapp.site.known_answers import note_known
from webapp.site.lookup import task_of
from webapp.site.query_params import parse_id, parse_number

MEMBER, ADMIN = Membership.Role.MEMBER, Membership.Role.ADMIN


class FeedbackPage(TypedDict):
    """ratings: stars with reasons; own_rating: the person's. scale: the stars to choose from.

    reasons: value and word. threads: comments that answer no other.
    """

    candidate: Candidate
    summary: FeedbackSummary
    ratings: list[StarRating]
    own_rating: StarRating | None
    mean: float | None
    scale: range
    reasons: list[tuple[str, str]]
    threads: QuerySet[Comment]
    n_comments: int
    may_comment: bool
    error: str


FEEDBACK_PAGE = TypedTemplate("feedback/feedback.html", FeedbackPage)


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    return get_for_team(request, Candidate.objects.select_related("task", "model__server", "run"), pk=pk)


@require_GET
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the feedback on this answer."""
    row = _candidate(request, pk)
    note_known(request, [row.pk])
    return _page(request, row)


def _page(request: HttpRequest, row: Candidate, status: int = 200, error: str = "") -> HttpResponse:
    ratings = list(row.star_ratings.select_related("reviewer", "campaign"))
    threads = row.comments.filter(reply_to=None).select_related("author").prefetch_related("replies__author")
    context: FeedbackPage = {
        "candidate": row,
        "summary": summarise_feedback(row),
        "ratings": ratings,
        "error": error,
        "may_comment": may(request, MEMBER),
        "scale": range(1, 6),
        "own_rating": next((rating for rating in ratings if rating.reviewer_id == request.user.pk), None),
        "mean": fmean(rating.stars for rating in ratings) if ratings else None,
        "reasons": [(reason, words[1]) for reason, words in REASON_WORDS.items()],
        "threads": threads,
        "n_comments": row.comments.count(),
    }
    return FEEDBACK_PAGE.response(request, context, status)


@require_GET
def old_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect from the page's earlier address, so that stored links still work."""
    return redirect("feedback", _candidate(request, pk).pk, permanent=True)


@require_POST
def say(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Store stars, a comment or a mark (reference, broken), or remove them (unstar, remove)."""
    require_role(request, MEMBER)
    row = _candidate(request, pk)
    acts = {"stars": _rate, "unstar": _unrate, "comment": _comment, "remove": _remove}
    try:
        if what in acts:
            acts[what](request, row)
        elif what in Mark.Kind:
            _mark(request, row if what == Mark.Kind.REFERENCE else row.task)
        else:
            raise Http404("There is no such kind of feedback.")
    except FeedbackError as exc:
        return _page(request, row, 422, str(exc))
    return redirect("feedback", pk)


@require_POST
def mark_task(request: HttpRequest, slug: str, task_slug: str) -> HttpResponse:
    """Mark a task as broken, or no longer."""
    require_role(request, MEMBER)
    number = parse_number(request.GET.get("v", ""))
    task, _ = task_of(request, slug, task_slug, number)
    _mark(request, task)
    query = "" if number is None else f"?v={number}"
    return redirect(reverse("task", args=[slug, task_slug]) + query)


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "")


def _id(text: str) -> int | None:
    """Return the id that was sent, None without any."""
    return parse_id(text) if text else None


def _rate(request: HttpRequest, row: Candidate) -> None:
    stars, reasons = stars_of(_typed(request, "stars")), request.POST.getlist("reasons")
    rate(row, request.user.pk, stars, reasons, _typed(request, "text"))


def _unrate(request: HttpRequest, row: Candidate) -> None:
    if not unrate(row, request.user.pk):
        messages.info(request, "Nothing changed: you have not rated this answer.")


def _comment(request: HttpRequest, row: Candidate) -> None:
    comment(row, request.user.pk, _typed(request, "text"), _id(_typed(request, "to")))


def _remove(request: HttpRequest, row: Candidate) -> None:
    remove_comment(row, _id(_typed(request, "comment")), request.user.pk, is_admin=may(request, ADMIN))


def _mark(request: HttpRequest, about: Candidate | Task) -> None:
    if request.POST.get("take_back"):
        done = unmark(about)
    else:
        _, done = mark(about, request.user.pk, _typed(request, "text"))
    if not done:
        messages.info(request, "Nothing changed: it was in this state already.")
