"""Quality profiles of graded answers, made beside the line: no answer waits for its profile, and no rate counts it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
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
SETTLED = timedelta(seconds=10)
MOST_FINDINGS, LONGEST_TEXT = 40, 200
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
    waiting = Grading.objects.filter(pk__gt=last, created_at__lt=now() - SETTLED).order_by("pk")
    rows = list(waiting.select_related("candidate__task").defer("candidate__task__spec")[:BATCH])
    linted = lint({row.pk: row.files for row in rows if row.candidate.task.kind != Kind.WRITE_TESTS})
    made = QualityProfile.objects.bulk_create(
        [_profile(row, linted.get(row.pk)) for row in rows], ignore_conflicts=True
    )
    return len(made)


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


def profile_of(
    files: Mapping[str, str], reports: list[dict[str, Any]], linted: LintResult | None
) -> tuple[dict[str, Any], list[Finding]]:
    """Figures by the names of RULES, None where something was not measured; and what was found, the first few."""
    if not files:
        return {}, []
    report = reports[0] if reports else {}
    facts = report.get("page_facts") or {}
    console, types = report.get("console") or [], report.get("type_errors") or []
    shows = bool(report.get("aria"))
    errors = [line["text"] for line in console if line["level"] in ("error", "exception")]
    warnings = [line["text"] for line in console if line["level"] == "warn"]
    is_typed = any(path.endswith(TYPED) for path in files) and not report.get("types_note")
    invented = [*_unknown_modules(files.values()), *(t["message"] for t in types if t["code"] in NO_EXPORT)]
    faults = report.get("access_faults") or []
    figures = {
        "n_access": len(faults) if shows else None,
        "n_console_errors": len(errors) if reports else None,
        "n_console_warnings": len(warnings) if reports else None,
        "n_type_errors": len(types) if reports and is_typed else None,
        "n_react_lint": len(linted.react) if linted else None,
        "overflow_px": facts.get("overflow_px"),
        "n_unreachable": facts.get("n_unreachable"),
        "n_no_dark": int(not facts["follows_dark"]) if facts else None,
        "n_unused_imports": len(linted.unused_imports) if linted else None,
        "n_invented_imports": len(invented) if linted else None,
        "weight_bytes": sum(len(text.encode("utf-8", "replace")) for text in files.values()),
        "n_elements": facts.get("n_elements"),
        "first_paint_ms": facts.get("first_paint_ms"),
    }
    texts_by_rule = {
        "n_access": [f"{fault['rule']}: {fault['help']}" for fault in faults],
        "n_console_errors": errors,
        "n_console_warnings": warnings,
        "n_type_errors": [f"{t['path']}, line {t['line']}: TS{t['code']}: {t['message']}" for t in types],
        "n_react_lint": linted.react if linted else (),
        "n_unreachable": [facts["unreachable"]] if facts.get("unreachable") else [],
        "n_unused_imports": linted.unused_imports if linted else (),
        "n_invented_imports": invented if linted else (),
    }
    findings = [
        {"rule": rule, "text": text[:LONGEST_TEXT]} for rule, texts in texts_by_rule.items() for text in list(texts)[:8]
    ]
    return figures, findings[:MOST_FINDINGS]


def _unknown_modules(sources: Iterable[str]) -> list[str]:
    names = [match[1] or match[2] for source in sources for match in IMPORTS.finditer(source)]
    return [name for name in dict.fromkeys(names) if not is_known(name)][:MOST_FINDINGS]
