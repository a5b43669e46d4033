"""The dashboard: start box, active runs, things to do, newest results, best models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import LanguageModel, Run, Suite, SuiteVersion, Tally, Team
from evaluations.models.suites import tasks_of
from evaluations.queries.common_tasks import common_tasks
from evaluations.queries.comparison import Figures, figures
from evaluations.queries.conversations import one_per_conversation
from evaluations.queries.counts import Counts, Progress, cells_of_runs, latest_runs, progress, suites_with_results
from evaluations.queries.entry_conditions import compared_tallies, unmet_tasks
from evaluations.statistics import rank_ranges
from evaluations.typed_template import TypedTemplate
from webapp.home.recent import Need, RecentCard, needs_of, recent_cards
from webapp.home.start import ReadyPart, StartBox, ready_context, start_box
from webapp.items.kept_items import narrow_runs
from webapp.site.access import current_team, is_htmx, may
from webapp.site.task_filters import tasks_text

BEST_MODELS = 12
SUITES_TO_CHOOSE = 6
OfModels = Mapping[int, Mapping[int, Counts]]  # model to task to counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A model's figures in its newest run over a suite version, and its range of ranks."""

    model: LanguageModel
    run_id: int
    counts: Counts
    figures: Figures
    rank: tuple[int, int] | None


class StandingsPart(TypedDict):
    """The leaderboard of one suite. suite None: none has results. n_common: tasks that all were asked.

    tasks: those that count, for addresses; empty for all. n_asked_fewer: models that are left out. n_unmet: tasks that
    are left out, because their conditions of entry are not met.
    """

    suites: list[Suite]
    unknown_suite: str
    suite: Suite | None
    version: SuiteVersion | None
    standings: list[Standing]
    n_models: int
    n_tasks: int
    n_common: int | None
    is_common: bool
    is_over_all: bool
    n_asked_fewer: int
    n_unmet: int
    tasks: str


class DashboardPart(StandingsPart, ReadyPart):
    """active: runs with their progress. needs: things to do for the person."""

    active: list[tuple[Run, Progress]]
    cards: list[RecentCard]
    needs: list[Need]
    n_runs: int
    may_run: bool


class DashboardPage(DashboardPart, StartBox):
    """The whole page."""


DASHBOARD_PART = TypedTemplate("home/_dashboard.html", DashboardPart)
DASHBOARD_PAGE = TypedTemplate("home/dashboard.html", DashboardPage)


@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the whole page; to htmx the part that changes."""
    team = current_team(request)
    active = Run.objects.filter(team=team, state__in=[Run.State.RUNNING, Run.State.PAUSED])
    running = [(run, progress(run)) for run in active.select_related("suite_version__suite")[:8]]
    cards = recent_cards(team, request.user)
    part: DashboardPart = {
        "active": running,
        "cards": cards,
        "needs": needs_of(request, team, [run for run, _ in running], cards),
        "n_runs": one_per_conversation(narrow_runs(Run.objects.filter(team=team), request.user)).count(),
        "may_run": may(request, "member"),
        **ready_context(team),
        **leaderboard(team, request.GET.get("suite", ""), is_over_all=request.GET.get("common") == "0"),
    }
    if is_htmx(request):
        response = DASHBOARD_PART.response(request, part)
    else:
        response = DASHBOARD_PAGE.response(request, {**part, **start_box(request, team)})
    response["Vary"] = "HX-Request"
    return response


NO_RESULTS: StandingsPart = {
    "suites": [],
    "unknown_suite": "",
    "suite": None,
    "version": None,
    "standings": [],
    "n_models": 0,
    "n_tasks": 0,
    "n_common": None,
    "is_common": False,
    "is_over_all": False,
    "n_asked_fewer": 0,
    "n_unmet": 0,
    "tasks": "",
}


def leaderboard(team: Team, slug: str, *, is_over_all: bool) -> StandingsPart:
    """Return models over the newest version of one suite, best first: each one's newest run.

    Over the tasks that all were asked, where there are any; is_over_all: over all tasks.
    """
    suites = list(suites_with_results(team)[:SUITES_TO_CHOOSE])
    suite: Suite | None = next((s for s in suites if s.slug == slug), None) or _suite_to_show(team, suites)
    version = suite.latest() if suite else None
    if suite is None or version is None:
        return NO_RESULTS
    newest = latest_runs(team, version)
    unmet = unmet_tasks([version])
    counted = _counts_by_model(newest, version)
    common = common_tasks(counted)
    shared, is_common = common.tasks, bool(common.tasks) and not is_over_all
    by_model = counted if is_over_all else common.compared(counted)
    return {
        "suites": suites,
        "unknown_suite": slug if slug and slug != suite.slug else "",
        "suite": suite,
        "version": version,
        "standings": _standings(by_model, newest),
        "n_models": len(by_model),
        "n_tasks": version.tasks.count(),
        "n_common": None if shared is None else len(shared),
        "is_common": is_common,
        "is_over_all": is_over_all,
        "n_asked_fewer": len(common.asked_fewer),
        "n_unmet": len(unmet),
        "tasks": _tasks_text(version, shared if is_common else None, unmet),
    }


def _tasks_text(version: SuiteVersion, shared: set[int] | None, unmet: frozenset[int]) -> str:
    """Return the tasks that count as text for addresses; empty when all count."""
    if shared is None and unmet:
        shared = {task.pk for task in tasks_of(version)} - unmet
    return tasks_text(shared) if shared else ""


def _counts_by_model(newest: Mapping[int, int], version: SuiteVersion) -> OfModels:
    """Return the counts of each model by task, all its strategies together. newest: the run that counts for each
    model.
    """
    tallies = Tally.objects.filter(run__in=set(newest.values()), model__in=newest)
    cells = cells_of_runs(compared_tallies(tallies, [version]))
    by_model: dict[int, dict[int, Counts]] = {}
    for (run, model, _), of_tasks in cells.items():
        if newest[model] == run:
            of_model = by_model.setdefault(model, {})
            of_model |= {
                task: of_model[task] + counts if task in of_model else counts for task, counts in of_tasks.items()
            }
    return by_model


def _standings(by_model: OfModels, newest: Mapping[int, int]) -> list[Standing]:
    """Return the best models, best first."""
    figures_of = {model: figures(of_tasks.values()) for model, of_tasks in by_model.items()}
    shares = [{task: c.share for task, c in by_task.items() if c.share is not None} for by_task in by_model.values()]
    ranks = dict(zip(by_model, rank_ranges(shares), strict=True))
    best = sorted(by_model, key=lambda pk: (figures_of[pk].rank, pk))[:BEST_MODELS]
    models = LanguageModel.objects.select_related("server").in_bulk(best)
    return [
        Standing(
            model=models[pk],
            run_id=newest[pk],
            counts=Counts.total(by_model[pk].values()),
            figures=figures_of[pk],
            rank=ranks[pk],
        )
        for pk in best
    ]


def _suite_to_show(team: Team, suites: list[Suite]) -> Suite | None:
    """Return the latest suite that compares at least two models, else the latest."""
    for suite in suites:
        version = suite.latest()
        if version and len(latest_runs(team, version)) > 1:
            return suite
    return suites[0] if suites else None
