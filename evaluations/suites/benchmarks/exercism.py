"""Exercism practice exercises: instructions and a stub, judged by the exercise's own spec with all its tests on."""

from __future__ import annotations

import re

from evaluations.records import Checks, Kind, TaskSpec
from evaluations.suites.benchmarks.fields import Row, fenced, files, inside, slug_of, text
from evaluations.suites.benchmarks.functions import language

LICENCE = "MIT"
GLOBALS = re.compile(r"import \{([^}]*)\} from '@jest/globals'")


def read(row: Row) -> TaskSpec:
    """Return the task. The stub becomes a mutant, because it must fail; not so in exercises about rewriting code
    that works.
    """
    ending, entry = language(row), inside(text(row, "stub_path"))
    name, stub = text(row, "task_id"), text(row, "stub")
    ask = f"Write the file `{entry}`. Begin with this, and keep the names that it exports:"
    is_refactoring = row.get("stub_passes") is True
    return TaskSpec(
        slug=slug_of(name),
        title=text(row, "title", name)[:200],
        kind=Kind.FUNCTION,
        language=ending,
        entry=entry,
        prompt=f"{text(row, 'instructions').strip()}\n\n{ask}\n\n{fenced(stub, ending)}",
        context=files(row, "extra_solution_files") | files(row, "extra_files"),
        reference={entry: text(row, "proof"), **files(row, "extra_proof_files")},
        checks=Checks(
            path=inside(text(row, "spec_path")), source=spec(text(row, "spec")), files=files(row, "extra_spec_files")
        ),
        mutants={} if is_refactoring else {"stub": {entry: stub}},
        max_tokens=2048,
        tags=(ending, "exercism", *(("refactoring",) if is_refactoring else ())),
        licence=text(row, "licence", LICENCE),
        source=_source(row),
    )


def _source(row: Row) -> str:
    return "@".join(part for part in (text(row, "repo", "exercism"), text(row, "commit", "")) if part)


def spec(source: str) -> str:
    """Switch on all tests: nearly every spec skips all but the first, for people who work step by step."""
    source = re.sub(r"\bx(test|it|describe)\b", r"\1", source)
    source = re.sub(r"\b(test|it|describe)\.skip\b", r"\1", source)
    return GLOBALS.sub(_without_doubles, source)


def _without_doubles(match: re.Match[str]) -> str:
    names = dict.fromkeys(name.strip() for name in match[1].split(",") if name.strip())
    return f"import {{ {', '.join(names)} }} from '@jest/globals'"
