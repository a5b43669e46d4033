"""Preferences of a person: theme, defaults of the prompt page, favourite models."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from evaluations.models.servers import LanguageModel


class Theme(models.TextChoices):
    """Light or dark; "system": as the browser says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class PreferencesQuerySet(models.QuerySet["Preferences"]):
    """Preferences by person."""

    def for_person(self, person: Any) -> Preferences:
        """Return the person's preferences; unsaved defaults if they have not chosen any."""
        row = self.filter(user=person.pk).first() if person.is_authenticated else None
        return row or Preferences(user_id=person.pk)

    def change(self, person: Any, **values: Any) -> Preferences:
        """Store these values for the person; the others stay unchanged."""
        return self.update_or_create(user_id=person.pk, defaults=values)[0]


class Preferences(models.Model):
    """One person's choices. None: the site's own default."""

    Theme = Theme
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences")
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    kind = models.CharField(max_length=20, blank=True, help_text="Kind of a new prompt; empty: component.")
    language = models.CharField(
        max_length=20, blank=True, help_text="Language of a new prompt; empty: the default of its kind."
    )
    n_samples = models.PositiveSmallIntegerField(null=True, blank=True)
    temperature = models.FloatField(null=True, blank=True)
    max_tokens = models.PositiveIntegerField(null=True, blank=True)
    mails_since = models.DateTimeField(
        null=True, blank=True, help_text="Since when the person gets a mail when a run ends; empty: none."
    )

    objects = PreferencesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"preferences of {self.user_id}"

    @property
    def has_mails(self) -> bool:
        """Whether the person asked for a mail when a run ends."""
        return self.mails_since is not None

    def prompt_fields(self) -> dict[str, Any]:
        """Return initial values of a new prompt; only what was chosen."""
        names = ("kind", "language", "n_samples", "temperature", "max_tokens")
        return {name: value for name in names if (value := getattr(self, name)) not in (None, "")}


class FavouriteModel(models.Model):
    """A model that a person wants at the top of every list to choose from."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="favourite_models")
    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="favourites")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "model"], name="one_favourite_per_model")]

    def __str__(self) -> str:
        return f"favourite {self.pk}"
