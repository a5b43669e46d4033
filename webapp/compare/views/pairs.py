"""Models side by side: rates with intervals, one against the others, and the tasks at which they differ."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evaluations.models import Run
from webapp.compare.columns import columns
from webapp.compare.matrix_cells import differing
from webapp.compare.pairs_chart import chart_of
from webapp.compare.pairwise import pairs
from webapp.compare.repair_rounds import repair_pass_rates
from webapp.compare.selection import select
from webapp.site.access import current_team

ROWS_A_PAGE = 50
MATRIX_COLUMNS = 16
RUNS_TO_CHOOSE = 30


@require_GET
def pairs_page(request: HttpRequest) -> HttpResponse:
    """The chosen runs (else each model's newest over a suite), as far as they may be compared."""
    chosen = select(request)
    page = Paginator(chosen.entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    known = Run.objects.filter(team=current_team(request)).select_related("suite_version__suite")
    pairs_shown = pairs(request, chosen)
    context: dict[str, Any] = {
        "chosen": chosen,
        "page": page,
        "runs": chosen.runs,
        "pairs": pairs_shown,
        **chart_of(pairs_shown, chosen),
        "repaired": repair_pass_rates(chosen.runs, chosen.entries, chosen.of_tasks),
        "choices": known[:RUNS_TO_CHOOSE],
        "chosen_pks": [] if chosen.is_newest else [run.pk for run in chosen.runs],
        "has_strategies": chosen.has_strategies,
        **columns(chosen.entries),
        **differing(chosen, list(page)[:MATRIX_COLUMNS], pairs_shown.a if pairs_shown else None),
    }
    return render(request, "compare/pairs.html", context)
