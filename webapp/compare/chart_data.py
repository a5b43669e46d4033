"""Rows for the charts: plain data for a page's `json_script`, one row per mark, each with its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from evaluations.models import LanguageModel
from evaluations.queries.model_names import ShortName
from evaluations.records import Json
from evaluations.statistics import Interval
from webapp.compare.entry import Entry
from webapp.compare.pairwise import Pairs
from webapp.site.tags import look

BY_WIDTH = "by-width"  # the height that css/charts.css gives for the width


def answers(query: str) -> str:
    """Return the address of the answers that a mark was made of."""
    return f"{reverse('candidates')}?{query}"


def row_chart_height(n: int, each: int = 22) -> int:
    """Return the height in pixels of a picture with a line a model, axis included; 0 without any: then there is no
    picture.
    """
    return 52 + each * n if n else 0


def chart_heights(rows: list[Json]) -> dict[str, int | str]:
    """Return the height of each picture of `quality`; no height where fewer than two models have a mark."""
    heights: dict[str, int | str] = {}
    for name in ("speed", "memory", "billions"):
        heights[name] = BY_WIDTH if sum(1 for row in rows if row["share"] is not None and row[name]) > 1 else 0
    for name in ("tokensPerAnswer", "secondsPerPass"):
        heights[name] = row_chart_height(sum(1 for row in rows if row[name]), 20)
    return heights


def of_model(model: LanguageModel, name: str, label: ShortName) -> dict[str, Json]:
    """Return the colour, shape and name of a model, the same on every page. A chart may cut family, but never rest."""
    colour, shape = look(model.pk)
    rest = f"{label.size} {label.quantisation}".strip()
    return {
        "name": name,
        "family": label.family,
        "rest": rest,
        "model": model.model_id,
        "colour": colour,
        "shape": shape,
    }


def of_interval(interval: Interval | None) -> dict[str, Json]:
    """Return a share with its interval, in percent."""
    shares = interval or (None, None, None)
    return {
        name: None if share is None else round(100 * share, 2)
        for name, share in zip(("share", "low", "high"), shares, strict=True)
    }


def leaderboard_rows(
    entries: list[Entry],
    names: Mapping[Any, str],
    labels: Mapping[Any, ShortName],
    ranks: Mapping[Any, tuple[int, int] | None],
) -> list[Json]:
    """Return a row per model: pass@1 with its interval, and its possible ranks."""
    rows: list[Json] = []
    for entry in entries:
        best, worst = ranks[entry.key] or (None, None)
        rows.append(
            {
                **of_model(entry.model, names[entry.key], labels[entry.key]),
                **of_interval(entry.figures.pass_1),
                "best": best,
                "worst": worst,
                "tasks": entry.figures.n_tasks,
                "href": answers(entry.query),
            }
        )
    return rows


def differences(pairs: Pairs | None, labels: Mapping[Any, ShortName]) -> list[Json]:
    """Return a row for each entry that A is compared with: A's share minus its, in points; significant differences
    first.
    """
    rows: list[Json] = []
    for pair in pairs.shown if pairs else ():
        if pair.comparison:
            share, low, high = (round(100 * x, 2) for x in pair.comparison.difference)
            rows.append(
                {
                    **of_model(pair.entry.model, pair.name, labels[pair.entry.key]),
                    "share": share,
                    "low": low,
                    "high": high,
                    "p": round(pair.comparison.p_corrected, 4),
                    "isSure": pair.comparison.is_sure,
                    "tasks": pair.comparison.n_tasks,
                    "says": pair.sentence,
                    "href": answers(pair.entry.query),
                }
            )
    return sorted(rows, key=lambda row: not row["isSure"])


def quality(entries: list[Entry], names: Mapping[Any, str], labels: Mapping[Any, ShortName]) -> list[Json]:
    """Return a row per model: pass@1 and costs. None where a value is unknown."""
    rows: list[Json] = []
    for entry in entries:
        room = entry.weights
        rows.append(
            {
                **of_model(entry.model, names[entry.key], labels[entry.key]),
                **of_interval(entry.figures.pass_1),
                "speed": _rounded(entry.speed.tokens_per_s),
                "memory": _rounded(room.gb if room else None, 2),
                "isEstimate": bool(room and room.is_estimate),
                "billions": entry.billions,
                "promptTokens": entry.spent.prompt_tokens or None,
                "tokens": entry.spent.completion_tokens or None,
                "tokensPerAnswer": _rounded(entry.tokens_per_answer, 0),
                "seconds": _seconds(entry.spent.ms),
                "secondsPerPass": _seconds(entry.ms_per_pass),
                "load": _seconds(entry.speed.load_ms),
                "href": answers(entry.query),
            }
        )
    return rows


def _rounded(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits)


def _seconds(ms: float | None) -> float | None:
    return round(ms / 1000, 2) if ms else None
