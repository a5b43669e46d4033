"""Cells of a matrix of tasks and models: a glyph for each sample, or the number of passed samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from evaluations.models import Candidate, Task
from evaluations.queries.comparison import Key
from evaluations.queries.counts import Counts
from webapp.compare.entry import Entry
from webapp.compare.selection import Selection

GLYPHS_PER_CELL = 5
DIFFERING_TASKS = 30
SHOWN = (
    "pk",
    "run_id",
    "task_id",
    "model_id",
    "strategy",
    "sample",
    "state",
    "verdict",
    "is_flaky",
    "is_truncated",
    "cause",
)
BETTER, WORSE = "better", "worse"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixCell:
    """One cell of a matrix. candidates: if there are few, else only counts. flip: better or worse than the
    base column.
    """

    candidates: Sequence[Candidate] = field(default_factory=list)
    counts: Counts | None = None
    address: str = ""
    flip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One task of a matrix."""

    task: Task
    squares: list[MatrixCell]


def lines(
    tasks: Sequence[Task], keys: Sequence[Key], of_tasks: Mapping[Key, Mapping[int, Counts]], base: Key | None = None
) -> list[Line]:
    """Return the matrix of these tasks and columns. With several samples a cell shows how many passed, and links to
    them.
    """
    most = max((of_tasks[key][t.pk].n for key in keys for t in tasks if t.pk in of_tasks[key]), default=0)
    candidates = _candidates(tasks, keys) if most <= GLYPHS_PER_CELL else {}
    addresses = {key: _address(key) for key in keys}
    return [
        Line(task=task, squares=[_square(task, key, of_tasks, candidates, addresses, base) for key in keys])
        for task in tasks
    ]


def _square(
    task: Task,
    key: Key,
    of_tasks: Mapping[Key, Mapping[int, Counts]],
    candidates: Mapping[tuple[Key, int], list[Candidate]],
    addresses: Mapping[Key, str],
    base: Key | None,
) -> MatrixCell:
    counts = of_tasks[key].get(task.pk)
    if counts is None:
        return MatrixCell()
    flip = flip_direction(counts, of_tasks[base].get(task.pk)) if base and base != key else ""
    if (key, task.pk) in candidates:
        return MatrixCell(candidates=candidates[key, task.pk], counts=counts, flip=flip)
    return MatrixCell(counts=counts, address=f"{addresses[key]}&task={task.pk}", flip=flip)


def _address(key: Key) -> str:
    """Return the address of the answers of one column."""
    run, model, strategy = key
    return f"{reverse('candidates')}?{urlencode({'run': run, 'model': model, 'strategy': strategy})}"


def flip_direction(counts: Counts, base: Counts | None) -> str:
    """Return whether the pass share is larger or smaller than the other; empty if equal, or if one has no scored
    answer.
    """
    if base is None:
        return ""
    share, base_share = counts.share, base.share
    if share is None or base_share is None or share == base_share:
        return ""
    return BETTER if share > base_share else WORSE


def flipped(of_tasks: Mapping[Key, Mapping[int, Counts]], base: Key) -> dict[int, int]:
    """Map each task to the number of columns whose result differs from the base column."""
    baseline = of_tasks[base]
    n_flipped: dict[int, int] = {}
    for key, counts in of_tasks.items():
        if key != base:
            for task, counts_here in counts.items():
                if flip_direction(counts_here, baseline.get(task)):
                    n_flipped[task] = n_flipped.get(task, 0) + 1
    return n_flipped


def _candidates(tasks: Sequence[Task], keys: Sequence[Key]) -> dict[tuple[Key, int], list[Candidate]]:
    of_run: dict[int, set[int]] = {}
    for run, model, _ in keys:
        of_run.setdefault(run, set()).add(model)
    if not of_run:
        return {}
    where = Q()
    for run, models in of_run.items():
        where |= Q(run=run, model__in=models)
    rows = Candidate.objects.filter(where, task__in=tasks).only(*SHOWN).order_by("sample", "pk")
    candidates: dict[tuple[Key, int], list[Candidate]] = {}
    for row in rows:
        candidates.setdefault(((row.run_id, row.model_id, row.strategy), row.task_id), []).append(row)
    return candidates


class DifferingTasks(TypedDict):
    """The tasks at which entries differ. lines: the first n_lines of n_differ, of n_tasks compared ones.

    base: the entry that flips are against. n_all_fail, n_all_pass: tasks at which no entry, or every one, passes.
    """

    matrix_columns: Sequence[Entry]
    lines: list[Line]
    base: Entry | None
    n_lines: int
    n_differ: int
    n_tasks: int
    n_all_fail: int
    n_all_pass: int


def differing(chosen: Selection, entries: Sequence[Entry], base: Entry | None = None) -> DifferingTasks:
    """Return the matrix of the tasks in which these entries differ, the most discriminating first; flips against the
    base.
    """
    keys = [entry.key for entry in entries]
    shares: dict[int, list[float]] = {}
    for key in keys:
        for task, counts in chosen.of_tasks[key].items():
            if counts.share is not None:
                shares.setdefault(task, []).append(counts.share)
    tasks = [task for task in chosen.tasks if len(set(shares.get(task.pk, ()))) > 1]
    tasks.sort(key=lambda task: -discrimination(shares[task.pk]))
    return {
        "matrix_columns": entries,
        "n_differ": len(tasks),
        "n_tasks": len(chosen.tasks),
        "lines": lines(tasks[:DIFFERING_TASKS], keys, chosen.of_tasks, base.key if base else None),
        "base": base,
        "n_lines": len(tasks[:DIFFERING_TASKS]),
        "n_all_fail": sum(1 for seen in shares.values() if not any(seen)),
        "n_all_pass": sum(1 for seen in shares.values() if min(seen) == 1),
    }


def discrimination(shares: Sequence[float]) -> float:
    """Return how much a task separates models: the variance of the shares passed.

    It is largest where half the models pass.
    """
    mean = sum(shares) / len(shares)
    return sum((share - mean) ** 2 for share in shares) / len(shares)
