"""Advisor, models in use, recent changes; all results of one model and of one task."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Query, Router

from evaluations.errors import EvaluationError
from evaluations.models import Suite
from evaluations.queries.advice import AdviceLimits, advise
from evaluations.queries.advice_json import advice_to_json
from evaluations.queries.in_use import models_in_use
from evaluations.queries.model_results import model_results
from evaluations.queries.recent_changes import recent_changes
from evaluations.queries.task_results import task_results
from webapp.api.auth import READ
from webapp.api.problems import Problem
from webapp.api.schemas import Id, JsonObject
from webapp.compare.decision_schemas import (
    AdviceFilters,
    AdviceOut,
    DaysFilter,
    ModelResultsOut,
    RecentOut,
    TaskResultFilters,
    TaskResultsOut,
    UsedModel,
    model_results_to_json,
    recent_to_json,
    task_results_to_json,
    used_model_to_json,
)
from webapp.items.choices import usable_models
from webapp.site.access import current_team, get_for_team

router = Router()


@router.get("figures/advice", auth=READ, response=AdviceOut, summary="Recommend a model, and say how sure that is")
def get_advice(request: HttpRequest, params: Query[AdviceFilters]) -> JsonObject:
    """Compares models within limits of memory and speed over the chosen suites, best first. /figures/ explains the
    rule.
    """
    limits = {name: getattr(params, name) for name in ("memory_gb", "tokens_per_s", "price_per_hour")}
    try:
        advice = advise(current_team(request), AdviceLimits(suites=tuple(params.suite), **limits))
    except EvaluationError as exc:
        raise Problem(422, str(exc), "GET /api/v1/suites lists the suites.", [("suite", str(exc))]) from exc
    return advice_to_json(advice)


@router.get("figures/recent", auth=READ, response=RecentOut, summary="List what changed lately")
def list_recent_changes(request: HttpRequest, params: Query[DaysFilter]) -> JsonObject:
    """New models, results that became better or worse than in the previous run, and the tasks that flipped."""
    return recent_to_json(recent_changes(current_team(request), params.days))


@router.get(
    "figures/in-use", auth=READ, response=list[UsedModel], summary="List the models in use, and what came since"
)
def list_models_in_use(request: HttpRequest) -> list[JsonObject]:
    """One for each purpose, with its results on tasks of that kind."""
    return [used_model_to_json(row) for row in models_in_use(current_team(request))]


@router.get("figures/models/{int:model}", auth=READ, response=ModelResultsOut, summary="Read all results of one model")
def get_model_results(request: HttpRequest, model: Id) -> JsonObject:
    """The model's newest run over each suite, its errors, votes of closed campaigns, and its purposes in the team."""
    team = current_team(request)
    row = usable_models(team).filter(pk=model).first()
    if row is None:
        raise Http404("There is no such model.")
    return model_results_to_json(model_results(team, row))


@router.get("figures/task", auth=READ, response=TaskResultsOut, summary="Read all results of one task")
def get_task_results(request: HttpRequest, params: Query[TaskResultFilters]) -> JsonObject:
    """The results of each model at the task, in its newest run over the suite's newest version."""
    suite = get_for_team(request, Suite, slug=params.suite)
    version = suite.latest()
    task = version.tasks.select_related("version").filter(slug=params.task).first() if version else None
    if task is None:
        raise Http404(f"{suite.title} has no task “{params.task}”.")
    return task_results_to_json(task.slug, str(version), task_results(suite.team, task))
