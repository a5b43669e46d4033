"""The advisor's query string, and its options as rows of the charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from evaluations.errors import EvaluationError
from evaluations.models import LanguageModel, Team
from evaluations.queries.advice import Advice, AdviceLimits, Option, advise
from evaluations.queries.advice_text import advice_text
from evaluations.queries.model_names import short_names
from evaluations.records import Json
from webapp.compare import chart_data
from webapp.site.query_params import parse_decimal

NUMBERS = {"memory_gb": "GB of memory", "tokens_per_s": "tokens per second", "price_per_hour": "price per server-hour"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRequest:
    """The advice, and a sentence for each invalid parameter. typed: the numbers as they were typed."""

    advice: Advice
    problems: list[str]
    typed: dict[str, str]

    @property
    def query(self) -> str:
        """The query string of the same advice, to share or store it."""
        params = QueryDict(mutable=True)
        params.setlist("suite", [version.suite.slug for version in self.advice.versions])
        for name, text in self.typed.items():
            if text and getattr(self.advice.limits, name) is not None:
                params[name] = text
        return params.urlencode()


def advice_of(team: Team, params: QueryDict) -> AdviceRequest:
    """Return the advice for a query string; invalid parameters are ignored and named."""
    problems: list[str] = []
    typed = {name: params.get(name, "").strip().replace(",", ".") for name in NUMBERS}
    numbers = {name: _number(name, text, problems) for name, text in typed.items()}
    slugs = tuple(slug for slug in params.getlist("suite") if slug)
    try:
        advice = advise(team, _limits(slugs, numbers))
    except EvaluationError as exc:
        problems.append(str(exc))
        advice = advise(team, _limits((), numbers))
    return AdviceRequest(advice=advice, problems=problems, typed=typed)


def _limits(suites: tuple[str, ...], numbers: dict[str, float | None]) -> AdviceLimits:
    return AdviceLimits(
        suites=suites,
        memory_gb=numbers["memory_gb"],
        tokens_per_s=numbers["tokens_per_s"],
        price_per_hour=numbers["price_per_hour"],
    )


def _number(name: str, text: str, problems: list[str]) -> float | None:
    if not text:
        return None
    value = parse_decimal(text)
    if value is None or value <= 0:
        problems.append(f"“{text[:40]}” is not a valid number ({NUMBERS[name]}). Give one above 0, e.g. 8 or 0.5.")
        return None
    return value


def chart_rows(options: Sequence[Option]) -> list[Json]:
    """Return rows as those of `chart_data.quality`, over all chosen suites together."""
    labels = short_names(option.model for option in options)
    rows: list[Json] = []
    for option in options:
        label, room = labels[option.model.pk], option.weights
        if len({other.strategy for other in options if other.model == option.model}) > 1:
            label = replace(label, quantisation=f"{label.quantisation}, {option.strategy}")
        rows.append(
            {
                **chart_data.of_model(option.model, option.name, label),
                **chart_data.of_interval(option.figures.pass_1),
                "speed": round(option.speed.tokens_per_s, 1) if option.speed.tokens_per_s else None,
                "memory": round(room.gb, 2) if room else None,
                "isEstimate": bool(room and room.is_estimate),
                "billions": None,
                "tokensPerAnswer": None,
                "secondsPerPass": round(option.seconds_per_pass, 2) if option.seconds_per_pass else None,
                "href": chart_data.answers(answers_of(option)),
            }
        )
    return rows


def answers_of(option: Option) -> str:
    """Return the query of its answers on the answers page."""
    return urlencode({"run": option.runs, "model": option.model.pk, "strategy": option.strategy}, doseq=True)


def reason_for(advice: Advice, model: LanguageModel) -> str:
    """Return the reasons for a model, which are stored with the team's choice. Empty if the advice does not
    contain it.
    """
    text = advice_text(advice)
    if advice.best and advice.best.model == model:
        return f"{text.choice} {text.sure}"
    option = next((option for option in advice.options if option.model == model), None)
    if option is None or option.figures.pass_1 is None:
        return ""
    return f"{option.name} passed {100 * option.figures.pass_1.share:.0f} % of {advice.n_tasks} tasks. {text.choice}"
