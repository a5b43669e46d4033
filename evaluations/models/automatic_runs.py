"""Automatic runs of new or changed models: schedules and results."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime, now

from evaluations.models.runs import Run
from evaluations.models.servers import LanguageModel, ModelServer
from evaluations.models.suites import Suite
from evaluations.models.teams import Team


class Schedule(models.Model):
    """Suites that each new model of some servers runs, within some hours of the day.

    servers: empty means all that the team may ask. from_hour, to_hour: 0 to 23 by TIME_ZONE; equal: the whole day.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="schedules")
    suites = models.ManyToManyField(Suite, related_name="schedules")
    servers = models.ManyToManyField(ModelServer, blank=True, related_name="schedules")
    from_hour = models.PositiveSmallIntegerField(default=0)
    to_hour = models.PositiveSmallIntegerField(default=0)
    n_samples = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(from_hour__lte=23) & Q(to_hour__lte=23), name="schedule_within_a_day")
        ]

    def __str__(self) -> str:
        return f"schedule {self.pk}"

    def is_due(self, at: datetime | None = None) -> bool:
        """Return whether runs may be started now."""
        hour = localtime(at or now()).hour
        if self.from_hour == self.to_hour:
            return True
        if self.from_hour < self.to_hour:
            return self.from_hour <= hour < self.to_hour
        return hour >= self.from_hour or hour < self.to_hour

    def models(self) -> models.QuerySet[LanguageModel]:
        """Return models of its servers that can be asked now."""
        rows = LanguageModel.objects.can_generate().visible_to(self.team).select_related("server")
        chosen = list(self.servers.values_list("pk", flat=True))
        return rows.filter(server__in=chosen) if chosen else rows


class AutomaticRun(models.Model):
    """Records that a digest was seen for a suite of a schedule: at most once, even with several schedulers.

    run: None for a model that existed when the schedule was made. against: the model that the team uses; baseline: the
    earlier run with answers of that model, if the run itself has none.
    """

    class Result(models.TextChoices):
        """How the new model compares with the one in use."""

        BETTER = "better", "better than the model in use"
        WORSE = "worse", "worse than the model in use"
        SAME = "same", "no difference seen to the model in use"
        ALONE = "alone", "nothing to compare with"

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="automatic_runs")
    suite = models.ForeignKey(Suite, on_delete=models.CASCADE, related_name="automatic_runs")
    digest = models.CharField(max_length=330)
    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="automatic_runs")
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="automatic_runs")
    against = models.ForeignKey(LanguageModel, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    baseline = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    sentence = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now)
    reported_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "suite", "digest"], name="one_automatic_run_per_digest")
        ]

    def __str__(self) -> str:
        return f"{self.model} by {self.schedule}"


def digest_of(model: LanguageModel) -> str:
    """Return the id of a model's weights: the digest, or the model's id if the server reports none."""
    return model.digest or model.model_id
