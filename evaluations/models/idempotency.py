"""Stored answers to requests with an Idempotency-Key: a repeated request gets the same answer and has no
second effect.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils.timezone import now

from evaluations.models.tokens import ApiToken

RETENTION = timedelta(hours=24)


class IdempotencyRecordQuerySet(models.QuerySet["IdempotencyRecord"]):
    """Answers that are still valid."""

    def find(self, token: ApiToken, key: str) -> IdempotencyRecord | None:
        """Return the stored answer to this token and key; None if there is none."""
        return self.filter(token=token, key=key, created_at__gt=now() - RETENTION).first()

    def forget(self) -> int:
        """Delete records older than KEPT_FOR."""
        return self.filter(created_at__lte=now() - RETENTION).delete()[0]


class IdempotencyRecord(models.Model):
    """One answer. digest: of the operation and its body. status 0: it is being made."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answered")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now, db_index=True)

    objects = IdempotencyRecordQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"answer to {self.key}"
