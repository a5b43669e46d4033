"""A task enters a suite only if its reference passes, an empty answer fails, every mutant fails; thrice the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evaluations import graders
from evaluations.records import Case, Extraction, Kind, Outcome, Report, TaskSpec, Verdict

TIMES = 3
EMPTY = "export {};\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of entry: what was tried, what came of it."""

    name: str
    is_met: bool
    message: str


def entry_conditions(spec: TaskSpec, execute: Callable[[Case], Report]) -> list[Condition]:
    """Tries the reference three times, an empty answer, and every mutant."""
    if spec.kind is Kind.FREE:
        return []
    if not spec.reference:
        return [Condition(name="reference", is_met=False, message="There is no reference. Add reference/.")]
    outcomes = [_try(spec, spec.reference, execute) for _ in range(TIMES)]
    bad = next((o for o in outcomes if o.verdict is not Verdict.PASSED), None)
    passes = Condition(name="reference passes", is_met=bad is None, message=bad.cause if bad else "")
    scores = {(o.verdict, o.score) for o in outcomes}
    seen = ", ".join(outcome.verdict for outcome in outcomes)
    same = Condition(name=f"same {TIMES} times", is_met=len(scores) == 1, message=seen)
    return [passes, same, _must_fail("empty answer", spec, {spec.entry: EMPTY}, execute), *_mutants(spec, execute)]


def _mutants(spec: TaskSpec, execute: Callable[[Case], Report]) -> list[Condition]:
    """Broken versions of code under test are part of the verdict already: the reference tests kill them."""
    if spec.kind is Kind.WRITE_TESTS:
        n = len(spec.mutants)
        return [Condition(name="mutants", is_met=n > 0, message=f"{n} broken versions of the code under test")]
    return [_must_fail(f"mutant {name}", spec, files, execute) for name, files in spec.mutants.items()]


def _must_fail(name: str, spec: TaskSpec, files: Mapping[str, str], execute: Callable[[Case], Report]) -> Condition:
    outcome = _try(spec, {**spec.reference, **files} if name.startswith("mutant") else files, execute)
    is_met = outcome.verdict not in (Verdict.PASSED, Verdict.UNSCORED)
    return Condition(name=f"{name} fails", is_met=is_met, message=f"{outcome.verdict}: {outcome.cause}")


def _try(spec: TaskSpec, files: Mapping[str, str], execute: Callable[[Case], Report]) -> Outcome:
    extraction = Extraction(files=files, entry=spec.entry, rule="given", reason="")
    cases = graders.cases_for(spec, extraction, candidate_id=spec.slug)
    return graders.grade(spec, extraction, [execute(case) for case in cases])
