"""The map of a run: all its tasks × all its models in small cells, one row a task, in blocks side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evaluations.models import Run, Task
from evaluations.queries.counts import Counts
from webapp.runs.matrix import Matrix

CELL = 8  # px
FEWEST_ROWS, MOST_ROWS = 10, 50  # of a block: a run of 1,000 tasks is a band of blocks, not a column of 8,000 px
LINE, GAP = 1200, 12  # px: blocks that fit beside each other in a wide window, and between them
FEWEST_CELLS, MOST_CELLS = 12, 30_000
MOST_LIVE_CELLS = 2_000  # drawn again with every change of a run
KINDS = {
    "passed": "all passed",
    "some": "some passed",
    "failed": "none passed",
    "unchecked": "unchecked",
    "open": "not scored or still open",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One task: its place on the map, its address, and how many models passed all of it, in words."""

    top: int
    address: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some rows of the map. Sizes in px. paths: kind of cell, and the path that draws all cells of that kind."""

    width: int
    height: int
    rows: list[Row]
    paths: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The blocks, and the legend: kinds of cell that occur, with their words."""

    blocks: list[Block]
    legend: list[tuple[str, str]]


def overview_of(run: Run, matrix: Matrix, most: int = MOST_CELLS) -> Overview | None:
    """Return the map of what the matrix's filters leave; None for few cells, and for too many."""
    n_cells = len(matrix.keys) * len(matrix.tasks)
    if not FEWEST_CELLS <= n_cells <= most:
        return None
    n_rows = _rows_of_a_block(len(matrix.keys), len(matrix.tasks))
    starts = range(0, len(matrix.tasks), n_rows)
    # One address is resolved, not one for each of a thousand tasks.
    before_task = reverse("run-task", args=[run.pk, 0]).removesuffix("0/")
    blocks = [_block(matrix, matrix.tasks[at : at + n_rows], before_task) for at in starts]
    seen = {kind for block in blocks for kind, _ in block.paths}
    return Overview(blocks=blocks, legend=[(kind, words) for kind, words in KINDS.items() if kind in seen])


def _rows_of_a_block(n_models: int, n_tasks: int) -> int:
    """Return how many tasks a block shows, so that the map fills one line of a wide window where it can."""
    n_beside = max(1, LINE // (n_models * CELL + GAP))
    return max(FEWEST_ROWS, min(MOST_ROWS, -(-n_tasks // n_beside)))


def _block(matrix: Matrix, tasks: Sequence[Task], before_task: str) -> Block:
    drawn: dict[str, list[str]] = {kind: [] for kind in KINDS}
    rows = []
    for number, task in enumerate(tasks):
        kinds = [_kind(matrix.cells[key].get(task.pk)) for key in matrix.keys]
        for column, kind in enumerate(kinds):
            if kind:
                drawn[kind].append(f"M{column * CELL} {number * CELL}h7v7h-7z")
        label = f"{task.title}: {kinds.count('passed')} of {_count_kinds(kinds)} models passed"
        rows.append(Row(top=number * CELL, address=f"{before_task}{task.pk}/", label=label))
    paths = [(kind, "".join(cells)) for kind, cells in drawn.items() if cells]
    return Block(width=len(matrix.keys) * CELL, height=len(rows) * CELL, rows=rows, paths=paths)


def _count_kinds(kinds: Iterable[str]) -> int:
    return sum(1 for kind in kinds if kind)


def _kind(counts: Counts | None) -> str:
    """Return a key of KINDS; empty where the model was not asked."""
    if counts is None or not counts.n:
        return ""
    if counts.n_scored:
        return "passed" if counts.n_passed == counts.n_scored else "some" if counts.n_passed else "failed"
    return "unchecked" if counts.n_unchecked else "open"
