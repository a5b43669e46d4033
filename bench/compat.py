"""Run other projects' tests in the sandbox: references must pass, and empty answers must fail.

`python bench/compat.py FOLDER [SET …] [--limit N] [--show] [--empty] [--results FILE]`: FOLDER has the sets, each
`<set>/*.jsonl`; evaluations/suites/benchmarks reads them. Prints, for each set, how many references pass, how many fail
for a known reason (compat_known.py), and how many empty answers pass. FILE gets each result as it comes: a run that was
stopped goes on where it was. Exit 1 when a set is below its target.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import compat_answers
from bench.compat_known import KNOWN_DIFFERENCES, NO_TYPESCRIPT, PASS_WITH_NOTHING
from bench.compat_results import Result, Results
from evaluations import graders
from evaluations.execution_records import Case
from evaluations.records import Extraction, TaskSpec, Verdict
from evaluations.sandbox import Sandbox
from evaluations.suites import benchmarks

# Set to file and format. multipl_e has no references, so the HumanEval-X solution of the same number is used.
SETS = {
    "humaneval_x_js": ("humaneval_x_js/tasks.jsonl", "humaneval-x"),
    "multipl_e-js": ("multipl_e/humaneval-js.jsonl", "multipl-e"),
    "multipl_e-ts": ("multipl_e/humaneval-ts.jsonl", "multipl-e"),
    "mbxp-js": ("mbxp/mbxp-js.jsonl", "mbxp"),
    "mbxp-ts": ("mbxp/mbxp-ts.jsonl", "mbxp"),
    "exercism-js": ("exercism/javascript.jsonl", "exercism"),
    "exercism-ts": ("exercism/typescript.jsonl", "exercism"),
    "hooks": ("react/hooks.jsonl", "react"),
    "components": ("react/components.jsonl", "react"),
    "web_bench": ("web_bench/projects.jsonl", "web-bench"),
    "humaneval-py": ("python/humaneval.jsonl", "human-eval"),
    "mbpp": ("python/mbpp.jsonl", "mbpp"),
}
ANSWERS = "answers"  # compat_answers.py
ALL = (*SETS, ANSWERS)
STAND_INS = "humaneval_x_js/tasks.jsonl"


def cases(folder: Path, name: str, limit: int | None = None) -> Iterator[Case]:
    """Yield the references of a set as cases, except for tasks without one. An unreadable line is an error."""
    place, form = SETS[name]
    references = folder / STAND_INS if benchmarks.FORMATS[form].wants_references else None
    result = benchmarks.load(form, folder / place, references=references)
    if result.complaints:
        raise SystemExit("\n".join(result.complaints))
    for task in result.suite.tasks[:limit]:
        if task.reference:
            yield case_of(task)


def case_of(task: TaskSpec) -> Case:
    """Return a task's reference as a case, without screenshots and types."""
    extraction = Extraction(files=task.reference, entry=task.entry, rule="given", reason="")
    (case,) = graders.cases_for(task, extraction, candidate_id=task.slug)
    return replace(case, id=task.slug, wants_screenshot=False, wants_types=False)


def empty(case: Case) -> Case:
    """Return the case with an empty answer file. For a page, whose files are all the answer, it has only that file."""
    others = {} if case.lane == "spec" else case.files
    return replace(case, id=f"{case.id} empty", files={**others, case.entry: ""}, timeout_ms=3000)


REASONS = {benchmarks.slug_of(name): why for name, why in KNOWN_DIFFERENCES.items()}
# The share of references that must pass, without those that fail for a known reason.
TARGETS = {
    "exercism-js": 0.97,
    "exercism-ts": 0.97,
    "hooks": 0.9,
    "components": 0.9,
    "web_bench": 0.95,
    "humaneval-py": 0.99,
    "mbpp": 0.99,
}


def reason(name: str, result: Result) -> str:
    """Why a reference may fail; "" when it may not."""
    if name == "mbxp-ts" and result.verdict is Verdict.BUILD_ERROR:
        return NO_TYPESCRIPT
    return REASONS.get(result.id, "")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="*", default=[], metavar="SET", help=f"of {', '.join(ALL)}; all by default")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--show", action="store_true", help="name what does not pass, with its cause")
    parser.add_argument("--empty", action="store_true", help="run empty answers too")
    parser.add_argument("--results", type=Path, help="file that keeps the results; a later run goes on from there")
    options = parser.parse_args()
    if unknown := [name for name in options.sets if name not in ALL]:
        parser.error(f"There is no set {', '.join(unknown)}. There are: {', '.join(ALL)}.")
    results = Results(options.results)
    is_good = True
    print("set             references  pass  known reason  fail  empty pass  a second")
    with Sandbox() as sandbox:
        for name in options.sets or ALL:
            if name == ANSWERS:
                set_folder = options.folder / name
                is_good &= compat_answers.measured(sandbox, set_folder, limit=options.limit, is_shown=options.show)
            else:
                is_good &= measured(sandbox, name, options, results)
    sys.exit(not is_good)


def measured(sandbox: Sandbox, name: str, options: argparse.Namespace, results: Results) -> bool:
    """Run one set and print its line; return whether it reaches its target."""
    begun, n, passed, n_known, empties, is_fooled = time.perf_counter(), 0, 0, 0, 0, False
    for result in results.measure(name, cases(options.folder, name, options.limit), sandbox.execute_many):
        n += 1
        is_pass = result.verdict is Verdict.PASSED
        passed += is_pass
        n_known += not is_pass and bool(reason(name, result))
        if options.show and not is_pass:
            why = reason(name, result) or result.cause[:220]
            print(f"  {result.id}: {result.verdict}: {why!r}", flush=True)
    seconds = time.perf_counter() - begun
    if options.empty:
        given = (empty(case) for case in cases(options.folder, name, options.limit))
        for result in results.measure(name, given, sandbox.execute_many):
            empties += result.verdict is Verdict.PASSED
            is_fooled |= result.verdict is Verdict.PASSED and result.id.partition(" ")[0] not in PASS_WITH_NOTHING
            if options.show and result.verdict is Verdict.PASSED:
                print(f"  {result.id}: passed", flush=True)
    line = f"{name:16}{n:10}{passed:6}{n_known:14}{n - passed - n_known:6}{empties if options.empty else '-':>12}"
    print(f"{line}{n / seconds:10.1f}", flush=True)
    return passed >= TARGETS.get(name, 1) * (n - n_known) and not is_fooled


if __name__ == "__main__":
    main()
