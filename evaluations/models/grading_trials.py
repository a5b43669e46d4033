"""Trials of stored answers with the checks of another version: verdicts that do not count until they are applied."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.timezone import now

from evaluations.models.candidates import Candidate, Grading
from evaluations.models.changes import BulkChange
from evaluations.models.json_column import JSONColumn
from evaluations.models.packed_json import PackedJSONField
from evaluations.models.suites import SuiteVersion, Task
from evaluations.models.teams import Team
from evaluations.records import Verdict
from evaluations.stored_json import JsonObject

LEASE = timedelta(seconds=120)  # of the worker that executes a trial; extended with each answer


class GradingTrialQuerySet(models.QuerySet["GradingTrial"]):
    """Trials and the worker that executes them."""

    def waiting(self) -> GradingTrialQuerySet:
        """Return trials with answers that are not executed, and without a worker that does so."""
        free = Q(busy_until=None) | Q(busy_until__lt=Now())
        return self.filter(free, Exists(TrialVerdict.objects.filter(trial=OuterRef("pk"), verdict="")), change=None)

    def claim(self, pk: int) -> bool:
        """Take a waiting trial; return False if another worker has it."""
        return bool(self.waiting().filter(pk=pk).update(busy_until=Now() + LEASE))

    def extend(self, pk: int) -> bool:
        """Extend the lease; return False if the trial was discarded meanwhile."""
        return bool(self.filter(pk=pk).update(busy_until=Now() + LEASE))

    def release(self, pk: int) -> None:
        """End the lease."""
        self.filter(pk=pk).update(busy_until=None)


class GradingTrial(models.Model):
    """Stored answers of earlier versions of a suite, graded with the checks of this version.

    key: identifies the form, so that a form sent twice starts one trial. n: answers. change: what applied it; a
    discarded trial is deleted. busy_until: when another worker may take it over.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="grading_trials")
    version = models.ForeignKey(SuiteVersion, on_delete=models.CASCADE, related_name="grading_trials")
    key = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    busy_until = models.DateTimeField(null=True, blank=True)
    change = models.OneToOneField(BulkChange, null=True, blank=True, on_delete=models.SET_NULL, related_name="trial")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = GradingTrialQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["team", "key"], name="one_trial_per_key")]

    def __str__(self) -> str:
        return f"trial {self.pk}: {self.version}"

    @property
    def n_done(self) -> int:
        """The number of executed answers."""
        return self.rows.exclude(verdict="").count()

    @property
    def is_done(self) -> bool:
        """Whether each answer was executed."""
        return not self.rows.filter(verdict="").exists()


class TrialVerdictQuerySet(models.QuerySet["TrialVerdict"]):
    """Verdicts of a trial, compared with those that count."""

    def with_after(self) -> Any:
        """Add `after`: the new verdict, or flaky, or empty while the answer is not executed."""
        return self.annotate(
            after=models.Case(
                models.When(is_flaky=True, then=models.Value("flaky")),
                default=F("verdict"),
                output_field=models.CharField(),
            )
        )

    def moves(self) -> list[tuple[str, str, int]]:
        """Return the verdict before, verdict after, and their number; the most frequent first."""
        counted = self.with_after().order_by().values("before", "after").annotate(n=models.Count("pk"))
        moves = [(str(row["before"]), str(row["after"]), int(row["n"])) for row in counted]
        return sorted(moves, key=lambda move: (-move[2], move[:2]))

    def flipped(self) -> Any:
        """Return the rows whose verdict would change. Where our own execution failed, none would."""
        rows = self.with_after().exclude(verdict__in=["", Verdict.UNSCORED])
        return rows.exclude(after=F("before"))


class TrialVerdict(models.Model):
    """One stored answer in a trial. verdict: empty until it is executed; unscored when our own execution failed.

    task: whose checks grade it. grading, before: the grading and the verdict that counted when the trial began; flaky
    for a flaky one. judgement: the fields of a GradedCode, without a picture. Candidates and gradings may be deleted by
    the release before, which does not know this table, so the database does not enforce these two keys.
    """

    trial = models.ForeignKey(GradingTrial, on_delete=models.CASCADE, related_name="rows")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    grading = models.ForeignKey(Grading, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False)
    before = models.CharField(max_length=15)
    verdict = models.CharField(max_length=15, blank=True)
    cause = models.TextField(blank=True)
    is_flaky = models.BooleanField(default=False)
    judgement: JSONColumn[JsonObject] = PackedJSONField(default=dict)

    objects = TrialVerdictQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trial", "candidate"], name="one_verdict_per_trial")]

    def __str__(self) -> str:
        return f"candidate {self.candidate_id} in trial {self.trial_id}"
