"""Drafts of tasks, and stored results of tries."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from evaluations.models.files import Workbook
from evaluations.models.json_column import JSONColumn
from evaluations.models.suites import Suite
from evaluations.stored_json import HAS_REFERENCE, StoredCondition, StoredExtra, StoredFields, StoredSurvivor


class TaskDraftQuerySet(models.QuerySet["TaskDraft"]):
    """Narrows drafts."""

    def discarded(self) -> Self:
        """Return discarded drafts; other archived drafts were tasks of the suite."""
        return self.filter(is_archived=True).exclude(task_slug="", position__isnull=False)


class TaskDraft(models.Model):
    """A task of a suite while somebody edits it: texts as typed, valid or not. It is in no version.

    task_slug: the task of the newest version that it will replace; empty for a new one. position: of the task when it
    was archived. fields: as typed, by the names of actions.task_fields.FIELDS. extra: parts of a task that are not
    typed. fixtures: file name to SHA-256. revision counts saves; field_revisions: field to the revision that changed it
    last.
    """

    suite = models.ForeignKey(Suite, on_delete=models.CASCADE, related_name="drafts")
    task_slug = models.CharField(max_length=120, blank=True)
    position = models.PositiveIntegerField(null=True, blank=True)
    is_archived = models.BooleanField(default=False)
    fields: JSONColumn[StoredFields] = models.JSONField(default=dict)
    extra: JSONColumn[StoredExtra] = models.JSONField(default=dict)
    fixtures: JSONColumn[dict[str, str]] = models.JSONField(default=dict)
    workbook = models.ForeignKey(Workbook, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    field_revisions: JSONColumn[dict[str, int]] = models.JSONField(default=dict)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=now)

    objects = TaskDraftQuerySet.as_manager()

    class Meta:
        ordering = ["suite", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suite", "task_slug"],
                condition=~models.Q(task_slug="") & models.Q(is_archived=False),
                name="one_draft_per_task",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_discarded(self) -> bool:
        """Whether it was discarded; other archived drafts were tasks of the suite."""
        return self.is_archived and (bool(self.task_slug) or self.position is None)

    @property
    def title(self) -> str:
        """Return the title that lists show."""
        return str(self.fields.get("title") or self.fields.get("slug") or "New task")


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
