"""Other people's tests through the sandbox: references must pass, empty answers must not.

`python bench/compat.py FOLDER [SET …] [--limit N] [--show]`: FOLDER holds the sets, each
`<set>/*.jsonl`. Prints, for each set, how many references pass, how many fail for a known reason (compat_known.py), and
how many empty answers pass. Exit 1 when a set is below its target.
"""

from __future__ import annotations

import argparse
import json
import posixpath
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import compat_python
from bench.compat_known import KNOWN, NO_TYPESCRIPT
from evaluations.records import Case, Checks, Report, Verdict
from evaluations.sandbox import Sandbox

Task = dict[str, Any]
HELPER = re.compile(r"\b(?:expect\(|jest\.|vi\.)")  # what stands beside a test and is a test itself


def _case(task: Task, lane: str, files: dict[str, str], entry: str, checks: Checks) -> Case:
    return Case(id=task["task_id"], lane=lane, files=files, entry=entry, checks=checks)  # type: ignore[arg-type]


def humaneval(task: Task) -> Case:
    source = task["prompt"] + task["canonical_solution"]
    return _case(task, "function", {"answer.js": source}, "answer.js", Checks(path="checks.js", source=task["test"]))


def mbxp(task: Task) -> Case:
    ending = "js" if task["language"] == "javascript" else "ts"
    source = task["prompt"] + task["canonical_solution"]
    checks = Checks(path=f"checks.{ending}", source=task["test"])
    return _case(task, "function", {f"answer.{ending}": source}, f"answer.{ending}", checks)


def exercism(task: Task) -> Case:
    spec = re.sub(r"\bx(test|it|describe)\b", r"\1", task["spec"])
    spec = re.sub(r"\b(test|it|describe)\.skip\b", r"\1", spec)
    spec = re.sub(r"import \{([^}]*)\} from '@jest/globals'", _without_doubles, spec)
    files = {task["stub_path"]: task["proof"]}
    for field in ("extra_solution_files", "extra_spec_files", "extra_files", "extra_proof_files"):
        files |= task[field] or {}
    return _case(task, "function", files, task["stub_path"], Checks(path=task["spec_path"], source=spec))


def _without_doubles(match: re.Match[str]) -> str:
    names = dict.fromkeys(name.strip() for name in match[1].split(",") if name.strip())
    return f"import {{ {', '.join(names)} }} from '@jest/globals'"


def react(task: Task) -> Case:
    files = {**task["support_files"], task["source_path"]: task["source"]}
    if "rooks" in task["repo"]:
        files = {path: _with_relative_imports(path, text) for path, text in files.items()}
    helpers = {path: text for path, text in files.items() if HELPER.search(text) and path != task["source_path"]}
    files = {path: text for path, text in files.items() if path not in helpers}
    source = _with_relative_imports(task["test_path"], task["test"])
    checks = Checks(path=task["test_path"], source=source, files=helpers)
    return _case(task, "page", files, task["source_path"], checks)


def _with_relative_imports(path: str, source: str) -> str:
    """rooks writes `@/` for its source folder."""
    up = posixpath.relpath("packages/rooks/src", posixpath.dirname(path) or ".")
    return re.sub(r"(['\"])@/", lambda match: f"{match[1]}{up if up.startswith('.') else './' + up}/", source)


SETS: dict[str, tuple[str, Callable[[Task], Case]]] = {
    "humaneval_x_js": ("tasks.jsonl", humaneval), "mbxp-js": ("../mbxp/mbxp-js.jsonl", mbxp),
    "mbxp-ts": ("../mbxp/mbxp-ts.jsonl", mbxp), "exercism-js": ("../exercism/javascript.jsonl", exercism),
    "exercism-ts": ("../exercism/typescript.jsonl", exercism), "hooks": ("../react/hooks.jsonl", react),
    "components": ("../react/components.jsonl", react),
}  # fmt: skip


SETS |= compat_python.SETS


def cases(folder: Path, name: str, limit: int | None = None) -> Iterator[Case]:
    """The references of a set as cases."""
    path, convert = SETS[name]
    file = folder / (name if "/" not in path else "") / path.removeprefix("../")
    with file.open() as lines:
        for number, line in enumerate(lines):
            if limit is None or number < limit:
                yield convert(json.loads(line))


def empty(case: Case) -> Case:
    """The same case with nothing in the file that the answer goes to."""
    return replace(case, id=f"{case.id} empty", files={**case.files, case.entry: ""}, timeout_ms=3000)


# Share of the references that must pass; those with a known reason are left out.
TARGETS = {
    "exercism-js": 0.97,
    "exercism-ts": 0.97,
    "hooks": 0.9,
    "components": 0.9,
    "humaneval-py": 0.99,
    "mbpp": 0.99,
}


def reason(name: str, report: Report) -> str:
    """Why a reference may fail; "" when it may not."""
    if name == "mbxp-ts" and report.verdict is Verdict.BUILD_ERROR:
        return NO_TYPESCRIPT
    return KNOWN.get(report.id, "")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="*", default=[])
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", action="store_true", help="name what does not pass, with its cause")
    parser.add_argument("--empty", action="store_true", help="run empty answers too")
    options = parser.parse_args()
    is_good = True
    print("set             references  pass  known reason  fail  empty pass  a second")
    with Sandbox() as sandbox:
        for name in options.sets or SETS:
            is_good &= measured(sandbox, name, options)
    sys.exit(not is_good)


def measured(sandbox: Sandbox, name: str, options: argparse.Namespace) -> bool:
    """Runs one set and prints its line; whether it reaches its target."""
    begun, n, passed, known, empties = time.perf_counter(), 0, 0, 0, 0
    for report in sandbox.execute_many(cases(options.folder, name, options.limit)):
        n += 1
        is_pass = report.verdict is Verdict.PASSED
        passed += is_pass
        known += not is_pass and bool(reason(name, report))
        if options.show and not is_pass:
            why = reason(name, report) or report.cause[:220]
            print(f"  {report.id}: {report.verdict}: {why!r}")
    seconds = time.perf_counter() - begun
    if options.empty:
        given = (empty(case) for case in cases(options.folder, name, options.limit))
        for report in sandbox.execute_many(given):
            empties += report.verdict is Verdict.PASSED
            if options.show and report.verdict is Verdict.PASSED:
                print(f"  {report.id}: passed")
    line = f"{name:16}{n:10}{passed:6}{known:14}{n - passed - known:6}{empties if options.empty else '-':>12}"
    print(f"{line}{n / seconds:10.1f}", flush=True)
    return passed >= TARGETS.get(name, 1) * (n - known) and not empties


if __name__ == "__main__":
    main()
