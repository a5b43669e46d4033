"""Repair: code, verdict and faults go back to the model. Source: Olausson et al. 2023, arXiv 2306.09896."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluations.prompts.plain import context_file, request
from evaluations.records import Message, Prompt, TaskSpec, Verdict

MOST_FAULTS, LONGEST_FAULT = 6, 500  # characters: a small model's context must hold it
SAID = {
    Verdict.FAILED: "It runs, but checks fail.",
    Verdict.RUNTIME_ERROR: "It throws.",
    Verdict.OVER_LIMIT: "It takes too much memory.",
    Verdict.TIMEOUT: "It does not end in time.",
    Verdict.BUILD_ERROR: "It does not compile.",
    Verdict.NO_CODE: "There is no code in your answer.",
}
AGAIN = "Answer with the complete corrected code, in one code block and nothing else."


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An answer that did not pass. files: its code by path, empty when there was none; faults: what went wrong."""

    files: Mapping[str, str]
    verdict: Verdict
    cause: str
    faults: tuple[str, ...] = ()


def first(spec: TaskSpec) -> Prompt:
    """Round 0: the plain request."""
    return Prompt(messages=(Message(role="user", content=request(spec)),), strategy="repair")


def again(spec: TaskSpec, attempt: Attempt) -> Prompt:
    """A later round: the request, the code of the last answer alone, and what happened to it."""
    code = "\n\n".join(context_file(path, source) for path, source in attempt.files.items())
    faults = [f"- {fault[:LONGEST_FAULT]}" for fault in attempt.faults[:MOST_FAULTS]]
    left_out = len(attempt.faults) - len(faults)
    if left_out > 0:
        faults.append(f"- and {left_out} more")
    cause = attempt.cause[:LONGEST_FAULT]
    report = "\n".join([f"{SAID.get(attempt.verdict, 'It does not pass.')} {cause}".strip(), *faults])
    turns = (
        Message(role="user", content=request(spec)),
        Message(role="assistant", content=code or "(no code)"),
        Message(role="user", content=f"{report}\n\n{AGAIN}"),
    )
    return Prompt(messages=turns, strategy="repair")
