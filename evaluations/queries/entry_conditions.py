"""The conditions of entry of tasks, by the content that decides verdicts.

A task whose conditions are known to be unmet counts in no comparison: `unmet_tasks` is the one query for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from evaluations.models import EntryCheck, MutationScore, SuiteVersion, Tally, Task, Worker
from evaluations.records import Kind, TaskSpec
from evaluations.task_digests import mutation_digest, verdict_digest

STATES = ("met", "unmet", "untried", "free")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryConditions:
    """The conditions of one task. state: met, unmet, untried or free (people judge). mutation: None: not measured.

    A task without a reference is untried: there is nothing to try. rows then says so. is_outdated: it was tried with
    another harness or grader than the running workers have; never while no worker runs, or where its own versions are
    not stored. versions: those it had.
    """

    state: str
    rows: Sequence[Mapping[str, Any]] = field(default=())
    mutation: MutationScore | None = None
    is_outdated: bool = False
    versions: tuple[str, str] = ("", "")

    @property
    def n_met(self) -> int:
        """How many are met."""
        return sum(bool(row["is_met"]) for row in self.rows)

    @property
    def first_unmet(self) -> Mapping[str, Any] | None:
        """The first that is not."""
        return next((row for row in self.rows if not row["is_met"]), None)


def check_of(spec: TaskSpec, fixtures: Mapping[str, str]) -> EntryCheck | None:
    """Return the result of trying this content; None when it was not tried."""
    return EntryCheck.objects.filter(pk=verdict_digest(spec, fixtures)).first()


def conditions_of_tasks(tasks: Iterable[Task]) -> dict[int, EntryConditions]:
    """Map each task to its conditions; three queries, whatever the number of tasks."""
    rows = list(tasks)
    specs = {task.pk: (task.to_spec(with_files=False), task.fixtures) for task in rows if task.kind != Kind.FREE}
    digests = {pk: (verdict_digest(*content), mutation_digest(*content)) for pk, content in specs.items()}
    checks = EntryCheck.objects.in_bulk([digest for digest, _ in digests.values()])
    scores = MutationScore.objects.in_bulk([digest for _, digest in digests.values()])
    present = Worker.objects.check_versions() if checks else set()
    known = {pk: _conditions(checks.get(first), scores.get(second), present) for pk, (first, second) in digests.items()}
    return {task.pk: known.get(task.pk, EntryConditions(state="free")) for task in rows}


def _conditions(
    check: EntryCheck | None, mutation: MutationScore | None, present: set[tuple[str, str]]
) -> EntryConditions:
    if check is None:
        return EntryConditions(state="untried", mutation=mutation)
    state = "met" if check.is_met else "unmet" if check.is_tried else "untried"
    return EntryConditions(
        state=state,
        rows=check.conditions,
        mutation=mutation,
        is_outdated=check.is_tried and all(check.versions) and bool(present) and check.versions not in present,
        versions=check.versions,
    )


def unmet_tasks(versions: Iterable[SuiteVersion]) -> frozenset[int]:
    """Return the tasks of these versions whose conditions of entry are known to be unmet.

    They count in no comparison, on no leaderboard and in no measure. Tasks that were never tried count.
    """
    unmet = set(EntryCheck.objects.filter(is_met=False).values_list("pk", flat=True))
    if not unmet:
        return frozenset()
    digests = {
        pk: digest
        for version in set(versions)
        for pk, digest in _digests(version.pk, version.created_at).items()
        if digest in unmet
    }
    tried = {check.pk for check in EntryCheck.objects.filter(pk__in=set(digests.values())) if check.is_tried}
    return frozenset(pk for pk, digest in digests.items() if digest in tried)


@lru_cache(maxsize=128)  # the content of a version never changes; 500 tasks take 0.1 s
def _digests(version: int, made_at: datetime) -> dict[int, str]:
    """Map each task to its digest. The time distinguishes a version from a removed one with its number."""
    tasks = Task.objects.filter(version=version).exclude(kind=Kind.FREE)
    return {task.pk: verdict_digest(task.to_spec(with_files=False), task.fixtures) for task in tasks}


def compared_tallies(tallies: QuerySet[Tally], versions: Iterable[SuiteVersion]) -> QuerySet[Tally]:
    """Return the tallies without those of tasks whose conditions are known to be unmet. versions: of the tallies."""
    unmet = unmet_tasks(versions)
    return tallies.exclude(task__in=unmet) if unmet else tallies
