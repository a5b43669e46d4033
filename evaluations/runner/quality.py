"""Quality profiles of graded answers, made separately: no answer waits for its profile, and no rate counts it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils.timezone import now

from evaluations.models import Grading, QualityProfile
from evaluations.packages import is_known
from evaluations.records import Kind, storable
from evaluations.runner.lint import LintResult, lint

BATCH = 50  # answers that one start of the linter reads
# A row with a smaller number may still be in a transaction that has not ended: wait for it.
MIN_AGE = timedelta(seconds=10)
MOST_FINDINGS, LONGEST_TEXT = 40, 200
ERROR_LEVELS = ("error", "exception")
TYPED = (".ts", ".tsx", ".mts", ".cts")
NO_EXPORT = (2305, 2614)  # TypeScript: a module that has no such export
# Lengths are bounded: the text is hostile, and may be thousands of lines that begin like an import.
IMPORTS = re.compile(
    r"""^[ \t]{0,40}(?:import|export)\b[\w\s{},*$]{0,500}?["']([^"'\n]{1,200})["']"""
    r"""|\b(?:require|import)\([ \t]{0,20}["']([^"'\n]{1,200})["']""",
    re.MULTILINE,
)
Finding = dict[str, str]


def profile_answers(seconds: float = 5.0) -> int:
    """Make missing profiles of gradings, the newest batch first, until the time is over; return how many."""
    deadline, n = time.monotonic() + seconds, 0
    while time.monotonic() < deadline and (done := _profile_batch()):
        n += done
    return n


def _profile_batch() -> int:
    last = QualityProfile.objects.aggregate(last=Max("grading"))["last"] or 0
    waiting = Grading.objects.filter(pk__gt=last, created_at__lt=now() - MIN_AGE).order_by("pk")
    rows = list(waiting.select_related("candidate__task").defer("candidate__task__spec")[:BATCH])
    linted = lint({row.pk: row.files for row in rows if row.candidate.task.kind != Kind.WRITE_TESTS})
    profiles = QualityProfile.objects.bulk_create(
        [_profile(row, linted.get(row.pk)) for row in rows], ignore_conflicts=True
    )
    return len(profiles)


def _profile(grading: Grading, linted: LintResult | None) -> QualityProfile:
    candidate = grading.candidate
    figures, findings = profile_of(grading.files, grading.reports, linted)
    return QualityProfile(
        grading=grading,
        candidate=candidate,
        run_id=candidate.run_id,
        model_id=candidate.model_id,
        task_id=candidate.task_id,
        strategy=candidate.strategy,
        findings=storable(findings),
        **figures,
    )


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of one answer. report: of its first execution, empty without one; linted: None if it was not.

    unknown_modules: those that it imports and that do not exist; to find them takes the longest.
    """

    files: Mapping[str, str]
    report: Mapping[str, Any]
    linted: LintResult | None
    unknown_modules: Sequence[str]

    @property
    def page_facts(self) -> Mapping[str, Any]:
        """Of the page that was shown; empty where none was."""
        return self.report.get("page_facts") or {}

    @property
    def access_faults(self) -> Sequence[Mapping[str, Any]]:
        """What axe found."""
        return self.report.get("access_faults") or []

    @property
    def type_errors(self) -> Sequence[Mapping[str, Any]]:
        """What TypeScript found."""
        return self.report.get("type_errors") or []

    @property
    def invented_imports(self) -> list[str]:
        """Modules that do not exist, and exports that their module does not have."""
        exports = (error["message"] for error in self.type_errors if error["code"] in NO_EXPORT)
        return [*self.unknown_modules, *exports]

    @property
    def is_typed(self) -> bool:
        """Whether TypeScript has read a file with types."""
        return any(path.endswith(TYPED) for path in self.files) and not self.report.get("types_note")

    def console(self, *levels: str) -> list[str]:
        """Return lines of the console at these levels."""
        return [line["text"] for line in self.report.get("console") or [] if line["level"] in levels]


def profile_of(
    files: Mapping[str, str], reports: list[dict[str, Any]], linted: LintResult | None
) -> tuple[dict[str, Any], list[Finding]]:
    """Return figures by the names of RULES, None where something was not measured; and what was found, the first
    few.
    """
    if not files:
        return {}, []
    evidence = _Evidence(files, reports[0] if reports else {}, linted, _unknown_modules(files.values()))
    return _figures(evidence, is_executed=bool(reports)), _findings(evidence)


def _figures(evidence: _Evidence, *, is_executed: bool) -> dict[str, Any]:
    facts, linted = evidence.page_facts, evidence.linted
    return {
        "n_access": len(evidence.access_faults) if evidence.report.get("aria") else None,
        "n_console_errors": len(evidence.console(*ERROR_LEVELS)) if is_executed else None,
        "n_console_warnings": len(evidence.console("warn")) if is_executed else None,
        "n_type_errors": len(evidence.type_errors) if is_executed and evidence.is_typed else None,
        "n_react_lint": len(linted.react) if linted else None,
        "overflow_px": facts.get("overflow_px"),
        "n_unreachable": facts.get("n_unreachable"),
        "n_no_dark": int(not facts["follows_dark"]) if facts else None,
        "n_unused_imports": len(linted.unused_imports) if linted else None,
        "n_invented_imports": len(evidence.invented_imports) if linted else None,
        "weight_bytes": sum(len(text.encode("utf-8", "replace")) for text in evidence.files.values()),
        "n_elements": facts.get("n_elements"),
        "first_paint_ms": facts.get("first_paint_ms"),
    }


def _findings(evidence: _Evidence) -> list[Finding]:
    facts, linted = evidence.page_facts, evidence.linted
    texts_by_rule: dict[str, Sequence[str]] = {
        "n_access": [f"{fault['rule']}: {fault['help']}" for fault in evidence.access_faults],
        "n_console_errors": evidence.console(*ERROR_LEVELS),
        "n_console_warnings": evidence.console("warn"),
        "n_type_errors": [
            f"{error['path']}, line {error['line']}: TS{error['code']}: {error['message']}"
            for error in evidence.type_errors
        ],
        "n_react_lint": linted.react if linted else (),
        "n_unreachable": [facts["unreachable"]] if facts.get("unreachable") else [],
        "n_unused_imports": linted.unused_imports if linted else (),
        "n_invented_imports": evidence.invented_imports if linted else (),
    }
    findings = [
        {"rule": rule, "text": text[:LONGEST_TEXT]} for rule, texts in texts_by_rule.items() for text in texts[:8]
    ]
    return findings[:MOST_FINDINGS]


def _unknown_modules(sources: Iterable[str]) -> list[str]:
    names = [match[1] or match[2] for source in sources for match in IMPORTS.finditer(source)]
    return [name for name in dict.fromkeys(names) if not is_known(name)][:MOST_FINDINGS]
