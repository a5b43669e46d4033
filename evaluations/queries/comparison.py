"""Reading: figures of one model in one run, A against B, and differences between runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from evaluations.errors import EvaluationError
from evaluations.models.runs import Run
from evaluations.models.servers import LanguageModel
from evaluations.models.tallies import VersionTally
from evaluations.queries.comparable import settings_differ, settings_of
from evaluations.queries.counts import Cell, Counts, counts_by
from evaluations.queries.entry_conditions import compared_tallies
from evaluations.statistics import Count, Interval, PairedComparison, compare_paired, mean_score, rate, strict_accuracy

SETTINGS = (
    "profile",
    "temperature",
    "top_p",
    "top_k",
    "min_p",
    "repeat_penalty",
    "stop",
    "seed",
    "max_tokens",
    "context_tokens",
    "think",
)
VERSIONS = ("harness_version", "extractor_version", "grader_version")
KS = (1, 5, 10)
MOST_PAIRS = 12  # pairs of one model against the others that are shown; p is corrected for all of them
Key = tuple[int, int, str]  # run, model, strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Averages over tasks. passes: k to pass@k; None where no task has k scored samples. strict, score: in [0, 1]."""

    passes: Mapping[int, Interval | None]
    strict: float | None
    score: float | None
    n_tasks: int

    @property
    def pass_1(self) -> Interval | None:
        """pass@1 with its interval over tasks."""
        return self.passes[1]

    @property
    def rank(self) -> tuple[float, float]:
        """Sorts best first: by pass@1, as the column beside it shows; then by the interval's lower end."""
        interval = self.pass_1
        return (-interval.share, -interval.low) if interval else (1.0, 1.0)


def figures(of_tasks: Iterable[Counts]) -> Figures:
    """Return figures of one model from its counts, one for each task."""
    return _figures(tuple((c.n_scored, c.n_passed, c.score_sum) for c in of_tasks if c.n_scored))


@lru_cache(maxsize=128)  # of a run that is done they stay the same: 20 models' take 60 ms for 500 tasks
def _figures(counted: tuple[tuple[int, int, float], ...]) -> Figures:
    passed = [(n, c) for n, c, _ in counted]
    return Figures(
        passes={k: rate(passed, k) for k in KS},
        strict=strict_accuracy(passed),
        n_tasks=len(passed),
        score=mean_score((n, total) for n, _, total in counted),
    )


def by_key(run: int, cells: Iterable[Cell]) -> dict[Key, dict[int, Counts]]:
    """Return a run's cells as counts by task, for each model and strategy."""
    sums: dict[Key, dict[int, Counts]] = {}
    for cell in cells:
        sums.setdefault((run, cell.model, cell.strategy), {})[cell.task] = cell.counts
    return sums


def passes(of_tasks: Mapping[int, Counts]) -> dict[int, Count]:
    """Map each task to (scored, passed)."""
    return {task: (counts.n_scored, counts.n_passed) for task, counts in of_tasks.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One model of one run with one strategy, named by a person."""

    run: Run
    model: LanguageModel
    strategy: str

    @property
    def name(self) -> str:
        """As typed: `12:box/small:1b`."""
        return f"{self.run.pk}:{self.model.model_id}"

    def counts(self) -> dict[int, Counts]:
        """Count by task, without tasks whose conditions of entry are not met."""
        rows = self.run.tallies.filter(model=self.model, strategy=self.strategy)
        rows = compared_tallies(rows, [self.run.suite_version])
        return {task: counts for (task,), counts in counts_by(rows, "task").items()}


def compare_sides(a: Side, b: Side, *, any_settings: bool = False) -> PairedComparison | None:
    """Compare A with B on the tasks both have a scored answer to.

    Raises EvaluationError for other suite versions, and for other sampling settings unless these are wanted.
    """
    first, second = a.run.suite_version, b.run.suite_version
    if first != second:
        raise EvaluationError(
            f"Run {a.run.pk} is over {first}, run {b.run.pk} over {second}: rates over different tasks say nothing "
            f"about each other. Run both models over the newest version, then compare those runs."
        )
    if not any_settings and (differs := sides_differ(a, b)):
        raise EvaluationError(
            f"{a.name} and {b.name} are not comparable: {'; '.join(differs)}. Run both with the same settings, or "
            "compare them as they are: --any-settings, in the API settings=any."
        )
    return compare_paired(passes(a.counts()), passes(b.counts()))


def sides_differ(a: Side, b: Side) -> list[str]:
    """Return the sampling settings in which two sides differ; empty when they are comparable."""
    return settings_differ(settings_of({a.run, b.run}), (a.run.pk, a.model.pk), (b.run.pk, b.model.pk))


def setting_differences(runs: Sequence[Run]) -> list[str]:
    """Return differences between these runs of the same suite version, as phrases for a person."""
    sentences = []
    for name in SETTINGS:
        values = {run.pk: run.sampling.get(name) for run in runs if run.origin == Run.Origin.LIVE}
        if len({str(value) for value in values.values()}) > 1:
            listed = ", ".join(f"run {pk}: {'default' if value is None else value}" for pk, value in values.items())
            sentences.append(f"{name.replace('_', ' ')} ({listed})")
    if len({run.n_samples for run in runs}) > 1:
        sentences.append("samples (" + ", ".join(f"run {run.pk}: {run.n_samples}" for run in runs) + ")")
    if len({run.origin for run in runs}) > 1:
        sentences.append("origin (some answers were made elsewhere, with settings of their own)")
    for name, counts in _versions(runs).items():
        versions = sorted({version for of_run in counts.values() for version in of_run})
        if len(versions) > 1:
            sentences.append(f"{name.removesuffix('_version')} ({', '.join(versions)}; regrade the older run)")
    return sentences


def to_regrade(runs: Sequence[Run]) -> list[Run]:
    """Return runs with answers that were graded by an older harness, extractor or grader than the newest grading of
    all.
    """
    older = set()
    for counts in _versions(runs).values():
        newest = max(((last, v) for of_run in counts.values() for v, last in of_run.items()), default=(0, ""))[1]
        older |= {run for run, of_run in counts.items() if set(of_run) - {newest}}
    return [run for run in runs if run.pk in older]


def _versions(runs: Sequence[Run]) -> dict[str, dict[int, dict[str, int]]]:
    """Return for each part: run to its versions, each with the newest grading that has it."""
    rows = VersionTally.objects.filter(run__in=runs, n__gt=0).values_list("run", "newest", *VERSIONS)
    counts: dict[str, dict[int, dict[str, int]]] = {name: {} for name in VERSIONS}
    for run, newest, *versions in rows:
        for name, version in zip(VERSIONS, versions, strict=True):
            if version:
                of_run = counts[name].setdefault(run, {})
                of_run[version] = max(newest, of_run.get(version, 0))
    return counts
