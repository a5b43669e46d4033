"""A run's candidates as plain rows, and the rows as JSON lines and CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import FilteredRelation, Prefetch, Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from evaluations.explanations import explain
from evaluations.exports.answers import licence_of
from evaluations.models import Run, Thought
from evaluations.records import VISUAL_FIGURES
from evaluations.stored_json import deciding_figures

COLUMNS = (
    "candidate",
    "task",
    "kind",
    "model",
    "strategy",
    "sample",
    "state",
    "verdict",
    "score",
    "cause",
    "is_truncated",
    "is_flaky",
    "stop_reason",
    "prompt_tokens",
    "completion_tokens",
    "thinking_tokens",
    "load_ms",
    "first_token_ms",
    "first_text_ms",
    "thinking_ms",
    "generation_ms",
    "is_thought_only",
    "model_digest",
    "licence",
    "source",
    "change_score",
    "kept_score",
    "blocks_figure",
    "text_figure",
    "position_figure",
    "colour_figure",
    "picture_figure",
    "rule",
    "why",
)
EDIT_SCORES = ("change_score", "kept_score")  # of kind edit
FIGURES = tuple(f"{name}_figure" for name in VISUAL_FIGURES)  # of kind visual, in the window with the lower score
OF_CANDIDATE, OF_GENERATION = COLUMNS[4:12], COLUMNS[12 : COLUMNS.index("licence")]
# What `explain` needs of the current grading: read by key, because a grading may be large.
OF_GRADING = {
    "rule": KeyTextTransform("rule", "current__extraction"),
    "reason": KeyTextTransform("reason", "current__extraction"),
    "n_checks": KeyTextTransform("n_checks", "current__details"),
    "change_score": KeyTextTransform("score", KeyTransform("change", "current__details")),
    "kept_score": KeyTextTransform("score", KeyTransform("kept", "current__details")),
    "windows": KeyTextTransform("views", "current__details"),
    "killed": KeyTextTransform("killed", "current__details"),
    "n_cells": KeyTextTransform("n_cells", KeyTransform("comparison", "current__details")),
}
# What neither XML 1.0 nor a workbook can contain.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Row = dict[str, Any]


def rows_of(run: Run, *, with_thinking: bool = False) -> Iterator[Row]:
    """Yield every candidate with COLUMNS and its raw answer, by number; licence and source are the prompt's.

    with_thinking: also what was thought before the answer, which may be much longer than it.
    """
    current = FilteredRelation("gradings", condition=Q(gradings__is_current=True))
    graded = run.candidates.annotate(current=current).annotate(**OF_GRADING)
    candidates = graded.select_related("task__version__suite", "model__server", "generation").order_by("pk")
    if with_thinking:
        candidates = candidates.prefetch_related(
            Prefetch("thoughts", Thought.objects.filter(round=None), "current_thoughts")
        )
    for row in candidates.iterator(chunk_size=50 if with_thinking else 500):
        generation = getattr(row, "generation", None)
        values = {"candidate": row.pk, "task": row.task.slug, "kind": row.task.kind, "model": row.model.model_id}
        values |= {name: getattr(row, name) for name in OF_CANDIDATE}
        values |= {name: getattr(generation, name, None) for name in OF_GENERATION}
        values |= {"licence": licence_of(row.task), "source": row.task.spec.get("source", "")}
        if with_thinking:
            values["thinking"] = "".join(thought.text for thought in getattr(row, "current_thoughts", ()))
        yield values | _verdict_fields(row) | {"answer": generation.text if generation else None}


def _verdict_fields(row: Any) -> Row:
    """Return how the code was found, and the verdict explained. row: a candidate with OF_GRADING."""
    details = {
        "n_checks": int(row.n_checks or 0),
        "killed": json.loads(row.killed or "[]"),
        "comparison": {"n_cells": int(row.n_cells)} if row.n_cells else None,
    }
    why = explain(row.verdict, row.cause, details=details, reason=row.reason or "", is_flaky=row.is_flaky)
    scores = {name: None if (text := getattr(row, name)) is None else float(text) for name in EDIT_SCORES}
    return {**scores, **figure_cells(row.windows), "rule": row.rule or "", "why": why}


def figure_cells(windows: str | None) -> Row:
    """Return FIGURES from the stored windows, as JSON; None for other kinds, and where no page was seen."""
    figures = deciding_figures(json.loads(windows or "[]")) or {}
    return {f"{name}_figure": figures.get(name) for name in VISUAL_FIGURES}


def to_jsonl(rows: Iterable[Row]) -> Iterator[str]:
    """Yield one object a line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def to_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Yield COLUMNS with a heading."""
    for number, row in enumerate(rows):
        text = io.StringIO()
        writer = csv.writer(text)
        if number == 0:
            writer.writerow(COLUMNS)
        writer.writerow([spreadsheet_cell(row[name]) for name in COLUMNS])
        yield text.getvalue()


def printable(text: str) -> str:
    """Replace characters that XML and spreadsheets do not take."""
    return UNPRINTABLE.sub("\ufffd", text)


def spreadsheet_cell(value: Any) -> Any:
    """Escape text that a spreadsheet would read as a formula, because a cause can contain a model's text."""
    if not isinstance(value, str):
        return value
    text = printable(value)[:32_000]  # a cell can have 32,767 characters
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
