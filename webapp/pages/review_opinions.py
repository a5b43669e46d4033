"""Opinions on one answer, by name: stars with reasons, a talk, and marks that a reference or a broken task deserves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from evaluations.models import Candidate, Comment, Mark, Membership, StarRating
from evaluations.ratings import REASONS
from webapp.access import get_for_team, may, require_role
from webapp.blind import REASON_WORDS

MEMBER, ADMIN = Membership.Role.MEMBER, Membership.Role.ADMIN
LONGEST = 4000


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    return get_for_team(request, Candidate.objects.select_related("task", "model__server", "run"), pk=pk)


@require_GET
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """What people say of this answer."""
    return _page(request, _candidate(request, pk))


def _page(request: HttpRequest, row: Candidate, status: int = 200, error: str = "") -> HttpResponse:
    stars = list(row.star_ratings.select_related("reviewer"))
    mine = next((found for found in stars if found.reviewer_id == request.user.pk), None)
    context = {
        "candidate": row, "stars": stars, "mine": mine, "error": error, "may_say": may(request, MEMBER),
        "mean": sum(found.stars for found in stars) / len(stars) if stars else None, "scale": range(1, 6),
        "reasons": [(reason, words[1]) for reason, words in REASON_WORDS.items()],
        "comments": row.comments.select_related("author"), "is_admin": may(request, ADMIN),
        "reference": row.marks.filter(kind=Mark.Kind.REFERENCE).select_related("author").first(),
        "broken": Mark.objects.filter(task=row.task_id).select_related("author").first(),
    }  # fmt: skip
    return render(request, "review_opinions.html", context, status=status)


@require_POST
def say(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """stars, comment, or a mark set and taken back: reference, broken."""
    require_role(request, MEMBER)
    row = _candidate(request, pk)
    text = request.POST.get("text", "").replace("\0", "").strip()[:LONGEST]
    if what == "stars":
        error = _rate(request, row, text)
    elif what == "comment":
        error = "" if text else "The comment is empty. Write something first."
        if text:
            Comment.objects.create(candidate=row, author_id=request.user.pk, text=text)
    elif what in Mark.Kind:
        error = _mark(request, row, what, text)
    else:
        raise Http404("There is no such opinion.")
    return _page(request, row, 422, error) if error else redirect("opinions", pk)


def _rate(request: HttpRequest, row: Candidate, text: str) -> str:
    given = request.POST.get("stars", "")
    if given not in {"1", "2", "3", "4", "5"}:
        return f'"{given[:20]}" is no rating. Choose 1 (poor) to 5 (as good as it gets).'
    reasons = [reason for reason in REASONS if reason in request.POST.getlist("reasons")]
    fields: dict[str, Any] = {"stars": int(given), "reasons": reasons, "note": text}
    StarRating.objects.update_or_create(candidate=row, reviewer_id=request.user.pk, defaults=fields)
    return ""


def _mark(request: HttpRequest, row: Candidate, kind: str, text: str) -> str:
    about = {"candidate": row} if kind == Mark.Kind.REFERENCE else {"task": row.task}
    if request.POST.get("take_back"):
        n, _ = Mark.objects.filter(kind=kind, **about).delete()
    else:
        defaults = {"author_id": request.user.pk, "note": text}
        _, is_new = Mark.objects.get_or_create(kind=kind, **about, defaults=defaults)
        n = int(is_new)
    if not n:
        messages.info(request, "Nothing changed: it was so already.")
    return ""
