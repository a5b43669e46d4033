"""One model with everything about it: card, suites, what goes wrong, votes, speed, memory, history, choices."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import LanguageModel, Membership
from evaluations.queries.failure_causes import Cluster
from evaluations.queries.model_names import ShortName, short_name
from evaluations.queries.model_results import ModelResults, model_results
from evaluations.records import Json
from evaluations.sampling_presets import Preset
from evaluations.typed_template import TypedTemplate
from webapp.compare import chart_data
from webapp.compare.history_points import mark_of
from webapp.items.choices import usable_models
from webapp.site.access import current_team, may


class ModelPage(TypedDict):
    """failures: cluster, its share, address of its answers. preset: recommended settings."""

    model: LanguageModel
    label: ShortName
    results: ModelResults
    preset: Preset | None
    failures: list[tuple[Cluster, float, str]]
    chart: list[Json]
    chart_height: int
    has_speed: bool
    has_times: bool
    has_strategies: bool
    may_use: bool


MODEL_PAGE = TypedTemplate("compare/model.html", ModelPage)


@require_GET
def model(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a model; 404 for models of other teams' servers, and for stored ones that this team has no answers of."""
    team = current_team(request)
    row = usable_models(team).filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such model.")
    results = model_results(team, row)
    label = short_name(row)
    marks = [mark_of(point, None, label) for point in results.history]
    context: ModelPage = {
        "model": row,
        "label": label,
        "results": results,
        "preset": row.recommended(),
        "failures": [
            (
                cluster,
                cluster.n / results.n_failures,
                chart_data.answers(_query(results, cluster.verdict, cluster.pattern)),
            )
            for cluster in results.failures
        ],
        "chart": marks,
        "chart_height": 300 if len({point.run.pk for point in results.history}) > 1 else 0,
        "has_speed": any(result.speed.tokens_per_s for result in results.suites),
        "has_times": any(result.seconds_per_answer for result in results.suites),
        "has_strategies": len({result.run.pk for result in results.suites}) < len(results.suites),
        "may_use": may(request, Membership.Role.MEMBER),
    }
    return MODEL_PAGE.response(request, context)


def _query(results: ModelResults, verdict: str, cause: str) -> str:
    runs = sorted({result.run.pk for result in results.suites})
    return urlencode({"run": runs, "model": results.model.pk, "verdict": verdict, "cause": cause}, doseq=True)
