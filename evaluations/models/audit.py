"""The audit log: one row for each request that changed something, and for each command of an operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from evaluations.models.teams import Team

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

COMMAND_LINE = "command line"


class AuditEventManager(models.Manager["AuditEvent"]):
    """Rows are added and, when they are old, removed; none is ever changed."""

    def note(
        self,
        action: str,
        *,
        about: str = "",
        team: Team | None = None,
        by: AbstractBaseUser | AnonymousUser | None = None,
        token: str = "",
        address: str | None = None,
    ) -> None:
        """Add a row."""
        self.create(
            action=action[:80],
            about=about[:200],
            team=team,
            user_id=by.pk if by else None,
            name=by.get_username()[:150] if by else "",
            token=token[:80],
            address=address,
        )

    def note_command(self, action: str, about: str = "") -> None:
        """Add a row of a command that somebody with a shell on a host has run. Every team sees it."""
        self.create(action=action, about=about[:200], name=COMMAND_LINE)


class AuditEvent(models.Model):
    """action: the name of the page's or the API's operation. name: of the person at that time, or COMMAND_LINE.

    about: the changed item. token: the name of the API token. team: None for what concerns the whole site.
    """

    at = models.DateTimeField(db_default=Now())
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="audit_events")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=150)
    action = models.CharField(max_length=80)
    about = models.CharField(max_length=200, blank=True)
    token = models.CharField(max_length=80, blank=True)
    address = models.GenericIPAddressField(null=True)

    objects = AuditEventManager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["team", "-id"], name="audit_by_team")]

    def __str__(self) -> str:
        return f"{self.name}: {self.action} {self.about}"
