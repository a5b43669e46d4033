"""Teams own suites, runs and workbooks; people belong to teams with a role."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.timezone import now

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

LINK_LIFETIME = timedelta(hours=24)


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams as seen by one person."""

    def with_member(self, user: AbstractBaseUser | AnonymousUser) -> TeamQuerySet:
        """Return teams that the person is a member of; none when not signed in."""
        return self.filter(memberships__user=user.pk) if user.is_authenticated else self.none()

    def real(self) -> TeamQuerySet:
        """Return teams of people, without their bins."""
        return self.filter(bin_for=None)

    def new_bin(self, team: Team) -> Team:
        """Make a bin: a group of items that the team deleted together and that are removed later."""
        return self.create(bin_for=team, name=f"Bin of {team}"[:120], slug=f"bin-{secrets.token_hex(12)}")

    def default(self) -> Team:
        """Return the team that everything belongs to until somebody makes a second one."""
        return self.get_or_create(slug="default", defaults={"name": "Team"})[0]


class Team(models.Model):
    """Owner of suites, runs and workbooks: no row of one team is shown to another."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    created_at = models.DateTimeField(default=now)
    # A bin contains what the team deleted in one step, until it is removed. It has no members, so no person sees it.
    bin_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="bins")

    objects = TeamQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """The rights of a member. Each role includes the earlier ones."""

    VIEWER = "viewer"
    REVIEWER = "reviewer"
    MEMBER = "member"
    ADMIN = "admin"


class Membership(models.Model):
    """A person in a team."""

    Role = Role
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="one_membership_per_team")]

    def __str__(self) -> str:
        return f"{self.user} in {self.team} as {self.role}"

    def may(self, role: str) -> bool:
        """Return whether this member's role includes the given one."""
        order = list(type(self).Role)
        return order.index(Role(self.role)) >= order.index(Role(role))


class SignInLink(models.Model):
    """A link that signs one person in once, within a day. Only the hash of its secret is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sign_in_links")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=now)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link for {self.user}"

    @classmethod
    def make(cls, user: AbstractBaseUser) -> str:
        """Make a link; return its secret. Earlier unused links of the same person become invalid."""
        cls.objects.filter(user_id=user.pk, used_at=None).delete()
        secret = secrets.token_urlsafe(32)
        cls.objects.create(user_id=user.pk, secret_hash=secret_digest(secret))
        return secret

    @classmethod
    def redeem(cls, secret: str) -> AbstractBaseUser | None:
        """Return the person the link is for; None when unknown, used or older than a day. Works once."""
        valid = cls.objects.filter(
            secret_hash=secret_digest(secret), used_at=None, created_at__gt=now() - LINK_LIFETIME
        )
        if not valid.update(used_at=now()):
            return None
        return cls.objects.select_related("user").get(secret_hash=secret_digest(secret)).user


class OidcIdentity(models.Model):
    """The identity of a person at an issuer of single sign-on. It never changes; names and e-mail addresses may."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="oidc_identities")
    issuer = models.CharField(max_length=500)
    subject = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_per_identity")]

    def __str__(self) -> str:
        return f"{self.user} at {self.issuer}"


def secret_digest(secret: str) -> str:
    """Return the stored hash of a secret, which is random enough to need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
