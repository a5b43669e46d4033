"""Single answers, rated blind: which reviewer gets which answer, and the rating."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from evaluations.models.candidates import Candidate
from evaluations.models.reviews import Campaign, new_token


class BlindRating(models.Model):
    """One answer shown alone to one reviewer. stored_at is None until it is rated."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="blind_ratings")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    given_at = models.DateTimeField(default=now)
    stored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "reviewer", "candidate"], name="one_solo_each"),
            models.UniqueConstraint(
                fields=["campaign", "reviewer"], condition=Q(stored_at=None), name="one_open_solo_each"
            ),
        ]

    def __str__(self) -> str:
        return f"blind rating {self.pk}"

    @property
    def is_revealed(self) -> bool:
        """Whether its reviewer is told the model's name."""
        return self.stored_at is not None and self.campaign.tells_names
