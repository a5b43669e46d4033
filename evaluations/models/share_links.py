"""Links by which anybody can read one run or one answer. Only the hash of a link's secret is kept."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from evaluations.models.candidates import Candidate
from evaluations.models.runs import Run
from evaluations.models.teams import Team, secret_digest

if TYPE_CHECKING:
    from collections.abc import Collection

DAYS = (1, 7, 30, 90)  # that a link can last


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Links as their owners and as readers see them."""

    def make(self, item: Run | Candidate, days: int, by: Any) -> tuple[ShareLink, str]:
        """Make a link; return it with its secret, which is shown only once."""
        secret = secrets.token_urlsafe(32)
        run = item if isinstance(item, Run) else item.run
        link = self.create(
            team=run.team,
            run=run,
            candidate=item if isinstance(item, Candidate) else None,
            secret_hash=secret_digest(secret),
            expires_at=now() + timedelta(days=days),
            created_by=by,
        )
        return link, secret

    def readable(self) -> ShareLinkQuerySet:
        """Return links that are neither revoked nor expired, to a run or an answer that is not deleted."""
        is_there = Q(candidate=None) | Q(candidate__run=F("run"))
        return self.filter(is_there, revoked_at=None, expires_at__gt=now(), run__team=F("team"))

    def find(self, secret: str) -> ShareLink | None:
        """Return the link with this secret, if it can be read."""
        if not settings.SHARE_LINKS:
            return None
        rows = self.readable().select_related("run__suite_version__suite", "candidate")
        return rows.filter(secret_hash=secret_digest(secret)).first()


class ShareLink(models.Model):
    """A read-only link to a run, or to one answer of it."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="share_links")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="share_links")
    candidate = models.ForeignKey(
        Candidate, null=True, blank=True, on_delete=models.CASCADE, related_name="share_links"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"share link {self.pk}"

    @property
    def is_readable(self) -> bool:
        """Whether the link opens its page now: not revoked, not expired."""
        return self.revoked_at is None and self.expires_at > now()

    def revoke(self) -> bool:
        """Stop it from opening its page; False when it was revoked before."""
        return bool(ShareLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now()))

    def answers(self, most: int) -> list[Candidate]:
        """Return the answers it shows."""
        rows = Candidate.objects.filter(Q(pk=self.candidate_id) if self.candidate_id else Q(run=self.run_id))
        return list(rows.select_related("model__server", "task").order_by("task__position", "pk")[:most])

    def shows(self, candidates: Collection[int]) -> bool:
        """Return whether all of these answers are among those it shows."""
        rows = Candidate.objects.filter(pk__in=candidates, run=self.run_id)
        if self.candidate_id:
            rows = rows.filter(pk=self.candidate_id)
        return rows.count() == len(set(candidates))
