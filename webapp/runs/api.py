"""Runs: start, list, read, control, figures, export."""

from __future__ import annotations

from typing import Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router, Status

from evaluations.exports.formats import FORMATS
from evaluations.models import LanguageModel, Run, Suite
from evaluations.queries.adaptive import RoundReport, adaptive_report
from evaluations.queries.comparison_json import baseline_of, run_against
from evaluations.queries.counts import cells, progress
from evaluations.queries.run_limits import run_limits
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem, check
from webapp.api.schemas import (
    DOCUMENT,
    Id,
    JsonObject,
    Number,
    Page,
    Paging,
    message_fields,
    numbers_of,
    page_of,
)
from webapp.compare.figures_api import Baseline, BaselineComparisonOut
from webapp.compare.repair_rounds import repair_pass_rates_of_run
from webapp.runs.actions import ACTIONS, run_action
from webapp.runs.exports import export
from webapp.runs.forms import SuiteRunForm
from webapp.runs.listing import RunListFilters, listed_runs
from webapp.runs.reports import MOST_NAMED, report_of
from webapp.runs.schemas import (
    AdaptiveOut,
    AfterRounds,
    CellOut,
    Progress,
    RunActionOut,
    RunDetail,
    RunFilters,
    RunIn,
    RunLimitsOut,
    RunOut,
    run_detail,
    run_to_json,
)
from webapp.runs.start_suite import start_both, start_suite
from webapp.site.access import current_team, get_for_team

router = Router()
FILES = {form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in FORMATS.values()}


@router.get("runs", auth=READ, response=Page[RunOut], summary="List runs")
def list_runs(request: HttpRequest, filters: Query[RunFilters], paging: Query[Paging]) -> JsonObject:
    """The newest first, with the filters of the page. The page lists each conversation once."""
    of_team = Run.objects.filter(team=current_team(request))
    rows = listed_runs(of_team, request.user, RunListFilters(**filters.dict()))
    result = page_of(request, rows.values_list("pk", flat=True), lambda pk: {"pk": pk}, paging)
    pks = [item["pk"] for item in result["items"]]
    # Counting only for the runs of this page: for all of them it would add up every tally of the team.
    counted = Run.objects.filter(pk__in=pks).with_progress().select_related("suite_version__suite", "created_by")
    return result | {"items": [run_to_json(request, row) for row in counted.order_by("-created_at", "-pk")]}


@router.post("runs", auth=WRITE, response={201: RunDetail}, summary="Start a run of a suite on models")
@idempotent
def create_run(request: HttpRequest, body: RunIn) -> Status[JsonObject]:
    """All its candidates are stored at once, and the workers begin."""
    suite = get_for_team(request, Suite, slug=body.suite)
    version = suite.versions.filter(number=body.version).first() if body.version else suite.latest()
    if version is None:
        raise Problem(
            422, f"The suite {suite.slug} has no version {body.version or ''}.", "GET the suite: it lists them."
        )
    fields = body.dict() | {"models": numbers_of(body.models, suite.team)}
    form = SuiteRunForm(fields, version=version, team=suite.team)
    check(form)
    if body.both:
        run, _ = start_both(form, version, request.user, body.variant_seed)
    else:
        run = start_suite(form, version, request.user)
    return Status(201, run_detail(request, run.pk))


@router.get("runs/{int:run}", auth=READ, response=RunDetail, summary="Read one run")
def get_run(request: HttpRequest, run: Id) -> JsonObject:
    """With its settings, models and counts."""
    return run_detail(request, run)


@router.get("runs/{int:run}/progress", auth=READ, response=Progress, summary="Read the progress of a run")
def get_run_progress(request: HttpRequest, run: Id) -> JsonObject:
    """Made for polling: send the ETag to save traffic."""
    row = get_for_team(request, Run, pk=run)
    result = progress(row)
    return {
        "id": row.pk,
        "state": row.state,
        "n": result.n,
        "n_done": result.n_done,
        "n_cancelled": result.n_cancelled,
        "share": result.share,
        "seconds_left": result.seconds_left,
        "tokens_per_s": result.tokens_per_s,
        "verdicts": dict(result.verdicts),
        "message": row.message,
    }


@router.get("runs/{int:run}/limits", auth=READ, response=RunLimitsOut, summary="Read the token limits of a run")
def get_run_limits(request: HttpRequest, run: Id) -> JsonObject:
    """The limits for each task and each model."""
    result = run_limits(get_for_team(request, Run.objects.select_related("suite_version"), pk=run))
    return {"answers": dict(result.answers), "thinking": dict(result.thinking)}


@router.get("runs/{int:run}/cells", auth=READ, response=Page[CellOut], summary="List counts for each task and model")
def list_run_cells(request: HttpRequest, run: Id, paging: Query[Paging]) -> JsonObject:
    """The matrix of the run's page."""
    row = get_for_team(request, Run, pk=run)
    results = sorted(cells(row.tallies.all()), key=lambda cell: (cell.task, cell.model, cell.strategy))
    tasks = dict(row.suite_version.tasks.values_list("pk", "slug"))
    models = LanguageModel.objects.select_related("server").in_bulk({cell.model for cell in results})

    def cell_to_json(cell: Any) -> JsonObject:
        counts = cell.counts
        names = [name for name in counts._fields if name != "score_sum"]
        return {
            "task": tasks.get(cell.task, ""),
            "model": models[cell.model].model_id,
            "strategy": cell.strategy,
            **{name: getattr(counts, name) for name in names},
            "share": counts.share,
        }

    return page_of(request, results, cell_to_json, paging)


@router.get(
    "runs/{int:run}/rounds", auth=READ, response=list[AfterRounds], summary="List pass@1 after each round of repair"
)
def list_run_rounds(request: HttpRequest, run: Id) -> list[JsonObject]:
    """Empty when no strategy of the run has rounds of repair."""
    return [
        {
            "model": row.entry.model.model_id,
            "strategy": row.entry.strategy,
            "after": [rate and {"share": rate.share, "low": rate.low, "high": rate.high} for _, rate, _ in row.after],
            "n_passed": [n for _, _, n in row.after],
        }
        for row in repair_pass_rates_of_run(get_for_team(request, Run, pk=run))
    ]


@router.get("runs/{int:run}/adaptive", auth=READ, response=AdaptiveOut, summary="Read the rounds of an adaptive run")
def get_run_adaptive(request: HttpRequest, run: Id) -> JsonObject:
    """An adaptive run ends when the ranking of its models is settled. Gives what each round asked and what its answers
    settled. 404 for a run with a fixed number of samples.
    """
    row = get_for_team(request, Run, pk=run)
    report = adaptive_report(row)
    if report is None:
        raise Problem(404, "This run has a fixed number of samples.", "Start one with until_settled: true.")
    return {
        name: getattr(report, name) for name in AdaptiveOut.model_fields if name not in ("open_pairs", "rounds")
    } | {
        "open_pairs": [[a.model_id, b.model_id] for a, b in report.open_pairs],
        "rounds": [_round_to_json(each) for each in report.rounds],
    }


def _round_to_json(report: RoundReport) -> JsonObject:
    pairs = report.settled
    return {
        "number": report.number,
        "models": [model.model_id for model in report.models],
        "n_tasks": report.n_tasks,
        "n_asked": report.n_asked,
        "n_left_out": report.n_left_out,
        "settled": pairs
        and [{"better": p.better.model_id, "worse": p.worse.model_id, "ahead": p.ahead} for p in pairs],
        "decided_at": report.decided_at,
    }


@router.get(
    "runs/{int:run}/export",
    auth=READ,
    summary="Export a run as jsonl, csv, xlsx, junit or html",
    openapi_extra={"responses": {200: {"description": "The file", "content": FILES}}},
)
def export_run(
    request: HttpRequest, run: Id, format: Literal["jsonl", "csv", "xlsx", "junit", "html"] = "jsonl"
) -> FileResponse:
    """Contains every candidate with the licence of its prompt. html is a report in one file."""
    rows = Run.objects.select_related("suite_version__suite")
    return export(get_for_team(request, rows, pk=run), format)


@router.get(
    "runs/{int:run}/report", auth=READ, summary="Download the report of a run as one HTML file", openapi_extra=DOCUMENT
)
def get_run_report(request: HttpRequest, run: Id, candidate: Query[list[Number]] = []) -> HttpResponse:  # noqa: B006
    """candidate: answers to show in full, at most 24; by default they are chosen automatically."""
    rows = Run.objects.select_related("suite_version__suite")
    return report_of(request, get_for_team(request, rows, pk=run), candidate[:MOST_NAMED])


@router.get(
    "runs/{int:run}/against",
    auth=READ,
    response=BaselineComparisonOut,
    summary="Compare a run with an earlier one, for CI",
)
def compare_with_baseline(request: HttpRequest, run: Id, params: Query[Baseline]) -> JsonObject:
    """By default the baseline is the newest earlier finished run over the same tasks with a model of this one."""
    rows = Run.objects.select_related("suite_version__suite")
    row = get_for_team(request, rows, pk=run)
    earlier = get_for_team(request, rows, pk=params.baseline) if params.baseline else baseline_of(row)
    comparison: JsonObject = run_against(row, earlier)
    return comparison


# Behind the others: its address would match theirs.
@router.post(
    "runs/{int:run}/{act}", auth=WRITE, response=RunActionOut, summary="Pause, resume, cancel, retry or regrade a run"
)
def move_run(
    request: HttpRequest,
    run: Id,
    act: Literal["pause", "resume", "cancel", "retry", "regrade", "retry-variant", "drop-variant"],
) -> JsonObject:
    """retry: ask again for unscored and missing answers. regrade: grade stored answers again; no model is asked.
    retry-variant: prepare a second run that failed again. drop-variant: start no second run.

    Retry and regrade are bulk changes: `change` is the number with which you can read and undo the change.
    """
    row = get_for_team(request, Run, pk=run)
    assert act in ACTIONS
    message, change = run_action(row, act, request.user)
    row.refresh_from_db()
    return message_fields(message) | {"state": row.state, "change": change.pk if change else None}
