"""`manage.py advise --suite react --memory-gb 8`: a recommended model, and how sure that is."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from evaluations.errors import EvaluationError
from evaluations.models import Team
from evaluations.queries.advice import Advice, AdviceLimits, Option, advise
from evaluations.queries.advice_json import advice_to_json
from evaluations.queries.advice_text import advice_text, money, price_of


class Command(BaseCommand):
    """Prints the sentences of the advisor, and the models that fit."""

    help = "Recommend a model within limits of memory and speed, from what is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define suites and limits; all may be left out."""
        parser.add_argument("--suite", action="append", default=[], help="slug; several count together")
        parser.add_argument("--memory-gb", type=float, help="most memory that the weights may take")
        parser.add_argument("--tokens-per-s", type=float, help="least speed of its answers")
        parser.add_argument("--price-per-hour", type=float, help="of one server: says what an answer costs")
        parser.add_argument("--team", default="", help="slug; the default team when left out")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 a model is recommended, 1 none fits, 2 an unknown suite or team, or a wrong number."""
        try:
            advice = advise(_team(options["team"]), _limits(options))
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        self.stdout.write(json.dumps(advice_to_json(advice), indent=1) if options["as_json"] else as_text(advice))
        if advice.best is None:
            sys.exit(1)


def _team(slug: str) -> Team:
    if not slug:
        return Team.objects.default()
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        raise EvaluationError(f"There is no team “{slug[:60]}”.")
    return team


def _limits(options: dict[str, Any]) -> AdviceLimits:
    names = ("memory_gb", "tokens_per_s", "price_per_hour")
    for name in names:
        value = options[name]
        if value is not None and not 0 < value < float("inf"):
            raise EvaluationError(f"--{name.replace('_', '-')} {value:g} is not a number above 0.")
    return AdviceLimits(suites=tuple(options["suite"]), **{name: options[name] for name in names})


def as_text(advice: Advice) -> str:
    """Return sentences first, then a line for each model that fits, then those that are left out."""
    lines = advice_text(advice).sentences
    lines += [_line(option, advice.limits.price_per_hour) for option in advice.options]
    lines += [f"  left out: {row.model.model_id}: {row.why}" for row in advice.left_out]
    return "\n".join(lines)


def _line(option: Option, price: float | None) -> str:
    interval, weights, passed = option.figures.pass_1, option.weights, price_of(option.seconds_per_pass, price)
    figures = [
        f"{100 * interval.share:.0f} % ({100 * interval.low:.0f} to {100 * interval.high:.0f})" if interval else "–"
    ]
    if weights:
        figures.append(f"{'about ' if weights.is_estimate else ''}{weights.gb:.1f} GB")
    if option.speed.tokens_per_s:
        figures.append(f"{option.speed.tokens_per_s:.0f} tokens/s")
    if passed is not None:
        figures.append(f"{money(passed)} per passed answer")
    fronts = option.in_memory_front or option.in_speed_front
    return f"  {'*' if fronts else ' '} {option.name}: {', '.join(figures)}"
