"""How figures are made: the text is in the template; sources and examples come from the functions themselves."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations import statistics as st
from evaluations.models import LanguageModel
from evaluations.queries.failure_causes import pattern_of
from evaluations.queries.model_size import weights
from evaluations.typed_template import TypedTemplate
from webapp.site.figure_tags import interval_text, p_value, percent, points

THREE = [(4, 4), (4, 1), (4, 0)]
TEN = [1.0, 1.0, -1.0] + [0.0] * 7


class MethodsPage(TypedDict):
    """examples, sources: by the name of the function that makes the figure."""

    examples: dict[str, str]
    sources: dict[str, str]
    weights_example: str
    pattern_example: str


METHODS_PAGE = TypedTemplate("compare/figures.html", MethodsPage)


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Show the page to which every “how?” links."""
    examples = _of_one() | _of_two()
    seven = LanguageModel(parameter_size="7B", quantisation="Q8_0")
    context: MethodsPage = {
        "examples": examples,
        "sources": {name: source(name) for name in examples},
        "weights_example": f"{room.gb:.1f}" if (room := weights(seven)) else "",
        "pattern_example": pattern_of('answer.js, line 3: no "a"'),
    }
    return METHODS_PAGE.response(request, context)


def source(name: str) -> str:
    """Return the source in the docstring of a function in evaluations.statistics; empty if there is none."""
    text = " ".join((getattr(st, name).__doc__ or "").split())
    _, separator, rest = text.partition("Source")
    return rest.lstrip("s").lstrip(": ") if separator else ""


def _of_one() -> dict[str, str]:
    drawn = interval_text(st.bootstrap_interval([1.0, 0.25, 0.0]))
    rate = st.rate(THREE)
    assert rate is not None
    return {
        "rate": f"Three tasks with 4, 1 and 0 of 4 passed: {percent(rate.share)} ({interval_text(rate)}). Pooling "
        f"the 12 answers as if they were independent would say {interval_text(st.wilson_interval(5, 12))}: too sure.",
        "pass_at_k": f"10 answers, 2 of them passed: pass@5 is {percent(st.pass_at_k(10, 2, 5))}.",
        "mean_pass_at_k": f"The same three tasks, k = 2: {percent(st.mean_pass_at_k(THREE, 2))}.",
        "strict_accuracy": f"The same three tasks: {percent(st.strict_accuracy(THREE))}.",
        "mean_score": "Two answers with 0.9 and 0.7 to one task, one with 1 to another: "
        f"{percent(st.mean_score([(2, 1.6), (1, 1.0)]))}.",
        "wilson_interval": f"2 of 2 passed: {interval_text(st.wilson_interval(2, 2))}.",
        "discrimination": _example_of_discrimination(),
        "bootstrap_interval": f"Shares 1, 0.25 and 0: {drawn}.",
    }


def _example_of_discrimination() -> str:
    shares = [{"this": 1.0, "x": 1.0, "y": 0.5}, {"this": 1.0, "x": 0.5, "y": 0.5}, {"this": 0.0, "x": 0.5, "y": 0.0}]
    value = st.discrimination(shares)["this"]
    return f"Of three models two pass it, which pass 75 % and 50 % of the others; the third passes 25 %: {value:.2f}."


def _of_two() -> dict[str, str]:
    a, b = {n: (1, int(n < 24)) for n in range(40)}, {n: (1, int(n < 12 or n > 37)) for n in range(40)}
    comparison = st.compare_paired(a, b)
    assert comparison is not None
    share, low, high = (points(x) for x in comparison.difference)
    ranges = st.rank_ranges([{n: float(c[n][1]) for n in c} for c in (a, b, a)])
    places = ", ".join("–".join(map(str, comparison or ())) for comparison in ranges)
    more = st.more_tasks([1.0] * 5 + [0.0] * 12)
    assert more is not None
    ps = [p_value(st.mcnemar(flips, 0)) for flips in (6, 5)]
    three = ", ".join(map(p_value, st.holm([0.01, 0.04, 0.03])))
    return {
        "compare_paired": f"40 tasks, one answer each; A passes 24, B 14, both 12: {comparison.sentence('A', 'B')}",
        "paired_interval": f"The same 40 tasks: {share} points ({low} to {high}).",
        "mcnemar": f"12 flips to A, 2 to B: p {p_value(st.mcnemar(12, 2))}. 6 to 0: {ps[0]}; 5 to 0: {ps[1]}, so "
        "that fewer than 6 flips never suffice.",
        "holm": f"Three pairs with p 0.01, 0.04 and 0.03 become {three}.",
        "tasks_to_settle": "Mean difference 10 points where 3 of 10 tasks flip: "
        f"{st.tasks_to_settle(TEN)} tasks in all.",
        "tasks_range": f"17 tasks, 5 flips to A, none to B: about {more.about} more tasks, some {more.low} to "
        f"{more.high}.",
        "smallest_visible": f"10 tasks of which 3 flip: {100 * st.smallest_visible(TEN):.0f} points.",
        "first_decision": f"At most 10 rounds: 8 differences to none in the first are {_decision_text((8, 0))}; "
        f"with 7 to 1 in the second it is {_decision_text((8, 0), (7, 1))}.",
        "rank_ranges": f"A, B and a copy of A over the same 40 tasks: {places}.",
    }


def _decision_text(*rounds: tuple[int, int]) -> str:
    decision = st.first_decision([st.Look(ups, downs) for ups, downs in rounds], 10)
    return "settled" if decision else "not enough"
