"""A task enters a suite only if its reference passes, an empty answer fails and every mutant fails; thrice the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evaluations import graders
from evaluations.records import Case, Extraction, Kind, Outcome, Report, TaskSpec, Verdict

TIMES = 3
EMPTY = "export {};\n"
EMPTY_OF = {"py": "pass\n", "html": "<!doctype html>\n", "vue": "<template></template>\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of entry: what was tried, what came of it."""

    name: str
    is_met: bool
    message: str = ""


def entry_conditions(spec: TaskSpec, execute: Callable[[Case], Report], *, times: int = TIMES) -> list[Condition]:
    """Tries the reference, an empty answer and every mutant, each `times` times. None for kind free: people judge."""
    if spec.kind is Kind.FREE:
        return []
    if not spec.reference:
        return [Condition(name="has a reference", is_met=False, message="There is no reference/. Add a solution.")]

    def tried(files: Mapping[str, str]) -> list[Outcome]:
        return [_try(spec, files, execute) for _ in range(times)]

    nothing = EMPTY_OF.get(spec.language, EMPTY)
    reference = tried(spec.reference)
    found = [_condition("reference passes", reference, should_pass=True)]
    found.append(_condition("empty answer fails", tried({spec.entry: nothing}), should_pass=False))
    if spec.kind is Kind.WRITE_TESTS:
        # The broken versions are part of the verdict already: a reference that passes has noticed each of them.
        killed = reference[0].details.get("killed", [])
        return [
            *found,
            *(Condition(name=f"mutant {name} is noticed", is_met=name in killed) for name in spec.mutants),
        ]
    for name, files in spec.mutants.items():
        found.append(_condition(f"mutant {name} fails", tried({**spec.reference, **files}), should_pass=False))
    return found


def _condition(name: str, outcomes: list[Outcome], *, should_pass: bool) -> Condition:
    """Met when all tries came to the same verdict and score, and it is the wanted one."""
    first = outcomes[0]
    if len({(outcome.verdict, outcome.score) for outcome in outcomes}) > 1:
        seen = ", ".join(f"{outcome.verdict} {outcome.score or 0:.2f}" for outcome in outcomes)
        return Condition(name=name, is_met=False, message=f"Not the same {len(outcomes)} times: {seen}")
    has_passed = first.verdict is Verdict.PASSED
    is_met = has_passed == should_pass and first.verdict is not Verdict.UNSCORED
    return Condition(name=name, is_met=is_met, message=f"{first.verdict}: {first.cause}".rstrip(": "))


def _try(spec: TaskSpec, files: Mapping[str, str], execute: Callable[[Case], Report]) -> Outcome:
    extraction = Extraction(files=files, entry=spec.entry, rule="given", reason="")
    cases = graders.cases_for(spec, extraction, candidate_id=spec.slug)
    return graders.grade(spec, extraction, [execute(case) for case in cases])
