"""Quality against what it costs: speed, memory, size, tokens and time, each as picture and as table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from webapp.compare import chart_data
from webapp.compare.columns import Columns, columns
from webapp.compare.entry import Entry
from webapp.compare.selection import Selection, select

MOST_MARKS = 120


class ChartsPage(Columns):
    """rows: entries with their names. totals: sums of all. n_known: how many entries have each figure.

    chart_heights: by figure. n_estimates: entries whose memory is an estimate.
    """

    chosen: Selection
    rows: list[tuple[Entry, str]]
    chart: list[Json]
    n_left_out: int
    totals: dict[str, float]
    n_known: dict[str, int]
    chart_heights: dict[str, int | str]
    n_estimates: int


CHARTS_PAGE = TypedTemplate("compare/pictures.html", ChartsPage)


@require_GET
def pictures(request: HttpRequest) -> HttpResponse:
    """Show scatter plots with their frontier, bars of tokens and time, and a table of all figures."""
    chosen = select(request)
    shown = chosen.entries[:MOST_MARKS]
    rows = chart_data.quality(shown, chosen.names, chosen.labels)
    context: ChartsPage = {
        **columns(shown),
        "chosen": chosen,
        "rows": [(entry, chosen.names[entry.key]) for entry in shown],
        "chart": rows,
        "n_left_out": len(chosen.entries) - len(shown),
        "totals": totals(rows),
        "n_known": {name: sum(1 for row in rows if row[name]) for name in ("speed", "memory", "billions", "seconds")},
        "chart_heights": chart_data.chart_heights(rows),
        "n_estimates": sum(1 for row in rows if row["isEstimate"]),
    }
    return CHARTS_PAGE.response(request, context)


def totals(rows: list[dict[str, object]]) -> dict[str, float]:
    """Return tokens and seconds of all together."""
    return {
        name: sum(float(str(row[name])) for row in rows if row[name]) for name in ("promptTokens", "tokens", "seconds")
    }
