"""Two answers to one task side by side, for page and API."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from evaluations.models import Candidate, Generation, Grading
from evaluations.records import Json
from webapp.site.code_view import answer_code
from webapp.site.query_params import parse_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two answers."""

    candidate: Candidate
    grading: Grading | None
    files: dict[str, str]
    html: list[tuple[str, Any]]
    checks: dict[str, tuple[str, str]]


def held_together(rows: QuerySet[Candidate], a: str, b: str, show: str) -> list[Side]:
    """Return two of these rows by number, which must be answers to one task; 404 otherwise."""
    left, right = _find(rows, a), _find(rows, b)
    if left.task.slug != right.task.slug:
        raise Http404(
            f'Answer {left.pk} is to "{left.task.title}", answer {right.pk} to "{right.task.title}". Choose two of one '
            "task."
        )
    return [_side(left, show), _side(right, show)]


def checks(sides: list[Side]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each check by name with verdict and message for both sides; empty where it was not run."""
    names = dict.fromkeys(name for side in sides for name in side.checks)
    return [(name, [side.checks.get(name, ("", "")) for side in sides]) for name in names]


def _find(rows: QuerySet[Candidate], text: str) -> Candidate:
    row = rows.filter(pk=parse_id(text)).first()
    if row is None:
        raise Http404(f'There is no answer "{text[:20]}" in your team. Choose two answers on the page of a task.')
    return row


def _side(candidate: Candidate, show: str) -> Side:
    grading = (
        Grading.objects.filter(candidate=candidate, is_current=True).select_related("candidate__generation").first()
    )
    generation = Generation.objects.filter(candidate=candidate).first()
    if show == "answer":
        files = {"answer": generation.text} if generation else {}
        html: list[tuple[str, Any]] = list(files.items())
    else:
        files = grading.files if grading else {}
        html = list(answer_code(grading))
    checks = {
        check["name"]: (check["verdict"], check.get("message", "")) for check in (grading.checks() if grading else [])
    }
    return Side(candidate=candidate, grading=grading, files=files, html=html, checks=checks)


def merged(sides: list[Side]) -> list[Json]:
    """Return both texts of each file; if each answer has only one file, these two are compared, whatever
    their names.
    """
    if all(len(side.files) == 1 for side in sides):
        names = [next(iter(side.files)) for side in sides]
        texts = [next(iter(side.files.values())) for side in sides]
        return [{"path": " / ".join(dict.fromkeys(names)), "a": texts[0], "b": texts[1]}]
    paths = dict.fromkeys(path for side in sides for path in side.files)
    return [{"path": path, "a": sides[0].files.get(path, ""), "b": sides[1].files.get(path, "")} for path in paths]
