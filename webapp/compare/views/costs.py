"""The effect of a quantisation or a strategy: the same model compared with itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from webapp.compare import chart_data
from webapp.compare.columns import columns
from webapp.compare.entry import Entry
from webapp.compare.selection import select
from webapp.compare.variant_groups import Group, by_strategy, by_weights, groups


@require_GET
def costs(request: HttpRequest) -> HttpResponse:
    """Quantisations of one model, then strategies of one model."""
    chosen = select(request)
    shortened, left_out = groups(chosen, by_weights(chosen.entries))
    cost_groups, left_out_too = groups(chosen, by_strategy(chosen.entries))
    entries = _entries(shortened)
    rows = chart_data.quality(entries, chosen.names, chosen.labels)
    context = {
        "chosen": chosen,
        "shortened": shortened,
        "asked": cost_groups,
        "n_left_out": left_out + left_out_too,
        **columns([*entries, *_entries(cost_groups)]),
        "n_shortened": sum(len(group.pairs) for group in shortened),
        "n_asked": sum(len(group.pairs) for group in cost_groups),
        "n_shortened_paired": _n_paired(shortened),
        "n_asked_paired": _n_paired(cost_groups),
        "chart": rows,
        "room": chart_data.chart_heights(rows)["memory"],
    }
    return render(request, "compare/costs.html", context)


def _n_paired(some: list[Group]) -> int:
    """Pairs that p values are corrected for: those with a common task."""
    return sum(1 for group in some for pair in group.pairs if pair.found)


def _entries(some: list[Group]) -> list[Entry]:
    """The forms of each model, the first one before the others."""
    return [entry for group in some for entry in (group.base, *(pair.entry for pair in group.pairs))]
