"""Stored results of tries of a task's content: the conditions of entry, and the mutants that its checks refuse."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import now

from evaluations.models.json_column import JSONColumn
from evaluations.stored_json import HAS_REFERENCE, StoredCondition, StoredSurvivor


class EntryCheck(models.Model):
    """Results of the conditions of entry for one content of a task.

    digest: of what can change a verdict (actions.task_fields.verdict_digest), so that versions and drafts with the
    same content share it. conditions: name, is_met and message of each. harness_version, grader_version: those that
    it was tried with, as in a grading but without the browser; empty where that was not recorded.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    conditions: JSONColumn[list[StoredCondition]] = models.JSONField(default=list)
    is_met = models.BooleanField()
    checked_at = models.DateTimeField(default=now)
    harness_version = models.CharField(max_length=40, blank=True, db_default="")
    grader_version = models.CharField(max_length=40, blank=True, db_default="")

    def __str__(self) -> str:
        return self.digest

    @property
    def versions(self) -> tuple[str, str]:
        """Harness and grader that it was tried with."""
        return self.harness_version, self.grader_version

    @property
    def is_tried(self) -> bool:
        """Whether something was tried; False for a task without a reference."""
        return any(row["name"] != HAS_REFERENCE for row in self.conditions)


class MutationScore(models.Model):
    """How many small changes of a task's reference its checks refuse.

    digest: of what decides it (queries.entry_conditions.mutation_digest). survivors: path, line, at (the line's text)
    and change of each that passed.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    n_mutants = models.PositiveIntegerField()
    n_refused = models.PositiveIntegerField()
    survivors: JSONColumn[list[StoredSurvivor]] = models.JSONField(default=list)
    measured_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.digest

    @property
    def score(self) -> float | None:
        """Share refused, in [0, 1]; None where nothing could be changed."""
        return self.n_refused / self.n_mutants if self.n_mutants else None
