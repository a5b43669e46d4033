"""Runs that end when the ranking of their models is settled: questions and decisions of each round."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import now

from evaluations.models.json_column import JSONColumn
from evaluations.models.runs import Run
from evaluations.stored_json import StoredPair


class AdaptivePlan(models.Model):
    """When a run ends. seed: of the random draw that leaves out tasks; most_rounds: maximum samples per task.

    model_ids and task_ids: what is ranked, as they were when the run began. An added model takes no part.
    """

    class Ending(models.TextChoices):
        OPEN = "", "open"
        SETTLED = "settled", "the ranking is settled"
        LIMIT = "limit", "the most samples are reached"

    run = models.OneToOneField(Run, on_delete=models.CASCADE, related_name="adaptive")
    most_rounds = models.PositiveIntegerField()
    seed = models.CharField(max_length=40)
    model_ids: JSONColumn[list[int]] = models.JSONField()
    task_ids: JSONColumn[list[int]] = models.JSONField()
    ending = models.CharField(max_length=10, choices=Ending.choices, default=Ending.OPEN, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"adaptive plan of run {self.run_id}"


class AdaptiveRound(models.Model):
    """One sample of these models at these tasks. doubled_ids: tasks whose differences count twice.

    decided: the pairs that its answers settled (None while answers are missing), each as {"better", "worse", "ahead"}.
    """

    plan = models.ForeignKey(AdaptivePlan, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    model_ids: JSONColumn[list[int]] = models.JSONField()
    task_ids: JSONColumn[list[int]] = models.JSONField()
    doubled_ids: JSONColumn[list[int]] = models.JSONField(default=list)
    n_asked = models.PositiveIntegerField()
    decided: JSONColumn[list[StoredPair] | None] = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_adaptive_round_per_number")]

    def __str__(self) -> str:
        return f"round {self.number} of {self.plan}"
