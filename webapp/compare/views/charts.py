"""Quality against what it costs: speed, memory, size, tokens and time, each as picture and as table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from webapp.compare import chart_data
from webapp.compare.columns import columns
from webapp.compare.selection import select

MOST_MARKS = 120


@require_GET
def pictures(request: HttpRequest) -> HttpResponse:
    """Scatter plots with their frontier, bars of tokens and time, and the table of it all."""
    chosen = select(request)
    shown = chosen.entries[:MOST_MARKS]
    rows = chart_data.quality(shown, chosen.names, chosen.labels)
    context = {
        "chosen": chosen,
        "rows": [(entry, chosen.names[entry.key]) for entry in shown],
        "chart": rows,
        "n_left_out": len(chosen.entries) - len(shown),
        "totals": totals(rows),
        **columns(shown),
        "knows": {name: sum(1 for row in rows if row[name]) for name in ("speed", "memory", "billions", "seconds")},
        "rooms": chart_data.chart_heights(rows),
        "n_estimates": sum(1 for row in rows if row["isEstimate"]),
    }
    return render(request, "compare/pictures.html", context)


def totals(rows: list[dict[str, object]]) -> dict[str, float]:
    """Tokens and seconds of all together."""
    return {
        name: sum(float(str(row[name])) for row in rows if row[name]) for name in ("promptTokens", "tokens", "seconds")
    }
