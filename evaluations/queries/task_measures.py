"""Reading: what each task of a suite's version measures: passed, discrimination, flaky answers, votes against tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluations.models import Mark, SuiteVersion, Tally, Task, Team
from evaluations.models.suites import tasks_of
from evaluations.queries.counts import Counts, kept_cells_of_runs, latest_runs
from evaluations.queries.entry_conditions import compared_tallies, unmet_tasks
from evaluations.queries.vote_counts import votes_against_tests
from evaluations.statistics import Interval, discrimination, wilson_interval

FEWEST_MODELS = 2  # of which something is scored, to say that a task separates none of them


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMeasure:
    """One task over each model's newest run.

    n_models: with something scored. discrimination: see statistics.discrimination. n_votes: of blind votes between an
    answer that passed and one that failed; n_against: those that preferred the one that failed.
    is_broken: somebody marked it as broken. is_left_out: its conditions of entry are not met, so nothing is measured.
    """

    task: Task
    counts: Counts
    n_models: int
    n_all_pass: int
    n_none_pass: int
    discrimination: float | None
    n_votes: int
    n_against: int
    is_broken: bool
    is_left_out: bool

    @property
    def passed(self) -> Interval | None:
        """Share of the scored answers that passed."""
        return self.counts.interval

    @property
    def flaky(self) -> Interval | None:
        """Share of all answers that passed once and failed once."""
        return wilson_interval(self.counts.n_flaky, self.counts.n)

    @property
    def separates_nothing(self) -> str:
        """all pass, none pass, or empty: models differ here, or too few were asked."""
        if self.n_models < FEWEST_MODELS:
            return ""
        if self.n_all_pass == self.n_models:
            return "all pass"
        return "none pass" if self.n_none_pass == self.n_models else ""


def task_measures(team: Team, version: SuiteVersion) -> list[TaskMeasure]:
    """Return the measures of each task of the version, in their order."""
    newest = latest_runs(team, version)
    rows = compared_tallies(Tally.objects.filter(run__in=set(newest.values()), model__in=newest), [version])
    cells = {key: cell for key, cell in kept_cells_of_runs(rows).items() if newest[key[1]] == key[0]}
    by_model = _by_model(cells)
    shares = [{task: c.share for task, c in of_model.items() if c.share is not None} for of_model in by_model.values()]
    telling = discrimination(shares)
    votes = votes_against_tests(team, version)
    marked = Mark.objects.filter(kind=Mark.Kind.BROKEN, task__version=version).values_list("task", flat=True)
    broken, unmet = set(marked), unmet_tasks([version])
    measures = []
    for task in tasks_of(version):
        counts_of_task = [of_model[task.pk] for of_model in by_model.values() if task.pk in of_model]
        scored = [counts for counts in counts_of_task if counts.n_scored]
        n_votes, n_against = (0, 0) if task.pk in unmet else votes.get(task.pk, (0, 0))
        measures.append(
            TaskMeasure(
                task=task,
                counts=Counts.total(counts_of_task) if counts_of_task else Counts(),
                n_models=len(scored),
                n_all_pass=sum(counts.n_passed == counts.n_scored for counts in scored),
                n_none_pass=sum(counts.n_passed == 0 for counts in scored),
                discrimination=telling.get(task.pk),
                n_votes=n_votes,
                n_against=n_against,
                is_broken=task.pk in broken,
                is_left_out=task.pk in unmet,
            )
        )
    return measures


def _by_model(cells: Mapping[tuple[int, int, str], Mapping[int, Counts]]) -> dict[int, dict[int, Counts]]:
    """Map each model to its counts by task, all strategies of its run together."""
    sums: dict[int, dict[int, Counts]] = {}
    for (_, model, _), of_tasks in cells.items():
        of_model = sums.setdefault(model, {})
        for task, counts in of_tasks.items():
            of_model[task] = of_model[task] + counts if task in of_model else counts
    return sums


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureCounts:
    """Number of tasks of a suite that separate no models, or whose results are doubtful.

    n_negative: the better models fail them.

    n_any: with something scored. n_measured: asked of FEWEST_MODELS. n_votes: votes that can be compared with tests.
    n_left_out: tasks whose conditions of entry are not met.
    """

    n_any: int
    n_measured: int
    n_all_pass: int
    n_none_pass: int
    n_negative: int
    n_broken: int
    n_votes: int
    n_left_out: int


def count_measures(measures: Iterable[TaskMeasure]) -> MeasureCounts:
    """Count over all tasks of a suite."""
    rows = list(measures)
    return MeasureCounts(
        n_any=sum(row.n_models > 0 for row in rows),
        n_votes=sum(row.n_votes for row in rows),
        n_measured=sum(row.n_models >= FEWEST_MODELS for row in rows),
        n_all_pass=sum(row.separates_nothing == "all pass" for row in rows),
        n_none_pass=sum(row.separates_nothing == "none pass" for row in rows),
        n_negative=sum(row.discrimination is not None and row.discrimination < 0 for row in rows),
        n_broken=sum(row.is_broken for row in rows),
        n_left_out=sum(row.is_left_out for row in rows),
    )
