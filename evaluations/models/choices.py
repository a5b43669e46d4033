"""The choices of a team: the model for each purpose, the answers that it uses; and saved views."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from evaluations.models.candidates import Candidate
from evaluations.models.servers import LanguageModel
from evaluations.models.teams import Team
from evaluations.records import Kind


class Purpose(models.TextChoices):
    """The purpose for which a model or an answer is used."""

    COMPONENTS = "components", "components"
    FUNCTIONS = "functions", "functions"
    EXCEL = "excel", "Excel"
    TESTS = "tests", "tests"


OF_KIND = {
    Kind.FUNCTION: Purpose.FUNCTIONS,
    Kind.PYTHON: Purpose.FUNCTIONS,
    Kind.HOOK: Purpose.FUNCTIONS,
    Kind.EXCEL: Purpose.EXCEL,
    Kind.WRITE_TESTS: Purpose.TESTS,
}


def purpose_of(kind: str) -> Purpose:
    """Return the purpose of an answer to a task of this kind; components, unless it has another one."""
    return OF_KIND.get(Kind(kind), Purpose.COMPONENTS)


class InUse(models.Model):
    """The choice “the one we use”: one model per purpose, and one answer per task or conversation."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="in_use")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    model = models.ForeignKey(LanguageModel, null=True, blank=True, on_delete=models.CASCADE, related_name="in_use")
    candidate = models.ForeignKey(Candidate, null=True, blank=True, on_delete=models.CASCADE, related_name="in_use")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=now)
    reason = models.CharField(
        max_length=1000, blank=True, help_text="The results that supported the choice when it was made."
    )
    evidence = models.CharField(max_length=2000, blank=True, help_text="Query string of the advisor page.")

    class Meta:
        ordering = ["purpose", "-created_at"]
        verbose_name = "choice"
        constraints = [
            models.CheckConstraint(
                condition=Q(model__isnull=False, candidate__isnull=True)
                | Q(model__isnull=True, candidate__isnull=False),
                name="in_use_model_or_answer",
            ),
            models.UniqueConstraint(
                fields=["team", "purpose"], condition=Q(candidate=None), name="one_model_in_use_per_purpose"
            ),
            models.UniqueConstraint(fields=["candidate"], name="answer_in_use_once"),
        ]

    def __str__(self) -> str:
        return f"in use for {self.purpose}"


class SavedView(models.Model):
    """A filter of a list under a name of the person's choice. is_shared: the whole team sees it."""

    class Page(models.TextChoices):
        RUNS = "runs", "Runs"
        CANDIDATES = "candidates", "Answers"
        SUITES = "suites", "Suites and conversations"
        WORKBOOKS = "workbooks", "Workbooks"
        COMPARE = "compare", "Compare"
        LEADERBOARD = "leaderboard", "Leaderboard"
        PAIRS = "pairs", "A against B"
        FAILURES = "failures", "Failures"
        SEARCH = "search", "Search"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="saved_views")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    page = models.CharField(max_length=12, choices=Page.choices)
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["page", "name"]
        verbose_name = "view"
        constraints = [
            models.UniqueConstraint(fields=["team", "person", "page", "name"], name="one_view_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
