"""The advisor, models in use, what changed lately, one model and one task, as plain data."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Field, Schema

from evaluations.queries.failure_causes import Cluster
from evaluations.queries.in_use import Challenger, ModelInUse
from evaluations.queries.model_results import ModelResults, SuiteResult
from evaluations.queries.recent_changes import MOST_DAYS, ChangedModel, RecentChanges
from evaluations.queries.task_results import TaskResult, TaskResults
from evaluations.queries.vote_counts import VoteCounts
from evaluations.statistics import PairedComparison
from webapp.api.schemas import JsonObject, Rate, Share, Word, old_name, rate_of

Positive = Annotated[float, Field(gt=0, lt=1e12)]


class AdviceFilters(Schema):
    """suite: slugs; several count together. By default the suite with most models. All limits are optional."""

    suite: list[Word] = []
    memory_gb: Positive | None = None
    tokens_per_s: Positive | None = None
    price_per_hour: Positive | None = None


class OptionOut(Schema):
    """A model that fits. price_…: at price_per_hour, one answer at a time; null where no times are recorded.

    in_memory_front, in_speed_front: no other model is both better and smaller, or better and quicker. is_here: on a
    server now.
    """

    model: str
    strategy: str
    runs: list[int]
    pass_1: Rate | None
    n_tasks: int
    n_scored: int
    n_passed: int
    memory_gb: float | None
    memory_is_estimate: bool
    tokens_per_s: float | None
    seconds_per_answer: float | None
    seconds_per_pass: float | None
    price_per_answer: float | None
    price_per_pass: float | None
    seconds_an_answer: float | None = old_name("seconds_per_answer")
    seconds_a_pass: float | None = old_name("seconds_per_pass")
    price_an_answer: float | None = old_name("price_per_answer")
    price_a_pass: float | None = old_name("price_per_pass")
    in_memory_front: bool
    in_speed_front: bool
    is_here: bool


class RivalOut(Schema):
    """difference: the recommended model's share minus this one's. is_sure: it is significant; p is corrected."""

    model: str
    strategy: str
    is_sure: bool
    difference: float | None
    low: float | None
    high: float | None
    p_corrected: float | None
    more_tasks: int | None
    more_tasks_low: int | None
    more_tasks_high: int | None


class LeftOutModel(Schema):
    """A model that is left out, and the reason."""

    model: str
    strategy: str
    why: str


class AdviceOut(Schema):
    """sentences: the recommendation, how sure it is, how to make it sure, smaller or quicker models, costs.

    recommended: null when nothing fits. is_sure: better than each of the rivals. options: those that fit, best first.
    n_unmet: tasks that are left out, because their conditions of entry are not met.
    """

    suites: list[str]
    memory_gb: float | None
    tokens_per_s: float | None
    price_per_hour: float | None
    n_tasks: int
    is_common: bool
    n_unmet: int
    recommended: str | None
    is_sure: bool
    sentences: list[str]
    options: list[OptionOut]
    rivals: list[RivalOut]
    left_out: list[LeftOutModel]


class DaysFilter(Schema):
    """days: how far back."""

    days: int = Field(7, ge=1, le=MOST_DAYS)


class NewModel(Schema):
    """The first result of a model that had none before."""

    model: str
    run: int
    suite: str
    pass_1: Rate | None


class ChangedResult(Schema):
    """A model compared with its previous run. difference: now minus before; better, worse: titles of tasks that
    flipped.
    """

    model: str
    strategy: str
    run: int
    before: int | None
    suite: str
    difference: float | None
    low: float | None
    high: float | None
    is_sure: bool
    is_regression: bool
    better: list[str]
    worse: list[str]


class RecentOut(Schema):
    """n_compared: results with a previous run; p is corrected for all of them. n_older_runs: runs that are left out."""

    since: datetime
    n_runs: int
    n_compared: int
    n_older_runs: int
    n_regressions: int
    n_flips: int
    new_models: list[NewModel]
    changed: list[ChangedResult]


class ChallengerOut(Schema):
    """difference: its share minus that of the model in use. is_new: its first run is later than the choice."""

    model: str
    pass_1: Rate | None
    is_new: bool
    is_better: bool
    difference: float | None
    low: float | None
    high: float | None


class UsedModel(Schema):
    """A purpose and its model. model: null when none is chosen. suite: its tasks of this purpose count; null without
    one.

    n_new: models over this suite whose first run came after the choice; since_then: at most twelve of those and of
    models that are ahead.
    """

    purpose: str
    model: str | None
    since: datetime | None
    created_by: str | None
    reason: str
    evidence: str
    suite: str | None
    pass_1: Rate | None
    n_tasks: int
    n_new: int
    since_then: list[ChallengerOut]


class FailureOut(Schema):
    """Errors that are equal except for names and numbers."""

    verdict: str
    pattern: str
    n: int


class VotesOut(Schema):
    """Blind votes of closed campaigns; share: a tie counts half."""

    n: int
    n_won: int
    n_ties: int
    share: Share


class OverSuite(Schema):
    """The newest run over one suite, with one strategy."""

    suite: str
    run: int
    strategy: str
    pass_1: Rate | None
    n_scored: int
    n_passed: int
    tokens_per_s: float | None
    seconds_per_answer: float | None
    seconds_an_answer: float | None = old_name("seconds_per_answer")


class ModelResultsOut(Schema):
    """One model in this team. purposes: what the team uses it for."""

    model: str
    family: str
    quantisation: str
    memory_gb: float | None
    memory_is_estimate: bool
    suites: list[OverSuite]
    failures: list[FailureOut]
    votes: VotesOut
    purposes: list[str]


class ModelAtTask(Schema):
    """One model at the task, in its newest run."""

    model: str
    run: int
    strategy: str
    n_scored: int
    n_passed: int
    seconds_per_answer: float | None
    tokens_per_answer: float | None
    seconds_an_answer: float | None = old_name("seconds_per_answer")
    tokens_an_answer: float | None = old_name("tokens_per_answer")
    votes: VotesOut | None


class TaskResultsOut(Schema):
    """One task and the results of each model. solved: the share of models all of whose scored answers passed."""

    task: str
    suite: str
    solved: Rate | None
    rows: list[ModelAtTask]
    failures: list[FailureOut]


class TaskResultFilters(Schema):
    """suite and task by their slugs."""

    suite: Word
    task: Word


def _difference(comparison: PairedComparison | None) -> JsonObject:
    share, low, high = comparison.difference if comparison else (None, None, None)
    return {"difference": share, "low": low, "high": high}


def recent_to_json(changes: RecentChanges) -> JsonObject:
    """Return the recent changes."""
    names = ("since", "n_runs", "n_compared", "n_older_runs", "n_regressions", "n_flips")
    new = [
        {
            "model": point.model.model_id,
            "run": point.run.pk,
            "suite": str(point.run.suite_version),
            "pass_1": rate_of(point.pass_1),
        }
        for point in changes.new_models
    ]
    return {name: getattr(changes, name) for name in names} | {
        "new_models": new,
        "changed": [_changed_model_to_json(row) for row in changes.changed],
    }


def _changed_model_to_json(row: ChangedModel) -> JsonObject:
    point = row.point
    return _difference(point.since) | {
        "model": point.model.model_id,
        "strategy": point.strategy,
        "run": point.run.pk,
        "before": point.before.pk if point.before else None,
        "suite": str(point.run.suite_version),
        "is_sure": bool(point.since and point.since.is_sure),
        "is_regression": row.is_regression,
        "better": list(row.better),
        "worse": list(row.worse),
    }


def used_model_to_json(row: ModelInUse) -> JsonObject:
    """Return one purpose."""
    choice = row.choice
    return {
        "purpose": row.purpose.value,
        "model": choice.model.model_id if choice and choice.model else None,
        "since": choice.created_at if choice else None,
        "created_by": choice.created_by.get_username() if choice and choice.created_by else None,
        "reason": choice.reason if choice else "",
        "evidence": choice.evidence if choice else "",
        "suite": str(row.version) if row.version else None,
        "pass_1": rate_of(row.figures.pass_1) if row.figures else None,
        "n_tasks": row.n_tasks,
        "n_new": row.n_new,
        "since_then": [_challenger(challenger) for challenger in row.challengers],
    }


def _challenger(row: Challenger) -> JsonObject:
    return _difference(row.comparison) | {
        "model": row.model.model_id,
        "pass_1": rate_of(row.figures.pass_1),
        "is_new": row.is_new,
        "is_better": row.is_better,
    }


def model_results_to_json(results: ModelResults) -> JsonObject:
    """Return one model."""
    model, room = results.model, results.weights
    return {
        "model": model.model_id,
        "family": model.family,
        "quantisation": model.quantisation,
        "memory_gb": room.gb if room else None,
        "memory_is_estimate": bool(room and room.is_estimate),
        "suites": [_over_suite(row) for row in results.suites],
        "failures": [_failure(cluster) for cluster in results.failures],
        "votes": _votes(results.votes),
        "purposes": [row.purpose for row in results.in_use],
    }


def _over_suite(row: SuiteResult) -> JsonObject:
    return {
        "suite": str(row.run.suite_version),
        "run": row.run.pk,
        "strategy": row.strategy,
        "pass_1": rate_of(row.figures.pass_1),
        "n_scored": row.counts.n_scored,
        "n_passed": row.counts.n_passed,
        "tokens_per_s": row.speed.tokens_per_s,
        "seconds_per_answer": row.seconds_per_answer,
        "seconds_an_answer": row.seconds_per_answer,
    }


def task_results_to_json(task: str, suite: str, results: TaskResults) -> JsonObject:
    """Return one task."""
    return {
        "task": task,
        "suite": suite,
        "solved": rate_of(results.solved),
        "rows": [_at_task(row) for row in results.rows],
        "failures": [_failure(cluster) for cluster in results.failures],
    }


def _at_task(row: TaskResult) -> JsonObject:
    return {
        "model": row.model.model_id,
        "run": row.run.pk,
        "strategy": row.strategy,
        "n_scored": row.counts.n_scored,
        "n_passed": row.counts.n_passed,
        "seconds_per_answer": row.seconds_per_answer,
        "tokens_per_answer": row.tokens_per_answer,
        "seconds_an_answer": row.seconds_per_answer,
        "tokens_an_answer": row.tokens_per_answer,
        "votes": _votes(row.votes) if row.votes else None,
    }


def _failure(cluster: Cluster) -> JsonObject:
    return {"verdict": cluster.verdict, "pattern": cluster.pattern, "n": cluster.n}


def _votes(votes: VoteCounts) -> JsonObject:
    return {"n": votes.n, "n_won": votes.n_won, "n_ties": votes.n_ties, "share": votes.share}
