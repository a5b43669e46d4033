"""The whole comparison as one chart: a row for each model, a column for each task, a colour for the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from evaluations.models import Task
from evaluations.queries.counts import Counts
from evaluations.queries.model_names import ShortName
from webapp.compare.entry import Entry
from webapp.compare.selection import Selection

ROW, CELL, GAP = 16, 16, 1  # units of the picture; the width is stretched to the available space
MOST_TASKS = 160
KINDS = {
    "passed": "all samples passed",
    "most": "half or more",
    "some": "less than half",
    "failed": "none passed",
    "unchecked": "unchecked",
    "open": "not scored",
}
# A cell is higher if more of its samples passed, so that results do not differ by colour only.
HEIGHTS = {"passed": 15, "most": 11, "some": 7, "failed": 4, "unchecked": 9, "open": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One task: its position, its address, and how many models passed all of it."""

    task: Task
    address: str
    left: int
    n_passed: int
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMap:
    """Sizes in units of the picture. paths: kind of cell, its words, and the path that draws all cells of that kind."""

    width: int
    height: int
    rows: list[tuple[Entry, ShortName]]
    columns: list[Column]
    paths: list[tuple[str, str, str]]
    n_left_out: int


def heat_map(chosen: Selection, entries: Sequence[Entry]) -> HeatMap | None:
    """Return the map of these entries in their order, tasks from the easiest to the hardest; None for fewer than two of
    either.

    If there are very many tasks, an evenly spaced part of them is drawn.
    """
    if len(entries) < 2 or len(chosen.tasks) < 2:
        return None
    cells = [chosen.of_tasks[entry.key] for entry in entries]
    shares = {task.pk: _mean([cell[task.pk] for cell in cells if task.pk in cell]) for task in chosen.tasks}
    ordered = sorted(chosen.tasks, key=lambda task: (-shares[task.pk], task.position))
    step = max(1.0, len(ordered) / MOST_TASKS)
    tasks = [ordered[int(at * step)] for at in range(min(len(ordered), MOST_TASKS))]
    drawn: dict[str, list[str]] = {kind: [] for kind in KINDS}
    columns = []
    suite = chosen.version.suite.slug if chosen.version else ""
    first = reverse("task", args=[suite, "task"]).removesuffix("task/")  # computed once: for 160 tasks it takes 10 ms
    for number, task in enumerate(tasks):
        kinds = [_kind(cell.get(task.pk)) for cell in cells]
        for row, kind in enumerate(kinds):
            if kind:
                top = row * ROW + ROW - GAP - HEIGHTS[kind]
                drawn[kind].append(f"M{number * CELL} {top}h{CELL - GAP}v{HEIGHTS[kind]}h-{CELL - GAP}z")
        n = sum(1 for kind in kinds if kind)
        columns.append(
            Column(task=task, address=f"{first}{task.slug}/", left=number * CELL, n_passed=kinds.count("passed"), n=n)
        )
    return HeatMap(
        width=len(tasks) * CELL,
        height=len(entries) * ROW,
        rows=[(entry, chosen.labels[entry.key]) for entry in entries],
        columns=columns,
        paths=[(kind, words, "".join(drawn[kind])) for kind, words in KINDS.items() if drawn[kind]],
        n_left_out=len(ordered) - len(tasks),
    )


def _mean(cells: Sequence[Counts]) -> float:
    shares = [cell.n_passed / cell.n_scored for cell in cells if cell.n_scored]
    return sum(shares) / len(shares) if shares else -1.0


def _kind(counts: Counts | None) -> str:
    """Return a key of KINDS; empty where the model was not asked."""
    if counts is None or not counts.n:
        return ""
    if not counts.n_scored:
        return "unchecked" if counts.n_unchecked else "open"
    if counts.n_passed == counts.n_scored:
        return "passed"
    if not counts.n_passed:
        return "failed"
    return "most" if 2 * counts.n_passed >= counts.n_scored else "some"
