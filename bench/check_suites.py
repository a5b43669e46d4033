"""Tests that every shipped task meets its conditions of entry, and that its checks judge other forms of answers
correctly.

`python -m bench.check_suites [SUITE …] [--write] [--changed | --outdated]`, or `make check-suites`; SUITE is a name in
suites/ or a folder, by default all that ship. Each reference, empty answer and mutant is tried three times, each form
of tests/suites/forms once. Prints all faults, and one line per suite with its time and its slowest task; as many tasks
run at once as the sandbox has slots. --write stores the results of each task without a fault, as soon as it was tried,
in suites/NAME/conditions.jsonl, which ships, so that the site shows them without trying the tasks itself. --changed
tries only tasks that have no result of their present content there; --outdated also those whose result has another
version of harness or grader. Both go on after a run that was stopped.
Exit 0: no fault; 1: some faults; 2: it could not run.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from bench.forms import correct_forms, misjudged_forms, wrong_forms
from bench.stored_results import Key, Line, key_of, stored_lines, stored_mutation, write_lines
from evaluations.errors import EvaluationError
from evaluations.graders.conditions import Condition, entry_conditions
from evaluations.records import TaskSpec
from evaluations.runner.check_versions import check_versions
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import find_suite, load_suite

SHIPPED = Path(__file__).parents[1] / "suites"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskConditions:
    """The result of one task."""

    spec: TaskSpec
    conditions: tuple[Condition, ...]
    n_forms: int
    faults: tuple[str, ...]
    duration_s: float

    @property
    def key(self) -> Key:
        """Slug and digest, as in conditions.jsonl."""
        return key_of(self.spec)


def check_task(spec: TaskSpec, sandbox: Sandbox) -> TaskConditions:
    """Try the entry conditions three times each, and the forms once."""
    began = time.monotonic()
    conditions = entry_conditions(spec, sandbox.execute)
    unmet = [
        f"{spec.slug}: {condition.name} is not met. {condition.message}"
        for condition in conditions
        if not condition.is_met
    ]
    return TaskConditions(
        spec=spec,
        conditions=tuple(conditions),
        n_forms=len(correct_forms(spec.slug)) + len(wrong_forms(spec.slug)),
        faults=(*unmet, *misjudged_forms(spec, sandbox)),
        duration_s=time.monotonic() - began,
    )


class Choice(StrEnum):
    """Which tasks of a suite are tried."""

    ALL = "all"
    CHANGED = "changed"  # without a result of their present content
    OUTDATED = "outdated"  # also those whose result has another version of harness or grader


def _is_chosen(line: Line | None, choice: Choice) -> bool:
    """Return whether a task with this stored line, if any, is to be tried."""
    if line is None or choice is Choice.ALL:
        return True
    return choice is Choice.OUTDATED and (line.get("harness_version"), line.get("grader_version")) != check_versions()


def check_suite(name: str, sandbox: Sandbox, *, writes: bool = False, choice: Choice = Choice.ALL) -> bool:
    """Return whether a suite has no fault. Print each fault at once, and counts and times at the end."""
    began = time.monotonic()
    folder = find_suite(name, SHIPPED)
    tasks = load_suite(folder).tasks
    stored = stored_lines(folder)
    to_try = [spec for spec in tasks if _is_chosen(stored.get(key_of(spec)), choice)]
    rows = []
    with ThreadPoolExecutor(sandbox.n_slots) as pool:
        for row in pool.map(lambda spec: check_task(spec, sandbox), to_try):
            rows.append(row)
            print("".join(f"{fault}\n" for fault in row.faults), end="", flush=True)
            if writes:
                mutation = stored_mutation(row.spec, stored)
                stored.pop(row.key, None)
                if row.conditions and not row.faults:
                    stored[row.key] = _line(row) | ({"mutation": mutation} if mutation else {})
                write_lines(folder, tasks, stored)
    print(f"{name}: {_summary(rows, len(tasks))}, {time.monotonic() - began:.1f} s", flush=True)
    return not any(row.faults for row in rows)


def _summary(rows: Sequence[TaskConditions], n_tasks: int) -> str:
    """Return the counts of the tasks that were tried, and the slowest of them."""
    n_conditions, n_forms = sum(len(row.conditions) for row in rows), sum(row.n_forms for row in rows)
    counts = f"{len(rows)} of {n_tasks} tasks, {n_conditions} conditions, {n_forms} other forms"
    n_faults = sum(len(row.faults) for row in rows)
    slowest = max(rows, key=lambda row: row.duration_s, default=None)
    return f"{counts}, {n_faults} wrong" + (
        f", slowest {slowest.spec.slug} {slowest.duration_s:.1f} s" if slowest else ""
    )


def _line(row: TaskConditions) -> Line:
    slug, digest = row.key
    harness, grader = check_versions()
    return {
        "task": slug,
        "digest": digest,
        "harness_version": harness,
        "grader_version": grader,
        "conditions": [asdict(condition) for condition in row.conditions],
    }


def run(names: Sequence[str], *, writes: bool = False, choice: Choice = Choice.ALL) -> int:
    """Check these suites and return the exit status."""
    try:
        with Sandbox() as sandbox:
            results = [check_suite(name, sandbox, writes=writes, choice=choice) for name in names]
            return 0 if all(results) else 1
    except EvaluationError as exc:
        print(exc, file=sys.stderr)
        return 2


def main() -> int:
    """Read the command line."""
    shipped = sorted(path.parent.name for path in SHIPPED.glob("*/suite.toml"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", default=shipped)
    parser.add_argument("--write", action="store_true")
    choices = parser.add_mutually_exclusive_group()
    for choice in (Choice.CHANGED, Choice.OUTDATED):
        choices.add_argument(f"--{choice}", dest="choice", action="store_const", const=choice, default=Choice.ALL)
    options = parser.parse_args()
    return run(options.suites, writes=options.write, choice=options.choice)


if __name__ == "__main__":
    sys.exit(main())
