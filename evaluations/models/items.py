"""Data about an item beside its content: stars, tags, a note, archived, deleted.

A item is a suite (a conversation is one too), a run, an answer or a workbook: exactly one of four columns.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from evaluations.models.candidates import Candidate
from evaluations.models.files import Workbook
from evaluations.models.json_column import JSONColumn
from evaluations.models.runs import Run
from evaluations.models.suites import Suite
from evaluations.models.teams import Team

ITEM_KINDS = ("suite", "run", "candidate", "workbook")
RESTORABLE_FOR = timedelta(days=30)  # in which what is deleted can be restored


def _exactly_one() -> Q:
    condition = Q()
    for name in ITEM_KINDS:
        condition |= Q(**{f"{other}__isnull": other != name for other in ITEM_KINDS})
    return condition


def column_of(item: models.Model) -> str:
    """Return the column that points to this item."""
    return str(item._meta.model_name)


class AboutItem(models.Model):
    """A row about one item."""

    suite = models.ForeignKey(Suite, null=True, blank=True, on_delete=models.CASCADE)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.CASCADE)
    candidate = models.ForeignKey(Candidate, null=True, blank=True, on_delete=models.CASCADE)
    workbook = models.ForeignKey(Workbook, null=True, blank=True, on_delete=models.CASCADE)

    class Meta:
        abstract = True


class Star(AboutItem):
    """A person's own star: others do not see it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stars")
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="star_on_one_thing"),
            *(models.UniqueConstraint(fields=["person", name], name=f"one_star_per_{name}") for name in ITEM_KINDS),
        ]

    def __str__(self) -> str:
        return f"star {self.pk}"


class Tag(AboutItem):
    """A word that the team put on a item, in lower case."""

    text = models.CharField(max_length=40)

    class Meta:
        ordering = ["text"]
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="tag_on_one_thing"),
            *(models.UniqueConstraint(fields=[name, "text"], name=f"one_tag_per_{name}") for name in ITEM_KINDS),
        ]
        indexes = [models.Index(fields=["text"], name="tag_by_text")]

    def __str__(self) -> str:
        return self.text


class Note(AboutItem):
    """The team's note on a item, and since when it is archived: lists leave it out, figures still count it."""

    text = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="note_on_one_thing"),
            *(models.UniqueConstraint(fields=[name], name=f"one_note_per_{name}") for name in ITEM_KINDS),
        ]

    def __str__(self) -> str:
        return f"note {self.pk}"


class Deletion(AboutItem):
    """Something deleted. Its rows belong to a bin, a team without members, until they are removed.

    Every page and operation reads rows of the person's team, so items in a bin are in no list, rate, leaderboard or
    search. runs: those that went to the bin with it. answers: number of each answer that left a run which stayed, and
    of that run.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="deletions")
    bin = models.OneToOneField(Team, null=True, on_delete=models.SET_NULL, related_name="deletion")
    title = models.CharField(max_length=200)
    runs: JSONColumn[list[int]] = models.JSONField(default=list)
    answers: JSONColumn[list[tuple[int, int]]] = models.JSONField(default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.CheckConstraint(condition=_exactly_one(), name="deletion_of_one_thing")]

    def __str__(self) -> str:
        return f"deleted {self.title}"

    @property
    def item(self) -> Suite | Run | Candidate | Workbook:
        """The deleted row."""
        item = self.suite or self.run or self.candidate or self.workbook
        assert item is not None  # a database constraint guarantees one
        return item

    @property
    def removed_at(self) -> Any:
        """When it is removed for good."""
        return self.created_at + RESTORABLE_FOR
