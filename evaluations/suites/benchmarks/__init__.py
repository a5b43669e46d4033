"""Reads published benchmarks from a person's own copy: it turns a file of JSON lines into a suite of tasks.

A new format: copy the nearest reader (a line's fields in, a TaskSpec out), add a line to FORMATS and to
docs/reference/suites.md.
None of these files ships with the project; licence and source go into every task, and from there into every export.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evaluations.errors import SuiteError
from evaluations.jsonl import line_error
from evaluations.records import TaskSpec
from evaluations.suites.benchmarks import ds_1000, exercism, functions, multipl_e, python, react, web_bench, webapp1k
from evaluations.suites.benchmarks.fields import InvalidRow, Row, rows, slug_of
from evaluations.suites.folders import SuiteSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How the lines of one benchmark become tasks. read: one task or several; raises InvalidRow with what is wrong."""

    title: str
    licence: str
    read: Callable[[Row], TaskSpec | Iterable[TaskSpec]]
    wants_references: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedBenchmark:
    """A suite, and a sentence for each line that was left out."""

    suite: SuiteSpec
    complaints: tuple[str, ...] = field(default=())


FORMATS: dict[str, Format] = {
    "humaneval-x": Format(title="HumanEval-X, JavaScript", licence=functions.HUMANEVAL_X, read=functions.humaneval_x),
    "multipl-e": Format(
        title="MultiPL-E, HumanEval", licence=multipl_e.LICENCE, read=multipl_e.read, wants_references=True
    ),
    "mbxp": Format(title="MBXP", licence=functions.MBXP, read=functions.mbxp),
    "exercism": Format(title="Exercism", licence=exercism.LICENCE, read=exercism.read),
    "react": Format(title="React hooks and components", licence="as each task says", read=react.read),
    "web-bench": Format(title="Web-Bench, plain pages", licence=web_bench.LICENCE, read=web_bench.read),
    "human-eval": Format(title="HumanEval, Python", licence=python.HUMAN_EVAL, read=python.human_eval),
    "mbpp": Format(title="MBPP, Python", licence=python.MBPP, read=python.mbpp),
    "ds-1000": Format(title="DS-1000", licence=ds_1000.LICENCE, read=ds_1000.read),
    "webapp1k": Format(title="WebApp1K", licence=webapp1k.LICENCE, read=webapp1k.read),
}


def load(name: str, path: Path, *, references: Path | None = None, suite: str = "") -> ImportedBenchmark:
    """Return the tasks of a file, or of all *.jsonl in a folder. An invalid line is reported and left out.

    references: HumanEval-X in JavaScript, whose solutions are used where the format has none (multipl-e).
    Raises SuiteError when nothing can be read.
    """
    chosen = FORMATS[name]
    if references and not chosen.wants_references:
        raise SuiteError(f"{name} brings its own references. Leave --references out.")
    complaints: list[str] = []
    solutions = multipl_e.solutions(row for *_, row in rows(references, complaints.append)) if references else {}
    tasks: dict[str, TaskSpec] = {}
    for file_name, number, row in rows(path, complaints.append):
        try:
            read_tasks = chosen.read(row)
            of_line = [read_tasks] if isinstance(read_tasks, TaskSpec) else list(read_tasks)
        except InvalidRow as exc:
            complaints.append(line_error(file_name, number, exc))
            continue
        for task in of_line:
            if task.slug in tasks:
                complaints.append(
                    f'{file_name}, line {number}: task "{task.slug}" is there already. The line was left out.'
                )
            else:
                tasks[task.slug] = multipl_e.with_reference(task, row, solutions) if solutions else task
    if not tasks:
        first = f" First: {complaints[0]}" if complaints else ""
        raise SuiteError(f"{path} contains no task of format {name}. Give its JSON lines.{first}")
    spec = SuiteSpec(
        name=suite or name,
        title=chosen.title,
        description=f"Imported from {path.name}, a copy of one's own.",
        licence=chosen.licence,
        tasks=tuple(tasks.values()),
    )
    return ImportedBenchmark(suite=spec, complaints=tuple(complaints))


__all__ = ["FORMATS", "Format", "ImportedBenchmark", "InvalidRow", "Row", "load", "rows", "slug_of"]
