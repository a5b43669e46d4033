"""Tokens by which programs speak for a person in a team. Only the hash of the secret is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from evaluations.models.json_column import JSONColumn
from evaluations.models.teams import Membership, secret_digest

PREFIX_LENGTH = 8
TOUCHED_EVERY = timedelta(minutes=1)  # last_used_at is only shown to people, so it is not written for each request
START = "bakeoff_"  # found by scanners that look for secrets in code


class Scope(models.TextChoices):
    """The rights of a token. The person's role limits them too."""

    READ = "read"
    WRITE = "write"
    REVIEW = "review"
    ADMIN = "admin"
    PEOPLE = "people"
    EDITOR = "editor"


ROLE_OF = {
    Scope.READ: Membership.Role.VIEWER,
    Scope.WRITE: Membership.Role.MEMBER,
    Scope.REVIEW: Membership.Role.REVIEWER,
    Scope.ADMIN: Membership.Role.ADMIN,
    Scope.PEOPLE: Membership.Role.ADMIN,
    Scope.EDITOR: Membership.Role.MEMBER,
}


def scopes_of(member: Membership) -> list[Scope]:
    """Return the scopes that a token of this member can have. Reviewers can only review."""
    scopes = [scope for scope in Scope if member.may(ROLE_OF[scope])]
    return [Scope.REVIEW] if member.role == Membership.Role.REVIEWER else scopes


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Tokens that are still valid."""

    def active(self) -> ApiTokenQuerySet:
        """Return tokens that are neither revoked nor expired, of people who may sign in."""
        lasting = Q(expires_at=None) | Q(expires_at__gt=now())
        return self.filter(lasting, revoked_at=None, membership__user__is_active=True)

    def make(
        self, member: Membership, name: str, scopes: Iterable[str], days: int | None = None
    ) -> tuple[ApiToken, str]:
        """Make a token; return it with its secret, which is shown only once. days: its lifetime; None for ever."""
        secret = START + secrets.token_urlsafe(32)
        row = self.create(
            membership=member,
            name=name,
            scopes=sorted(scopes),
            secret_hash=secret_digest(secret),
            prefix=secret[: len(START) + PREFIX_LENGTH],
            expires_at=now() + timedelta(days=days) if days else None,
        )
        return row, secret

    def find(self, secret: str) -> ApiToken | None:
        """Return the active token with this secret, and note its use. None when there is none."""
        rows = self.active().select_related("membership__user", "membership__team")
        token = rows.filter(secret_hash=secret_digest(secret)).first()
        if token and (token.last_used_at is None or now() - token.last_used_at > TOUCHED_EVERY):
            self.filter(pk=token.pk).update(last_used_at=now())
        return token


class ApiToken(models.Model):
    """A named token of one person in one team; it ends with the membership. prefix: how its secret begins."""

    Scope = Scope
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes: JSONColumn[list[str]] = models.JSONField()
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"token {self.prefix}… “{self.name}”"

    @property
    def state(self) -> str:
        """active, expired or revoked."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at and self.expires_at <= now() else "active"

    def revoke(self) -> bool:
        """Revoke the token; False if it is already revoked."""
        return bool(ApiToken.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=now()))
