"""Figures: pass rates of the models of runs, and A against B."""

from __future__ import annotations

from typing import Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from evaluations.models import Run
from evaluations.queries.common_tasks import over, shared_tasks
from evaluations.queries.comparable import not_comparable, settings_of
from evaluations.queries.comparison import setting_differences, sides_differ, to_regrade
from evaluations.queries.comparison_json import compared, side_to_json, sides_of
from evaluations.queries.find_side import find_side
from webapp.api.auth import READ
from webapp.api.problems import Problem
from webapp.api.schemas import JsonObject, Number, Word
from webapp.compare.schemas import FiguresOut
from webapp.site.access import current_team, get_for_team

router = Router()
MOST_RUNS = 20


class SideOut(FiguresOut):
    """One model of one run with one strategy."""

    name: str
    run: int
    model: str
    strategy: str


class ExcludedSide(Schema):
    """A side that was sampled with other settings than the rest, and the differences."""

    name: str
    differs: list[str]


class Figures(Schema):
    """differs: settings that differ between these runs. regrade: runs that were graded by an older harness than the
    others.

    not_comparable: sides that are left out because of their sampling settings, unless settings=any.
    n_common: tasks that all sides were asked, null when that is all of them; is_common: only those count.
    """

    suite: str
    is_common: bool
    n_common: int | None
    sides: list[SideOut]
    not_comparable: list[ExcludedSide]
    differs: list[str]
    regrade: list[int]


class PairedComparisonOut(Schema):
    """A against B, paired over common tasks; difference, low and high are A's minus B's, in [-1, 1].

    is_sure: the interval does not contain 0 and p, corrected (Holm) for the n_pairs that are compared together, is
    below 0.05. more_tasks: about this number of further tasks would make it sure, in 80 % of cases more_tasks_low to
    more_tasks_high; rounded; 10000 means at least that, 0 means that it is sure, null means that there is no
    difference.
    """

    suite: str
    sentence: str
    a: SideOut
    b: SideOut
    n_tasks: int
    a_rate: float
    b_rate: float
    difference: float
    low: float
    high: float
    p: float
    p_corrected: float
    n_pairs: int
    is_sure: bool
    more_tasks: int | None
    more_tasks_low: int | None
    more_tasks_high: int | None
    smallest_visible: float
    a_flips: list[str]
    b_flips: list[str]
    differs: list[str]
    settings_differ: list[str]
    regrade: list[int]


class RegressionOut(PairedComparisonOut):
    """is_worse: B is significantly better."""

    is_worse: bool


class BaselineComparisonOut(Schema):
    """A run (A) against its baseline (B), model by model. is_worse: any of them is."""

    run: int
    baseline: int
    suite: str
    pairs: list[RegressionOut]
    is_worse: bool


class ComparedRunFilters(Schema):
    """Runs of one suite version; run may be given several times. common=0: each side counts all tasks that it was
    asked.
    """

    run: list[Number]
    common: Literal["", "0", "1"] = ""
    settings: Literal["", "any"] = ""


class Baseline(Schema):
    """baseline: number of a run."""

    baseline: Number | None = None


class Pair(Schema):
    """a and b: RUN:MODEL, like 12:embedded/smollm2:135m. RUN may be the slug of a suite, which names its newest run;
    MODEL may be a part of the model's id.

    A strategy is needed where a run used several.

    settings=any: compare them even if their sampling settings differ; without it that is a 409.
    """

    a: Word
    b: Word
    a_strategy: Word = ""
    b_strategy: Word = ""
    settings: Literal["", "any"] = ""


@router.get("figures", auth=READ, response=Figures, summary="Compare the pass rates of runs over one suite version")
def get_figures(request: HttpRequest, params: Query[ComparedRunFilters]) -> JsonObject:
    """Best first, over the tasks that all sides were asked, if there are any. The page /figures/ explains each
    figure.
    """
    rows = Run.objects.select_related("suite_version__suite")
    runs = [get_for_team(request, rows, pk=pk) for pk in dict.fromkeys(params.run[:MOST_RUNS])]
    if not runs:
        raise Http404("No run is named.")
    if other := next((run for run in runs if run.suite_version_id != runs[0].suite_version_id), None):
        detail = f"Run {runs[0].pk} is over {runs[0].suite_version}, run {other.pk} over {other.suite_version}."
        raise Problem(409, detail, "Rates over different tasks cannot be compared: name runs of one version.")
    every = [side for run in runs for side in sides_of(run)]
    excluded_rows = not_comparable([(side.run.pk, side.model.pk) for side in every], settings_of(runs), by_order=True)
    differs = {excluded.place: excluded.differs for excluded in excluded_rows}
    named = {side.name: differs[key] for side in every if (key := (side.run.pk, side.model.pk)) in differs}
    compared_sides = every if params.settings == "any" else [side for side in every if side.name not in named]
    counted = {side: side.counts() for side in compared_sides}
    shared = shared_tasks(counted)
    is_common = bool(shared) and params.common != "0"
    if shared and is_common:
        counted = over(shared, counted)
    sides = [side_to_json(side, side.name, counts) for side, counts in counted.items()]
    sides.sort(key=lambda side: -((side["passes"]["pass@1"] or {}).get("share", -1.0)))
    return {
        "suite": str(runs[0].suite_version),
        "sides": sides,
        "is_common": is_common,
        "n_common": None if shared is None else len(shared),
        "not_comparable": [{"name": name, "differs": difference} for name, difference in named.items()],
        "differs": setting_differences(runs) if len(runs) > 1 else [],
        "regrade": [run.pk for run in to_regrade(runs)],
    }


@router.get("figures/compare", auth=READ, response=PairedComparisonOut, summary="Compare A with B")
def compare_pair(request: HttpRequest, params: Query[Pair]) -> JsonObject:
    """Gives the difference with its bootstrap interval over tasks, McNemar's exact test on the flips, and how many more
    tasks would make the result sure.
    """
    team = current_team(request)
    a, b = find_side(params.a, params.a_strategy, team), find_side(params.b, params.b_strategy, team)
    if params.settings != "any" and (differs := sides_differ(a, b)):
        detail = f"{a.name} and {b.name} are not comparable: {'; '.join(differs)}."
        raise Problem(409, detail, "Run both with the same settings, or ask with settings=any.")
    comparison: JsonObject | None = compared(a, b, any_settings=True)
    if comparison is None:
        raise Problem(409, f"{a.name} and {b.name} share no task with a scored answer of both.", "Run both first.")
    return comparison
