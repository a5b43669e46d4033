"""Mails to people whose runs ended, and how far each of them is."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from evaluations.models.delivery_queue import MAX_ATTEMPTS, DeliveryQueue
from evaluations.models.runs import Run

FIRST_WAIT_S = 60
LONG_RUN = timedelta(minutes=1)  # who started a shorter one is still looking at it
NOTED_FOR = timedelta(days=2)  # of a run that ended while the jobs stood still


class RunMailQuerySet(DeliveryQueue["RunMail"]):
    """Mails by what is left to do."""

    READ_WITH = ("person", "run__suite_version__suite")

    def note_ended_runs(self) -> int:
        """Add a mail for each long run that ended since its person asked for mails; return how many.

        The person must still be in the run's team and have an address.
        """
        person = "created_by__preferences__mails_since"
        ended = Run.objects.filter(
            Q(finished_at__gt=F(person)),
            finished_at__gt=now() - NOTED_FOR,
            created_at__lt=F("finished_at") - LONG_RUN,
            state__in=[Run.State.DONE, Run.State.CANCELLED],
            team__memberships__user=F("created_by"),
        ).exclude(created_by__email="")
        noted = self.filter(run=models.OuterRef("pk"), ended_at=models.OuterRef("finished_at"))
        rows = ended.filter(~models.Exists(noted)).values_list("pk", "created_by", "finished_at")[:500]
        mails = [RunMail(run_id=run, person_id=person, ended_at=at) for run, person, at in rows if at]
        return len(self.bulk_create(mails, ignore_conflicts=True))


class RunMail(models.Model):
    """One mail about one run that ended. error: why the last attempt failed."""

    class State(models.TextChoices):
        """waiting: for its first or next attempt."""

        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="run_mails")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="mails")
    ended_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now)
    error = models.CharField(max_length=300, blank=True)

    objects = RunMailQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "ended_at"], name="one_mail_per_end_of_run")]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="run_mail_due")]

    def __str__(self) -> str:
        return f"mail {self.pk}"

    def note_sent(self) -> None:
        """Store that the mail server has it."""
        RunMail.objects.filter(pk=self.pk).update(state=RunMail.State.SENT, error="")

    def note_failure(self, error: str, *, can_pass: bool) -> None:
        """Store why it was not sent, and when it is tried again: after 1, 2, 4, 8 and 16 minutes, then not any more."""
        values = {"error": error[:300], "next_at": now() + timedelta(seconds=FIRST_WAIT_S * 2 ** (self.attempts - 1))}
        if not can_pass or self.attempts >= MAX_ATTEMPTS:
            values["state"] = RunMail.State.FAILED
        RunMail.objects.waiting().filter(pk=self.pk).update(**values)
