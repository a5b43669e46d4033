"""The orders in which the leaderboard can be sorted.

Equal entries stay in the order of `Selection.entries`: pass@1, lower end of its interval, name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.compare.entry import Entry

SORTED_LAST = float("inf")
BEST = "pass_1"  # the default order


def _descending(value: float | None) -> float:
    return SORTED_LAST if value is None else -value


def _ascending(value: float | None) -> float:
    return SORTED_LAST if value is None else value


# Name in the address to its sort key, the best first; unknown values come last in both directions.
ORDERS: dict[str, Callable[[Entry], Any]] = {
    "pass_1": lambda e: _descending(e.figures.pass_1 and e.figures.pass_1.share),
    "pass_5": lambda e: _descending(e.figures.passes[5] and e.figures.passes[5].share),
    "pass_10": lambda e: _descending(e.figures.passes[10] and e.figures.passes[10].share),
    "all": lambda e: _descending(e.figures.strict),
    "score": lambda e: _descending(e.figures.score),
    "model": lambda e: e.model.model_id.lower(),
    "size": lambda e: _ascending(e.billions),
    "quantisation": lambda e: (not e.model.quantisation, e.model.quantisation.lower()),
    "memory": lambda e: _ascending(e.weights.gb if e.weights else None),
    "speed": lambda e: _descending(e.speed.tokens_per_s),
    "tokens": lambda e: _ascending(e.tokens_per_answer),
    "time": lambda e: _ascending(e.ms_per_pass),
    "unchecked": lambda e: -e.counts.n_unchecked,
    "flaky": lambda e: -e.counts.n_flaky,
    "unscored": lambda e: -e.counts.n_unscored,
    "truncated": lambda e: -e.counts.n_truncated,
}
