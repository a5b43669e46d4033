"""Runs: start, list, read, control, figures, export."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.limits import MAX_MODELS, MAX_SAMPLES, MAX_THINKING_TOKENS
from evaluations.models import LanguageModel, Run, Suite
from evaluations.queries.adaptive import RoundReport, adaptive_report
from evaluations.queries.comparison_json import baseline_of, run_against
from evaluations.queries.counts import cells, progress
from evaluations.queries.run_limits import run_limits
from evaluations.records import Verdict
from evaluations.sampling import LIMITS
from webapp.api.auth import READ, WRITE
from webapp.api.idempotency import idempotent
from webapp.api.problems import Problem, check
from webapp.api.schemas import (
    DOCUMENT,
    Id,
    Json,
    MessageOut,
    Number,
    Page,
    Paging,
    Plain,
    Rate,
    Share,
    Word,
    message_fields,
    numbers_of,
    page_of,
    url_of,
)
from webapp.compare.figures_api import Baseline, RunAgainst
from webapp.compare.repair_rounds import repair_pass_rates_of_run
from webapp.keep.things import narrow_runs
from webapp.runs.actions import ACTIONS, run_action
from webapp.runs.exports import FORMATS, export
from webapp.runs.forms import SuiteRunForm
from webapp.runs.report_view import MOST_NAMED
from webapp.runs.reports import report_of
from webapp.runs.sampling_schema import SamplingIn
from webapp.runs.start_suite import start_suite
from webapp.site.access import current_team, get_for_team

router = Router()
FILES = {form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in FORMATS.values()}


class RunFilters(Schema):
    """q: part of the title or of the suite's name. show: "" for all but archived ones. tag: of run or conversation."""

    q: Word = ""
    state: Literal["", "running", "paused", "cancelled", "done"] = ""
    origin: Literal["", "live", "stored"] = ""
    show: Literal["", "starred", "archived"] = ""
    tag: Word = ""


class RunOut(Schema):
    """A run as in the list. verdicts: how many of each; flaky ones are under the verdict they ended with.

    conversation: whose version was asked; null for a run of a suite.
    """

    id: int
    title: str
    url: str
    suite: str
    conversation: int | None
    version: int
    origin: str
    state: str
    n_samples: int
    strategies: list[str]
    sampling: dict[str, Json]
    n: int
    n_done: int
    verdicts: dict[str, int]
    created_by: str | None
    created_at: datetime
    finished_at: datetime | None


class Progress(Schema):
    """Progress of a run. seconds_left: null when it is not known. message: what it waits for."""

    id: int
    state: str
    n: int
    n_done: int
    share: float
    seconds_left: float | None
    tokens_per_s: float | None
    verdicts: dict[str, int]
    message: str


class RunDetail(RunOut):
    """A run with its models."""

    models: list[str]
    message: str


class RunIn(SamplingIn):
    """A suite on models. version: the newest when left out. seed null: the server's choice.

    max_tokens: of each answer; null: each task's own limit. think: empty: the model's default. max_thinking_tokens: of
    the thought, beside the answer's limit. until_settled: end when the ranking of the models is settled; n_samples is
    then the most of each task.
    """

    suite: Word
    version: Number | None = None
    models: list[Word] = Field(min_length=1, max_length=MAX_MODELS)
    strategies: list[Word] = ["plain"]
    n_samples: int = Field(1, ge=1, le=MAX_SAMPLES)
    until_settled: bool = False
    max_tokens: int | None = Field(None, ge=1, le=LIMITS["max_tokens"].high)
    think: Literal["", "off", "on", "low", "medium", "high"] = ""
    max_thinking_tokens: int = Field(4096, ge=1, le=MAX_THINKING_TOKENS)


class RunLimitsOut(Schema):
    """answers: task to the most tokens of its answer. thinking: model to the tokens of the thought before it; 0: none.

    The model server gets the sum of both.
    """

    answers: dict[str, int]
    thinking: dict[str, int]


class ActionOut(MessageOut):
    """message: what was done. change: the bulk change of a retry or regrade, null when nothing changed."""

    state: str
    change: int | None


class CellOut(Schema):
    """One model with one strategy at one task. share: passed of scored. n_unchecked: of a task without checks."""

    task: str
    model: str
    strategy: str
    n: int
    n_scored: int
    n_passed: int
    n_unchecked: int
    n_flaky: int
    n_unscored: int
    n_truncated: int
    n_open: int
    share: Share


class SettledPairOut(Schema):
    """Two models with a significant difference. ahead: mean difference of their shares passed, in [0, 1]."""

    better: str
    worse: str
    ahead: float


class AdaptiveRoundOut(Schema):
    """One round: what it asked, and what its answers settled; null while they come in."""

    number: int
    models: list[str]
    n_tasks: int
    n_asked: int
    n_left_out: int
    settled: list[SettledPairOut] | None
    decided_at: datetime | None


class AdaptiveOut(Schema):
    """A run that asks until its ranking is settled. ending: "", settled, or limit (the most samples are reached).

    n_most: answers that a run would ask for that asks everything; n_saved: 0 until the end.
    """

    ending: Literal["", "settled", "limit"]
    sentence: str
    most_rounds: int
    n_tasks: int
    n_asked: int
    n_most: int
    n_saved: int
    n_pairs: int
    n_settled: int
    open_pairs: list[list[str]]
    rounds: list[AdaptiveRoundOut]


class AfterRounds(Schema):
    """pass@1 of a model after 0, 1, … rounds of repair; null if nothing is scored."""

    model: str
    strategy: str
    after: list[Rate | None]
    n_passed: list[int]


def run_plain(request: HttpRequest, row: Any) -> Plain:
    """A run with_progress."""
    verdicts = {verdict.value: getattr(row, f"n_{verdict.value}") for verdict in Verdict}
    return {
        "id": row.pk,
        "title": row.title,
        "url": url_of(request, f"/runs/{row.pk}/"),
        "suite": row.suite_version.suite.slug,
        "conversation": row.suite_version.suite_id if row.suite_version.suite.origin == Suite.Origin.PROMPT else None,
        "version": row.suite_version.number,
        "origin": row.origin,
        "state": row.state,
        "n_samples": row.n_samples,
        "strategies": row.strategies,
        "sampling": row.sampling,
        "n": row.n_candidates,
        "n_done": row.n_done,
        "verdicts": {name: n for name, n in verdicts.items() if n},
        "created_by": row.created_by.get_username() if row.created_by else None,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
    }


def run_detail(request: HttpRequest, pk: int) -> Plain:
    """A run of the team in full; 404 when there is none."""
    rows = Run.objects.with_progress().select_related("suite_version__suite", "created_by")
    row = get_for_team(request, rows, pk=pk)
    names = LanguageModel.objects.filter(runmodel__run=row).select_related("server").order_by("runmodel__position")
    return run_plain(request, row) | {"models": [model.model_id for model in names], "message": row.message}


@router.get("runs", auth=READ, response=Page[RunOut], summary="Runs, the newest first")
def list_runs(request: HttpRequest, filters: Query[RunFilters], paging: Query[Paging]) -> Plain:
    """Filtered as on the page."""
    of_team = Run.objects.filter(team=current_team(request))
    rows = narrow_runs(of_team, request.user, show=filters.show, tag=filters.tag)
    if filters.q:
        rows = rows.filter(title__icontains=filters.q) | rows.filter(suite_version__suite__slug__icontains=filters.q)
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.origin:
        rows = rows.filter(origin=filters.origin)
    result = page_of(
        request, rows.order_by("-created_at", "-pk").values_list("pk", flat=True), lambda pk: {"pk": pk}, paging
    )
    pks = [item["pk"] for item in result["items"]]
    # Counting only for the runs of this page: for all of them it would add up every tally of the team.
    counted = Run.objects.filter(pk__in=pks).with_progress().select_related("suite_version__suite", "created_by")
    return result | {"items": [run_plain(request, row) for row in counted.order_by("-created_at", "-pk")]}


@router.post("runs", auth=WRITE, response={201: RunDetail}, summary="Start a suite on models")
@idempotent
def create_run(request: HttpRequest, body: RunIn) -> Status[Plain]:
    """All its candidates are written at once; workers are woken."""
    suite = get_for_team(request, Suite, slug=body.suite)
    version = suite.versions.filter(number=body.version).first() if body.version else suite.latest()
    if version is None:
        raise Problem(
            422, f"The suite {suite.slug} has no version {body.version or ''}.", "GET the suite: it lists them."
        )
    fields = body.dict() | {"models": numbers_of(body.models, suite.team)}
    form = SuiteRunForm(fields, version=version, team=suite.team)
    check(form)
    run = start_suite(form, version, request.user)
    return Status(201, run_detail(request, run.pk))


@router.get("runs/{int:run}", auth=READ, response=RunDetail, summary="One run")
def get_run(request: HttpRequest, run: Id) -> Plain:
    """Settings, models and counts."""
    return run_detail(request, run)


@router.get("runs/{int:run}/progress", auth=READ, response=Progress, summary="How far a run is")
def get_run_progress(request: HttpRequest, run: Id) -> Plain:
    """For polling; use the ETag to save traffic."""
    row = get_for_team(request, Run, pk=run)
    result = progress(row)
    return {
        "id": row.pk,
        "state": row.state,
        "n": result.n,
        "n_done": result.n_done,
        "share": result.share,
        "seconds_left": result.seconds_left,
        "tokens_per_s": result.tokens_per_s,
        "verdicts": dict(result.verdicts),
        "message": row.message,
    }


@router.get("runs/{int:run}/limits", auth=READ, response=RunLimitsOut, summary="Token limits, task by task")
def get_run_limits(request: HttpRequest, run: Id) -> Plain:
    """The token limits of the requests of this run."""
    result = run_limits(get_for_team(request, Run.objects.select_related("suite_version"), pk=run))
    return {"answers": dict(result.answers), "thinking": dict(result.thinking)}


@router.get("runs/{int:run}/cells", auth=READ, response=Page[CellOut], summary="Counts for each task and model")
def list_run_cells(request: HttpRequest, run: Id, paging: Query[Paging]) -> Plain:
    """The matrix of the run's page."""
    row = get_for_team(request, Run, pk=run)
    results = sorted(cells(row.tallies.all()), key=lambda cell: (cell.task, cell.model, cell.strategy))
    tasks = dict(row.suite_version.tasks.values_list("pk", "slug"))
    models = LanguageModel.objects.select_related("server").in_bulk({cell.model for cell in results})

    def plain(cell: Any) -> Plain:
        counts = cell.counts
        names = [name for name in counts._fields if name != "score_sum"]
        return {
            "task": tasks.get(cell.task, ""),
            "model": models[cell.model].model_id,
            "strategy": cell.strategy,
            **{name: getattr(counts, name) for name in names},
            "share": counts.share,
        }

    return page_of(request, results, plain, paging)


@router.get("runs/{int:run}/rounds", auth=READ, response=list[AfterRounds], summary="pass@1 after each round of repair")
def list_run_rounds(request: HttpRequest, run: Id) -> list[Plain]:
    """Empty where no strategy of the run has rounds."""
    return [
        {
            "model": row.entry.model.model_id,
            "strategy": row.entry.strategy,
            "after": [rate and {"share": rate.share, "low": rate.low, "high": rate.high} for _, rate, _ in row.after],
            "n_passed": [n for _, _, n in row.after],
        }
        for row in repair_pass_rates_of_run(get_for_team(request, Run, pk=run))
    ]


@router.get(
    "runs/{int:run}/adaptive", auth=READ, response=AdaptiveOut, summary="A run that ends when its ranking is settled"
)
def get_run_adaptive(request: HttpRequest, run: Id) -> Plain:
    """The requests and decisions of each round; 404 for a run with a fixed number of samples."""
    row = get_for_team(request, Run, pk=run)
    report = adaptive_report(row)
    if report is None:
        raise Problem(404, "This run has a fixed number of samples.", "Start one with until_settled: true.")
    return {
        name: getattr(report, name) for name in AdaptiveOut.model_fields if name not in ("open_pairs", "rounds")
    } | {
        "open_pairs": [[a.model_id, b.model_id] for a, b in report.open_pairs],
        "rounds": [_round_plain(each) for each in report.rounds],
    }


def _round_plain(report: RoundReport) -> Plain:
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
    summary="A run as jsonl, csv, xlsx, junit or html",
    openapi_extra={"responses": {200: {"description": "The file", "content": FILES}}},
)
def export_run(
    request: HttpRequest, run: Id, format: Literal["jsonl", "csv", "xlsx", "junit", "html"] = "jsonl"
) -> FileResponse:
    """Every candidate with the licence of its prompt; html: a single-file report."""
    rows = Run.objects.select_related("suite_version__suite")
    return export(get_for_team(request, rows, pk=run), format)


@router.get("runs/{int:run}/report", auth=READ, summary="A run as one HTML file to hand on", openapi_extra=DOCUMENT)
def get_run_report(request: HttpRequest, run: Id, candidate: Query[list[Number]] = []) -> HttpResponse:  # noqa: B006
    """candidate: answers to show in full, at most 24; chosen automatically by default."""
    rows = Run.objects.select_related("suite_version__suite")
    return report_of(request, get_for_team(request, rows, pk=run), candidate[:MOST_NAMED])


@router.get("runs/{int:run}/against", auth=READ, response=RunAgainst, summary="A run against an earlier one, for CI")
def compare_with_baseline(request: HttpRequest, run: Id, params: Query[Baseline]) -> Plain:
    """Without a baseline: the newest earlier finished run over the same tasks with a model of this one."""
    rows = Run.objects.select_related("suite_version__suite")
    row = get_for_team(request, rows, pk=run)
    earlier = get_for_team(request, rows, pk=params.baseline) if params.baseline else baseline_of(row)
    comparison: Plain = run_against(row, earlier)
    return comparison


# Behind the others: its address would match theirs.
@router.post(
    "runs/{int:run}/{act}", auth=WRITE, response=ActionOut, summary="Pause, resume, cancel, retry or regrade a run"
)
def move_run(request: HttpRequest, run: Id, act: Literal["pause", "resume", "cancel", "retry", "regrade"]) -> Plain:
    """retry: ask again for unscored and missing answers. regrade: grade stored answers again; no model is asked.

    Both are bulk changes: `change` is the number with which you can read and undo it.
    """
    row = get_for_team(request, Run, pk=run)
    assert act in ACTIONS
    message, change = run_action(row, act, request.user)
    row.refresh_from_db()
    return message_fields(message) | {"state": row.state, "change": change.pk if change else None}
