"""Tests that every shipped task meets its conditions of entry, and that its checks judge other forms of answers
correctly.

`python -m bench.check_suites [SUITE …] [--write]`, or `make check-suites`; SUITE is a name in suites/, by default all.
Each reference, empty answer and mutant is tried three times, each form of tests/suites/forms once. Prints all faults,
and one line with the time per suite. --write stores the results in suites/NAME/conditions.jsonl, which ships, so that
the site shows them without trying the tasks itself. Exit 0: no fault; 1: some faults; 2: it could not run.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from bench.forms import correct_forms, misjudged_forms, wrong_forms
from evaluations.errors import EvaluationError
from evaluations.graders.conditions import Condition, entry_conditions
from evaluations.records import TaskSpec
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import CONDITIONS, find_suite, load_suite
from evaluations.task_digests import verdict_digest

SHIPPED = Path(__file__).parents[1] / "suites"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of one task."""

    slug: str
    digest: str
    conditions: tuple[Condition, ...]
    n_forms: int
    faults: tuple[str, ...]


def check_task(spec: TaskSpec, sandbox: Sandbox) -> Checked:
    """Try the entry conditions three times each, and the forms once."""
    conditions = entry_conditions(spec, sandbox.execute)
    unmet = [f"{spec.slug}: {each.name} is not met. {each.message}" for each in conditions if not each.is_met]
    return Checked(
        slug=spec.slug,
        digest=verdict_digest(spec, {name: sha256(content).hexdigest() for name, content in spec.fixtures.items()}),
        conditions=tuple(conditions),
        n_forms=len(correct_forms(spec.slug)) + len(wrong_forms(spec.slug)),
        faults=(*unmet, *misjudged_forms(spec, sandbox)),
    )


def check_suite(name: str, sandbox: Sandbox, *, writes: bool = False) -> bool:
    """Return whether a suite has no fault. Print each fault at once, and counts and time at the end."""
    began = time.monotonic()
    folder = find_suite(name, SHIPPED)
    tasks = load_suite(folder).tasks
    rows = []
    with ThreadPoolExecutor(sandbox.n_slots) as pool:
        for row in pool.map(lambda spec: check_task(spec, sandbox), tasks):
            rows.append(row)
            print("".join(f"{fault}\n" for fault in row.faults), end="", flush=True)
    n_faults = sum(len(row.faults) for row in rows)
    if writes and not n_faults:
        (folder / CONDITIONS).write_text("".join(_line(row) for row in rows if row.conditions), encoding="utf-8")
    n_conditions, n_forms = sum(len(row.conditions) for row in rows), sum(row.n_forms for row in rows)
    counts = f"{len(tasks)} tasks, {n_conditions} conditions, {n_forms} other forms"
    print(f"{name}: {counts}, {n_faults} wrong, {time.monotonic() - began:.1f} s", flush=True)
    return n_faults == 0


def _line(row: Checked) -> str:
    conditions = [asdict(condition) for condition in row.conditions]
    return json.dumps({"task": row.slug, "digest": row.digest, "conditions": conditions}, ensure_ascii=False) + "\n"


def run(names: Sequence[str], *, writes: bool = False) -> int:
    """Check these suites and return the exit status."""
    try:
        with Sandbox() as sandbox:
            return 0 if sum(not check_suite(name, sandbox, writes=writes) for name in names) == 0 else 1
    except EvaluationError as exc:
        print(exc, file=sys.stderr)
        return 2


def main() -> int:
    """Read the command line."""
    shipped = sorted(path.parent.name for path in SHIPPED.glob("*/suite.toml"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", default=shipped)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    return run(options.suites, writes=options.write)


if __name__ == "__main__":
    sys.exit(main())
