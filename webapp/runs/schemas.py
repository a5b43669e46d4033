"""Runs in the API: what is asked for and what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field

from evaluations.limits import LARGEST_VARIANT_SEED, MAX_MODELS, MAX_SAMPLES
from evaluations.models import LanguageModel, Run, Suite
from evaluations.queries.second_run import SecondRun, second_run_of
from evaluations.records import Verdict
from evaluations.sampling import LIMITS
from webapp.api.schemas import (
    Json,
    JsonObject,
    MessageOut,
    Number,
    Rate,
    Share,
    Word,
    url_of,
)
from webapp.runs.sampling_schema import USUAL_THINKING_TOKENS, SamplingIn, ThinkIn, ThinkingTokens
from webapp.site.access import get_for_team


class RunFilters(Schema):
    """q: part of the title, or of the suite's title or name. show: "" for all but archived ones. tag: of run or
    conversation. once_per_conversation: only the newest run of each conversation, as the page lists them.
    """

    q: Word = ""
    state: Literal["", "running", "paused", "cancelled", "done"] = ""
    origin: Literal["", "live", "stored"] = ""
    show: Literal["", "starred", "archived"] = ""
    tag: Word = ""
    once_per_conversation: bool = False


class RunOut(Schema):
    """A run as in the list. verdicts: how many of each; flaky ones are under the verdict they ended with.

    n_done contains n_cancelled, the questions that a cancel left out.

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
    n_cancelled: int
    verdicts: dict[str, int]
    created_by: str | None
    created_at: datetime
    finished_at: datetime | None


class Progress(Schema):
    """Progress of a run. n_done contains n_cancelled. seconds_left: null when unknown. message: what it waits for."""

    id: int
    state: str
    n: int
    n_done: int
    n_cancelled: int
    share: float
    seconds_left: float | None
    tokens_per_s: float | None
    verdicts: dict[str, int]
    message: str


class SecondRunOut(Schema):
    """How far a second run is that was asked for with `both`. waiting: for a worker, or for what `reason` says. making:
    a worker renames its tasks. failed: `reason` says why. ready: `run` is its number.

    seed: of the renamed variant; null once it is ready. since: when the state began; null once it is ready.
    """

    state: Literal["waiting", "making", "failed", "ready"]
    seed: int | None
    since: datetime | None
    reason: str
    run: int | None


class RunDetail(RunOut):
    """A run with its models. second_run: null unless one was asked for."""

    models: list[str]
    message: str
    second_run: SecondRunOut | None


class RunIn(SamplingIn):
    """A suite on models. version: the newest when left out. seed null: the server's choice.

    max_tokens: of each answer; null: each task's own limit. think: empty: the model's default. max_thinking_tokens: of
    the thought, beside the answer's limit. until_settled: end when the ranking of the models is settled; n_samples is
    then the most of each task. both: also run the suite's original, if it is a renamed variant, else its renamed
    variant with this variant_seed, with the same models and settings.
    """

    suite: Word
    version: Number | None = None
    models: list[Word] = Field(min_length=1, max_length=MAX_MODELS)
    strategies: list[Word] = ["plain"]
    n_samples: int = Field(1, ge=1, le=MAX_SAMPLES)
    until_settled: bool = False
    max_tokens: int | None = Field(None, ge=1, le=LIMITS["max_tokens"].high)
    think: ThinkIn = ""
    max_thinking_tokens: ThinkingTokens = USUAL_THINKING_TOKENS
    both: bool = False
    variant_seed: int = Field(1, ge=0, le=LARGEST_VARIANT_SEED)


class RunLimitsOut(Schema):
    """answers: task to the most tokens of its answer. thinking: model to the tokens of the thought before it; 0: none.

    The model server gets the sum of both.
    """

    answers: dict[str, int]
    thinking: dict[str, int]


class RunActionOut(MessageOut):
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

    n_most: answers of a run that asks for all samples; n_saved: how many of them were not needed, 0 until the end.
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


def run_to_json(request: HttpRequest, row: Any) -> JsonObject:
    """Return a run with_progress."""
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
        "n_cancelled": row.n_cancelled,
        "verdicts": {name: n for name, n in verdicts.items() if n},
        "created_by": row.created_by.get_username() if row.created_by else None,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
    }


def run_detail(request: HttpRequest, pk: int) -> JsonObject:
    """Return a run of the team in full; 404 when there is none."""
    rows = Run.objects.with_progress().select_related("suite_version__suite", "created_by")
    row = get_for_team(request, rows, pk=pk)
    names = LanguageModel.objects.filter(runmodel__run=row).select_related("server").order_by("runmodel__position")
    return run_to_json(request, row) | {
        "models": [model.model_id for model in names],
        "message": row.message,
        "second_run": _second_run_to_json(second_run_of(row)),
    }


def _second_run_to_json(second: SecondRun | None) -> JsonObject | None:
    if second is None:
        return None
    fields = {"state": second.state, "seed": second.seed, "since": second.since, "reason": second.reason}
    return fields | {"run": second.run.pk if second.run else None}
