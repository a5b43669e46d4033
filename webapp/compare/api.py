"""The pages of comparison as data: leaderboard, one against the others, quantisations, failures, history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from ninja import Query, Router

from evaluations.models import LanguageModel, Tally
from evaluations.models.quality_rules import BY_NAME
from evaluations.queries.failure_causes import verdicts
from evaluations.queries.history import Point
from evaluations.queries.quality import RuleFigure, quality_figures
from webapp.api.auth import READ
from webapp.api.problems import refuse
from webapp.api.schemas import ZIP, JsonObject, Page, Paging, page_of, rate_of
from webapp.compare.entry import Entry
from webapp.compare.failure_clusters import clusters_of
from webapp.compare.history_points import MOST_MODELS, points_of
from webapp.compare.leaderboard_orders import ORDERS
from webapp.compare.pairwise import first_against_second, pairs
from webapp.compare.schemas import (
    Failures,
    Group,
    History,
    LeaderboardOut,
    PairsFilters,
    PairsOut,
    QualityOut,
    SelectionFilters,
    SortedFilters,
    TaskSelectionFilters,
    VerdictSelectionFilters,
    board_row_to_json,
    entry_to_json,
    pair_to_json,
    tasks_named,
)
from webapp.compare.selection import Selection, select
from webapp.compare.static_response import site_response
from webapp.compare.variant_groups import by_strategy, by_weights, groups

router = Router()


def _selection(request: HttpRequest) -> Selection:
    """Return the selection of the query string. Raises Problem when it names something that does not exist."""
    chosen = select(request)
    refuse([param.problem for param in chosen.unmatched_params])
    return chosen


@router.get("figures/leaderboard", auth=READ, response=LeaderboardOut, summary="Rank models over one suite")
def get_leaderboard(request: HttpRequest, params: Query[SortedFilters], paging: Query[Paging]) -> JsonObject:
    """Best first: pass rates with intervals, ranks, speed, memory, tokens and time, as on the leaderboard and its
    charts.
    """
    chosen = _selection(request)
    entries = sorted(chosen.entries, key=ORDERS[params.sort]) if params.sort else chosen.entries
    ranks, (sentence, n_pairs) = chosen.ranks(), first_against_second(chosen)
    page = page_of(request, entries, lambda entry: board_row_to_json(entry, chosen, ranks[entry.key]), paging)
    return page | {
        "suite": str(chosen.version) if chosen.version else None,
        "runs": [run.pk for run in chosen.runs],
        "n_tasks": len(chosen.tasks),
        "n_all_tasks": chosen.n_all_tasks,
        "is_common": chosen.is_common,
        "n_common": chosen.n_common,
        "asked_fewer": [
            {"run": row.run.pk, "model": row.model.model_id, "n_tasks": row.n_tasks} for row in chosen.asked_fewer
        ],
        "unseen": _unseen(chosen),
        "unmet": [task.slug for task in chosen.unmet],
        "differs": chosen.differences,
        "not_comparable": [
            {"run": side.run.pk, "model": side.model.model_id, "differs": side.differs}
            for side in chosen.not_comparable
        ],
        "regrade": [run.pk for run in chosen.to_regrade],
        "left_out": [run.pk for run in chosen.left_out],
        "sentence": sentence,
        "n_pairs": n_pairs,
    }


@router.get("figures/site", auth=READ, openapi_extra=ZIP, summary="Download the comparison as a static site")
def download_site(request: HttpRequest, params: Query[SelectionFilters]) -> FileResponse:
    """A zip of pages that open from a folder, without a server. Generated code is shown as text. 404 when there is
    nothing to compare.
    """
    chosen = _selection(request)
    if not chosen.entries:
        raise Http404("There is nothing to compare. Run a suite, or leave filters out.")
    return site_response(request, chosen)


@router.get("figures/against", auth=READ, response=PairsOut, summary="Compare one model with the others")
def compare_with_others(request: HttpRequest, params: Query[PairsFilters]) -> JsonObject:
    """404 when there is only one model."""
    chosen = _selection(request)
    compared = pairs(request, chosen)
    if compared is None:
        raise Http404("There are not two models to compare. Run another model, or leave filters out.")
    return {
        "a": entry_to_json(compared.a, chosen),
        "n_left_out": compared.n_left_out,
        "pairs": [pair_to_json(pair.entry, chosen, pair.comparison, pair.sentence) for pair in compared.shown],
    }


@router.get(
    "figures/costs", auth=READ, response=list[Group], summary="Compare quantisations and strategies of the same model"
)
def list_costs(request: HttpRequest, params: Query[SelectionFilters]) -> list[JsonObject]:
    """Each model is paired with itself. The one with most bits, or the plain prompt, comes first."""
    chosen = _selection(request)
    alike = (("quantisations", by_weights(chosen.entries)), ("strategies", by_strategy(chosen.entries)))
    return [
        {
            "what": what,
            "base": entry_to_json(group.base, chosen),
            "pairs": [pair_to_json(pair.entry, chosen, pair.comparison, pair.sentence) for pair in group.pairs],
        }
        for what, some in alike
        for group in groups(chosen, some)[0]
    ]


@router.get("figures/failures", auth=READ, response=Failures, summary="List verdicts and errors of each model")
def list_failures(request: HttpRequest, params: Query[VerdictSelectionFilters], paging: Query[Paging]) -> JsonObject:
    """Equal errors are counted together, the most frequent first."""
    chosen = _selection(request)
    counted = verdicts(Tally.objects.filter(chosen.tallies))
    clusters = [
        cluster for cluster in clusters_of(chosen, counted) if not params.verdict or cluster.verdict == params.verdict
    ]
    n_all = sum(cluster.n for cluster in clusters)
    models = LanguageModel.objects.select_related("server").in_bulk(
        {pk for cluster in clusters for pk in cluster.of_model}
    )

    def cluster_to_json(cluster: Any) -> JsonObject:
        return {
            "verdict": cluster.verdict,
            "pattern": cluster.pattern,
            "example": cluster.example,
            "n": cluster.n,
            "share": cluster.n / n_all,
            "n_wordings": cluster.n_wordings,
            "runs": sorted(cluster.runs),
            "of_model": {models[pk].model_id: n for pk, n in cluster.of_model.items() if pk in models},
        }

    bars = [
        entry_to_json(entry, chosen) | {"verdicts": {name: n for name, n in counted[entry.key].items() if n}}
        for entry in chosen.entries
    ]
    return page_of(request, clusters, cluster_to_json, paging) | {"bars": bars}


@router.get(
    "figures/quality", auth=READ, response=Page[QualityOut], summary="List quality by rules, beside pass and fail"
)
def list_quality(request: HttpRequest, params: Query[SelectionFilters], paging: Query[Paging]) -> JsonObject:
    """Accessibility, console, types, rules of React, width, keyboard, dark theme, imports, weight and first paint."""
    chosen = _selection(request)
    tasks = [task.pk for task in chosen.tasks] if chosen.is_narrowed else None
    figures = quality_figures([run.pk for run in chosen.runs], tasks)
    return page_of(request, chosen.entries, lambda entry: _quality(entry, figures.get(entry.key, {})), paging)


def _unseen(chosen: Selection) -> JsonObject | None:
    if chosen.unseen is None:
        return None
    return {
        "seen": {model.model_id: len(tasks) for model, tasks in chosen.unseen.seen.items()},
        "no_cutoff": [model.model_id for model in chosen.unseen.no_cutoff],
        "n_undated": chosen.unseen.n_undated,
    }


def _quality(entry: Entry, figures: Mapping[str, RuleFigure]) -> JsonObject:
    return {
        "model": entry.model.model_id,
        "run": entry.run.pk,
        "strategy": entry.strategy,
        "rules": [
            {
                "rule": name,
                "unit": BY_NAME[name].unit,
                "n": figure.n,
                "n_flawed": figure.n_flawed if BY_NAME[name].is_flaw else 0,
                "share": figure.share if BY_NAME[name].is_flaw else None,
                "mean": figure.mean,
            }
            for name, figure in figures.items()
        ],
    }


@router.get("figures/history", auth=READ, response=History, summary="List results over the runs of a suite")
def list_history(request: HttpRequest, params: Query[TaskSelectionFilters], paging: Query[Paging]) -> JsonObject:
    """Gives for each model, or for one task, the result in each run and the change since the previous one; the newest
    first.
    """
    chosen = _selection(request)
    shown = list({entry.model.pk: entry.model for entry in chosen.entries}.values())[:MOST_MODELS]
    task = tasks_named(params.task, chosen.all_tasks)
    if params.task and task is None:
        raise Http404(f"{_suite_of(chosen)} has no task “{params.task}”.")
    points, n_older = points_of(chosen, shown, task)
    page = page_of(request, points[::-1], _point, paging)
    return page | {"models": [model.model_id for model in shown], "n_older": n_older}


def _suite_of(chosen: Selection) -> str:
    return str(chosen.version) if chosen.version else "What is compared"


def _point(point: Point) -> JsonObject:
    counts, since = point.counts, point.since
    return {
        "run": point.run.pk,
        "title": point.run.title,
        "created_at": point.run.created_at,
        "version": point.run.suite_version.number,
        "model": point.model.model_id,
        "strategy": point.strategy,
        "n": counts.n,
        "n_scored": counts.n_scored,
        "n_passed": counts.n_passed,
        "pass_1": rate_of(point.pass_1),
        "before": point.before.pk if point.before else None,
        "difference": since.difference.share if since else None,
        "is_sure": bool(since and since.is_sure),
        "differs": list(point.differs),
    }
