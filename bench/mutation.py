"""Test whether a suite's checks notice small faults. Stryker's mutators change each reference; all must be refused.

`python -m bench.mutation [SUITE …] [--task SLUG] [--all] [--json] [--write]`; SUITE is a name in suites/ or a folder,
by default those of SUITES. Prints each survivor with its line and its replacement, and the mutation score of each task.

Of references that differ only in the values of constants one is changed. Tasks of kind excel have the same checks, so
the same change of the same line is tried in one of them; --all tries everything. A mutant that passes is also tried in
the suite's other tasks with the same line, because a workbook without blank cells cannot show the effect of a guard for
blanks. Some survivors behave like the reference, or as the prompt allows: survivors.toml beside suite.toml lists them
with a reason, for one task or with task "*" for every task. --write stores the score of each task whose mutants were
all tried beside its conditions of entry, in suites/NAME/conditions.jsonl, which ships: the suite's page shows it. Exit
0: no other survivor; 1: some; 2: it could not run.
Needs `make setup` with Node.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bench.mutants import known_survivors, one_per_shape
from bench.stored_results import store_mutation
from evaluations import graders, workbooks
from evaluations.errors import EvaluationError, SuiteError
from evaluations.execution_records import Case
from evaluations.records import Extraction, Kind, TaskSpec, Verdict
from evaluations.runner.mutants import ANY_TASK, Key, Mutant, Place, mutants_by_task, mutants_of
from evaluations.runner.node_program import ROOT
from evaluations.sandbox import Sandbox
from evaluations.stored_json import StoredSurvivor
from evaluations.suites.folders import load_suite

SUITES = ("starter", "can-ai-code", "apps", "edit", "excel", "js-basics", "react")
N_THREADS = 6
# A third of all mutants never calls back or never ends, so they get less time than an answer.
WAIT_MS, TIMEOUT_MS = 300, 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScore:
    """The result of one task's checks for its mutants.

    explained: survivors with a reason in survivors.toml. elsewhere: survivors that another task of the suite refuses.
    n_left_out: mutants that were not tried, because a task with the same checks has them.
    """

    task: str
    n_mutants: int
    n_left_out: int
    explained: tuple[Mutant, ...]
    elsewhere: tuple[Mutant, ...]
    survivors: tuple[Mutant, ...]

    @property
    def score(self) -> float:
        """Share of mutants refused, in [0, 1]; survivors that are explained do not count."""
        n = self.n_mutants - len(self.explained) - len(self.elsewhere)
        return 1 - len(self.survivors) / n if n else 1.0

    @property
    def passed(self) -> tuple[Mutant, ...]:
        """Every mutant that passes this task's checks, whatever the reason."""
        return (*self.explained, *self.elsewhere, *self.survivors)


class Checks:
    """The checks of one task in a sandbox. They run with short limits if the reference passes so too."""

    def __init__(self, spec: TaskSpec, sandbox: Sandbox) -> None:
        self._spec, self._sandbox = spec, sandbox
        self._is_quick = True
        self._is_quick = self.let_pass(spec.reference)

    def let_pass(self, files: Mapping[str, str]) -> bool:
        """Whether an answer of these files passes. Raises SuiteError when it could not be graded."""
        extraction = Extraction(files=files, entry=self._spec.entry, rule="given", reason="")
        cases = graders.cases_for(self._spec, extraction, candidate_id=self._spec.slug)
        reports = [self._sandbox.execute(with_short_limits(case) if self._is_quick else case) for case in cases]
        outcome = graders.grade(self._spec, extraction, reports)
        if outcome.verdict is Verdict.UNSCORED:
            raise SuiteError(f"{self._spec.slug}: {outcome.cause}")
        return outcome.verdict is Verdict.PASSED


def with_short_limits(case: Case) -> Case:
    """Return the case with a shorter limit, a shorter wait for callbacks, and no screenshot."""
    usual, short = f'"waitMs": {workbooks.WAIT_MS}', f'"waitMs": {WAIT_MS}'
    checks = replace(case.checks, source=case.checks.source.replace(usual, short))
    return replace(case, checks=checks, timeout_ms=min(case.timeout_ms, TIMEOUT_MS), wants_screenshot=False)


class OtherTasks:
    """The suite's other tasks. Their checks may refuse a mutant that passes one task's checks."""

    def __init__(self, tasks: Iterable[TaskSpec], sandbox: Sandbox) -> None:
        self._tasks, self._sandbox = {spec.slug: spec for spec in tasks}, sandbox
        self._mutants: list[Mutant] | None = None
        self._checks: dict[str, Checks] = {}
        self._answers: dict[Place, bool] = {}

    def refuses(self, mutant: Mutant) -> bool:
        """Whether a task with the same line refuses the same change."""
        if mutant.place not in self._answers:
            same = [other for other in self._all_mutants() if other.place == mutant.place]
            self._answers[mutant.place] = any(
                not self._checks_of(other.task).let_pass(other.files) for other in same if other.task != mutant.task
            )
        return self._answers[mutant.place]

    def _all_mutants(self) -> list[Mutant]:
        if self._mutants is None:
            self._mutants = [mutant for row in mutants_by_task(self._tasks.values()).values() for mutant in row]
        return self._mutants

    def _checks_of(self, task: str) -> Checks:
        if task not in self._checks:
            self._checks[task] = Checks(self._tasks[task], self._sandbox)
        return self._checks[task]


def scores(
    tasks: Iterable[TaskSpec],
    reasons: Mapping[Key, str],
    sandbox: Sandbox,
    *,
    suite: Iterable[TaskSpec] = (),
    is_whole: bool = False,
) -> Iterator[TaskScore]:
    """Yield the score of each task with mutants, in order. suite: all tasks in which survivors are tried.

    All tasks of kind excel have the same checks for different workbooks. So one change of the same line is tried only
    in the first of them, unless is_whole.
    """
    elsewhere = OtherTasks(suite, sandbox)
    settled: set[Place] = set()
    with ThreadPoolExecutor(N_THREADS) as pool:
        for spec in tasks:
            is_repeated = spec.kind is Kind.EXCEL and not is_whole
            every = mutants_of(spec)
            mutants = [mutant for mutant in every if not (is_repeated and mutant.place in settled)]
            if not mutants:
                continue
            checks = Checks(spec, sandbox)
            passes = list(pool.map(lambda mutant, checks=checks: checks.let_pass(mutant.files), mutants))
            through = [mutant for mutant, is_through in zip(mutants, passes, strict=True) if is_through]
            unknown = [mutant for mutant in through if not reasons.keys() & mutant.keys]
            refused = [mutant for mutant in unknown if elsewhere.refuses(mutant)]
            settled |= {mutant.place for mutant in mutants}
            yield TaskScore(
                task=spec.slug,
                n_mutants=len(mutants),
                n_left_out=len(every) - len(mutants),
                explained=tuple(mutant for mutant in through if reasons.keys() & mutant.keys),
                elsewhere=tuple(refused),
                survivors=tuple(mutant for mutant in unknown if mutant not in refused),
            )


def folder_of(name: str) -> Path:
    """Return a suite's folder: one in suites/, or a path."""
    shipped = ROOT / "suites" / name
    return shipped if shipped.is_dir() else Path(name)


def line_of(row: TaskScore) -> str:
    """Return one line for a task, and two for each survivor."""
    known = f", {len(row.explained)} known to do no harm" if row.explained else ""
    elsewhere = f", {len(row.elsewhere)} refused by another task" if row.elsewhere else ""
    lines = [f"{row.task}: {row.score:.1%} of {row.n_mutants} mutants refused{known}{elsewhere}"]
    for mutant in row.survivors:
        lines += [f"  survived: {mutant.path}:{mutant.line}, {mutant.mutator}: {mutant.change}", f"    {mutant.at}"]
    return "\n".join(lines)


def tasks_to_try(suite: Sequence[TaskSpec], slugs: Sequence[str], *, is_whole: bool) -> Sequence[TaskSpec]:
    """Return the named tasks, else one of each shape, or all."""
    if slugs:
        return [spec for spec in suite if spec.slug in slugs]
    return suite if is_whole else one_per_shape(suite)


def run(names: Sequence[str], slugs: Sequence[str], *, is_whole: bool, as_json: bool, writes: bool = False) -> int:
    """Measure these suites. Return the exit status."""
    rows: list[TaskScore] = []
    outdated: list[str] = []
    with Sandbox() as sandbox:
        for name in names:
            folder = folder_of(name)
            known = known_survivors(folder)
            suite = load_suite(folder).tasks
            of_suite = []
            tasks = tasks_to_try(suite, slugs, is_whole=is_whole)
            for row in scores(tasks, known, sandbox, suite=suite, is_whole=is_whole):
                of_suite.append(row)
                if not as_json:
                    print(line_of(row), flush=True)
                if writes and not row.n_left_out:
                    store(folder, suite, row)
            rows += of_suite
            outdated += stale_of(of_suite, known, is_suite=not slugs)
    if as_json:
        print(json.dumps([asdict(row) | {"score": row.score} for row in rows], indent=1))
    else:
        print("\n".join([summary_of(rows), *outdated]))
    return 1 if outdated or any(row.survivors for row in rows) else 0


def summary_of(rows: Sequence[TaskScore]) -> str:
    """Return the counts of all tasks: the columns of the table in docs/reference/suites.md, and the survivors."""
    n = sum(row.n_mutants for row in rows)
    n_passed, n_left = sum(len(row.passed) for row in rows), sum(len(row.survivors) for row in rows)
    n_elsewhere, n_explained = sum(len(row.elsewhere) for row in rows), sum(len(row.explained) for row in rows)
    counts = f"{n} mutants, {n - n_passed} refused, {n_elsewhere} refused by another task"
    return f"{counts}, {n_explained} known to do no harm, {n_left} survived without a known reason"


def store(folder: Path, suite: Sequence[TaskSpec], row: TaskScore) -> None:
    """Store a task's score in the suite's conditions.jsonl. Raises SuiteError if its conditions are not there."""
    survivors = [
        StoredSurvivor(path=mutant.path, line=mutant.line, at=mutant.at, change=mutant.change) for mutant in row.passed
    ]
    n_refused = row.n_mutants - len(survivors)
    store_mutation(folder, suite, row.task, n_mutants=row.n_mutants, n_refused=n_refused, survivors=survivors)


def stale_of(rows: Iterable[TaskScore], explained: Iterable[Key], *, is_suite: bool) -> list[str]:
    """Return entries of survivors.toml for these tasks that name no survivor. is_suite: also entries for every task."""
    rows = list(rows)
    tasks = {row.task for row in rows} | ({ANY_TASK} if is_suite else set())
    alive = {key for row in rows for mutant in row.explained for key in mutant.keys}
    return [
        f"survivors.toml: {' | '.join(key)} is no survivor. Delete it."
        for key in explained
        if key[0] in tasks and key not in alive
    ]


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", default=SUITES)
    parser.add_argument("--task", action="append", default=[])
    parser.add_argument("--all", action="store_true", dest="is_whole")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--write", action="store_true", dest="writes")
    options = parser.parse_args()
    try:
        return run(
            options.suites,
            options.task,
            is_whole=options.is_whole,
            as_json=options.as_json,
            writes=options.writes,
        )
    except EvaluationError as exc:
        print(exc, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
