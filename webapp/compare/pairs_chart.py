"""One entry against the others as a picture: differences around 0, significant ones first."""

from __future__ import annotations

from typing import Any

from webapp.compare import chart_data
from webapp.compare.pairwise import Pairs
from webapp.compare.selection import Selection


def chart_of(pairs: Pairs | None, chosen: Selection) -> dict[str, Any]:
    """Return the context of `_pairs_chart.html`."""
    rows = chart_data.differences(pairs, chosen.labels)
    n_sure = sum(1 for row in rows if row["isSure"])
    return {
        "pairs_chart": rows,
        "pairs_room": chart_data.row_chart_height(len(rows)) if rows else 0,
        "n_significant": n_sure,
        "n_not_significant": len(rows) - n_sure,
    }
