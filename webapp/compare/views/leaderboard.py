"""Which model? The models over one suite, best first, with the places that each may really have."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from webapp.compare import chart_data
from webapp.compare.leaderboard_orders import BEST, ORDERS
from webapp.compare.pairwise import first_against_second
from webapp.compare.selection import Selection, select

ROWS_A_PAGE = 50


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
        "room": chart_data.row_chart_height(sum(1 for mark in marks if mark["share"] is not None)),
        "sentence": sentence,
        "n_pairs": n_pairs,
        **columns(chosen),
    }
    return render(request, "compare/leaderboard.html", context)


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
