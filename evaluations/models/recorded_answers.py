"""The endpoint for editors: the team's switch, the members who record, and recorded answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from evaluations.models.json_column import JSONColumn
from evaluations.models.servers import LanguageModel
from evaluations.models.teams import Membership, Team
from evaluations.stored_json import RecordedMessage, StoredOptions


class EditorEndpoint(models.Model):
    """A team's endpoint for editors. Without a row, or with is_open False, nothing is passed on."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="editor_endpoint")
    is_open = models.BooleanField(default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"endpoint of {self.team}: {'open' if self.is_open else 'closed'}"

    @classmethod
    def is_open_for(cls, team: Team) -> bool:
        """Return whether members of the team may use it."""
        return cls.objects.filter(team=team, is_open=True).exists()

    @classmethod
    def set_open(cls, team: Team, is_open: bool, by: Any) -> None:
        """Open or close it for the whole team."""
        values = {"is_open": is_open, "changed_by": by, "changed_at": now()}
        cls.objects.update_or_create(team=team, defaults=values)


class EditorRecording(models.Model):
    """A member has switched recording on; without a row none of their answers are kept."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="editor_recording")
    since = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.membership.user} records since {self.since}"


class RecordedAnswerQuerySet(models.QuerySet["RecordedAnswer"]):
    """Recorded answers that a person may read."""

    def readable_by(self, member: Membership) -> RecordedAnswerQuerySet:
        """Return the person's own answers, and those that others of the team share. An admin can read no more."""
        own = models.Q(membership=member)
        return self.filter(own | models.Q(membership__team=member.team_id, is_shared=True))

    def remove_old(self) -> int:
        """Remove what is older than EDITOR_RETENTION_DAYS; return how many."""
        limit = now() - timedelta(days=settings.EDITOR_RETENTION_DAYS)
        return self.filter(created_at__lt=limit).delete()[0]


class RecordedAnswer(models.Model):
    """A question of an editor to a model, and the answer.

    Only its person can read it until they share it with the team.

    messages: role and content of each; suffix: the end of the file that is filled in. path: of the request.
    """

    class Ending(models.TextChoices):
        """How the answer ended."""

        COMPLETE = "complete", "complete"
        CLIENT_LEFT = "client_left", "the editor stopped it"
        BROKEN = "broken", "the server broke off"

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="recorded_answers")
    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="recorded_answers")
    path = models.CharField(max_length=40)
    messages: JSONColumn[list[RecordedMessage]] = models.JSONField(default=list)
    suffix = models.TextField(blank=True)
    options: JSONColumn[StoredOptions] = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    thinking = models.TextField(blank=True)
    ending = models.CharField(max_length=12, choices=Ending.choices)
    prompt_tokens = models.PositiveIntegerField(null=True, blank=True)
    completion_tokens = models.PositiveIntegerField(null=True, blank=True)
    first_byte_ms = models.FloatField(null=True, blank=True)
    duration_ms = models.FloatField(null=True, blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    objects = RecordedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "recorded answer"
        indexes = [
            models.Index(fields=["membership", "-id"], name="recorded_by_member"),
            models.Index(fields=["created_at"], name="recorded_by_time"),
        ]

    def __str__(self) -> str:
        return f"recorded answer {self.pk}"

    @property
    def request(self) -> str:
        """The last request: the person's own words, or the beginning of the file."""
        questions = [message["content"] for message in self.messages if message.get("role") == "user"]
        return str(questions[-1]) if questions else ""
