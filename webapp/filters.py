"""Which candidates an address asks for: one reading of the query for the list, for changes, and for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import Http404, QueryDict

from evaluations.models import Candidate, LanguageModel, Mark, Run, Task, Team
from evaluations.models.candidates import CandidateQuerySet
from evaluations.records import Verdict

NAMES = ("run", "model", "strategy", "task", "verdict", "truncated", "rounds", "mark", "q")
MOST_MODELS = 20


def filtered(team: Team, asked: QueryDict) -> tuple[CandidateQuerySet, dict[str, Any]]:
    """The team's rows that the query asks for, and what was chosen, for the form. 404 for an unknown model."""
    rows, runs = Candidate.objects.filter(run__team=team), _numbers(asked.getlist("run"))
    models = [find_model(text) for text in asked.getlist("model")[:MOST_MODELS] if text]
    strategy, task = asked.get("strategy", "").replace("\0", ""), _number(asked.get("task", ""))
    verdict, query = asked.get("verdict", ""), asked.get("q", "").replace("\0", "").strip()
    is_worthy = asked.get("mark") == Mark.Kind.REFERENCE
    is_truncated, most_rounds = bool(asked.get("truncated")), _number(asked.get("rounds", ""), digits=4)
    if runs:
        rows = rows.filter(run__in=runs)
    if models:
        rows = rows.filter(model__in=models)
    if strategy:
        rows = rows.filter(strategy=strategy)
    if task is not None:
        rows = rows.filter(task=task)
    if is_truncated:
        rows = rows.filter(is_truncated=True)
    if is_worthy:
        rows = rows.filter(marks__kind=Mark.Kind.REFERENCE)
    if most_rounds is not None:
        rows = rows.annotate(n_rounds=Count("rounds")).filter(n_rounds__lte=most_rounds)
    if query:
        named = Q(task__title__icontains=query) | Q(model__name__icontains=query) | Q(cause__icontains=query)
        rows = rows.filter(named)
    return _of_verdict(rows, verdict), {
        "runs": Run.objects.filter(pk__in=runs, team=team), "models": models, "strategy": strategy,
        "task": Task.objects.filter(pk=task, version__suite__team=team).first() if task is not None else None,
        "verdict": verdict, "query": query, "is_truncated": is_truncated, "most_rounds": most_rounds,
        "is_worthy": is_worthy,
    }  # fmt: skip


def _of_verdict(rows: CandidateQuerySet, verdict: str) -> CandidateQuerySet:
    """Flaky ones have a verdict that counts for nothing: they are found as flaky alone."""
    if verdict == "flaky":
        return rows.filter(is_flaky=True)
    return rows.filter(verdict=verdict, is_flaky=False) if verdict in list(Verdict) else rows


def _numbers(texts: list[str]) -> list[int]:
    return [found for text in texts if (found := _number(text)) is not None]


def _number(text: str, *, digits: int = 18) -> int | None:
    return int(text) if text.isdecimal() and len(text) < digits else None


def find_model(text: str) -> LanguageModel:
    """By row number or by id (`server/name`); 404 for one that is not known."""
    found = LanguageModel.objects.select_related("server")
    number = _number(text)
    if number is not None:
        row = found.filter(pk=number).first()
    else:
        server, _, name = text.replace("\0", "").partition("/")
        row = found.filter(server__slug=server, name=name).first()
    if row is None:
        raise Http404(f'There is no model "{text[:80]}".')
    return row
