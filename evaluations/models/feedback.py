"""Feedback on one candidate or task outside pairs: stars, comments, marks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from evaluations.models.candidates import Candidate
from evaluations.models.json_column import JSONColumn
from evaluations.models.reviews import Campaign
from evaluations.models.suites import Task


class StarRating(models.Model):
    """One person's rating of a single answer, 1 to 5, with reasons. A later one replaces it.

    campaign: where it was given blind; None when it was given by name, on the answer's own page. knew_model: the
    reviewer knew which model wrote it although it was shown blind.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="star_ratings")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    stars = models.PositiveSmallIntegerField()
    reasons: JSONColumn[list[str]] = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True)
    campaign = models.ForeignKey(
        Campaign, null=True, blank=True, on_delete=models.SET_NULL, related_name="star_ratings"
    )
    knew_model = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "reviewer"], name="one_star_rating_each"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="one_to_five_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.stars} of 5 for candidate {self.candidate_id}"


class Comment(models.Model):
    """One comment on a candidate; the author is None when they have left.

    reply_to: the first comment of the thread; None for the first comment itself.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reply_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Mark(models.Model):
    """A flag that a person set: a candidate is worth being a reference, or a task is broken."""

    class Kind(models.TextChoices):
        REFERENCE = "reference"
        BROKEN = "broken"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    candidate = models.ForeignKey(Candidate, null=True, blank=True, on_delete=models.CASCADE, related_name="marks")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.CASCADE, related_name="marks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "candidate"], name="one_mark_per_candidate"),
            models.UniqueConstraint(fields=["kind", "task"], name="one_mark_per_task"),
            models.CheckConstraint(
                condition=Q(kind="reference", candidate__isnull=False, task=None)
                | Q(kind="broken", candidate=None, task__isnull=False),
                name="mark_fits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.candidate_id or self.task_id}"
