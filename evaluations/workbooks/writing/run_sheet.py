"""A run's results as a formatted workbook: Summary, Matrix (tasks × models) and Candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from evaluations.records import Json
from evaluations.verdicts import RATED
from evaluations.workbooks.writing.xlsx_writer import finish, paint, write

CANDIDATE_HEAD = (
    *("candidate", "task", "model", "strategy", "sample", "state", "verdict", "score", "cause", "truncated", "flaky"),
    *("prompt tokens", "answer tokens", "first token ms", "generation ms", "licence", "source"),
    *("change", "kept"),  # the two scores of kind edit
    *("blocks", "text", "position", "colour", "picture"),  # the five figures of kind visual, in the worse window
)
MODEL_HEAD = (
    "model",
    "strategy",
    "passed",
    "scored",
    "share passed",
    "low",
    "high",
    "unchecked",
    "flaky",
    "unscored",
    "truncated",
)
MAX_CANDIDATES = 50_000
PERCENT = "0.0 %"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixLine:
    """One task: for each column the passed and the scored answers; scored is 0 if there are none."""

    task: str
    counts: Sequence[tuple[int, int]]


def export_run(
    facts: Sequence[tuple[str, Json]],
    models: Sequence[Sequence[Json]],
    lines: Sequence[MatrixLine],
    candidates: Iterable[Sequence[Json]],
    target: Path | BinaryIO,
) -> int:
    """Write the three sheets. Return the number of candidates in the last one.

    facts: about the run. models: MODEL_HEAD for each column of the matrix, in its order. candidates: CANDIDATE_HEAD;
    the first 50,000 are written, and a line says so when there are more.
    """
    import openpyxl  # 0.3 s: only here in the site's own process

    book = openpyxl.Workbook()
    summary: Any = book.active
    summary.title = "Summary"
    _write_summary(summary, facts, models)
    matrix = book.create_sheet("Matrix")
    names = [f"{model[0]}{f' · {model[1]}' if model[1] not in ('', 'plain') else ''}" for model in models]
    write(matrix, ["task", *names], is_bold=True)
    for line in lines:
        _write_line(matrix, line)
    finish(matrix, frozen="B2")
    sheet = book.create_sheet("Candidates")
    write(sheet, CANDIDATE_HEAD, is_bold=True)
    n = _write_candidates(sheet, candidates)
    finish(sheet)
    book.save(target)
    return n


def _write_summary(sheet: Any, facts: Sequence[tuple[str, Json]], models: Sequence[Sequence[Json]]) -> None:
    for fact in facts:
        write(sheet, fact)
    write(sheet, [None])
    head = write(sheet, MODEL_HEAD, is_bold=True)
    for model in models:
        row = write(sheet, model)
        for column in (5, 6, 7):
            sheet.cell(row=row, column=column).number_format = PERCENT
    finish(sheet, frozen=f"A{head + 1}")
    sheet.auto_filter.ref = None  # the facts above do not belong to the table


def _write_line(sheet: Any, line: MatrixLine) -> None:
    texts = [f"{passed}/{scored}" if scored else "–" for passed, scored in line.counts]
    row = write(sheet, [line.task, *texts])
    for column, (passed, scored) in enumerate(line.counts, 2):
        if scored:
            word = "passed" if passed == scored else "differs" if passed else "failed"
            paint(sheet.cell(row=row, column=column), word)


def _write_candidates(sheet: Any, candidates: Iterable[Sequence[Json]]) -> int:
    n = 0
    for candidate in candidates:
        if n == MAX_CANDIDATES:
            write(sheet, [None, f"There are more than {MAX_CANDIDATES:,} candidates: take the export as JSON lines."])
            break
        n += 1
        row = write(sheet, candidate)
        verdict = str(candidate[6])
        word = "" if verdict not in RATED else "passed" if verdict == "passed" else "failed"
        paint(sheet.cell(row=row, column=7), word)
    return n
