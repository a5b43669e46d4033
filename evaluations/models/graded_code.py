"""Fields shared by the gradings of a model's answer and of a person's version of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.timezone import now

from evaluations.execution_records import BROWSER
from evaluations.explanations import checks_of_cells, explain
from evaluations.models.details_field import DetailsField
from evaluations.models.files import StoredFile
from evaluations.models.json_column import JSONColumn
from evaluations.models.packed_json import PackedJSONField
from evaluations.models.report_field import ReportsField, whole_report
from evaluations.stored_json import (
    JsonObject,
    StoredDetails,
    StoredExtraction,
    StoredWindow,
    deciding_figures,
    read_details,
    read_extraction,
)


class GradedCode(models.Model):
    """Code, the sandbox's reports, and the verdict."""

    extraction: JSONColumn[StoredExtraction] = PackedJSONField(unpacked_keys=("rule", "reason"))
    reports: JSONColumn[list[JsonObject]] = ReportsField(default=list)
    details: JSONColumn[StoredDetails] = DetailsField(default=dict)
    verdict = models.CharField(max_length=15)
    score = models.FloatField(null=True)
    cause = models.TextField(blank=True)
    is_flaky = models.BooleanField(default=False)
    # db_index=False: most rows have no picture, and a partial index leaves them out.
    screenshot = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.SET_NULL, db_index=False)
    duration_ms = models.FloatField(default=0)
    extractor_version = models.CharField(max_length=40)
    harness_version = models.CharField(max_length=40)
    grader_version = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True

    @property
    def rule(self) -> str:
        """The rule by which the extractor chose the code."""
        return read_extraction(self.extraction)["rule"]

    @property
    def reason(self) -> str:
        """Why the extractor chose this code, one sentence."""
        return read_extraction(self.extraction)["reason"]

    @property
    def harness(self) -> str:
        """Content hash of the harness."""
        return self.harness_version.partition(BROWSER)[0]

    @property
    def browser_version(self) -> str:
        """Version of the Chromium that ran the code; empty if none did, and for older verdicts."""
        return self.harness_version.partition(BROWSER)[2]

    @property
    def files(self) -> dict[str, str]:
        """Path to source; empty when no code was found."""
        return read_extraction(self.extraction)["files"]

    @property
    def entry(self) -> str:
        """Path of the file that is loaded first; empty when no code was found."""
        return read_extraction(self.extraction)["entry"]

    @property
    def findings_of_grader(self) -> StoredDetails:
        """The grader's findings beside the verdict."""
        return read_details(self.details)

    @property
    def change_score(self) -> float | None:
        """Share of the checks of the change that passed; None for all kinds but edit."""
        return self._group_score("change")

    @property
    def kept_score(self) -> float | None:
        """Share of the checks of what must stay that passed; None for all kinds but edit."""
        return self._group_score("kept")

    def _group_score(self, group: str) -> float | None:
        counts = self.details.get(group)
        return float(counts["score"]) if isinstance(counts, dict) and "score" in counts else None

    @property
    def windows(self) -> list[StoredWindow]:
        """A page that rebuilds a picture, in each window; empty for all other kinds, and where no page was seen."""
        return self.findings_of_grader.get("views", [])

    @property
    def figures(self) -> dict[str, float] | None:
        """The five figures of the worse window; None for all kinds but visual, and where no page was seen."""
        return deciding_figures(self.windows)

    def whole_reports(self) -> list[JsonObject]:
        """Return the reports with the fields that are not stored, because they have their usual values."""
        return [whole_report(report, self.harness_version) for report in self.reports]

    def checks(self) -> list[dict[str, Any]]:
        """Return the checks of all executions, then the comparison of the cells if it was a workbook."""
        return [c for report in self.reports for c in report.get("checks") or []] + checks_of_cells(self.details)

    @property
    def why(self) -> str:
        """The verdict explained, with the code it was given to."""
        return explain(self.verdict, self.cause, details=self.details, reason=self.reason, is_flaky=self.is_flaky)
