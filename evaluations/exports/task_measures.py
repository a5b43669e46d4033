"""The measures of each task of a suite's version, as rows of a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import TypedDict

from evaluations.exports.run_rows import spreadsheet_cell
from evaluations.queries.task_measures import TaskMeasure


class MeasureRow(TypedDict):
    """One task. Shares in [0, 1]; None where nothing was measured."""

    task: str
    title: str
    n_models: int
    n_scored: int
    n_passed: int
    passed: float | None
    discrimination: float | None
    n_answers: int
    n_flaky: int
    n_votes: int
    n_votes_against: int
    separates_nothing: str
    is_broken: bool
    is_left_out: bool
    source: str
    published: str


def measure_rows(measures: Iterable[TaskMeasure], origins: Mapping[int, tuple[str, str]]) -> Iterator[MeasureRow]:
    """Yield a row of measures for each task. origins: task to where it is from, and since when it is public."""
    for row in measures:
        source, published = origins.get(row.task.pk, ("", ""))
        yield {
            "task": row.task.slug,
            "title": row.task.title,
            "n_models": row.n_models,
            "n_scored": row.counts.n_scored,
            "n_passed": row.counts.n_passed,
            "passed": row.counts.share,
            "discrimination": None if row.discrimination is None else round(row.discrimination, 4),
            "n_answers": row.counts.n,
            "n_flaky": row.counts.n_flaky,
            "n_votes": row.n_votes,
            "n_votes_against": row.n_against,
            "separates_nothing": row.separates_nothing,
            "is_broken": row.is_broken,
            "is_left_out": row.is_left_out,
            "source": source,
            "published": published,
        }


def to_csv(rows: Iterable[MeasureRow]) -> Iterator[str]:
    """Return the rows as CSV, with a heading even if there are no rows."""
    yield _line(list(MeasureRow.__annotations__))
    for row in rows:
        yield _line(["" if value is None else value for value in row.values()])


def _line(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([spreadsheet_cell(cell) for cell in cells])
    return text.getvalue()
