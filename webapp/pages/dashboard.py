"""The dashboard: what runs, which model is best so far, the last runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evaluations.models import LanguageModel, Run, Suite, Tally, Team
from evaluations.models.summaries import Counts, counts_by, latest_runs, progress, suites_with_results
from webapp.access import current_team, is_htmx, may
from webapp.review_queue import waiting_for

LAST_RUNS = 10
BEST_MODELS = 12
SUITES_TO_CHOOSE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A model's counts in its newest run over a suite version."""

    model: LanguageModel
    run_id: int
    counts: Counts


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """The whole page; to htmx the part that changes."""
    team = current_team(request)
    active = Run.objects.filter(team=team, state__in=[Run.State.RUNNING, Run.State.PAUSED])
    context: dict[str, Any] = {
        "active": [(run, progress(run)) for run in active.select_related("suite_version__suite")[:8]],
        "last_runs": _last_runs(team),
        "n_runs": Run.objects.filter(team=team).count(),
        "may_run": may(request, "member"),
        "n_waiting": waiting_for(request),
        **leaderboard(team, request.GET.get("suite", "")),
    }
    response = render(request, "_dashboard.html" if is_htmx(request) else "dashboard.html", context)
    response["Vary"] = "HX-Request"
    return response


def _last_runs(team: Team) -> list[Run]:
    """The newest first. Chosen before they are counted: grouping drops the order, and would count every run."""
    newest = Run.objects.filter(team=team).order_by("-created_at", "-pk").values_list("pk", flat=True)[:LAST_RUNS]
    found = Run.objects.filter(pk__in=list(newest)).with_progress().select_related("suite_version__suite")
    return list(found.order_by("-created_at", "-pk"))


def leaderboard(team: Team, slug: str) -> dict[str, Any]:
    """Models over the newest version of one suite, best first: each one's newest run."""
    suites = list(suites_with_results(team)[:SUITES_TO_CHOOSE])
    suite: Suite | None = next((s for s in suites if s.slug == slug), suites[0] if suites else None)
    version = suite.latest() if suite else None
    if suite is None or version is None:
        return {"suites": []}
    newest = latest_runs(team, version)
    rows = Tally.objects.filter(run__in=set(newest.values()), model__in=newest)
    found = {model: counts for (model, run), counts in counts_by(rows, "model", "run").items() if newest[model] == run}
    ranked = sorted(found, key=lambda pk: found[pk].rank)
    models = LanguageModel.objects.select_related("server").in_bulk(ranked[:BEST_MODELS])
    standings = [Standing(model=models[pk], run_id=newest[pk], counts=found[pk]) for pk in ranked[:BEST_MODELS]]
    return {
        "suites": suites, "suite": suite, "version": version, "standings": standings, "n_models": len(ranked),
        "n_tasks": version.tasks.count(), "board_runs": sorted({standing.run_id for standing in standings}),
    }  # fmt: skip
