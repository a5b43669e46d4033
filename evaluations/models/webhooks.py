"""Addresses that are notified when a run of the team ends, and their deliveries."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from evaluations import encryption
from evaluations.models.delivery_queue import MAX_ATTEMPTS, DeliveryQueue
from evaluations.models.runs import Run
from evaluations.models.teams import Team

FIRST_WAIT_S = 30


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks as a team makes them."""

    def make(self, team: Team, url: str, by: Any) -> tuple[Webhook, str]:
        """Make a webhook; return it with its secret, which is shown only once."""
        secret = secrets.token_urlsafe(32)
        hook = self.create(team=team, url=url, encrypted_secret=encryption.encrypt(secret), created_by=by)
        return hook, secret


class Webhook(models.Model):
    """One address of a team."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField(max_length=500)
    encrypted_secret = models.TextField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"webhook {self.pk}"

    @property
    def secret(self) -> str:
        """The key that signs its messages. Raises DecryptionError when SECRET_KEY has changed."""
        return encryption.decrypt(self.encrypted_secret)


class DeliveryQuerySet(DeliveryQueue["Delivery"]):
    """Deliveries by what is left to do."""

    READ_WITH = ("webhook__team", "run__suite_version__suite")

    def note_ended_runs(self) -> int:
        """Make a delivery for each webhook and run that ended since the webhook was made; return how many."""
        ended = Run.objects.filter(
            Q(finished_at__gt=F("team__webhooks__created_at")),
            state__in=[Run.State.DONE, Run.State.CANCELLED],
            team__webhooks__isnull=False,
        )
        notified = self.filter(run=models.OuterRef("pk"), ended_at=models.OuterRef("finished_at"))
        pairs = ended.annotate(hook=F("team__webhooks")).filter(
            ~models.Exists(notified.filter(webhook=models.OuterRef("hook")))
        )
        rows = [
            Delivery(webhook_id=hook, event=Delivery.Event.RUN_ENDED, run_id=run, ended_at=at)
            for run, hook, at in pairs.values_list("pk", "hook", "finished_at")[:500]
        ]
        return len(self.bulk_create(rows, ignore_conflicts=True))


class Delivery(models.Model):
    """One message to one webhook, and how its last attempt ended. status: of the HTTP answer, None without one."""

    class State(models.TextChoices):
        """waiting: for its first or next attempt."""

        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"

    class Event(models.TextChoices):
        """The event that it reports."""

        RUN_ENDED = "run.ended"
        TEST = "test"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=20, choices=Event.choices)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "run", "ended_at"], name="one_delivery_per_end_of_run")
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_due"),
            models.Index(fields=["webhook", "-id"], name="delivery_by_webhook"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    def note_attempt(self, status: int | None, error: str, *, can_pass: bool) -> None:
        """Store how an attempt ended; after a failure that can pass, wait four times as long as before."""
        values: dict[str, Any] = {"status": status, "error": error[:300]}
        if not error:
            values |= {"state": Delivery.State.DELIVERED, "delivered_at": now()}
        elif not can_pass or self.attempts >= MAX_ATTEMPTS:
            values["state"] = Delivery.State.FAILED
        else:
            values["next_at"] = now() + timedelta(seconds=FIRST_WAIT_S * 4 ** (self.attempts - 1))
        Delivery.objects.waiting().filter(pk=self.pk).update(**values)
