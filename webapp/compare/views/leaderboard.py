"""The leaderboard: the models of one suite, best first, with the range of ranks of each."""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from webapp.compare import chart_data
from webapp.compare.columns import Columns, columns
from webapp.compare.entry import Entry
from webapp.compare.glance import SMALL_GB, Glance, glance
from webapp.compare.heat_map import HeatMap, heat_map
from webapp.compare.leaderboard_orders import BEST, ORDERS
from webapp.compare.pairs_chart import PairsChart, chart_of
from webapp.compare.pairwise import Pairs, pairs
from webapp.compare.selection import Selection, select

ROWS_PER_PAGE = 50


class LeaderboardPage(Columns, PairsChart):
    """rows: entry, name, range of ranks. unknown_sort: an order that does not exist. small_gb: limit of small models.

    pairs: the best against the others.
    """

    chosen: Selection
    page: Page[Entry]
    sort: str
    unknown_sort: str
    rows: list[tuple[Entry, str, tuple[int, int] | None]]
    chart: list[Json]
    chart_height: int
    glance: Glance | None
    small_gb: float
    pairs: Pairs | None
    heat: HeatMap | None


LEADERBOARD_PAGE = TypedTemplate("compare/leaderboard.html", LeaderboardPage)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Show the leaderboard; old addresses that name an entry redirect to its pairs."""
    if "a" in request.GET:
        return redirect(f"{reverse('pairs')}?{request.GET.urlencode()}")
    return leaderboard(request)


@require_GET
def leaderboard(request: HttpRequest) -> HttpResponse:
    """Show intervals, differences and the heat map at a glance, then the sortable table."""
    chosen = select(request)
    requested = request.GET.get("sort", "")
    sort = requested if requested in ORDERS else BEST
    entries = sorted(chosen.entries, key=ORDERS[sort])
    ranks = chosen.ranks()
    page = Paginator(entries, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    marks = chart_data.leaderboard_rows(list(page), chosen.names, chosen.labels, ranks)
    compared = pairs(request, chosen, has_flips=False)
    context: LeaderboardPage = {
        **chart_of(compared, chosen),
        **columns(chosen.entries, sort),
        "chosen": chosen,
        "page": page,
        "sort": sort,
        "unknown_sort": requested if requested != sort else "",
        "rows": [(entry, chosen.names[entry.key], ranks[entry.key]) for entry in page],
        "chart": marks,
        "chart_height": chart_data.row_chart_height(sum(1 for mark in marks if mark["share"] is not None)),
        "glance": glance(chosen, compared),
        "small_gb": SMALL_GB,
        "pairs": compared,
        "heat": heat_map(chosen, list(page)),
    }
    return LEADERBOARD_PAGE.response(request, context)
