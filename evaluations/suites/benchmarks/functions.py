"""HumanEval-X and MBXP: the beginning of a function, to be completed; a script that checks it."""

from __future__ import annotations

import re
from typing import Any

from evaluations.records import Checks, Kind, TaskSpec
from evaluations.suites.benchmarks.fields import InvalidRow, Row, fenced, slug_of, task_id, text

HUMANEVAL_X = "Apache-2.0; derived from OpenAI HumanEval, MIT"
MBXP = "CC-BY-4.0, Copyright Amazon.com, Inc. or its affiliates; derived from Google's MBPP, CC-BY-4.0"
DEFINED = re.compile(r"(?:\b(?:const|let|var)\s+(\w+)\s*=|\bfunction\s+(\w+)\s*\()")
ENDINGS = {"javascript": "js", "typescript": "ts", "js": "js", "ts": "ts"}
NAMES = {"js": "JavaScript", "ts": "TypeScript"}


def humaneval_x(row: Row) -> TaskSpec:
    """Return the task. `console.assert` in its test neither throws nor ends Node: the sandbox counts a false one as
    a failure.
    """
    prompt = text(row, "prompt")
    return TaskSpec(
        **common(row, "JavaScript", "js"),
        prompt=completion_prompt(prompt, "js"),
        entry_point=entry_point(text(row, "declaration", "") or prompt),
        reference={"answer.js": prompt + text(row, "canonical_solution")},
        checks=Checks(path="checks.js", source=text(row, "test")),
        licence=HUMANEVAL_X,
        source="THUDM/CodeGeeX",
        published="2022-09",
    )


def mbxp(row: Row) -> TaskSpec:
    """Return the task. JavaScript checks throw a text, TypeScript ones use Node's assert."""
    ending = language(row)
    prompt = text(row, "prompt")
    return TaskSpec(
        **common(row, "MBXP", ending),
        prompt=completion_prompt(prompt, ending),
        entry_point=text(row, "entry_point", "") or entry_point(prompt),
        reference={f"answer.{ending}": prompt + text(row, "canonical_solution")},
        checks=Checks(path=f"checks.{ending}", source=text(row, "test")),
        licence=MBXP,
        source="amazon-science/mxeval",
        published="2022-10",
    )


def language(row: Row) -> str:
    """Return the ending of the answer's file. Raises InvalidRow for a language that no browser runs."""
    name = text(row, "language").lower()
    if name not in ENDINGS:
        raise InvalidRow(f'language "{name[:40]}" is not one of javascript, typescript')
    return ENDINGS[name]


def common(row: Row, prefix: str, ending: str) -> dict[str, Any]:
    """Return the fields that all functions have."""
    name = task_id(row, prefix)
    return {
        "slug": slug_of(name),
        "title": name[:200],
        "kind": Kind.FUNCTION,
        "language": ending,
        "entry": f"answer.{ending}",
        "tags": (ending,),
    }


def completion_prompt(beginning: str, ending: str) -> str:
    """Ask for the whole file, because imports and helpers in front of the function are part of the program."""
    ask = f"Complete this {NAMES[ending]} code. Answer with all of it: what is given, and the rest."
    return f"{ask}\n\n{fenced(beginning, ending)}"


def entry_point(code: str) -> str:
    """Return the last function that the given code opens; helpers come before it. Raises InvalidRow when there is
    none.
    """
    names = DEFINED.findall(code)
    if not names:
        raise InvalidRow('"prompt" opens no function')
    return str(names[-1][0] or names[-1][1])
