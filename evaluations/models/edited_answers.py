"""Versions of answers that people made: graded by the task's checks, but counted for no model."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.candidates import Candidate
from evaluations.models.graded_code import GradedCode
from evaluations.models.states import State
from evaluations.records import Verdict


class EditedAnswerQuerySet(models.QuerySet["EditedAnswer"]):
    """Claims and hand-overs, each one guarded UPDATE."""

    def waiting(self) -> EditedAnswerQuerySet:
        """Return versions that no worker has claimed, the oldest first."""
        return self.filter(state=State.QUEUED).order_by("pk")

    def claim_next(self, worker: str) -> EditedAnswer | None:
        """Claim the oldest waiting version; None if no version waits or another worker claimed it first."""
        pk = self.waiting().values_list("pk", flat=True).first()
        if pk is None:
            return None
        free = self.filter(pk=pk, state=State.QUEUED)
        n_claimed = free.update(state=State.EXECUTING, taken_by=worker, taken_at=Now())
        return self.select_related("candidate__run").get(pk=pk) if n_claimed else None

    def put_back(self, worker: str) -> int:
        """Release the versions of a worker; return their number."""
        executing = self.filter(state=State.EXECUTING, taken_by=worker)
        return executing.update(state=State.QUEUED, taken_by="", taken_at=None)


class EditedAnswer(GradedCode):
    """A person's version of an answer's code. A table of its own, so that no figure and no review can count it.

    state: queued, executing or done; verdict is empty until it is done.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="edits")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    taken_by = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = EditedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(state=State.DONE) | ~Q(verdict=""), name="edit_done_has_verdict"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state=State.QUEUED), name="edit_waiting"),
            models.Index(fields=["screenshot"], condition=Q(screenshot__isnull=False), name="edit_by_screenshot"),
        ]

    def __str__(self) -> str:
        return f"version {self.pk} of candidate {self.candidate_id}"

    @property
    def is_done(self) -> bool:
        """Whether it has its verdict."""
        return self.state == State.DONE and self.verdict in list(Verdict)
