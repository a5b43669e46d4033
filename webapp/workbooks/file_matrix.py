"""Several workbooks at once: files × models; each cell shows how that model's answer read that file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.models import Candidate, LanguageModel, Team, Workbook
from evaluations.workbooks import MatrixCell
from webapp.workbooks.results import Reading, readings_of

MOST_MODELS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelColumn:
    """A model and one sentence over all files. n_right: files read without a difference."""

    model: LanguageModel
    n_right: int
    n_read: int
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMatrix:
    """rows: a workbook, and per column its reading (None: that model has not answered for this file).

    waiting: workbook and model where an answer is being made.
    """

    columns: list[ModelColumn]
    rows: list[tuple[Workbook, list[Reading | None]]]
    waiting: frozenset[tuple[int, int]] = frozenset()
    n_models_left_out: int = 0

    @property
    def lines(self) -> list[tuple[Workbook, list[tuple[Reading | None, bool]]]]:
        """Each row, with whether an answer is being made."""
        return [
            (
                workbook,
                [
                    (reading, (workbook.pk, column.model.pk) in self.waiting)
                    for column, reading in zip(self.columns, readings, strict=True)
                ],
            )
            for workbook, readings in self.rows
        ]

    @property
    def cells(self) -> list[MatrixCell]:
        """For an export: file by file, all models."""
        return [
            _cell(workbook, column.model, reading)
            for workbook, readings in self.rows
            for column, reading in zip(self.columns, readings, strict=True)
        ]


def file_matrix(team: Team, workbooks: Sequence[Workbook]) -> FileMatrix:
    """Return per model the best answer of its newest run on each file; models that read most files right first."""
    readings = [{r.candidate.model_id: r for r in readings_of(workbook, team)} for workbook in workbooks]
    waiting = _waiting(team, workbooks)
    waiting_models = LanguageModel.objects.select_related("server").in_bulk({model for _, model in waiting})
    models = waiting_models | {r.candidate.model_id: r.candidate.model for row in readings for r in row.values()}
    columns = [_column(model, [row.get(pk) for row in readings]) for pk, model in models.items()]
    columns.sort(key=lambda column: (-column.n_right, -column.n_read, column.model.model_id))
    shown_columns = columns[:MOST_MODELS]
    rows = [
        (workbook, [row.get(column.model.pk) for column in shown_columns])
        for workbook, row in zip(workbooks, readings, strict=True)
    ]
    return FileMatrix(
        columns=shown_columns, rows=rows, waiting=waiting, n_models_left_out=len(columns) - len(shown_columns)
    )


def _waiting(team: Team, workbooks: Sequence[Workbook]) -> frozenset[tuple[int, int]]:
    rows = Candidate.objects.filter(task__workbook__in=workbooks, run__team=team, run__state__in=["running", "paused"])
    rows = rows.exclude(state__in=["done", "cancelled"])
    return frozenset(rows.values_list("task__workbook", "model").distinct())


def _column(model: LanguageModel, readings: Sequence[Reading | None]) -> ModelColumn:
    known_readings = [reading for reading in readings if reading is not None]
    n_right = sum(reading.candidate.verdict == "passed" for reading in known_readings)
    return ModelColumn(
        model=model, n_right=n_right, n_read=len(known_readings), summary=_sentence(known_readings, n_right)
    )


def _sentence(readings: Sequence[Reading], n_right: int) -> str:
    """Return a sentence like “3 of 5 files right; 12 of 400 cells wrong: dates one day early (12); 1 file gave no
    values.”
    """
    n = len(readings)
    if not n:
        return "No answer yet."
    parts = [f"{n_right} of {n} file{'' if n == 1 else 's'} right"]
    compared = [r.comparison for r in readings if r.comparison is not None and not r.comparison.error]
    n_cells, n_equal = sum(c.n_cells for c in compared), sum(c.n_equal for c in compared)
    if n_equal < n_cells:
        whys: Counter[str] = Counter()
        for comparison in compared:
            whys.update(comparison.whys)
        top = ", ".join(f"{why} ({count:,})" for why, count in whys.most_common(3))
        parts.append(f"{n_cells - n_equal:,} of {n_cells:,} cells wrong: {top}")
    if without := n - len(compared):
        parts.append(f"{without} file{'' if without == 1 else 's'} gave no values")
    return "; ".join(parts) + "."


def _cell(workbook: Workbook, model: LanguageModel, reading: Reading | None) -> MatrixCell:
    return MatrixCell(
        file=workbook.name,
        model=model.model_id,
        verdict=reading.candidate.verdict if reading else "",
        summary=reading.summary if reading else "not asked",
        comparison=reading.comparison if reading else None,
    )
