"""Schemas of a comparison: runs and models, their figures, pairs, failures and history."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Schema

from evaluations.models import Task
from evaluations.queries.comparison_json import more_tasks_to_json
from evaluations.statistics import PairedComparison
from webapp.api.schemas import JsonObject, Number, Page, Rate, Share, Word, old_name, rate_of
from webapp.compare.entry import Entry
from webapp.compare.selection import Selection


class SelectionFilters(Schema):
    """The selection of the pages under /compare/, with the same names. Without run, each model's newest run over the
    suite counts.

    model: numbers. size: the largest number of parameters, in billions. Only tasks that all were asked count, if there
    are any; common=0 takes all tasks. Only answers with the same sampling settings are compared; settings=any includes
    all. tasks: numbers; 3-5.9 means 3, 4, 5 and 9.
    """

    suite: Word = ""
    run: list[Number] = []
    model: list[Number] = []
    tag: Word = ""
    kind: Word = ""
    language: Word = ""
    size: float | None = None
    quant: Word = ""
    q: Word = ""
    tasks: Word = ""
    common: Literal["", "0", "1"] = ""
    settings: Literal["", "any"] = ""
    unseen: Literal["", "1"] = ""


class SortedFilters(SelectionFilters):
    """sort: a column of the page, the best first."""

    sort: Literal[
        "",
        "pass_1",
        "pass_5",
        "pass_10",
        "all",
        "score",
        "model",
        "size",
        "quantisation",
        "memory",
        "speed",
        "tokens",
        "time",
        "unchecked",
        "flaky",
        "unscored",
        "truncated",
    ] = ""


class VerdictSelectionFilters(SelectionFilters):
    """verdict: count only errors that ended in this one."""

    verdict: Word = ""


class QualityRuleOut(Schema):
    """One rule over a model's answers. share: part of the n measured answers that have the flaw; null for a size, and
    if n is 0.
    """

    rule: str
    unit: str
    n: int
    n_flawed: int
    share: float | None
    mean: float | None


class QualityOut(Schema):
    """A model's quality profile; it is in no pass rate."""

    model: str
    run: int
    strategy: str
    rules: list[QualityRuleOut]


class TaskSelectionFilters(SelectionFilters):
    """task: by name; all tasks when left out."""

    task: Word = ""


class PairsFilters(SelectionFilters):
    """a: the entry with which the others are compared, as in `token`; the best by default."""

    a: Word = ""


class EntryName(Schema):
    """One model of one run with one strategy. name: the shortest unique name."""

    token: str
    name: str
    run: int
    model: str
    strategy: str


class FiguresOut(Schema):
    """Figures over the tasks of a comparison. passes: pass@1, pass@5, pass@10; null where samples are too few."""

    passes: dict[str, Rate | None]
    strict: Share
    score: Share
    n_tasks: int
    n_scored: int
    n_unchecked: int
    n_flaky: int
    n_unscored: int
    n_truncated: int


class NotComparable(Schema):
    """A model of a run that was sampled with other settings than the rest: "repeat_penalty 1.1 against 1.0"."""

    run: int
    model: str
    differs: list[str]


class BoardRow(FiguresOut, EntryName):
    """An entry with its figures. rank: the range of ranks that are possible, null without a scored task. memory_gb: of
    the model's weights.

    ms_per_pass: time of generation for each answer that passed. tokens_per_answer: with the thought;
    thinking_tokens_per_answer and thinking_ms_per_answer are the thought's part of tokens and time, null without one.
    billions: parameters, in billions.
    """

    rank: list[int] | None
    quantisation: str
    billions: float | None
    memory_gb: float | None
    memory_is_estimate: bool
    tokens_per_s: float | None
    first_token_ms: float | None
    first_text_ms: float | None
    load_ms: float | None
    tokens_per_answer: float | None
    thinking_tokens_per_answer: float | None
    thinking_ms_per_answer: float | None
    ms_per_pass: float | None
    tokens_an_answer: float | None = old_name("tokens_per_answer")
    thinking_tokens_an_answer: float | None = old_name("thinking_tokens_per_answer")
    thinking_ms_an_answer: float | None = old_name("thinking_ms_per_answer")
    ms_a_pass: float | None = old_name("ms_per_pass")


class FewerTasksOut(Schema):
    """A model of a run, and how many of the tasks that the others share it was asked."""

    run: int
    model: str
    n_tasks: int


class UnseenOut(Schema):
    """The tasks that `unseen=1` left out. seen: model to the number of tasks that were public by its training cut-off.

    no_cutoff: models without a training cut-off; n_undated: tasks without a date. All of these count.
    """

    seen: dict[str, int]
    no_cutoff: list[str]
    n_undated: int


class LeaderboardOut(Page[BoardRow]):
    """The compared entries, best first. differs: settings that differ. regrade: runs graded by an older harness.

    n_common: tasks that all were asked, null when that is all; is_common: only those count. asked_fewer: models that
    were asked too few of these tasks; they are left out, except with common=0. left_out: runs over another suite
    version. unmet: tasks that are left out, because their conditions of entry are not met. not_comparable: left out,
    with settings=any shown without ranks. sentence: whether the best is
    significantly better than the next, corrected for n_pairs.
    """

    suite: str | None
    runs: list[int]
    n_tasks: int
    n_all_tasks: int
    is_common: bool
    n_common: int | None
    asked_fewer: list[FewerTasksOut]
    differs: list[str]
    not_comparable: list[NotComparable]
    unseen: UnseenOut | None
    unmet: list[str]
    regrade: list[int]
    left_out: list[int]
    sentence: str
    n_pairs: int


class EntryComparisonOut(EntryName):
    """A against this one, over common tasks. Differences are A's minus this one's; null when they share no task.

    p: exact McNemar, corrected for all pairs shown (Holm). is_sure: p is below 0.05 and the interval does not contain
    0. more_tasks: about this number of further tasks would make it sure, in 80 % of cases more_tasks_low to
    more_tasks_high; rounded; 10000 means at least that. a_flips, b_flips: tasks at which A, or this one, did better.
    """

    sentence: str
    n_tasks: int
    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    is_sure: bool
    more_tasks: int | None
    more_tasks_low: int | None
    more_tasks_high: int | None
    a_flips: list[str]
    b_flips: list[str]


class PairsOut(Schema):
    """One entry against the others. n_left_out: pairs that are not shown."""

    a: EntryName
    pairs: list[EntryComparisonOut]
    n_left_out: int


class Group(Schema):
    """One model in several forms: the one with most bits (or the plain prompt) against the others."""

    what: Literal["quantisations", "strategies"]
    base: EntryName
    pairs: list[EntryComparisonOut]


class Bar(EntryName):
    """How many answers of each verdict."""

    verdicts: dict[str, int]


class Cluster(Schema):
    """Errors that are equal except for names and numbers. of_model: their number for each model, by the model's id."""

    verdict: str
    pattern: str
    example: str
    n: int
    share: float
    n_wordings: int
    of_model: dict[str, int]
    runs: list[int]


class Failures(Page[Cluster]):
    """Failures: verdicts of each entry, and errors, the most frequent first."""

    bars: list[Bar]


class HistoryPoint(Schema):
    """One model in one run. before: its previous run; since: a sentence about the change; differs: other differences of
    the runs.
    """

    run: int
    title: str
    created_at: datetime
    version: int
    model: str
    strategy: str
    n: int
    n_scored: int
    n_passed: int
    pass_1: Rate | None
    before: int | None
    difference: float | None
    is_sure: bool
    differs: list[str]


class History(Page[HistoryPoint]):
    """The newest first. n_older: runs that are left out."""

    models: list[str]
    n_older: int


def entry_to_json(entry: Entry, chosen: Selection) -> JsonObject:
    """Return an entry by name."""
    return {
        "token": entry.token,
        "name": chosen.names[entry.key],
        "run": entry.run.pk,
        "model": entry.model.model_id,
        "strategy": entry.strategy,
    }


def board_row_to_json(entry: Entry, chosen: Selection, rank: tuple[int, int] | None) -> JsonObject:
    """Return an entry with all its figures."""
    counts, figures, weights = entry.counts, entry.figures, entry.weights
    return entry_to_json(entry, chosen) | {
        "rank": list(rank) if rank else None,
        "passes": {f"pass@{k}": rate_of(interval) for k, interval in figures.passes.items()},
        "strict": figures.strict,
        "score": figures.score,
        "n_tasks": figures.n_tasks,
        "n_scored": counts.n_scored,
        "n_unchecked": counts.n_unchecked,
        "n_flaky": counts.n_flaky,
        "n_unscored": counts.n_unscored,
        "n_truncated": counts.n_truncated,
        "quantisation": entry.model.quantisation,
        "billions": entry.billions,
        "memory_gb": weights.gb if weights else None,
        "memory_is_estimate": bool(weights and weights.is_estimate),
        "tokens_per_s": entry.speed.tokens_per_s,
        "first_token_ms": entry.speed.first_token_ms,
        "first_text_ms": entry.speed.first_text_ms,
        "thinking_tokens_per_answer": entry.thinking_tokens_per_answer,
        "thinking_ms_per_answer": entry.thinking_ms_per_answer,
        "load_ms": entry.speed.load_ms,
        "tokens_per_answer": entry.tokens_per_answer,
        "ms_per_pass": entry.ms_per_pass,
        "tokens_an_answer": entry.tokens_per_answer,
        "thinking_tokens_an_answer": entry.thinking_tokens_per_answer,
        "thinking_ms_an_answer": entry.thinking_ms_per_answer,
        "ms_a_pass": entry.ms_per_pass,
    }


def pair_to_json(entry: Entry, chosen: Selection, comparison: PairedComparison | None, sentence: str) -> JsonObject:
    """Return the comparison of A with this entry."""
    slugs: dict[Any, str] = {task.pk: task.slug for task in chosen.tasks}
    result = entry_to_json(entry, chosen) | {
        "sentence": sentence,
        "n_tasks": 0,
        "difference": None,
        "low": None,
        "high": None,
        "p": None,
        "is_sure": False,
        "more_tasks": None,
        "more_tasks_low": None,
        "more_tasks_high": None,
        "a_flips": [],
        "b_flips": [],
    }
    return (
        result
        if comparison is None
        else result
        | {
            "n_tasks": comparison.n_tasks,
            "difference": comparison.difference.share,
            "low": comparison.difference.low,
            "high": comparison.difference.high,
            "p": comparison.p_corrected,
            "is_sure": comparison.is_sure,
            "a_flips": _slugs(comparison.a_flips, slugs),
            "b_flips": _slugs(comparison.b_flips, slugs),
            **more_tasks_to_json(comparison),
        }
    )


def _slugs(flips: tuple[Any, ...], slugs: dict[Any, str]) -> list[str]:
    return [slugs[pk] for pk in flips if pk in slugs]


def tasks_named(slug: str, tasks: list[Task]) -> Task | None:
    """Return the task of this name among those that are compared."""
    return next((task for task in tasks if task.slug == slug), None)
