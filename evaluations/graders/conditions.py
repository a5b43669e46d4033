"""Conditions of entry: the reference and other right answers pass, an empty answer and every mutant fail.

Each is tried three times, and must give the same verdict each time; a time limit and a memory limit are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from evaluations import graders
from evaluations.execution_records import Case, Outcome, Report
from evaluations.records import Extraction, Kind, TaskSpec, Verdict
from evaluations.stored_json import HAS_REFERENCE

TIMES = 3
# An endless program uses time and memory at once: how busy the machine is decides which limit it reaches first.
LIMITS = (Verdict.TIMEOUT, Verdict.OVER_LIMIT)
EMPTY = "export {};\n"
EMPTY_OF = {"py": "pass\n", "html": "<!doctype html>\n", "vue": "<template></template>\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of entry: what was tried, and the result."""

    name: str
    is_met: bool
    message: str = ""


NO_REFERENCE = Condition(name=HAS_REFERENCE, is_met=False, message="There is no reference/. Add a solution.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An answer whose verdict is known beforehand. about: reference, empty, mutant or alternative; name: which one."""

    about: str
    name: str
    files: Mapping[str, str]
    should_pass: bool

    @property
    def condition(self) -> str:
        """The name of the condition that this answer decides."""
        words = {"reference": "reference", "empty": "empty answer"}.get(self.about, f"{self.about} {self.name}")
        return f"{words} {'passes' if self.should_pass else 'fails'}"


def trials_of(spec: TaskSpec) -> list[Trial]:
    """Return answers that the checks of a task must accept or refuse. None for kind free, which people judge."""
    if spec.kind is Kind.FREE or not spec.reference:
        return []
    # Where files are given, an answer that leaves them as they are is the empty one.
    nothing = dict(spec.context) if spec.kind is Kind.EDIT else {spec.entry: EMPTY_OF.get(spec.language, EMPTY)}
    trials = [
        Trial(about="reference", name="", files=spec.reference, should_pass=True),
        Trial(about="empty", name="", files=nothing, should_pass=False),
    ]
    if spec.kind is not Kind.WRITE_TESTS:  # there the reference's own verdict says which mutants were noticed
        for name, files in spec.mutants.items():
            trials.append(Trial(about="mutant", name=name, files={**spec.reference, **files}, should_pass=False))
    for name, files in spec.alternatives.items():
        trials.append(Trial(about="alternative", name=name, files=files, should_pass=True))
    return trials


def entry_conditions(spec: TaskSpec, execute: Callable[[Case], Report], *, times: int = TIMES) -> list[Condition]:
    """Try each answer of `trials_of` `times` times. Returns nothing for kind free, which people judge."""
    if spec.kind is Kind.FREE:
        return []
    if not spec.reference:
        return [NO_REFERENCE]
    outcomes = [(trial, [try_answer(spec, trial.files, execute) for _ in range(times)]) for trial in trials_of(spec)]
    return conditions_of(spec, outcomes)


def conditions_of(spec: TaskSpec, tried: Sequence[tuple[Trial, Sequence[Outcome]]]) -> list[Condition]:
    """Return the conditions that the trials' outcomes meet or do not meet."""
    conditions = [
        _condition(trial.condition, outcomes, should_pass=trial.should_pass) for trial, outcomes in tried if outcomes
    ]
    if spec.kind is Kind.EDIT:
        return [*conditions, *_kept_by_the_given(tried)]
    if spec.kind is not Kind.WRITE_TESTS:
        return conditions
    reference = next((outcomes for trial, outcomes in tried if trial.about == "reference" and outcomes), None)
    killed = reference[0].details.get("killed", []) if reference else []
    return [
        *conditions,
        *(Condition(name=f"mutant {name} is noticed", is_met=name in killed) for name in spec.mutants),
    ]


def _kept_by_the_given(tried: Sequence[tuple[Trial, Sequence[Outcome]]]) -> list[Condition]:
    """Return the condition that code which must not change works before the change: the given files pass all checks
    of that group.
    """
    unchanged = next((outcomes for trial, outcomes in tried if trial.about == "empty" and outcomes), None)
    if unchanged is None:
        return []
    counts = unchanged[0].details.get("kept", {"n_passed": 0, "n_checks": 0})
    message = f"{counts['n_passed']} of {counts['n_checks']} checks"
    is_met = 0 < counts["n_checks"] == counts["n_passed"]
    return [Condition(name="given files pass the checks of what is kept", is_met=is_met, message=message)]


def _condition(name: str, outcomes: Sequence[Outcome], *, should_pass: bool) -> Condition:
    """Return the condition: met when all tries gave the same verdict and score, and it is the required one.

    Both limits count as the same.
    """
    first = outcomes[0]
    if len({(outcome.verdict in LIMITS or outcome.verdict, outcome.score) for outcome in outcomes}) > 1:
        results = ", ".join(f"{outcome.verdict} {outcome.score or 0:.2f}" for outcome in outcomes)
        return Condition(name=name, is_met=False, message=f"Not the same {len(outcomes)} times: {results}")
    has_passed = first.verdict is Verdict.PASSED
    is_met = has_passed == should_pass and first.verdict is not Verdict.UNSCORED
    return Condition(name=name, is_met=is_met, message=f"{first.verdict}: {first.cause}".rstrip(": "))


def try_answer(spec: TaskSpec, files: Mapping[str, str], execute: Callable[[Case], Report]) -> Outcome:
    """Return the outcome of an answer of these files."""
    extraction = Extraction(files=files, entry=spec.entry, rule="given", reason="")
    return graders.execute_and_grade(spec, extraction, execute, candidate_id=spec.slug)[1]
