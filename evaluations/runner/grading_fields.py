"""The fields of a graded row, for code of models and of people."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.conf import settings

from evaluations import extractors, graders
from evaluations.execution_records import Report
from evaluations.models import StoredFile, Task
from evaluations.models.report_field import shortened_report
from evaluations.records import Extraction, Json, TaskSpec, storable
from evaluations.runner.grading import Evidence, GradedAnswer

LARGEST_CAPTURED = 2000  # characters of JSON; a workbook of 20,000 rows has 1.3 million


def evidence_wanted(sample: int = 0) -> Evidence:
    """Return the evidence that the site's settings ask for. Page facts are slow, so only first samples get them."""
    return Evidence(
        screenshots=settings.SCREENSHOTS,
        accessibility=settings.ACCESSIBILITY,
        page_facts=settings.PAGE_FACTS and sample == 0,
    )


@lru_cache(maxsize=256)
def spec_of(task_id: int) -> TaskSpec:
    """Return the task's record, cached, because tasks in a version never change."""
    return Task.objects.get(pk=task_id).to_spec()


def _stored_extraction(extraction: Extraction) -> dict[str, Json]:
    """Return an extraction without what other columns hold: its version, and the text of the blocks in the answer."""
    fields: dict[str, Any] = storable(extraction)
    del fields["version"]
    for block in fields["blocks"]:
        del block["source"]
    return fields


def _stored_report(report: Report, harness_version: str) -> dict[str, Json]:
    """Return a report without its picture. Of what a check handed out for the grader, large values leave a digest.

    The grader has compared them: of a workbook they are equal to the expected data, or the details say where not.
    """
    captured = {name: _digest_of_large(value) for name, value in report.captured.items()}
    fields: dict[str, Json] = storable(replace(report, captured=captured, screenshot=None))
    del fields["screenshot"]
    return shortened_report(fields, harness_version)


def _digest_of_large(value: Json) -> Json:
    text = json.dumps(value)
    if len(text) <= LARGEST_CAPTURED:
        return value
    return {"sha256": hashlib.sha256(text.encode()).hexdigest(), "chars": len(text)}


def grading_fields(graded: GradedAnswer) -> dict[str, Any]:
    """Return the fields of a GradedCode; the screenshot is stored. Needs the caller's transaction."""
    outcome, reports = graded.outcome, graded.reports
    screenshot = next((report.screenshot for report in reports if report.screenshot), None)
    harness_version = next((report.harness_version for report in reports), "")
    return {
        "extraction": _stored_extraction(graded.extraction),
        "reports": [_stored_report(report, harness_version) for report in reports],
        "details": storable(outcome.details),
        "verdict": outcome.verdict,
        "score": outcome.score,
        "cause": storable(outcome.cause),
        "is_flaky": any(report.is_flaky for report in reports),
        "screenshot": StoredFile.objects.store(screenshot, "image/png") if screenshot else None,
        "duration_ms": graded.duration_ms,
        "extractor_version": extractors.EXTRACTOR_VERSION,
        "grader_version": graders.GRADER_VERSION,
        "harness_version": harness_version,
    }
