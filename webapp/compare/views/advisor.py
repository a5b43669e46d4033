"""The advisor: it takes limits of memory and speed and recommends a model, with how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import Membership, Suite
from evaluations.models.choices import Purpose
from evaluations.queries.advice import Advice, Option
from evaluations.queries.advice_text import AdviceText, advice_text, price_of
from evaluations.queries.counts import suites_with_results
from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from webapp.compare import chart_data
from webapp.compare.advice_request import AdviceRequest, advice_of, chart_rows
from webapp.site.access import current_team, may

SUITES_TO_CHOOSE = 24


class AdvisorPage(TypedDict):
    """advice_request: as asked, with the query string. text: the recommendation in words.

    options: each with its price of an answer and of a passed one. chart_heights: by figure.
    """

    advice_request: AdviceRequest
    advice: Advice
    text: AdviceText
    suites: Iterable[Suite]
    chosen_suites: set[int]
    chart: list[Json]
    chart_heights: dict[str, int | str]
    options: list[tuple[Option, float | None, float | None]]
    has_speed: bool
    has_weights: bool
    has_times: bool
    purposes: list[tuple[str, str]]
    may_use: bool


ADVISOR_PAGE = TypedTemplate("compare/advisor.html", AdvisorPage)


@require_GET
def advisor(request: HttpRequest) -> HttpResponse:
    """Show the advisor. The address contains all inputs, so that it can be shared."""
    team = current_team(request)
    advice_request = advice_of(team, request.GET)
    advice = advice_request.advice
    rows = chart_rows(advice.options)
    price = advice.limits.price_per_hour
    context: AdvisorPage = {
        "advice_request": advice_request,
        "advice": advice,
        "text": advice_text(advice),
        "suites": suites_with_results(team)[:SUITES_TO_CHOOSE],
        "chosen_suites": {version.suite_id for version in advice.versions},
        "chart": rows,
        "chart_heights": chart_data.chart_heights(rows),
        "options": [
            (option, price_of(option.seconds_per_answer, price), price_of(option.seconds_per_pass, price))
            for option in advice.options
        ],
        "has_speed": any(option.speed.tokens_per_s for option in advice.options),
        "has_weights": any(option.weights for option in advice.options),
        "has_times": any(option.spent.ms for option in advice.options),
        "purposes": Purpose.choices,
        "may_use": may(request, Membership.Role.MEMBER),
    }
    return ADVISOR_PAGE.response(request, context)
