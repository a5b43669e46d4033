"""MultiPL-E, HumanEval in JavaScript and TypeScript. Its licence forbids training, so it is not shipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from evaluations.licences import NO_TRAINING
from evaluations.records import Checks, TaskSpec
from evaluations.suites.benchmarks.fields import InvalidRow, Row, number, text
from evaluations.suites.benchmarks.functions import common, completion_prompt, entry_point, language

LICENCE = f"BSD 3-Clause License with Machine Learning Restriction. {NO_TRAINING}"
CANDIDATE = re.compile(r"\blet candidate = (\w+);")


def read(row: Row) -> TaskSpec:
    """Return the task. It has no reference; `with_reference` adds one. Upstream files name a task by `name`."""
    ending, tests, prompt = language(row), text(row, "tests"), text(row, "prompt")
    if "task_id" not in row:
        row = {**row, "task_id": f"multipl-e-{ending}/{text(row, 'name')}"}
    named = CANDIDATE.search(tests)
    return TaskSpec(
        **common(row, f"multipl-e-{ending}", ending),
        prompt=completion_prompt(prompt, ending),
        entry_point=named[1] if named else entry_point(prompt),
        licence=LICENCE,
        source="nuprl/MultiPL-E",
        published="2022-08",
        checks=Checks(path=f"checks.{ending}", source=tests),
    )


def solutions(rows: Iterable[Row]) -> dict[int, str]:
    """Return the solutions of HumanEval-X: problem number to the whole solution."""
    by_number = {}
    for row in rows:
        n = number(row)
        if n is not None and isinstance(row.get("prompt"), str) and isinstance(row.get("canonical_solution"), str):
            by_number[n] = row["prompt"] + row["canonical_solution"]
    return by_number


def with_reference(task: TaskSpec, row: Row, by_number: Mapping[int, str]) -> TaskSpec:
    """Return the task with the HumanEval-X solution of its number, under the name that the tests ask for.

    Unchanged when there is none, or when the data says that it does not fit (`crosscheck`).
    """
    n = number(row) if "n" in row else _number_in(text(row, "name", ""))
    if n is None or n not in by_number or row.get("crosscheck", "pass") != "pass":
        return task
    code, name = by_number[n], task.entry_point
    try:
        defined_name = entry_point(re.sub(r"\n[ \t].*", "", code))  # indented lines are inside a function
    except InvalidRow:
        return task
    alias = "" if defined_name == name else f"\nconst {name} = {defined_name};\n"
    return replace(task, reference={task.entry: code + alias})


def _number_in(name: str) -> int | None:
    match = re.search(r"HumanEval_(\d+)", name)
    return int(match[1]) if match else None
