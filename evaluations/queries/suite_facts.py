"""Reading: what is known about the tasks of a version: their levels, their dates, how well their checks are tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from evaluations.models import MutationScore, SuiteVersion, Task
from evaluations.models.suites import tasks_of
from evaluations.partial_dates import span_of
from evaluations.records import Kind
from evaluations.task_digests import mutation_digest

LEVELS = ("easy", "medium", "hard")  # tags that say how hard a task is


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteFacts:
    """levels: level to number of tasks, without those of no task. first, last: dates of publication, empty if unknown.

    n_measured: tasks whose checks were tried with Stryker's changes; n_refused of n_mutants changes were noticed.
    """

    n_tasks: int
    levels: Mapping[str, int]
    first: str
    last: str
    n_undated: int
    n_measured: int
    n_mutants: int
    n_refused: int

    @property
    def n_without_level(self) -> int:
        """How many tasks have no level."""
        return self.n_tasks - sum(self.levels.values())

    @property
    def mutation_score(self) -> float | None:
        """Share of the changes that the checks notice, in [0, 1]; None where nothing was measured."""
        return self.n_refused / self.n_mutants if self.n_mutants else None


def level_of(task: Task) -> str:
    """Return the level among the task's tags; empty if it has none."""
    return next((level for level in LEVELS if level in task.tags), "")


def suite_facts(version: SuiteVersion) -> SuiteFacts:
    """Return the facts of all tasks of a version; two queries where they were read before."""
    tasks = tasks_of(version)
    counts = Counter(level_of(task) for task in tasks)
    spans = {text: span for text in {task.published for task in tasks} if (span := span_of(text))}
    scores = MutationScore.objects.filter(pk__in=_mutation_digests(version.pk, version.created_at))
    return SuiteFacts(
        n_tasks=len(tasks),
        levels={level: counts[level] for level in LEVELS if counts[level]},
        first=min(spans, key=lambda text: spans[text], default=""),
        last=max(spans, key=lambda text: spans[text][::-1], default=""),
        n_undated=sum(task.published not in spans for task in tasks),
        n_measured=len(scores),
        n_mutants=sum(score.n_mutants for score in scores),
        n_refused=sum(score.n_refused for score in scores),
    )


@lru_cache(maxsize=128)  # the content of a version never changes
def _mutation_digests(version: int, made_at: datetime) -> frozenset[str]:
    """Return the digests of its tasks. The time distinguishes a version from a removed one with its number."""
    tasks = Task.objects.filter(version=version).exclude(kind=Kind.FREE)
    return frozenset(mutation_digest(task.to_spec(with_files=False), task.fixtures) for task in tasks)
