"""Which model? The models over one suite, best first, with the places that each may really have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from webapp.compare import chart_data
from webapp.compare.entry import Entry
from webapp.compare.pairwise import first_against_second
from webapp.compare.selection import Selection, select

ROWS_A_PAGE = 50
LAST = float("inf")
BEST = "pass_1"  # orders the table where the address does not say


def _most(value: float | None) -> float:
    return LAST if value is None else -value


def _least(value: float | None) -> float:
    return LAST if value is None else value


# Name in the address to what it sorts by, the best first; what nobody knows stands last either way.
ORDERS: dict[str, Callable[[Entry], Any]] = {
    "pass_1": lambda e: _most(e.figures.pass_1 and e.figures.pass_1.share),
    "pass_5": lambda e: _most(e.figures.passes[5] and e.figures.passes[5].share),
    "pass_10": lambda e: _most(e.figures.passes[10] and e.figures.passes[10].share),
    "all": lambda e: _most(e.figures.strict),
    "score": lambda e: _most(e.figures.score),
    "model": lambda e: e.model.model_id.lower(),
    "size": lambda e: _least(e.billions),
    "quantisation": lambda e: (not e.model.quantisation, e.model.quantisation.lower()),
    "memory": lambda e: _least(e.weights.gb if e.weights else None),
    "speed": lambda e: _most(e.speed.tokens_per_s),
    "tokens": lambda e: _least(e.tokens_an_answer),
    "time": lambda e: _least(e.ms_a_pass),
    "unchecked": lambda e: -e.counts.n_unchecked,
    "flaky": lambda e: -e.counts.n_flaky,
    "unscored": lambda e: -e.counts.n_unscored,
    "truncated": lambda e: -e.counts.n_truncated,
}


@require_GET
def leaderboard(request: HttpRequest) -> HttpResponse:
    """Interval plot and sortable table."""
    chosen = select(request)
    asked = request.GET.get("sort", "")
    sort = asked if asked in ORDERS else BEST
    entries = sorted(chosen.entries, key=ORDERS[sort])
    ranks = chosen.ranks()
    page = Paginator(entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    marks = chart_data.board(list(page), chosen.names, ranks)
    sentence, n_pairs = first_against_second(chosen)
    context = {
        "chosen": chosen,
        "page": page,
        "sort": sort,
        "unknown_sort": asked if asked != sort else "",
        "rows": [(entry, chosen.names[entry.key], ranks[entry.key]) for entry in page],
        "chart": marks,
        "room": chart_data.room_of_lines(sum(1 for mark in marks if mark["share"] is not None)),
        "sentence": sentence,
        "n_pairs": n_pairs,
        **columns(chosen),
    }
    return render(request, "leaderboard.html", context)


def columns(chosen: Selection) -> dict[str, Any]:
    """Which figures say something here: pass@k where samples allow it, score where tasks are graded by degrees."""
    entries = chosen.entries
    return {
        "ks": [k for k in (5, 10) if any(entry.figures.passes[k] for entry in entries)],
        "has_samples": any(entry.counts.n_scored > entry.figures.n_tasks for entry in entries),
        "has_scores": any(abs(entry.counts.score_sum - entry.counts.n_passed) > 1e-6 for entry in entries),
        "has_unchecked": any(entry.counts.n_unchecked for entry in entries),
        "has_speed": any(entry.speed.tokens_per_s for entry in entries),
        "has_thinking": any(entry.spent.n_thoughts for entry in entries),
        "has_tokens": any(entry.tokens_an_answer for entry in entries),
    }
