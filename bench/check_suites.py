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
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from bench.forms import correct_forms, misjudged_forms, wrong_forms
from evaluations.errors import EvaluationError
from evaluations.graders.conditions import Condition, entry_conditions
from evaluations.records import TaskSpec
from evaluations.runner.check_versions import check_versions
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import CONDITIONS, find_suite, load_suite
from evaluations.task_digests import verdict_digest

SHIPPED = Path(__file__).parents[1] / "suites"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskConditions:
    """The result of one task."""

    slug: str
    digest: str
    conditions: tuple[Condition, ...]
    n_forms: int
    faults: tuple[str, ...]
    duration_s: float


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
        slug=spec.slug,
        digest=digest_of(spec),
        conditions=tuple(conditions),
        n_forms=len(correct_forms(spec.slug)) + len(wrong_forms(spec.slug)),
        faults=(*unmet, *misjudged_forms(spec, sandbox)),
        duration_s=time.monotonic() - began,
    )


def digest_of(spec: TaskSpec) -> str:
    """Return the digest of everything that can change a verdict."""
    return verdict_digest(spec, {name: sha256(content).hexdigest() for name, content in spec.fixtures.items()})


class Choice(StrEnum):
    """Which tasks of a suite are tried."""

    ALL = "all"
    CHANGED = "changed"  # without a result of their present content
    OUTDATED = "outdated"  # also those whose result has another version of harness or grader


def stored_results(folder: Path) -> dict[tuple[str, str], str]:
    """Map slug and digest of each task that was tried to its line in the suite's conditions.jsonl."""
    path = folder / CONDITIONS
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    return {(row["task"], row["digest"]): line for line in lines for row in [json.loads(line)]}


def _is_chosen(line: str | None, choice: Choice) -> bool:
    """Return whether a task with this stored line, if any, is to be tried."""
    if line is None or choice is Choice.ALL:
        return True
    row = json.loads(line)
    return choice is Choice.OUTDATED and (row.get("harness_version"), row.get("grader_version")) != check_versions()


def check_suite(name: str, sandbox: Sandbox, *, writes: bool = False, choice: Choice = Choice.ALL) -> bool:
    """Return whether a suite has no fault. Print each fault at once, and counts and times at the end."""
    began = time.monotonic()
    folder = find_suite(name, SHIPPED)
    tasks = load_suite(folder).tasks
    keys = [(spec.slug, digest_of(spec)) for spec in tasks]
    stored = stored_results(folder)
    to_try = [spec for spec, key in zip(tasks, keys, strict=True) if _is_chosen(stored.get(key), choice)]
    rows = []
    with ThreadPoolExecutor(sandbox.n_slots) as pool:
        for row in pool.map(lambda spec: check_task(spec, sandbox), to_try):
            rows.append(row)
            print("".join(f"{fault}\n" for fault in row.faults), end="", flush=True)
            if writes:
                stored[row.slug, row.digest] = "" if row.faults or not row.conditions else _line(row)
                (folder / CONDITIONS).write_text("".join(stored.get(key, "") for key in keys), encoding="utf-8")
    print(f"{name}: {_summary(rows, len(tasks))}, {time.monotonic() - began:.1f} s", flush=True)
    return not any(row.faults for row in rows)


def _summary(rows: Sequence[TaskConditions], n_tasks: int) -> str:
    """Return the counts of the tasks that were tried, and the slowest of them."""
    n_conditions, n_forms = sum(len(row.conditions) for row in rows), sum(row.n_forms for row in rows)
    counts = f"{len(rows)} of {n_tasks} tasks, {n_conditions} conditions, {n_forms} other forms"
    n_faults = sum(len(row.faults) for row in rows)
    slowest = max(rows, key=lambda row: row.duration_s, default=None)
    return f"{counts}, {n_faults} wrong" + (f", slowest {slowest.slug} {slowest.duration_s:.1f} s" if slowest else "")


def _line(row: TaskConditions) -> str:
    harness, grader = check_versions()
    fields = {
        "task": row.slug,
        "digest": row.digest,
        "harness_version": harness,
        "grader_version": grader,
        "conditions": [asdict(condition) for condition in row.conditions],
    }
    return json.dumps(fields, ensure_ascii=False) + "\n"


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
