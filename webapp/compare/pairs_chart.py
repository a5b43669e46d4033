"""One entry against the others as a picture: differences around 0, significant ones first."""

from __future__ import annotations

from typing import TypedDict

from evaluations.records import Json
from webapp.compare import chart_data
from webapp.compare.pairwise import Pairs
from webapp.compare.selection import Selection


class PairsChart(TypedDict):
    """pairs_chart: its rows; pairs_chart_height: its height. n_significant, n_not_significant: differences."""

    pairs_chart: list[Json]
    pairs_chart_height: int
    n_significant: int
    n_not_significant: int


def chart_of(pairs: Pairs | None, chosen: Selection) -> PairsChart:
    """Read the differences."""
    rows = chart_data.differences(pairs, chosen.labels)
    n_sure = sum(1 for row in rows if row["isSure"])
    return {
        "pairs_chart": rows,
        "pairs_chart_height": chart_data.row_chart_height(len(rows)) if rows else 0,
        "n_significant": n_sure,
        "n_not_significant": len(rows) - n_sure,
    }
