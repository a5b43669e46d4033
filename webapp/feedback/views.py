"""Feedback on one answer, with names: stars with reasons, comments, and marks (reference, broken task)."""

from __future__ import annotations

from statistics import fmean

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from evaluations.actions.feedback import FeedbackError, comment, mark, rate, remove_comment, stars_of, unmark, unrate
from evaluations.models import Candidate, Mark, Membership, Suite, Task
from webapp.feedback.summary import REASON_WORDS, summarise_feedback
from webapp.site.access import get_for_team, may, require_role
from webapp.site.known_answers import note_known
from webapp.site.query_params import parse_id, parse_number

MEMBER, ADMIN = Membership.Role.MEMBER, Membership.Role.ADMIN


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    return get_for_team(request, Candidate.objects.select_related("task", "model__server", "run"), pk=pk)


@require_GET
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """What people say of this answer."""
    row = _candidate(request, pk)
    note_known(request, [row.pk])
    return _page(request, row)


def _page(request: HttpRequest, row: Candidate, status: int = 200, error: str = "") -> HttpResponse:
    stars = list(row.star_ratings.select_related("reviewer", "campaign"))
    threads = row.comments.filter(reply_to=None).select_related("author").prefetch_related("replies__author")
    context = {
        "candidate": row,
        "stars": stars,
        "error": error,
        "may_say": may(request, MEMBER),
        "scale": range(1, 6),
        "mine": next((rating for rating in stars if rating.reviewer_id == request.user.pk), None),
        "mean": fmean(rating.stars for rating in stars) if stars else None,
        "reasons": [(reason, words[1]) for reason, words in REASON_WORDS.items()],
        "threads": threads,
        "n_comments": row.comments.count(),
        "is_admin": may(request, ADMIN),
        "said": summarise_feedback(row),
    }
    return render(request, "feedback/feedback.html", context, status=status)


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
    """A task marked as broken, or no longer."""
    require_role(request, MEMBER)
    suite, number = get_for_team(request, Suite, slug=slug), parse_number(request.GET.get("v", ""))
    version = suite.latest() if number is None else suite.versions.filter(number=number).first()
    task = version.tasks.filter(slug=task_slug).first() if version else None
    if task is None:
        raise Http404("There is no such task.")
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
        messages.info(request, "Nothing changed: it was so already.")
