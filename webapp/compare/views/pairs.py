"""Models side by side: rates with intervals, one against the others, and the tasks at which they differ."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import Run
from evaluations.typed_template import TypedTemplate
from webapp.compare.columns import Columns, columns
from webapp.compare.entry import Entry
from webapp.compare.matrix_cells import DifferingTasks, differing
from webapp.compare.pairs_chart import PairsChart, chart_of
from webapp.compare.pairwise import Pairs, pairs
from webapp.compare.repair_rounds import RepairRates, repair_pass_rates
from webapp.compare.selection import Selection, select
from webapp.site.access import current_team

ROWS_PER_PAGE = 50
MATRIX_COLUMNS = 16
RUNS_TO_CHOOSE = 30


class PairsPage(Columns, PairsChart, DifferingTasks):
    """choices: runs to choose from; chosen_pks: the chosen ones. repaired: pass rates after each round of repair."""

    chosen: Selection
    page: Page[Entry]
    runs: list[Run]
    pairs: Pairs | None
    repaired: list[RepairRates]
    choices: QuerySet[Run]
    chosen_pks: list[int]
    has_strategies: bool


PAIRS_PAGE = TypedTemplate("compare/pairs.html", PairsPage)


@require_GET
def pairs_page(request: HttpRequest) -> HttpResponse:
    """Show the chosen runs (else each model's newest over a suite), as far as they are comparable."""
    chosen = select(request)
    page = Paginator(chosen.entries, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    known = Run.objects.filter(team=current_team(request)).select_related("suite_version__suite")
    pairs_shown = pairs(request, chosen)
    context: PairsPage = {
        **chart_of(pairs_shown, chosen),
        **columns(chosen.entries),
        **differing(chosen, list(page)[:MATRIX_COLUMNS], pairs_shown.a if pairs_shown else None),
        "chosen": chosen,
        "page": page,
        "runs": chosen.runs,
        "pairs": pairs_shown,
        "repaired": repair_pass_rates(chosen.runs, chosen.entries, chosen.of_tasks),
        "choices": known[:RUNS_TO_CHOOSE],
        "chosen_pks": [] if chosen.is_newest else [run.pk for run in chosen.runs],
        "has_strategies": chosen.has_strategies,
    }
    return PAIRS_PAGE.response(request, context)
