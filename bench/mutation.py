"""Do a suite's checks notice small faults? Stryker's mutators change each reference; the checks must refuse all.

`python -m bench.mutation [SUITE …] [--task SLUG] [--json]`; SUITE is a name in suites/ or a folder, by default starter
and can-ai-code. Prints each survivor with its line and its replacement, and the mutation score of each task. Some
survivors behave like the reference, or as the prompt allows: survivors.toml beside suite.toml lists them with a
reason, for one task or with task "*" for every task. Exit 0: no other survivor; 1: some; 2: it could not
run. Needs `make setup` with Node.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from evaluations import graders, workbooks
from evaluations.errors import EvaluationError, SuiteError
from evaluations.records import Case, Extraction, Kind, TaskSpec, Verdict
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite
from scripts import node

ROOT = Path(__file__).parents[1]
SUITES = ("starter", "can-ai-code")
CODE = {".js", ".jsx", ".ts", ".tsx"}
# The answer of these is judged by people, or is itself the tests; Python and HTML are not what the mutators read.
SKIPPED = (Kind.FREE, Kind.WRITE_TESTS, Kind.PYTHON)
MOST_TEXT = 200
ANY_TASK = "*"
# Every other mutant of an upload never calls back: it is waited for less long than an answer is, by many at once.
WAIT_MS, SLOTS = 1500, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A reference with one change. line: number from 1; at: that line's text; change: what became of what."""

    task: str
    path: str
    mutator: str
    line: int
    at: str
    change: str
    files: dict[str, str]

    @property
    def key(self) -> tuple[str, str, str]:
        """How survivors.toml names it: line numbers move, texts do not."""
        return self.task, self.at, self.change

    @property
    def keys(self) -> set[tuple[str, str, str]]:
        """Its own key, and that of the same change in any task."""
        return {self.key, (ANY_TASK, self.at, self.change)}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScore:
    """What the checks of one task made of its mutants. known: survivors that survivors.toml gives a reason for."""

    task: str
    n_mutants: int
    known: tuple[Mutant, ...]
    survivors: tuple[Mutant, ...]

    @property
    def score(self) -> float:
        """Share of mutants refused, in [0, 1]; known survivors do not count."""
        n = self.n_mutants - len(self.known)
        return 1 - len(self.survivors) / n if n else 1.0


def mutants_of(spec: TaskSpec) -> list[Mutant]:
    """Every mutant of the reference of a task. Raises SuiteError when Node or the mutators are not there."""
    files = [{"name": path, "content": text} for path, text in spec.reference.items() if Path(path).suffix in CODE]
    if spec.kind in SKIPPED or not files:
        return []
    return [
        Mutant(
            task=spec.slug,
            path=row["name"],
            mutator=row["mutator"],
            line=row["line"],
            at=flat(spec.reference[row["name"]].splitlines()[row["line"] - 1]),
            change=f"{flat(row['original'])} => {flat(row['replacement'])}",
            files={**spec.reference, row["name"]: row["content"]},
        )
        for row in _stryker(files)
    ]


def _stryker(files: list[dict[str, str]]) -> list[dict[str, str | int]]:
    program = node.find(Path(sys.prefix))
    command = [str(program), str(ROOT / "bench" / "mutants.mjs")]
    done = subprocess.run(command, input=json.dumps(files), capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise SuiteError(f"The mutators did not run: {done.stderr.strip()[-400:]} Run `make setup`.")
    found: list[dict[str, str | int]] = json.loads(done.stdout)
    return found


def flat(text: str) -> str:
    """A piece of code on one line, cut."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_TEXT else line[: MOST_TEXT - 1] + "…"


def survives(spec: TaskSpec, mutant: Mutant, sandbox: Sandbox) -> bool:
    """Whether the checks let a mutant pass. Raises SuiteError when it could not be judged."""
    extraction = Extraction(files=mutant.files, entry=spec.entry, rule="given", reason="")
    cases = graders.cases_for(spec, extraction, candidate_id=spec.slug)
    outcome = graders.grade(spec, extraction, [sandbox.execute(_hurried(case)) for case in cases])
    if outcome.verdict is Verdict.UNSCORED:
        raise SuiteError(f"{spec.slug}, {mutant.change}: {outcome.cause}")
    return outcome.verdict is Verdict.PASSED


def _hurried(case: Case) -> Case:
    """The same case, whose checks wait for a callback only as long as a mutant needs."""
    usual, short = f'"waitMs": {workbooks.WAIT_MS}', f'"waitMs": {WAIT_MS}'
    return replace(case, checks=replace(case.checks, source=case.checks.source.replace(usual, short)))


def known_survivors(folder: Path) -> dict[tuple[str, str, str], str]:
    """Reasons of survivors.toml by `Mutant.key`; none without the file."""
    path = folder / "survivors.toml"
    rows = tomllib.loads(path.read_text())["survivor"] if path.exists() else []
    return {(row["task"], row["at"], row["change"]): row["reason"] for row in rows}


def scores(
    tasks: Iterable[TaskSpec], known: dict[tuple[str, str, str], str], sandbox: Sandbox, n_threads: int = 12
) -> Iterator[TaskScore]:
    """The score of each task that has mutants, in order."""
    with ThreadPoolExecutor(n_threads) as pool:
        for spec in tasks:
            mutants = mutants_of(spec)
            alive = list(pool.map(lambda mutant, spec=spec: survives(spec, mutant, sandbox), mutants))
            through = [mutant for mutant, is_alive in zip(mutants, alive, strict=True) if is_alive]
            if mutants:
                yield TaskScore(
                    task=spec.slug,
                    n_mutants=len(mutants),
                    known=tuple(mutant for mutant in through if known.keys() & mutant.keys),
                    survivors=tuple(mutant for mutant in through if not known.keys() & mutant.keys),
                )


def folder_of(name: str) -> Path:
    """A suite's folder: one in suites/, or any."""
    shipped = ROOT / "suites" / name
    return shipped if shipped.is_dir() else Path(name)


def line_of(row: TaskScore) -> str:
    """One line for a task, and two for each survivor."""
    known = f", {len(row.known)} known to do no harm" if row.known else ""
    lines = [f"{row.task}: {row.score:.1%} of {row.n_mutants} mutants refused{known}"]
    for mutant in row.survivors:
        lines += [f"  survived: {mutant.path}:{mutant.line}, {mutant.mutator}: {mutant.change}", f"    {mutant.at}"]
    return "\n".join(lines)


def run(names: Sequence[str], wanted: Sequence[str], *, as_json: bool) -> int:
    """Exit status."""
    rows: list[TaskScore] = []
    stale: list[str] = []
    with Sandbox(slots=SLOTS) as sandbox:
        for name in names:
            folder = folder_of(name)
            known = known_survivors(folder)
            tasks = [task for task in load_suite(folder).tasks if not wanted or task.slug in wanted]
            for row in scores(tasks, known, sandbox):
                rows.append(row)
                stale += stale_of(row, known)
                if not as_json:
                    print(line_of(row), flush=True)
    if as_json:
        print(json.dumps([asdict(row) | {"score": row.score} for row in rows], indent=1))
    else:
        n, n_left = sum(row.n_mutants for row in rows), sum(len(row.survivors) for row in rows)
        print("\n".join([f"{n} mutants, {n_left} survived without a known reason", *stale]))
    return 1 if stale or any(row.survivors for row in rows) else 0


def stale_of(row: TaskScore, known: dict[tuple[str, str, str], str]) -> list[str]:
    """Entries of survivors.toml for a task that name no survivor any more."""
    alive = {mutant.key for mutant in row.known}
    return [
        f"survivors.toml: {' | '.join(key)} is no survivor. Delete it."
        for key in known.keys() - alive
        if key[0] == row.task
    ]


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", default=SUITES)
    parser.add_argument("--task", action="append", default=[])
    parser.add_argument("--json", action="store_true", dest="as_json")
    options = parser.parse_args()
    try:
        return run(options.suites, options.task, as_json=options.as_json)
    except EvaluationError as exc:
        print(exc, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
