"""The quality profile of an answer: results of rules about its page and code. It counts in no pass rate."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import now

from evaluations.models.candidates import Candidate, Grading
from evaluations.models.json_column import JSONColumn
from evaluations.models.quality_rules import COUNTS, RULES, count_column
from evaluations.models.servers import LanguageModel
from evaluations.models.suites import Task
from evaluations.stored_json import StoredFinding


class QualityProfile(models.Model):
    """Figures of one grading, by the names of RULES; null where something was not measured, as width of a function.

    findings: what was found, each as {"rule", "text"}, the first few.
    """

    grading = models.OneToOneField(Grading, on_delete=models.CASCADE, related_name="quality")
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="quality_profiles")
    run = models.ForeignKey("evaluations.Run", on_delete=models.CASCADE, related_name="quality_profiles")
    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="quality_profiles")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="quality_profiles")
    strategy = models.CharField(max_length=80)
    n_access = models.IntegerField(null=True)
    n_console_errors = models.IntegerField(null=True)
    n_console_warnings = models.IntegerField(null=True)
    n_type_errors = models.IntegerField(null=True)
    n_react_lint = models.IntegerField(null=True)
    overflow_px = models.IntegerField(null=True)
    n_unreachable = models.IntegerField(null=True)
    n_no_dark = models.IntegerField(null=True)
    n_unused_imports = models.IntegerField(null=True)
    n_invented_imports = models.IntegerField(null=True)
    weight_bytes = models.IntegerField(null=True)
    n_elements = models.IntegerField(null=True)
    first_paint_ms = models.FloatField(null=True)
    findings: JSONColumn[list[StoredFinding]] = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now)

    class Meta:
        # One index for each rule: it finds the answers behind a figure, the worst first, among a million.
        indexes = [
            models.Index(
                fields=["run", "model", "strategy", f"-{rule.name}", "candidate"],
                name=f"quality_{rule.name}",
                condition=models.Q(**{f"{rule.name}__gt": 0} if rule.is_flaw else {f"{rule.name}__isnull": False}),
            )
            for rule in RULES
        ]

    def __str__(self) -> str:
        return f"quality profile of grading {self.grading_id}"


class QualityTally(models.Model):
    """Profiles of the current gradings of one run, task, model and strategy, added up by quality_triggers.py.

    Each rule has three columns, named by `count_column`.
    """

    run = models.ForeignKey("evaluations.Run", on_delete=models.CASCADE, related_name="quality_tallies")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="quality_tallies")
    model = models.ForeignKey(LanguageModel, on_delete=models.CASCADE, related_name="quality_tallies")
    strategy = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "model", "strategy", "task"], name="one_quality_tally_per_cell"),
        ]

    def __str__(self) -> str:
        return f"quality tally of run {self.run_id}, task {self.task_id}, model {self.model_id}"


for _rule in RULES:
    for _count in COUNTS:
        _field = models.FloatField(default=0.0) if _count == "sum" else models.IntegerField(default=0)
        QualityTally.add_to_class(count_column(_rule, _count), _field)
