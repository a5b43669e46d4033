"""How models read one workbook: sentence, heat strip and differing cells, each model and side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from evaluations import workbooks as workbook_tools
from evaluations.models import Candidate, Grading, Team, Workbook
from evaluations.records import Json
from evaluations.verdicts import WITH_RESULT
from evaluations.workbooks import Comparison, RowResult
from evaluations.workbooks.cells.values import shown
from evaluations.workbooks.comparing.comparison import rows_kept
from webapp.site.access import get_for_team

CELLS_PER_PAGE = 60
MOST_MODELS = 40
WHOLE_ROW = "whole row"
SHAPE_WORDS = {
    "records": "objects",
    "columns": "an array for each column",
    "rows": "rows of cells",
    "rows_with_header": "rows of cells, headers first",
}
STRIP_WORDS = {"=": "equal", "x": "differs", "-": "missing", "+": "extra"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A stretch of equal colour in a heat strip, in units of one letter."""

    start: int
    width: int
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One candidate's reading of the file. comparison is None when nothing could be compared (no code, no build).

    is_earlier: it was compared with expected data that has been changed since.
    """

    candidate: Candidate
    comparison: Comparison | None
    is_earlier: bool = False

    @property
    def summary(self) -> str:
        """One sentence."""
        comparison = self.comparison
        # Its cause says why nothing was read. “The callback was never called” would be true but not helpful.
        if self.candidate.verdict and self.candidate.verdict not in WITH_RESULT and self.candidate.cause:
            return self.candidate.cause
        return (
            comparison.summary if comparison and not comparison.is_equal and comparison.summary else self._otherwise()
        )

    def _otherwise(self) -> str:
        comparison = self.comparison
        if comparison and comparison.is_equal:
            return comparison.summary or f"All {comparison.n_cells:,} cells match."
        return self.candidate.cause or "Nothing was compared."

    @property
    def bands(self) -> list[Band]:
        """The heat strip; empty without a comparison."""
        bands: list[Band] = []
        at = 0
        for letter, stretch in groupby(self.comparison.strip if self.comparison else ""):
            width = len(list(stretch))
            bands.append(Band(start=at, width=width, word=STRIP_WORDS.get(letter, "differs")))
            at += width
        return bands

    @property
    def length(self) -> int:
        """Letters in the strip."""
        return len(self.comparison.strip) if self.comparison else 0

    @property
    def shape(self) -> str:
        """The shape of the values in words; empty without values."""
        return SHAPE_WORDS.get(self.comparison.shape, "") if self.comparison else ""

    @property
    def whys(self) -> list[tuple[str, int]]:
        """Kinds of difference and how many cells, most first."""
        return list(self.comparison.whys.items()) if self.comparison else []


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelValue:
    """One model's value of a cell. why is empty when it is equal."""

    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLine:
    """One cell (or whole row) that at least one model got wrong, side by side. row: of the sheet, or "extra …"."""

    row: str
    column: str
    expected: str
    got: list[ModelValue | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesPage:
    """Some of the n lines that there are, from the start-th on (from 0)."""

    lines: list[CellLine]
    n: int
    start: int
    why: str

    @property
    def first(self) -> int:
        """Number of the first line, from 1."""
        return self.start + 1

    @property
    def last(self) -> int:
        """Number of the last line."""
        return self.start + len(self.lines)

    @property
    def next(self) -> int | None:
        """The begin of the next page; None at the end."""
        return self.last if self.last < self.n else None

    @property
    def previous(self) -> int | None:
        """The begin of the previous page; None at the start."""
        return max(0, self.start - CELLS_PER_PAGE) if self.start else None


def reading_of(candidate: Candidate, details: Mapping[str, Any] | None) -> Reading:
    """Return a candidate with the details of its current grading."""
    comparison = (details or {}).get("comparison")
    return Reading(candidate=candidate, comparison=Comparison.from_json(comparison) if comparison else None)


def readings_of(workbook: Workbook, team: Team) -> list[Reading]:
    """Return per model the best answer of its newest run on this workbook, best models first."""
    rows = Candidate.objects.filter(task__workbook=workbook, run__team=team, state="done").exclude(verdict="")
    newest: dict[int, Candidate] = {}
    for row in rows.select_related("model__server", "run").order_by("-run_id", F("score").desc(nulls_last=True), "pk")[
        :2000
    ]:
        newest.setdefault(row.model_id, row)
    chosen = list(newest.values())[:MOST_MODELS]
    details = dict(Grading.objects.filter(candidate__in=chosen, is_current=True).values_list("candidate", "details"))
    earlier = _with_earlier_expected(workbook, chosen)
    readings = [replace(reading_of(row, details.get(row.pk)), is_earlier=row.pk in earlier) for row in chosen]
    return sorted(readings, key=lambda r: (r.candidate.verdict != "passed", -(r.candidate.score or 0)))


def _with_earlier_expected(workbook: Workbook, chosen: Sequence[Candidate]) -> set[int]:
    """Return answers that were compared with another sheet, header row, columns or blank rows than the workbook says
    now.
    """
    parts = ("sheet", "region", "header_row", "columns", "blanks")
    now = [workbook.truth.get(name) or None for name in parts]
    rows = Candidate.objects.filter(pk__in=[row.pk for row in chosen])
    values = rows.values_list("pk", *(f"task__spec__truth__{name}" for name in parts))
    return {pk for pk, *then in values if then[0] is not None and [part or None for part in then] != now}


def side_by_side(readings: Sequence[Reading]) -> list[CellLine]:
    """Return what at least one model got wrong in the kept rows: differing cells, then missing and extra rows."""
    wrong: dict[tuple[int, int, int], CellLine] = {}
    for at, reading in enumerate(readings):
        for key, words, got in _wrong_cells_and_rows(reading.comparison):
            wrong.setdefault(key, CellLine(**words, got=[None] * len(readings))).got[at] = got
    return [wrong[key] for key in sorted(wrong)]


def page_of(
    lines: Sequence[CellLine],
    readings: Sequence[Reading],
    why: str = "",
    start: int = 0,
    *,
    most: int | None = CELLS_PER_PAGE,
) -> LinesPage:
    """Return `most` lines in which some model gave `why` (empty: any), with the values of the other models."""
    chosen = [line for line in lines if not why or any(got and got.why == why for got in line.got)]
    shown = chosen[start:] if most is None else chosen[start : start + most]
    for line in shown:
        for at, reading in enumerate(readings):
            if line.got[at] is None:
                line.got[at] = _made_of(reading.comparison, line)
    return LinesPage(lines=shown, n=len(chosen), start=start, why=why)


def _wrong_cells_and_rows(
    comparison: Comparison | None,
) -> Iterator[tuple[tuple[int, int, int], dict[str, str], ModelValue]]:
    """Sort key, the line's words, and what was given: a differing cell, or a whole row that is missing or extra."""
    for row in comparison.rows if comparison and not comparison.error else ():
        label = _row_label(row)
        if row.status == "missing":
            line = {"row": label, "column": WHOLE_ROW, "expected": _joined_values(cell.expected for cell in row.cells)}
            yield (1, _sort_number(row), 0), line, ModelValue(text="no such row", why="missing")
        elif row.status == "extra":
            line = {"row": label, "column": WHOLE_ROW, "expected": "no row"}
            why = next((cell.why for cell in row.cells if cell.why), "extra row")
            yield (
                (2, _sort_number(row), 0),
                line,
                ModelValue(text=_joined_values(cell.got for cell in row.cells), why=why),
            )
        else:
            for at, (column, cell) in enumerate(zip(comparison.columns if comparison else (), row.cells, strict=True)):
                if cell.why:
                    words = {"row": label, "column": column, "expected": text_of(cell.expected)}
                    yield (0, _sort_number(row), at), words, ModelValue(text=text_of(cell.got), why=cell.why)


def _joined_values(values: Iterable[Json]) -> str:
    return " · ".join(text_of(value) for value in values)


def _sort_number(row: RowResult) -> int:
    return row.number if row.number is not None else 10**9 + (row.at or 0)


def _row_label(row: RowResult) -> str:
    return str(row.number) if row.number is not None else f"extra (item {(row.at or 0) + 1})"


def _made_of(comparison: Comparison | None, line: CellLine) -> ModelValue | None:
    """Return the value of a model whose differences do not contain this line; None when it is not known."""
    if (
        comparison
        and not comparison.error
        and any(r.status == "missing" and _row_label(r) == line.row for r in comparison.rows)
    ):
        return ModelValue(text="no such row", why="missing")
    if _is_known_equal(comparison, line):
        return ModelValue(text="there" if line.column == WHOLE_ROW else line.expected, why="")
    return None


def _is_known_equal(comparison: Comparison | None, line: CellLine) -> bool:
    """Return whether the cell is known to be equal: it is kept as equal, or all wrong rows are kept, without it."""
    if comparison is None or comparison.error or line.column not in (*comparison.columns, WHOLE_ROW):
        return False
    if not line.row.isdigit():
        return False
    n_wrong_rows = sum(row.status != "match" for row in comparison.rows)
    keeps_all_wrong = n_wrong_rows < rows_kept(len(comparison.columns)) * 3 // 4  # a fifth of the rows are equal ones
    row_of_line = next((row for row in comparison.rows if str(row.number) == line.row), None)
    return (
        keeps_all_wrong
        if row_of_line is None
        else line.column == WHOLE_ROW or row_of_line.status in ("match", "differs")
    )


def text_of(value: Json) -> str:
    """Return a compared value for a person: tagged values by what they mean."""
    if isinstance(value, dict) and len(value) == 1:
        tag, inner = next(iter(value.items()))
        if tag in ("missing", "$undefined"):
            return "nothing" if tag == "missing" else "undefined"
        if tag == "$date" and inner:
            moment = str(inner).removesuffix("Z").removesuffix(".000").removesuffix("T00:00:00").replace("T", " ")
            return f"Date {moment}"
        if tag.startswith("$"):
            return f"{tag[1:]} {inner}"
    if value is None:
        return "blank"
    if isinstance(value, str):
        return f"“{value}”" if value != value.strip() or value == "" else value
    return shown(value) or str(value)


def best_of(row: Workbook) -> Reading:
    """Return the best answer so far; 404 while no answer has read a cell correctly."""
    for reading in readings_of(row, row.team):
        if reading.candidate.score or reading.candidate.verdict == "passed":
            return reading
    raise Http404(f"No answer has read {row.name} yet. Generate a parser for it first.")


def compared_of(request: HttpRequest, pk: int, candidate: int) -> tuple[str, workbook_tools.Comparison]:
    """Return a name for the file, and the comparison of one answer; 404 when nothing was compared."""
    row = get_for_team(request, Workbook, pk=pk)
    answer = get_object_or_404(Candidate, pk=candidate, run__team=row.team, task__workbook=row)
    grading = answer.gradings.filter(is_current=True).first()
    comparison = reading_of(answer, grading.details if grading else None).comparison
    if comparison is None:
        raise Http404("Nothing was compared for this answer.")
    name = f"{row.name.rpartition('.')[0]} read by {answer.model.name}"
    return "".join(c if c.isalnum() or c in " .-_" else "-" for c in name), comparison
