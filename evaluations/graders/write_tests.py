"""The answer is a test file: it must pass on the reference code and fail on every broken version of it.

Source of the idea: mutation testing, DeMillo, Lipton and Sayward 1978, IEEE Computer 11(4).
"""

from __future__ import annotations

from collections.abc import Sequence

from evaluations.records import Case, Checks, Extraction, Outcome, Report, TaskSpec, Verdict


def cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """First the code as it is, then each mutant of it, by name."""
    tests = Checks(path=spec.entry, source=extraction.files[spec.entry])
    helpers = {path: source for path, source in extraction.files.items() if path != spec.entry}
    versions = [("reference", dict(spec.context))]
    versions += [(name, {**spec.context, **files}) for name, files in spec.mutants.items()]
    return [
        Case(
            id=name, lane="page", files={**helpers, **files}, entry=_code_path(spec), checks=tests,
            timeout_ms=spec.timeout_ms, memory_mb=spec.memory_mb, must_define_tests=True,
        )
        for name, files in versions
    ]  # fmt: skip


def _code_path(spec: TaskSpec) -> str:
    return next(iter(spec.context))


def grade(spec: TaskSpec, reports: Sequence[Report]) -> Outcome:
    """Score: share of mutants killed; 0 when the tests refuse the code as it is."""
    reference, *others = reports
    if reference.verdict is not Verdict.PASSED:
        cause = f"On the given code the tests do not pass: {reference.cause}"
        return Outcome(verdict=reference.verdict, score=0.0, cause=cause, details={"killed": [], "survived": []})
    names = list(spec.mutants)
    killed = [name for name, report in zip(names, others, strict=True) if report.verdict is not Verdict.PASSED]
    survived = [name for name in names if name not in killed]
    score = len(killed) / len(names) if names else 1.0
    details = {"killed": killed, "survived": survived}
    if survived:
        cause = f"{len(survived)} of {len(names)} broken versions pass the tests: {', '.join(survived)}."
        return Outcome(verdict=Verdict.FAILED, score=score, cause=cause, details=details)
    return Outcome(verdict=Verdict.PASSED, score=1.0, details=details)
