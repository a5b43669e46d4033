"""The answer is a test file: it must pass on the given code, each time, and fail on every broken version of it.

Source of the idea: mutation testing, DeMillo, Lipton and Sayward 1978, IEEE Computer 11(4).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from evaluations.execution_records import Case, Outcome, Report
from evaluations.explanations import ON_GIVEN_CODE, ON_GIVEN_CODE_AGAIN
from evaluations.records import Checks, Extraction, TaskSpec, Verdict


def cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """Return the cases: first the code as it is, then each broken version of it, in the order of the mutants."""
    entry = spec.entry if spec.entry in extraction.files else extraction.entry
    tests = Checks(path=spec.entry, source=extraction.files[entry])
    versions = [("reference", dict(spec.context))]
    versions += [(name, {**spec.context, **files}) for name, files in spec.mutants.items()]
    helpers = _helpers(extraction, entry, spec.context)
    return [
        Case(
            id=name,
            lane="page",
            files={**helpers, **files},
            entry=next(iter(spec.context)),
            checks=tests,
            fixtures=spec.fixtures,
            timeout_ms=spec.timeout_ms,
            memory_mb=spec.memory_mb,
            must_define_tests=True,
        )
        for name, files in versions
    ]


def second_cases(spec: TaskSpec, extraction: Extraction) -> list[Case]:
    """Return the given code once more, for tests that would pass: those that depend on chance may not pass again."""
    return [replace(cases(spec, extraction)[0], id="reference again")]


def with_second(_spec: TaskSpec, outcome: Outcome, reports: Sequence[Report]) -> Outcome:
    """Return the outcome after the reports of `second_cases`: tests that did not pass again fail, with a score of 0."""
    failed = next((report for report in reports if report.verdict is not Verdict.PASSED), None)
    if failed is None:
        return outcome
    if failed.verdict is Verdict.UNSCORED:
        return Outcome(verdict=Verdict.UNSCORED, score=0.0, cause=failed.cause)
    cause = f"{ON_GIVEN_CODE_AGAIN}{failed.cause}"
    return Outcome(verdict=Verdict.FAILED, score=0.0, cause=cause, details=outcome.details)


def _helpers(extraction: Extraction, entry: str, context_paths: Iterable[str]) -> dict[str, str]:
    """Return other files of the answer, never another copy of the code under test: the tests would run on that one."""
    stems = {_stem(path) for path in context_paths}
    return {path: text for path, text in extraction.files.items() if path != entry and _stem(path) not in stems}


def _stem(path: str) -> str:
    return PurePosixPath(path).name.partition(".")[0].lower()


def grade(spec: TaskSpec, reports: Sequence[Report]) -> Outcome:
    """Grade by the share of broken versions that the tests notice; 0 when the tests refuse the code as it is."""
    reference, *others = reports
    if reference.verdict is not Verdict.PASSED:
        cause = f"{ON_GIVEN_CODE}{reference.cause}"
        return Outcome(verdict=reference.verdict, score=0.0, cause=cause, details={"killed": [], "survived": []})
    names = list(spec.mutants)
    killed = [name for name, report in zip(names, others, strict=True) if report.verdict is not Verdict.PASSED]
    survived = [name for name in names if name not in killed]
    score = len(killed) / len(names) if names else 0.0
    details = {"killed": killed, "survived": survived}
    if names and not survived:
        return Outcome(verdict=Verdict.PASSED, score=1.0, details=details)
    cause = f"{len(survived)} of {len(names)} broken versions pass the tests: {', '.join(survived)}."
    return Outcome(verdict=Verdict.FAILED, score=score, cause=cause, details=details)
