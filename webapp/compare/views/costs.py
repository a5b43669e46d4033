"""The effect of a quantisation or a strategy: the same model compared with itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from webapp.compare import chart_data
from webapp.compare.columns import Columns, columns
from webapp.compare.entry import Entry
from webapp.compare.selection import Selection, select
from webapp.compare.variant_groups import Group, by_strategy, by_weights, groups


class CostsPage(Columns):
    """by_quantisation, by_strategy: the forms of each model; how many, and how many have a common task."""

    chosen: Selection
    by_quantisation: list[Group]
    by_strategy: list[Group]
    n_left_out: int
    n_quantised: int
    n_strategies: int
    n_quantised_paired: int
    n_strategies_paired: int
    chart: list[Json]
    chart_height: int | str


COSTS_PAGE = TypedTemplate("compare/costs.html", CostsPage)


@require_GET
def costs(request: HttpRequest) -> HttpResponse:
    """Show quantisations of one model, then strategies of one model."""
    chosen = select(request)
    quantised, left_out = groups(chosen, by_weights(chosen.entries))
    strategies, left_out_too = groups(chosen, by_strategy(chosen.entries))
    entries = _entries(quantised)
    rows = chart_data.quality(entries, chosen.names, chosen.labels)
    context: CostsPage = {
        **columns([*entries, *_entries(strategies)]),
        "chosen": chosen,
        "by_quantisation": quantised,
        "by_strategy": strategies,
        "n_left_out": left_out + left_out_too,
        "n_quantised": sum(len(group.pairs) for group in quantised),
        "n_strategies": sum(len(group.pairs) for group in strategies),
        "n_quantised_paired": _n_paired(quantised),
        "n_strategies_paired": _n_paired(strategies),
        "chart": rows,
        "chart_height": chart_data.chart_heights(rows)["memory"],
    }
    return COSTS_PAGE.response(request, context)


def _n_paired(some: list[Group]) -> int:
    """Return pairs that p values are corrected for: those with a common task."""
    return sum(1 for group in some for pair in group.pairs if pair.comparison)


def _entries(some: list[Group]) -> list[Entry]:
    """Return the forms of each model, the first one before the others."""
    return [entry for group in some for entry in (group.base, *(pair.entry for pair in group.pairs))]
