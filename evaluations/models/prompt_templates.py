"""The team's library: prompts with {placeholders} that a small form fills in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from evaluations.models.teams import Team

# A word in braces; the same in double braces is text. Code between braces is not a placeholder unless it is one word.
PLACEHOLDER = re.compile(r"\{\{([A-Za-z][A-Za-z0-9_ -]{0,39})\}\}|\{([A-Za-z][A-Za-z0-9_ -]{0,39})\}")


class PromptTemplate(models.Model):
    """A prompt that the team keeps to ask again."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="prompt_templates")
    title = models.CharField(max_length=120)
    text = models.TextField()
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=20, blank=True, help_text="Empty: the default language of the kind.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["team", "title"], name="one_template_per_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def placeholders(self) -> list[str]:
        """Names in braces, each once, in their order."""
        names = (match[2].strip() for match in PLACEHOLDER.finditer(self.text) if match[2])
        return list(dict.fromkeys(names))

    def filled(self, values: Mapping[str, str]) -> str:
        """Fill in these values; placeholders without one stay. Values are not searched for placeholders."""

        def value_of(match: re.Match[str]) -> str:
            if match[1]:
                return f"{{{match[1]}}}"
            return values.get(match[2].strip()) or match[0]

        return PLACEHOLDER.sub(value_of, self.text)
