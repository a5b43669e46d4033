"""Opinions on one answer, by name: stars with reasons, a talk, and marks that a reference or a broken task deserves."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from evaluations.models import Candidate, Comment, Mark, Membership, StarRating, Suite
from evaluations.ratings import REASONS
from webapp.access import get_for_team, may, require_role
from webapp.blind import REASON_WORDS
from webapp.said import said_of

MEMBER, ADMIN = Membership.Role.MEMBER, Membership.Role.ADMIN
LONGEST = 4000


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    return get_for_team(request, Candidate.objects.select_related("task", "model__server", "run"), pk=pk)


@require_GET
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """What people say of this answer."""
    return _page(request, _candidate(request, pk))


def _page(request: HttpRequest, row: Candidate, status: int = 200, error: str = "") -> HttpResponse:
    stars = list(row.star_ratings.select_related("reviewer", "campaign"))
    threads = row.comments.filter(reply_to=None).select_related("author").prefetch_related("replies__author")
    context = {
        "candidate": row, "stars": stars, "error": error, "may_say": may(request, MEMBER), "scale": range(1, 6),
        "mine": next((found for found in stars if found.reviewer_id == request.user.pk), None),
        "mean": fmean(found.stars for found in stars) if stars else None,
        "reasons": [(reason, words[1]) for reason, words in REASON_WORDS.items()],
        "threads": threads, "n_comments": row.comments.count(), "is_admin": may(request, ADMIN), "said": said_of(row),
    }  # fmt: skip
    return render(request, "review_opinions.html", context, status=status)


@require_POST
def say(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """stars, comment, or a mark set and taken back: reference, broken. unstar and remove take back what was said."""
    require_role(request, MEMBER)
    row = _candidate(request, pk)
    acts = {"stars": _rate, "unstar": _unrate, "comment": _comment, "remove": _remove}
    if what in acts:
        error = acts[what](request, row)
    elif what in Mark.Kind:
        error = _mark(request, what, {"candidate": row} if what == Mark.Kind.REFERENCE else {"task": row.task})
    else:
        raise Http404("There is no such opinion.")
    return _page(request, row, 422, error) if error else redirect("opinions", pk)


@require_POST
def mark_task(request: HttpRequest, slug: str, task_slug: str) -> HttpResponse:
    """A task marked as broken, or no longer."""
    require_role(request, MEMBER)
    suite, number = get_for_team(request, Suite, slug=slug), request.GET.get("v", "")
    version = suite.versions.filter(number=int(number)).first() if number.isdecimal() else suite.latest()
    task = version.tasks.filter(slug=task_slug).first() if version else None
    if task is None:
        raise Http404("There is no such task.")
    _mark(request, Mark.Kind.BROKEN, {"task": task})
    query = f"?v={number}" if number.isdecimal() else ""
    return redirect(reverse("task", args=[slug, task_slug]) + query)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\0", "").strip()[:LONGEST]


def _rate(request: HttpRequest, row: Candidate) -> str:
    given = request.POST.get("stars", "")
    if given not in {"1", "2", "3", "4", "5"}:
        return f'"{given[:20]}" is no rating. Choose 1 (poor) to 5 (as good as it gets).'
    reasons = [reason for reason in REASONS if reason in request.POST.getlist("reasons")]
    fields: dict[str, Any] = {"stars": int(given), "reasons": reasons, "note": _text(request), "campaign": None}
    StarRating.objects.update_or_create(candidate=row, reviewer_id=request.user.pk, defaults=fields)
    return ""


def _unrate(request: HttpRequest, row: Candidate) -> str:
    if not row.star_ratings.filter(reviewer=request.user.pk).delete()[0]:
        messages.info(request, "Nothing changed: you have not rated this answer.")
    return ""


def _comment(request: HttpRequest, row: Candidate) -> str:
    """A new thread, or a reply to the comment that opened one."""
    text, to = _text(request), request.POST.get("to", "")
    if not text:
        return "The comment is empty. Write something first."
    opened = row.comments.filter(pk=int(to), reply_to=None).first() if to.isdecimal() and len(to) < 18 else None
    if to and opened is None:
        return "The comment you reply to is no longer there. Your reply is not stored."
    Comment.objects.create(candidate=row, author_id=request.user.pk, text=text, reply_to=opened)
    return ""


def _remove(request: HttpRequest, row: Candidate) -> str:
    """One's own comment; an admin removes anybody's. One that was replied to keeps its place without its text."""
    pk = request.POST.get("comment", "")
    found = row.comments.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 18 else None
    if found is None or (found.author_id != request.user.pk and not may(request, ADMIN)):
        return "Only its author, or an admin, removes a comment."
    if found.replies.exists():
        row.comments.filter(pk=found.pk).update(text="", author=None)
    else:
        found.delete()
    return ""


def _mark(request: HttpRequest, kind: str, about: dict[str, Any]) -> str:
    if request.POST.get("take_back"):
        n, _ = Mark.objects.filter(kind=kind, **about).delete()
    else:
        defaults = {"author_id": request.user.pk, "note": _text(request)}
        _, is_new = Mark.objects.get_or_create(kind=kind, **about, defaults=defaults)
        n = int(is_new)
    if not n:
        messages.info(request, "Nothing changed: it was so already.")
    return ""
