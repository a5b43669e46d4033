"""An advice as plain data: what the API and `advise --json` return."""

from __future__ import annotations

from evaluations.queries.advice import Advice, Option, Rival
from evaluations.queries.advice_text import advice_text, price_of
from evaluations.queries.comparison_json import more_tasks_to_json
from evaluations.records import Json


def advice_to_json(advice: Advice) -> dict[str, Json]:
    """Return sentences, options (best first), models left out with reasons, and the best option against the next."""
    text, limits = advice_text(advice), advice.limits
    return {
        "suites": [str(version) for version in advice.versions],
        "memory_gb": limits.memory_gb,
        "tokens_per_s": limits.tokens_per_s,
        "price_per_hour": limits.price_per_hour,
        "n_tasks": advice.n_tasks,
        "is_common": advice.is_common,
        "n_unmet": advice.n_unmet,
        "recommended": advice.best.model.model_id if advice.best else None,
        "is_sure": bool(advice.rivals) and not advice.open_rivals,
        "sentences": text.sentences,
        "options": [_option(option, limits.price_per_hour) for option in advice.options],
        "rivals": [_rival(rival) for rival in advice.rivals],
        "left_out": [
            {"model": row.model.model_id, "strategy": row.strategy, "why": row.why} for row in advice.left_out
        ],
    }


def _option(option: Option, price: float | None) -> dict[str, Json]:
    interval = option.figures.pass_1
    return {
        "model": option.model.model_id,
        "strategy": option.strategy,
        "runs": list(option.runs),
        "pass_1": interval._asdict() if interval else None,
        "n_tasks": option.figures.n_tasks,
        "n_scored": option.counts.n_scored,
        "n_passed": option.counts.n_passed,
        "memory_gb": option.weights.gb if option.weights else None,
        "memory_is_estimate": bool(option.weights and option.weights.is_estimate),
        "tokens_per_s": option.speed.tokens_per_s,
        "seconds_per_answer": option.seconds_per_answer,
        "seconds_per_pass": option.seconds_per_pass,
        "price_per_answer": price_of(option.seconds_per_answer, price),
        "price_per_pass": price_of(option.seconds_per_pass, price),
        # Old names of the four (docs/reference/api.md, "Old names").
        "seconds_an_answer": option.seconds_per_answer,
        "seconds_a_pass": option.seconds_per_pass,
        "price_an_answer": price_of(option.seconds_per_answer, price),
        "price_a_pass": price_of(option.seconds_per_pass, price),
        "in_memory_front": option.in_memory_front,
        "in_speed_front": option.in_speed_front,
        "is_here": option.is_here,
    }


def _rival(rival: Rival) -> dict[str, Json]:
    comparison = rival.comparison
    entry: dict[str, Json] = {"model": rival.option.model.model_id, "strategy": rival.option.strategy}
    if comparison is None:
        names = ("difference", "low", "high", "p_corrected", "more_tasks", "more_tasks_low", "more_tasks_high")
        nothing: dict[str, Json] = dict.fromkeys(names)
        return {**entry, "is_sure": False, **nothing}
    share, low, high = comparison.difference
    figures = {"difference": share, "low": low, "high": high, "p_corrected": comparison.p_corrected}
    return {**entry, "is_sure": comparison.is_sure, **figures, **more_tasks_to_json(comparison)}
