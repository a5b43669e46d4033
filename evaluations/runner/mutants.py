"""Mutants of a task's reference, by Stryker's mutators: each is the reference with one change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from evaluations.records import Kind, TaskSpec
from evaluations.runner.node_program import run_program

PROGRAM = "mutants.mjs"
CODE = {".js", ".jsx", ".ts", ".tsx"}
# The answer of these is judged by people, or is itself the tests; Python and HTML are not what the mutators read.
SKIPPED = (Kind.FREE, Kind.WRITE_TESTS, Kind.PYTHON, Kind.VISUAL)
MOST_TEXT = 200
TIMEOUT_S, MEMORY_MB = 60, 512  # of the process that reads what people wrote
ANY_TASK = "*"

Key = tuple[str, str, str]  # task, line, change
Place = tuple[str, str, int]  # line, change, which of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A reference with one change. line: number from 1; at: that line's text; change: the old and the new text.

    nth: of the mutants of this task with the same line's text and change, from 0.
    """

    task: str
    path: str
    mutator: str
    line: int
    at: str
    change: str
    nth: int
    files: dict[str, str]

    @property
    def key(self) -> Key:
        """The name in survivors.toml. It has no line number, because line numbers change."""
        return self.task, self.at, self.change

    @property
    def keys(self) -> set[Key]:
        """Its own key, and that of the same change in any task."""
        return {self.key, (ANY_TASK, self.at, self.change)}

    @property
    def place(self) -> Place:
        """The key that it shares with the same change in another task."""
        return self.at, self.change, self.nth


def mutants_of(spec: TaskSpec) -> list[Mutant]:
    """Return every mutant of a task's reference. Raises SuiteError when Node or the mutators are missing."""
    return mutants_by_task([spec])[spec.slug]


def mutants_by_task(specs: Iterable[TaskSpec]) -> dict[str, list[Mutant]]:
    """Return every mutant of each reference, by the task's slug: one start of Node for all. Raises SuiteError."""
    tasks = {spec.slug: spec for spec in specs}
    files = [
        {"name": f"{spec.slug}/{path}", "content": text}
        for spec in tasks.values()
        for path, text in spec.reference.items()
        if Path(path).suffix in CODE and spec.kind not in SKIPPED
    ]
    mutants: dict[str, list[Mutant]] = {slug: [] for slug in tasks}
    seen: Counter[Key] = Counter()
    for row in _stryker(files) if files else ():
        slug, path = str(row["name"]).split("/", 1)
        at = flat(tasks[slug].reference[path].splitlines()[int(row["line"]) - 1])
        change = f"{flat(str(row['original']))} => {flat(str(row['replacement']))}"
        mutants[slug].append(
            Mutant(
                task=slug,
                path=path,
                mutator=str(row["mutator"]),
                line=int(row["line"]),
                at=at,
                change=change,
                nth=seen[slug, at, change],
                files={**tasks[slug].reference, path: str(row["content"])},
            )
        )
        seen[slug, at, change] += 1
    return mutants


def _stryker(files: list[dict[str, str]]) -> list[dict[str, str | int]]:
    limits = {"memory_mb": MEMORY_MB, "timeout_s": TIMEOUT_S}
    rows: list[dict[str, str | int]] = run_program(
        PROGRAM, files, **limits, what="The mutators", shorter="Make the reference shorter."
    )
    return rows


def flat(text: str) -> str:
    """Return a piece of code on one line, cut."""
    line = " ".join(text.split())
    return line if len(line) <= MOST_TEXT else line[: MOST_TEXT - 1] + "…"
