"""The conditions of entry of tasks, by the content that decides verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluations.models import EntryCheck, MutationScore, Task
from evaluations.records import Kind, TaskSpec
from evaluations.task_digests import mutation_digest, verdict_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryConditions:
    """The conditions of one task. state: met, unmet, untried or free (people judge). mutation: None: not measured."""

    state: str
    rows: Sequence[Mapping[str, Any]] = field(default=())
    mutation: MutationScore | None = None

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
    """Task to its conditions, for all of them by one query."""
    rows = list(tasks)
    specs = {task.pk: (task.to_spec(with_files=False), task.fixtures) for task in rows if task.kind != Kind.FREE}
    digests = {pk: (verdict_digest(*content), mutation_digest(*content)) for pk, content in specs.items()}
    checks = EntryCheck.objects.in_bulk([digest for digest, _ in digests.values()])
    scores = MutationScore.objects.in_bulk([digest for _, digest in digests.values()])
    known = {pk: _conditions(checks.get(first), scores.get(second)) for pk, (first, second) in digests.items()}
    return {task.pk: known.get(task.pk, EntryConditions(state="free")) for task in rows}


def _conditions(check: EntryCheck | None, mutation: MutationScore | None) -> EntryConditions:
    if check is None:
        return EntryConditions(state="untried", mutation=mutation)
    return EntryConditions(state="met" if check.is_met else "unmet", rows=check.conditions, mutation=mutation)
