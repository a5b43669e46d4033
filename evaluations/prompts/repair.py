"""Repair: code, verdict and faults go back to the model. Source: Olausson et al. 2023, arXiv 2306.09896."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.prompts.plain import context_file, messages_for, request
from evaluations.records import Json, Kind, Message, Prompt, TaskSpec, Verdict
from evaluations.verdicts import INFO

MOST_FAULTS, LONGEST_FAULT = 6, 500  # characters: it must fit into a small model's context
NOT_APPLIED = "Your change cannot be made."
# A line of a stack that points into the sandbox's own page, or that was cut off. Its port differs from run to run.
OWN_FRAME = re.compile(r"^[ \t]*at(?:[ \t]*|[ \t].*https?://127\.0\.0\.1[:/].*)$\n?", re.MULTILINE)
REQUEST_EDIT = "Answer with each corrected file, whole, in a code block of its own with its path in the line above it."
REQUEST = "Answer with the complete corrected code, in one code block and nothing else."


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An answer that did not pass. files: its code by path, empty when there was none; faults: what went wrong."""

    files: Mapping[str, str]
    verdict: Verdict
    cause: str
    faults: tuple[str, ...] = ()


def attempt_of(files: Mapping[str, str], verdict: str, cause: str, reports: Sequence[Mapping[str, Json]]) -> Attempt:
    """Make an attempt from a grading."""
    return Attempt(files=files, verdict=Verdict(verdict), cause=cause, faults=tuple(_faults(reports, cause)))


def _faults(reports: Sequence[Mapping[str, Json]], cause: str) -> list[str]:
    """Return failed checks with their messages, then errors of the console; not what the cause says already."""
    faults: list[str] = []
    for report in reports:
        checks, lines = report.get("checks") or [], report.get("console") or []
        faults += [f"{c['name']}: {c['message']}" for c in checks if c["verdict"] != "passed" and c.get("message")]
        errors = [_own_lines(line["text"]) for line in lines if line["level"] in ("error", "exception")]
        faults += [f"console: {text}" for text in errors if text and text not in cause]
    return [fault for fault in dict.fromkeys(faults) if fault not in cause]


def _own_lines(text: str) -> str:
    """Return a console line without the sandbox's own frames: they say nothing about the answer."""
    return OWN_FRAME.sub("", text).strip()


def first(spec: TaskSpec) -> Prompt:
    """Render round 0: the plain request."""
    return Prompt(messages=messages_for(spec, request(spec)), strategy="repair")


def again(spec: TaskSpec, attempt: Attempt) -> Prompt:
    """Return a later round: the request, the code of the last answer, and what happened to it."""
    is_edit = spec.kind is Kind.EDIT
    turns = (
        *messages_for(spec, request(spec)),
        Message(role="assistant", content=code_of(attempt.files)),
        Message(role="user", content=f"{report_of(attempt, spec.kind)}\n\n{REQUEST_EDIT if is_edit else REQUEST}"),
    )
    return Prompt(messages=turns, strategy="repair")


def code_of(files: Mapping[str, str]) -> str:
    """Return the code of an answer as a turn of the conversation, without what the model said around it."""
    return "\n\n".join(context_file(path, source) for path, source in files.items()) or "(no code)"


def report_of(attempt: Attempt, kind: Kind | None = None) -> str:
    """Return the report of the faults for the model that wrote the code."""
    faults = [f"- {fault[:LONGEST_FAULT]}" for fault in attempt.faults[:MOST_FAULTS]]
    left_out = len(attempt.faults) - len(faults)
    if left_out > 0:
        faults.append(f"- and {left_out} more")
    cause = attempt.cause[:LONGEST_FAULT]
    message = INFO[attempt.verdict].repair_message or "It does not pass."
    if kind is Kind.EDIT and attempt.verdict is Verdict.NO_CODE:
        message = NOT_APPLIED
    return "\n".join([f"{message} {cause}".strip(), *faults])
