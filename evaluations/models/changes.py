"""Bulk changes of candidates: the request, its rows, and the old state of each row."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import now

from evaluations.models.candidates import Candidate, Grading
from evaluations.models.json_column import JSONColumn
from evaluations.models.runs import Run
from evaluations.models.states import State
from evaluations.models.teams import Team
from evaluations.records import Verdict

END_STATES = (State.DONE, State.CANCELLED)


class ChangeKind(models.TextChoices):
    """regrade: grade stored answers again. again: ask again for unscored and omitted ones.

    samples, models: add candidates.
    """

    REGRADE = "regrade"
    AGAIN = "again"
    SAMPLES = "samples"
    MODELS = "models"


class BulkChange(models.Model):
    """One bulk change. key: identifies the form, so that a form sent twice is applied once.

    query: the filter as typed.
    """

    Kind = ChangeKind
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    key = models.CharField(max_length=40)
    query = models.TextField(blank=True)
    n_more = models.PositiveIntegerField(
        default=0, help_text="For the kind samples: how many to add for each model and task."
    )
    models_added: JSONColumn[list[str]] = models.JSONField(default=list)
    n_asked = models.PositiveIntegerField(default=0)
    n_regraded = models.PositiveIntegerField(default=0)
    runs = models.ManyToManyField(Run, related_name="changes")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["team", "key"], name="one_change_per_key")]

    def __str__(self) -> str:
        return f"change {self.pk}: {self.kind}"

    def progress(self) -> tuple[int, int]:
        """Return the number of candidates that have ended again, and of all."""
        n = self.rows.count()
        return n - self.rows.exclude(candidate__state__in=END_STATES).count(), n

    def n_not_regraded(self) -> int:
        """Return the number of answers that got no new grading because of an internal error: they keep their old
        verdict.
        """
        if self.kind != ChangeKind.REGRADE or self.undone_at:
            return 0
        return int(self.rows.with_result().filter(candidate__state=State.DONE, graded=None).count())


class BulkChangeRowQuerySet(models.QuerySet["BulkChangeRow"]):
    """Rows of a change with their results."""

    def with_result(self) -> Any:
        """Add `after`, the new verdict, or unscored, or empty while it is open; and `ended`.

        It comes from the first grading after the old one, so a later change does not alter the result of this one.
        """
        later = Grading.objects.filter(
            candidate=OuterRef("candidate"), pk__gt=Coalesce(OuterRef("grading"), Value(0)), round=None
        ).order_by("pk")
        ended = Q(candidate__state__in=END_STATES)
        return self.annotate(
            graded=Subquery(later.values("verdict")[:1]), graded_flaky=Subquery(later.values("is_flaky")[:1])
        ).annotate(
            after=models.Case(
                models.When(graded_flaky=True, then=Value("flaky")),
                models.When(graded__isnull=False, then=F("graded")),
                models.When(ended, then=F("candidate__verdict")),
                default=Value(""),
                output_field=models.CharField(),
            ),
            before=models.Case(
                models.When(is_flaky=True, then=Value("flaky")),
                models.When(state=State.CANCELLED, then=Value("cancelled")),
                default=F("verdict"),
                output_field=models.CharField(),
            ),
        )

    def moves(self) -> list[tuple[str, str, int]]:
        """Return the verdict before, verdict after (empty while open), and their number; the most frequent first."""
        counted = self.with_result().order_by().values("before", "after").annotate(n=models.Count("pk"))
        moves = [(str(row["before"]), str(row["after"]), int(row["n"])) for row in counted]
        return sorted(moves, key=lambda move: (-move[2], move[:2]))

    def flipped(self) -> Any:
        """Return rows whose verdict changed."""
        return self.with_result().exclude(after="").exclude(after=F("before"))


class BulkChangeRow(models.Model):
    """A candidate of a change, and what it was before; empty for one that the change made. grading: the current one."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="changes")
    grading = models.ForeignKey(Grading, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, blank=True)
    verdict = models.CharField(max_length=15, blank=True)
    score = models.FloatField(null=True)
    cause = models.TextField(blank=True)
    is_flaky = models.BooleanField(default=False)

    objects = BulkChangeRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "candidate"], name="one_row_per_change")]

    def __str__(self) -> str:
        return f"candidate {self.candidate_id} in change {self.change_id}"


def can_be_regraded(rows: models.QuerySet[Candidate]) -> models.QuerySet[Candidate]:
    """Return candidates that have finished and have an answer to grade."""
    return rows.filter(state=State.DONE, generation__isnull=False)


def can_be_asked_again(rows: models.QuerySet[Candidate]) -> models.QuerySet[Candidate]:
    """Return candidates that are unscored, or were left out by a cancel."""
    return rows.filter(Q(state=State.DONE, verdict=Verdict.UNSCORED) | Q(state=State.CANCELLED))
