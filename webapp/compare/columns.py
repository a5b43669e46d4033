"""Columns of the comparison tables: a column that would be “–” in every row is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, cast

from webapp.compare.entry import Entry

# Orders of the leaderboard whose column may be left out.
OF_ORDER = {
    "size": "has_sizes",
    "quantisation": "has_quantisations",
    "memory": "has_weights",
    "speed": "has_speed",
    "tokens": "has_tokens",
    "time": "has_time_per_pass",
    "unchecked": "has_unchecked",
    "flaky": "has_flaky",
    "unscored": "has_unscored",
    "truncated": "has_truncated",
}


class Columns(TypedDict):
    """ks: pass@k where samples allow it. has_…: whether any entry has such a figure, or it orders the table."""

    ks: list[int]
    has_samples: bool
    has_scores: bool
    has_unchecked: bool
    has_truncated: bool
    has_flaky: bool
    has_unscored: bool
    has_sizes: bool
    has_quantisations: bool
    has_weights: bool
    has_speed: bool
    has_load: bool
    has_first_token: bool
    has_thinking: bool
    has_tokens: bool
    has_prompt_tokens: bool
    has_times: bool
    has_time_per_pass: bool


def columns(entries: Sequence[Entry], order: str = "") -> Columns:
    """Return which columns a table of these entries has."""
    shown: Columns = {
        "ks": [k for k in (5, 10) if any(entry.figures.passes[k] for entry in entries)],
        "has_samples": any(entry.counts.n_scored > entry.figures.n_tasks for entry in entries),
        "has_scores": any(abs(entry.counts.score_sum - entry.counts.n_passed) > 1e-6 for entry in entries),
        "has_unchecked": any(entry.counts.n_unchecked for entry in entries),
        "has_truncated": any(entry.counts.n_truncated for entry in entries),
        "has_flaky": any(entry.counts.n_flaky for entry in entries),
        "has_unscored": any(entry.counts.n_unscored for entry in entries),
        "has_sizes": any(entry.billions for entry in entries),
        "has_quantisations": any(entry.model.quantisation for entry in entries),
        "has_weights": any(entry.weights for entry in entries),
        "has_speed": any(entry.speed.tokens_per_s for entry in entries),
        "has_load": any(entry.speed.load_ms for entry in entries),
        "has_first_token": any(entry.speed.first_token_ms for entry in entries),
        "has_thinking": any(entry.spent.n_thoughts for entry in entries),
        "has_tokens": any(entry.tokens_per_answer for entry in entries),
        "has_prompt_tokens": any(entry.spent.prompt_tokens for entry in entries),
        "has_times": any(entry.spent.ms for entry in entries),
        "has_time_per_pass": any(entry.ms_per_pass for entry in entries),
    }
    return cast(Columns, {**shown, OF_ORDER[order]: True}) if order in OF_ORDER else shown
