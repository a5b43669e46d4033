"""One answer through extraction, execution and grading. Needs no database, broker or model."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from evaluations import extractors, graders
from evaluations.execution_records import Case, OnVerdict, Outcome, Report
from evaluations.explanations import only_thought
from evaluations.extractors import Gap
from evaluations.extractors.thinking import is_all_thought, is_cut_in_thought
from evaluations.records import Extraction, TaskSpec, Verdict
from evaluations.verdicts import EXCEEDED_LIMITS

MOST_SLOW_VARIANTS = 2


class Executor(Protocol):
    """The part of the sandbox that grading needs."""

    def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
        """Run one case and wait for its report. May be called from any thread.

        on_verdict: called from another thread if the verdict is certain before the rest of the report.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The evidence of a page that is recorded besides its verdict, for cases that show a page."""

    screenshots: bool = False
    accessibility: bool = False
    page_facts: bool = False

    def apply_to(self, case: Case) -> Case:
        """Return the case with the evidence that is both shown by it and switched on."""
        shows = case.wants_screenshot
        return replace(
            case,
            wants_screenshot=shows and self.screenshots,
            wants_accessibility=shows and self.accessibility,
            wants_page_facts=shows and self.page_facts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedAnswer:
    """Everything that extraction, execution and grading gave for one answer."""

    extraction: Extraction
    reports: Sequence[Report]
    outcome: Outcome
    duration_ms: float


def grade_answer(
    text: str,
    spec: TaskSpec,
    executor: Executor,
    *,
    candidate_id: str,
    gap: Gap | None = None,
    evidence: Evidence | None = None,
    tries_variants: bool = True,
    no_code_cause: str = "",
    on_outcome: Callable[[Outcome], None] | None = None,
) -> GradedAnswer:
    """Extract, execute and grade one answer. gap: the code around it, if the model was asked to fill in.

    no_code_cause: why there is no code, if something other than the text tells it.
    on_outcome: called, also from another thread, when the verdict is certain and evidence or variants still follow.
    tries_variants: also run what is tried beside the verdict (a second upload, 12,000 rows …); it changes no verdict.
    Raises SandboxError when no browser can be had.
    """
    begun = time.perf_counter()
    extraction = extractors.extract(text, spec, gap)
    graded = grade_extraction(
        extraction,
        spec,
        executor,
        candidate_id=candidate_id,
        evidence=evidence,
        tries_variants=tries_variants,
        no_code_cause=no_code_cause or ("" if extraction.files else _thought_cause(text)),
        on_outcome=on_outcome,
    )
    return replace(graded, duration_ms=(time.perf_counter() - begun) * 1000)


def grade_extraction(
    extraction: Extraction,
    spec: TaskSpec,
    executor: Executor,
    *,
    candidate_id: str,
    evidence: Evidence | None = None,
    tries_variants: bool = True,
    no_code_cause: str = "",
    on_outcome: Callable[[Outcome], None] | None = None,
) -> GradedAnswer:
    """Execute and grade code that was chosen already. Raises SandboxError when no browser can be had.

    on_outcome: as for grade_answer.
    """
    begun = time.perf_counter()
    execution = _Execution(spec, extraction, executor, evidence or Evidence(), on_outcome)
    reports, outcome = graders.execute_and_grade(spec, extraction, execution.execute, candidate_id=candidate_id)
    if outcome.verdict is Verdict.NO_CODE and no_code_cause:
        outcome = replace(outcome, cause=no_code_cause)
    if tries_variants:
        variants = graders.variant_cases_for(spec, extraction, outcome, candidate_id=candidate_id)
        if variants and on_outcome:
            on_outcome(outcome)
        outcome = graders.with_variants(spec, outcome, _until_too_slow(executor, variants))
    duration_ms = (time.perf_counter() - begun) * 1000
    return GradedAnswer(extraction=extraction, reports=reports, outcome=outcome, duration_ms=duration_ms)


class _Execution:
    """Executes the cases of one answer; announces its outcome when the verdict of the last case is certain."""

    def __init__(
        self,
        spec: TaskSpec,
        extraction: Extraction,
        executor: Executor,
        evidence: Evidence,
        on_outcome: Callable[[Outcome], None] | None,
    ) -> None:
        self._spec, self._extraction, self._executor = spec, extraction, executor
        self._evidence, self._on_outcome = evidence, on_outcome
        self._reports: list[Report] = []

    def execute(self, case: Case) -> Report:
        """Run one case with the evidence that is wanted."""
        case = self._evidence.apply_to(case)
        has_evidence = case.wants_screenshot or case.wants_accessibility
        on_verdict = self._announce if self._on_outcome and has_evidence else None
        report = self._executor.execute(case, on_verdict=on_verdict)
        self._reports.append(report)
        return report

    def _announce(self, report: Report) -> None:
        """Announce the outcome if nothing can change it: no further case, and no second execution."""
        reports = [*self._reports, report]
        if len(reports) != graders.number_of_cases(self._spec) or self._on_outcome is None:
            return
        outcome = graders.grade(self._spec, self._extraction, reports)
        if not graders.second_cases_for(self._spec, self._extraction, outcome):
            self._on_outcome(outcome)


def _thought_cause(text: str) -> str:
    """Return why an answer has no code, if its text shows it: it is only a thought."""
    return only_thought(None, is_cut=is_cut_in_thought(text)) if is_all_thought(text) else ""


def _until_too_slow(executor: Executor, variants: Sequence[Case]) -> list[Report]:
    """Return reports of the variants, up to the second one that exceeds a limit: more would delay everybody else."""
    reports: list[Report] = []
    for case in variants:
        too_slow = [report for report in reports if report.verdict in EXCEEDED_LIMITS]
        if len(too_slow) == MOST_SLOW_VARIANTS:
            break
        reports.append(executor.execute(case))
    return reports
