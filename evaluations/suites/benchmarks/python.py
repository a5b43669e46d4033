"""HumanEval and MBPP, for the Python lane."""

from __future__ import annotations

import re

from evaluations.records import Checks, Kind, TaskSpec
from evaluations.suites.benchmarks.fields import InvalidRow, Row, fenced, slug_of, task_id, text, texts

HUMAN_EVAL = "MIT, Copyright (c) OpenAI"
MBPP = "CC-BY-4.0, Google Research"
DEFINED = re.compile(r"^(?:async\s+)?def (\w+)|^class (\w+)", re.MULTILINE)


def human_eval(row: Row) -> TaskSpec:
    """Return the task. Its test only defines check(candidate), so the call is added here."""
    name, prompt, entry_point = task_id(row, "HumanEval"), text(row, "prompt"), text(row, "entry_point")
    ask = "Complete this Python code. Answer with all of it: what is given, and the rest."
    return TaskSpec(
        slug=slug_of(name),
        title=name[:200],
        kind=Kind.PYTHON,
        language="py",
        entry="answer.py",
        entry_point=entry_point,
        prompt=f"{ask}\n\n{fenced(prompt, 'python')}",
        reference={"answer.py": prompt + text(row, "canonical_solution")},
        tags=("python",),
        checks=Checks(path="checks.py", source=f"{text(row, 'test')}\n\ncheck({entry_point})\n"),
        licence=HUMAN_EVAL,
        source="openai/human-eval",
        published="2021-07",
    )


def mbpp(row: Row) -> TaskSpec:
    """Return the task of a sentence and a list of asserts, some after a set-up; only the asserts show the name of
    the function.
    """
    name, asserts = task_id(row, "MBPP"), texts(row, "test_list")
    if not asserts:
        raise InvalidRow('"test_list" is empty')
    checks = [text(row, "test_setup_code", ""), *asserts, *texts(row, "challenge_test_list")]
    code = text(row, "code")
    shown = fenced("\n".join(asserts), "python")
    return TaskSpec(
        slug=slug_of(name),
        title=name[:200],
        kind=Kind.PYTHON,
        language="py",
        entry="answer.py",
        entry_point=_tested(code, asserts[0]),
        prompt=f"{text(row, 'text')}\n\nIn Python. It must pass:\n\n{shown}",
        reference={"answer.py": code},
        checks=Checks(path="checks.py", source="\n".join(checks) + "\n"),
        tags=("python", *((row["upstream_split"],) if isinstance(row.get("upstream_split"), str) else ())),
        licence=MBPP,
        source="google-research/google-research, mbpp",
        published="2021-08",
    )


def _tested(code: str, check: str) -> str | None:
    """Return the name that the solution defines and the check uses; None when there is no such name."""
    names = [a or b for a, b in DEFINED.findall(code)]
    return next((name for name in names if re.search(rf"\b{name}\b", check)), None)
