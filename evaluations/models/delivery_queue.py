"""What is sent to the outside and tried again: deliveries to webhooks, and mails.

A model of such rows has the fields `state`, `attempts` and `next_at`; a state WAITING is for its first or next attempt.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Self, TypeVar

from django.db import models
from django.db.models import F
from django.utils.timezone import now

MAX_ATTEMPTS = 6
LEASE_S = 60  # after which a row whose worker died is sent again
WAITING = "waiting"
T = TypeVar("T", bound=models.Model)


class DeliveryQueue(models.QuerySet[T]):
    """Rows by what is left to do; every move is one guarded UPDATE. READ_WITH: related rows that a sender needs."""

    READ_WITH: Sequence[str] = ()

    def waiting(self) -> Self:
        """Return rows that are not sent yet, and have not failed permanently."""
        return self.filter(state=WAITING)

    def due(self) -> Self:
        """Return rows that must be sent now."""
        return self.waiting().filter(next_at__lte=now())

    def claim(self, pk: int) -> T | None:
        """Claim the row, if no other worker sends it: its next attempt is set first, in case this worker dies."""
        later = now() + timedelta(seconds=LEASE_S)
        if not self.due().filter(pk=pk).update(next_at=later, attempts=F("attempts") + 1):
            return None
        return self.select_related(*self.READ_WITH).get(pk=pk)
