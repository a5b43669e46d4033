"""The quality profile of an answer: what rules say of its page and code, beside its verdict and in no pass rate."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.timezone import now

from evaluations.models.candidates import Candidate, Grading
from evaluations.models.servers import LanguageModel
from evaluations.models.suites import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One figure of a profile. is_flaw: above 0 it is a flaw; else it is a size, of which less is better."""

    name: str
    label: str
    unit: str
    help: str
    is_flaw: bool = True


RULES = (
    Rule(
        name="n_access", label="Accessibility", unit="rules", help="Rules of WCAG 2.1 A and AA that axe finds broken."
    ),
    Rule(name="n_console_errors", label="Console errors", unit="lines", help="Errors and uncaught exceptions."),
    Rule(name="n_console_warnings", label="Console warnings", unit="lines", help="Lines of the level warning."),
    Rule(name="n_type_errors", label="Type errors", unit="errors", help="What TypeScript's compiler says."),
    Rule(name="n_react_lint", label="Rules of React", unit="findings", help="Hooks, keys and effects, by oxlint."),
    Rule(name="overflow_px", label="Wider than a phone", unit="px", help="What sticks out of a window of 390 px."),
    Rule(name="n_unreachable", label="Out of the keyboard's reach", unit="things", help="To click, but not with Tab."),
    Rule(name="n_no_dark", label="No dark theme", unit="", help="Its colours do not follow the reader's dark theme."),
    Rule(name="n_unused_imports", label="Unused imports", unit="names", help="Imported and never used, by oxlint."),
    Rule(
        name="n_invented_imports", label="Invented imports", unit="", help="Packages or names that do not exist here."
    ),
    Rule(name="weight_bytes", label="Weight", unit="B", help="Bytes of the answer's own code.", is_flaw=False),
    Rule(name="n_elements", label="Elements", unit="", help="Elements of the page it shows.", is_flaw=False),
    Rule(
        name="first_paint_ms",
        label="First paint",
        unit="ms",
        help="From the start of the execution, on a machine that does other work too.",
        is_flaw=False,
    ),
)
RULE_NAMES = tuple(rule.name for rule in RULES)
BY_NAME = {rule.name: rule for rule in RULES}


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
    findings = models.JSONField(default=list)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["run", "model", "strategy"], name="quality_by_entry")]

    def __str__(self) -> str:
        return f"quality profile of grading {self.grading_id}"
