"""Drafts of tasks."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from evaluations.models.files import Workbook
from evaluations.models.json_column import JSONColumn
from evaluations.models.suites import Suite
from evaluations.stored_json import StoredExtra, StoredFields


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
