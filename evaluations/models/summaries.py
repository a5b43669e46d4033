"""Reading: counts, rates and speeds of candidates, grouped in the database, ready for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Avg, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from evaluations.models.candidates import Candidate, Generation
from evaluations.models.runs import Run
from evaluations.models.states import RunState, State
from evaluations.models.suites import Suite, SuiteVersion
from evaluations.models.teams import Team
from evaluations.records import Verdict
from evaluations.statistics import Interval, wilson_interval

SCORED = Q(is_flaky=False) & ~Q(verdict__in=["", Verdict.UNSCORED])
COUNTS = {
    "n": Count("pk"),
    "n_scored": Count("pk", filter=SCORED),
    "n_passed": Count("pk", filter=SCORED & Q(verdict=Verdict.PASSED)),
    "n_flaky": Count("pk", filter=Q(is_flaky=True)),
    "n_unscored": Count("pk", filter=Q(verdict=Verdict.UNSCORED)),
    "n_truncated": Count("pk", filter=Q(is_truncated=True)),
    "n_open": Count("pk", filter=Q(state__in=[State.QUEUED, State.GENERATING, State.EXECUTING])),
    "score_sum": Coalesce(Sum("score", filter=SCORED), 0.0),
}
RECENT_S = 120
RECENT_ANSWERS = 20
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Counts:
    """Candidates of one group. Flaky and unscored ones are in n but not in n_scored: rates leave them out."""

    n: int = 0
    n_scored: int = 0
    n_passed: int = 0
    n_flaky: int = 0
    n_unscored: int = 0
    n_truncated: int = 0
    n_open: int = 0
    score_sum: float = 0.0

    def __add__(self, other: Counts) -> Counts:
        """Both groups together."""
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

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
        """Sorts best first: by the interval's lower end, so that one lucky answer does not lead; then by share."""
        found = self.interval
        return (-found.low, -found.share) if found else (1.0, 1.0)


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


def cells(candidates: QuerySet[Candidate]) -> list[Cell]:
    """Counts for each task, model and strategy."""
    return [
        Cell(task=task, model=model, strategy=strategy, counts=counts)
        for (task, model, strategy), counts in counts_by(candidates, "task", "model", "strategy").items()
    ]


def add_up(found: Iterable[Cell], key: Callable[[Cell], Key]) -> dict[Key, Counts]:
    """Counts of cells with the same key, in order of first appearance."""
    sums: dict[Key, Counts] = {}
    for cell in found:
        sums[key(cell)] = sums.get(key(cell), Counts()) + cell.counts
    return sums


def counts_by(candidates: QuerySet[Candidate], *keys: str) -> dict[tuple[Any, ...], Counts]:
    """Counts for each combination of the given fields."""
    grouped = candidates.order_by().values(*keys).annotate(**COUNTS).values_list(*keys, *COUNTS)
    return {tuple(row[: len(keys)]): Counts(*row[len(keys) :]) for row in grouped}


def speeds(candidates: QuerySet[Candidate]) -> dict[int, Speed]:
    """Speed of each model over these candidates' answers."""
    timed = Q(generation__generation_ms__gt=0, generation__completion_tokens__gt=0)
    grouped = candidates.order_by().values("model").annotate(
        tokens=Sum("generation__completion_tokens", filter=timed),
        ms=Sum("generation__generation_ms", filter=timed),
        load=Max("generation__load_ms"),
        first=Avg("generation__first_token_ms"),
    )  # fmt: skip
    return {
        row["model"]: Speed(
            tokens_per_s=_rate(row["tokens"], row["ms"]), load_ms=row["load"], first_token_ms=row["first"]
        )
        for row in grouped
    }


def _rate(tokens: int | None, ms: float | None) -> float | None:
    return tokens * 1000 / ms if tokens and ms else None


def verdict_counts(candidates: QuerySet[Candidate]) -> list[tuple[str, int]]:
    """How many of each verdict, in order of precedence; flaky ones apart, at the end."""
    steady = dict(candidates.filter(is_flaky=False).order_by().values_list("verdict").annotate(n=Count("pk")))
    found = [(verdict.value, steady[verdict.value]) for verdict in Verdict if steady.get(verdict.value)]
    n_flaky = candidates.filter(is_flaky=True).count()
    return [*found, ("flaky", n_flaky)] if n_flaky else found


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is, read from its rows. seconds_left: None when nothing ended lately."""

    n: int
    n_done: int
    seconds_left: float | None
    tokens_per_s: float | None
    verdicts: list[tuple[str, int]]

    @property
    def share(self) -> float:
        """Done of all, in [0, 1]."""
        return self.n_done / self.n if self.n else 1.0


def progress(run: Run) -> Progress:
    """Progress of one run."""
    rows = run.candidates.all()
    n, n_done = rows.count(), rows.filter(state__in=[State.DONE, State.CANCELLED]).count()
    since = now() - timedelta(seconds=RECENT_S)
    recent = rows.filter(finished_at__gte=since).aggregate(n=Count("pk"), first=Min("finished_at"))
    elapsed_s = (now() - recent["first"]).total_seconds() if recent["first"] else 0.0
    answers = Generation.objects.filter(candidate__run=run, generation_ms__gt=0).order_by("-pk")[:RECENT_ANSWERS]
    # A slice cannot be aggregated on every database; twenty rows are added up here.
    timed = [(tokens or 0, ms or 0.0) for tokens, ms in answers.values_list("completion_tokens", "generation_ms")]
    return Progress(
        n=n, n_done=n_done, verdicts=verdict_counts(rows),
        seconds_left=seconds_left(n - n_done, recent["n"], elapsed_s),
        tokens_per_s=_rate(sum(tokens for tokens, _ in timed), sum(ms for _, ms in timed)),
    )  # fmt: skip


def seconds_left(n_left: int, n_recent: int, elapsed_s: float) -> float | None:
    """At the pace of the candidates that ended lately. None when fewer than two did: too few to tell."""
    if n_left <= 0:
        return 0.0
    return n_left * elapsed_s / n_recent if n_recent >= 2 and elapsed_s > 0 else None


def tasks_that_differ(found: Iterable[Cell]) -> set[int]:
    """Tasks at which the models (or strategies) did not pass the same share of their scored samples."""
    shares: dict[int, set[float]] = {}
    for cell in found:
        if cell.counts.share is not None:
            shares.setdefault(cell.task, set()).add(cell.counts.share)
    return {task for task, seen in shares.items() if len(seen) > 1}


def latest_runs(team: Team, version: SuiteVersion) -> dict[int, int]:
    """Model to its newest finished run over this version in which something was scored; else to its newest run."""
    scored = Candidate.objects.filter(SCORED, run__team=team, run__suite_version=version)
    ended = Max("run", filter=Q(run__state=RunState.DONE))
    grouped = scored.order_by().values("model").annotate(ended=ended, any=Max("run"))
    return {row["model"]: row["ended"] or row["any"] for row in grouped}


def suites_with_results(team: Team) -> QuerySet[Suite]:
    """Suites (not single prompts) with something scored over their newest version, the latest run first."""
    newest = SuiteVersion.objects.filter(suite__team=team).order_by().values("suite").annotate(m=Max("pk")).values("m")
    suites = Suite.objects.filter(team=team).exclude(origin=Suite.Origin.PROMPT)
    scored = Candidate.objects.filter(SCORED, run=OuterRef("pk"))
    runs = Run.objects.filter(Exists(scored), suite_version__in=Subquery(newest), team=team)
    return suites.filter(versions__runs__in=runs).annotate(last_run=Max("versions__runs__pk")).order_by("-last_run")
