"""Reading: counts, rates and speeds of candidates, added up from their tallies, ready for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache, reduce
from operator import add
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Exists, F, Max, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Now

from evaluations.models.candidates import Generation
from evaluations.models.runs import Run, RunModel
from evaluations.models.standstill import QUIET_S, database_time
from evaluations.models.states import RunState, State
from evaluations.models.suites import Suite, SuiteVersion
from evaluations.models.tallies import Tally
from evaluations.models.teams import Team
from evaluations.models.workers import Worker
from evaluations.statistics import Interval, wilson_interval
from evaluations.verdicts import INFO_BY_KEY

SUMMED = ("n", "n_scored", "n_passed", "n_unchecked", "n_flaky", "n_unscored", "n_truncated", "n_open", "score_sum")
OF_COSTS = (
    "timed_tokens",
    "timed_ms",
    "first_token_ms",
    "n_first_token",
    "first_text_ms",
    "n_first_text",
    "n_answers",
    "prompt_tokens",
    "completion_tokens",
    "generation_ms",
    "n_thoughts",
    "thinking_tokens",
    "thinking_ms",
)
COUNTS = {name: Sum(name) for name in SUMMED}
ENTRY = ("run", "model", "strategy")
# A weight for each task, so that every usual change of several cells changes the sum.
SPREAD = F("task_id") * 48271 % 65521
FACTORS = (1, 101, 503, 1511, 3571, 6563, 8111, 9973)  # of the columns with whole numbers
CHECKSUM = SPREAD * reduce(add, (F(name) * factor for name, factor in zip(SUMMED[:-1], FACTORS, strict=True)))
RECENT_S = 120
RECENT_ANSWERS = 20
SLOW_FACTOR = 4  # times the mean distance of two verdicts
Key = TypeVar("Key")


class Counts(NamedTuple):
    """Candidates of one group, with the fields of SUMMED.

    Flaky and unscored ones, and all of tasks without checks, are in n but not in n_scored: rates leave them out.
    n_unchecked: of tasks without checks, those that run.

    A named tuple, because a page makes ten thousand of them: three times as quick as a frozen dataclass.
    """

    n: int = 0
    n_scored: int = 0
    n_passed: int = 0
    n_unchecked: int = 0
    n_flaky: int = 0
    n_unscored: int = 0
    n_truncated: int = 0
    n_open: int = 0
    score_sum: float = 0.0

    def __add__(self, other: Counts) -> Counts:  # type: ignore[override]
        """Return both groups together."""
        return Counts.total((self, other))

    @classmethod
    def total(cls, many: Iterable[Counts]) -> Counts:
        """Return all groups together."""
        return cls(*map(sum, zip(*many, strict=True)))

    @property
    def interval(self) -> Interval | None:
        """Share passed of the scored, with Wilson's interval; None when nothing is scored.

        For independent answers: where a task has several samples, `rate_of` has the interval over tasks.
        """
        return wilson_interval(self.n_passed, self.n_scored)

    @property
    def share(self) -> float | None:
        """Share passed of the scored, in [0, 1]."""
        return self.n_passed / self.n_scored if self.n_scored else None

    @property
    def rank(self) -> tuple[float, float]:
        """Sorts best first: by the share passed, then by the interval's lower end."""
        interval = self.interval
        return (-interval.share, -interval.low) if interval else (1.0, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One model with one strategy at one task."""

    task: int
    model: int
    strategy: str
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How quick a model was. Times in ms; None where its server did not say. load_ms: the longest, a cold start."""

    tokens_per_s: float | None = None
    load_ms: float | None = None
    first_token_ms: float | None = None
    first_text_ms: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The cost of answers. ms: time of generation, if the server reported it; n_answers counts all answers.

    completion_tokens, ms: thought and answer; thinking_tokens, thinking_ms: the thoughts' part of them.
    """

    n_answers: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    ms: float = 0.0
    n_thoughts: int = 0
    thinking_tokens: int = 0
    thinking_ms: float = 0.0


def cells(tallies: QuerySet[Tally]) -> list[Cell]:
    """Return counts for each task, model and strategy."""
    return [
        Cell(task=task, model=model, strategy=strategy, counts=counts)
        for (task, model, strategy), counts in counts_by(tallies, "task", "model", "strategy").items()
    ]


@dataclass(frozen=True, slots=True)
class _CellQuery:
    """A query of cells, with a checksum of each entry's present cells."""

    question: str
    checksums: tuple[tuple[Any, ...], ...]
    tallies: QuerySet[Tally] = field(compare=False)


def cells_of_runs(tallies: QuerySet[Tally]) -> dict[tuple[int, int, str], dict[int, Counts]]:
    """Run, model and strategy, to counts by task: the rows as they are, since each is one such cell already."""
    by_key: dict[tuple[int, int, str], dict[int, Counts]] = {}
    for row in tallies.filter(n__gt=0).order_by().values_list(*ENTRY, "task", *SUMMED):
        cells = by_key.get(row[:3])
        if cells is None:
            cells = by_key[row[:3]] = {}
        cells[row[3]] = Counts(*row[4:])
    return by_key


def kept_cells_of_runs(tallies: QuerySet[Tally]) -> dict[tuple[int, int, str], dict[int, Counts]]:
    """Return the same, cached while the cells do not change; one more query compares a checksum.

    The counts by task are shared by all callers and must not be changed.
    """
    counted = tallies.filter(n__gt=0).order_by()
    sums = counted.values_list(*ENTRY).annotate(cells=Sum(CHECKSUM), scores=Sum(SPREAD * F("score_sum")))
    checksums = tuple(sorted(sums))
    return dict(_kept_cells(_CellQuery(str(counted.query), checksums, tallies))) if checksums else {}


@lru_cache(maxsize=4)  # 20 models at 500 tasks are 10,000 cells
def _kept_cells(query: _CellQuery) -> dict[tuple[int, int, str], dict[int, Counts]]:
    return cells_of_runs(query.tallies)


def add_up(cells: Iterable[Cell], key: Callable[[Cell], Key]) -> dict[Key, Counts]:
    """Return counts of cells with the same key, in order of first appearance."""
    sums: dict[Key, Counts] = {}
    for cell in cells:
        sums[key(cell)] = sums.get(key(cell), Counts()) + cell.counts
    return sums


def counts_by(tallies: QuerySet[Tally], *keys: str) -> dict[tuple[Any, ...], Counts]:
    """Return counts for each combination of the given fields."""
    grouped = tallies.filter(n__gt=0).order_by().values(*keys).annotate(**COUNTS).values_list(*keys, *COUNTS)
    return {tuple(row[: len(keys)]): Counts(*row[len(keys) :]) for row in grouped}


def costs(tallies: QuerySet[Tally]) -> dict[tuple[int, int, str], tuple[Speed, Cost]]:
    """Return how quick each run's model was with each strategy, and what its answers cost."""
    return costs_by(tallies, "run", "model", "strategy")


def costs_by(tallies: QuerySet[Tally], *keys: str) -> dict[Any, tuple[Speed, Cost]]:
    """Return the speed and cost for each combination of the given fields, as tuples in their order."""
    sums = {f"sum_{name}": Sum(name) for name in OF_COSTS}
    grouped = tallies.order_by().values(*keys).annotate(load=Max("load_ms"), **sums)
    return {
        tuple(row[key] for key in keys): _cost({name: row[f"sum_{name}"] for name in OF_COSTS}, row["load"])
        for row in grouped
    }


def _cost(sums: dict[str, Any], load_ms: float | None) -> tuple[Speed, Cost]:
    speed = Speed(
        tokens_per_s=_rate(sums["timed_tokens"], sums["timed_ms"]),
        load_ms=load_ms,
        first_token_ms=sums["first_token_ms"] / sums["n_first_token"] if sums["n_first_token"] else None,
        first_text_ms=sums["first_text_ms"] / sums["n_first_text"] if sums["n_first_text"] else None,
    )
    same = ("n_answers", "prompt_tokens", "completion_tokens", "n_thoughts", "thinking_tokens", "thinking_ms")
    return speed, Cost(ms=sums["generation_ms"], **{name: sums[name] for name in same})


def _rate(tokens: int | None, ms: float | None) -> float | None:
    return tokens * 1000 / ms if tokens and ms else None


def verdict_counts(tallies: QuerySet[Tally]) -> list[tuple[str, int]]:
    """Return how many of each verdict, in order of precedence; flaky ones apart, at the end."""
    names = list(INFO_BY_KEY)
    totals = tallies.aggregate(**{name: Sum(f"n_{name}") for name in names})
    return [(name, totals[name]) for name in names if totals[name]]


def progress_text(n: int, n_done: int, n_cancelled: int) -> str:
    """Return “12/40”, or after a cancel “5 answered, 7 cancelled”. n_done contains the cancelled ones."""
    if not n_cancelled:
        return f"{n_done}/{n}"
    n_open = n - n_done
    return f"{n_done - n_cancelled} answered, {n_cancelled} cancelled" + (f", {n_open} not ended" if n_open else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress of a run, read from its rows. n_done contains n_cancelled. seconds_left: None when it is not known."""

    n: int
    n_done: int
    n_cancelled: int = 0
    seconds_left: float | None
    tokens_per_s: float | None
    verdicts: list[tuple[str, int]]

    @property
    def share(self) -> float:
        """Done of all, in [0, 1]."""
        return self.n_done / self.n if self.n else 1.0

    @property
    def n_answered(self) -> int:
        """Candidates that ended without being cancelled."""
        return self.n_done - self.n_cancelled

    @property
    def text(self) -> str:
        """Its counts in words."""
        return progress_text(self.n, self.n_done, self.n_cancelled)


def progress(run: Run) -> Progress:
    """Return the progress of one run. Pace and tokens per second are given only while it runs."""
    counted = run.tallies.aggregate(
        n=Sum("n"), n_open=Sum("n_open"), cancelled=Sum("n_cancelled"), tokens=Sum("timed_tokens"), ms=Sum("timed_ms")
    )
    n, n_open = counted["n"] or 0, counted["n_open"] or 0
    remaining_s, tokens_per_s = (0.0 if not n_open else None), _rate(counted["tokens"], counted["ms"])
    if run.state == RunState.RUNNING and n_open:
        remaining_s, tokens_per_s = _pace(run, n_open), _recent_rate(run)
    return Progress(
        n=n,
        n_done=n - n_open,
        n_cancelled=counted["cancelled"] or 0,
        verdicts=verdict_counts(run.tallies.all()),
        seconds_left=remaining_s,
        tokens_per_s=tokens_per_s,
    )


def _pace(run: Run, n_open: int) -> float | None:
    """Return seconds left at the recent pace. None while no answer finishes, or a model has not answered at all yet."""
    silent = run.tallies.order_by().values("model").annotate(waiting=Sum("n_open"), answers=Sum("n_answers"))
    mute = Worker.objects.filter(seen_at__lte=Now() - timedelta(seconds=QUIET_S)).values("name")
    begun = run.candidates.filter(state__in=[State.GENERATING, State.EXECUTING])
    working = begun.exclude(taken_by="").exclude(taken_by__in=mute)
    if silent.filter(waiting__gt=0, answers=0).exists() or not working.exists():
        return None
    at = database_time(run)
    since = at - timedelta(seconds=RECENT_S)
    recent = run.candidates.filter(finished_at__gte=since).aggregate(
        n=Count("pk"), first=Min("finished_at"), last=Max("finished_at")
    )
    if not recent["n"]:
        return None
    elapsed_s, silent_s = ((at - recent[name]).total_seconds() for name in ("first", "last"))
    if silent_s > max(QUIET_S, SLOW_FACTOR * (elapsed_s - silent_s) / max(1, recent["n"] - 1)):
        return None  # no answer has ended recently, so the earlier pace means nothing
    return seconds_left(n_open, recent["n"], elapsed_s)


def _recent_rate(run: Run) -> float | None:
    answers = Generation.objects.filter(candidate__run=run, generation_ms__gt=0).order_by("-pk")[:RECENT_ANSWERS]
    # A slice cannot be aggregated on every database; twenty rows are added up here.
    timed = [(tokens or 0, ms or 0.0) for tokens, ms in answers.values_list("completion_tokens", "generation_ms")]
    return _rate(sum(tokens for tokens, _ in timed), sum(ms for _, ms in timed))


def seconds_left(n_left: int, n_recent: int, elapsed_s: float) -> float | None:
    """Estimate by the pace of the latest candidates. None when fewer than two ended: too few to tell."""
    if n_left <= 0:
        return 0.0
    return n_left * elapsed_s / n_recent if n_recent >= 2 and elapsed_s > 0 else None


def tasks_that_differ(cells: Iterable[Cell]) -> set[int]:
    """Return tasks at which the models (or strategies) did not pass the same share of their scored samples."""
    shares: dict[int, set[float]] = {}
    for cell in cells:
        if cell.counts.share is not None:
            shares.setdefault(cell.task, set()).add(cell.counts.share)
    return {task for task, passed_shares in shares.items() if len(passed_shares) > 1}


def latest_runs(team: Team, version: SuiteVersion) -> dict[int, int]:
    """Map each model to its newest finished run over this version in which something was scored; else to its newest
    run.
    """
    # The search for a scored candidate ends at the first tally that has one, so no run is read completely.
    scored = Tally.objects.filter(n_scored__gt=0, run=OuterRef("run"), model=OuterRef("model"))
    run_models = RunModel.objects.filter(Exists(scored), run__team=team, run__suite_version=version).order_by("run")
    newest: dict[int, tuple[bool, int]] = {}
    for model, run, state in run_models.values_list("model", "run", "run__state"):
        newest[model] = max((state == RunState.DONE, run), newest.get(model, (False, 0)))
    return {model: run for model, (_, run) in newest.items()}


def most_models(team: Team, suites: Sequence[Suite]) -> Suite | None:
    """Return the suite whose newest version has the most models with a score; the first of equals. None without a
    suite.
    """
    if len(suites) < 2:
        return suites[0] if suites else None
    newest = SuiteVersion.objects.filter(suite__in=suites).order_by().values("suite").annotate(m=Max("pk")).values("m")
    scored = Tally.objects.filter(n_scored__gt=0, run=OuterRef("run"), model=OuterRef("model"))
    run_models = RunModel.objects.filter(Exists(scored), run__team=team, run__suite_version__in=Subquery(newest))
    by_suite = run_models.order_by().values_list("run__suite_version__suite").annotate(n=Count("model", distinct=True))
    n_models = dict(by_suite)
    return max(suites, key=lambda suite: n_models.get(suite.pk, 0))


def suites_with_results(team: Team) -> QuerySet[Suite]:
    """Return suites (not single prompts) with something scored over their newest version, the latest run first."""
    newest = SuiteVersion.objects.filter(suite__team=team).order_by().values("suite").annotate(m=Max("pk")).values("m")
    suites = Suite.objects.filter(team=team).exclude(origin=Suite.Origin.PROMPT)
    scored = Tally.objects.filter(n_scored__gt=0, run=OuterRef("pk"))
    runs = Run.objects.filter(Exists(scored), suite_version__in=Subquery(newest), team=team)
    return suites.filter(versions__runs__in=runs).annotate(last_run=Max("versions__runs__pk")).order_by("-last_run")
