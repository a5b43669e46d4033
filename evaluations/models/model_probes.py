"""Probes: results of three short questions to a model, by server and date."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from evaluations.models.json_column import JSONColumn
from evaluations.models.servers import LanguageModel


class ProbeAnswer(TypedDict):
    """usual: tokens of a usual answer to that question. is_cut: the limit of the probe ended the answer."""

    tokens: int
    usual: float
    is_cut: bool


class ModelProbe(models.Model):
    """One probe. Times in ms, speeds in tokens per second, memory in bytes as the server says it after the load.

    digest, version: the weights and the server that were measured. load_ms: None where the model was loaded already,
    or its server loads by itself. memory_bytes, gpu_bytes: None where the server does not say. n_slots: requests that
    the server takes at once. answers: of the questions that ask for code.
    """

    class State(models.TextChoices):
        """The progress of the probe."""

        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="probes")
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    error = models.TextField(blank=True)
    digest = models.CharField(max_length=128, blank=True)
    version = models.CharField(max_length=80, blank=True)
    load_ms = models.FloatField(null=True, blank=True)
    first_token_ms = models.FloatField(null=True, blank=True)
    prompt_tokens_s = models.FloatField(null=True, blank=True)
    answer_tokens_s = models.FloatField(null=True, blank=True)
    memory_bytes = models.BigIntegerField(null=True, blank=True)
    gpu_bytes = models.BigIntegerField(null=True, blank=True)
    context_tokens = models.PositiveBigIntegerField(null=True, blank=True)
    n_slots = models.PositiveSmallIntegerField(null=True, blank=True)
    answers: JSONColumn[list[ProbeAnswer]] = models.JSONField(default=list, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"probe of {self.model}"

    @property
    def gpu_share(self) -> float | None:
        """Share of the model on the GPU, in [0, 1]; None where the server does not say."""
        if not self.memory_bytes or self.gpu_bytes is None:
            return None
        return min(1.0, self.gpu_bytes / self.memory_bytes)
