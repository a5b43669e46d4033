"""The results that ship with a suite, in its conditions.jsonl: one line for each task.

A line has the conditions of entry, and under `mutation` how many changes of the reference the task's checks refuse,
where that was measured. Both have the digest of the content that they were measured with.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from evaluations.errors import SuiteError
from evaluations.records import TaskSpec
from evaluations.stored_json import StoredMutation, StoredSurvivor
from evaluations.suites.folders import CONDITIONS
from evaluations.task_digests import mutation_digest, verdict_digest

Line = dict[str, Any]
Key = tuple[str, str]  # task, digest


def fixture_digests(spec: TaskSpec) -> dict[str, str]:
    """Map the name of each fixture to its SHA-256."""
    return {name: sha256(content).hexdigest() for name, content in spec.fixtures.items()}


def key_of(spec: TaskSpec) -> Key:
    """Return slug and digest of everything that can change a verdict."""
    return spec.slug, verdict_digest(spec, fixture_digests(spec))


def stored_lines(folder: Path) -> dict[Key, Line]:
    """Map slug and digest of each stored task to its line; empty without the file."""
    path = folder / CONDITIONS
    texts = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {(line["task"], line["digest"]): line for line in map(json.loads, texts)}


def write_lines(folder: Path, tasks: Iterable[TaskSpec], lines: Mapping[Key, Line]) -> None:
    """Write the lines of the tasks' present content, in the order of the tasks. Others are dropped."""
    kept = [lines[key] for key in map(key_of, tasks) if key in lines]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept)
    (folder / CONDITIONS).write_text(text, encoding="utf-8")


def stored_mutation(spec: TaskSpec, lines: Mapping[Key, Line]) -> StoredMutation | None:
    """Return what was measured for the task's present reference and checks; None if nothing was."""
    digest = mutation_digest(spec, fixture_digests(spec))
    measured = (line["mutation"] for line in lines.values() if "mutation" in line)
    return next((mutation for mutation in measured if mutation["digest"] == digest), None)


def store_mutation(
    folder: Path,
    tasks: Sequence[TaskSpec],
    slug: str,
    *,
    n_mutants: int,
    n_refused: int,
    survivors: list[StoredSurvivor],
) -> None:
    """Write a task's mutation score into its line. Raises SuiteError if its present content has no line."""
    lines = stored_lines(folder)
    spec = next(task for task in tasks if task.slug == slug)
    line = lines.get(key_of(spec))
    if line is None:
        raise SuiteError(
            f"{slug}: {CONDITIONS} has no line for its present content. "
            f"Run `python -m bench.check_suites {folder.name} --changed --write` first."
        )
    line["mutation"] = StoredMutation(
        digest=mutation_digest(spec, fixture_digests(spec)),
        n_mutants=n_mutants,
        n_refused=n_refused,
        survivors=survivors,
    )
    write_lines(folder, tasks, lines)
