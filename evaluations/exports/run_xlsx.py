"""A run's results as a formatted workbook: sheets Summary, Matrix and Candidates; for page, API and command."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from django.db.models import FilteredRelation, Q

from evaluations import workbooks
from evaluations.exports.answers import licence_of
from evaluations.exports.run_rows import EDIT_SCORES, OF_GRADING, figure_cells
from evaluations.models import LanguageModel, Run
from evaluations.queries.counts import Counts, add_up, cells
from evaluations.records import Json, Kind
from evaluations.sampling import set_values


def write_run(run: Run, target: BinaryIO) -> int:
    """Write the workbook. Return how many candidates are in it; at most 50,000, and the sheet says so."""
    by_cell = cells(run.tallies.all())
    counts_of = {(cell.task, cell.model, cell.strategy): cell.counts for cell in by_cell}
    sums = add_up(by_cell, lambda cell: (cell.model, cell.strategy))
    positions = dict(run.run_models.values_list("model", "position"))
    keys = sorted(sums, key=lambda key: (positions.get(key[0], 10**9), key[1]))
    names = {m.pk: m.model_id for m in LanguageModel.objects.filter(pk__in=positions).select_related("server")}
    lines = []
    for pk, title in run.suite_version.tasks.order_by("position").values_list("pk", "title"):
        counts = [counts_of.get((pk, *key), Counts()) for key in keys]
        lines.append(workbooks.MatrixLine(task=title, counts=[(c.n_passed, c.n_scored) for c in counts]))
    models = [_model(names.get(model, "?"), strategy, sums[model, strategy]) for model, strategy in keys]
    return workbooks.export_run(_facts(run), models, lines, _candidates(run), target)


def _facts(run: Run) -> list[tuple[str, Json]]:
    tasks = run.suite_version.tasks.select_related("version__suite")
    licences = "; ".join(sorted({licence_of(task) for task in tasks}))
    return [
        ("run", run.pk),
        ("title", run.title),
        ("suite", str(run.suite_version)),
        ("content of the suite", run.suite_version.digest),
        ("state", run.state),
        ("answers", run.origin),
        ("samples", run.n_samples),
        ("started", run.created_at.replace(tzinfo=None, microsecond=0)),
        ("licence of the prompts", licences),
        *set_values(run.sampling),
    ]


def _model(name: str, strategy: str, counts: Counts) -> list[Json]:
    interval = counts.interval
    shares = [counts.share, interval.low, interval.high] if interval else [None, None, None]
    ends = [counts.n_unchecked, counts.n_flaky, counts.n_unscored, counts.n_truncated]
    return [name, strategy, counts.n_passed, counts.n_scored, *shares, *ends]


def _candidates(run: Run) -> Iterator[list[Json]]:
    names = (
        *("pk", "task", "task__title", "model__server__slug", "model__name", "strategy", "sample", "state", "verdict"),
        *("score", "cause", "is_truncated", "is_flaky", "generation__prompt_tokens", "generation__completion_tokens"),
        *("generation__first_token_ms", "generation__generation_ms"),
    )
    tasks = run.suite_version.tasks.select_related("version__suite")
    origins = {task.pk: [licence_of(task), task.spec.get("source", "")] for task in tasks}
    scores, figures = _edit_scores(run), _visual_figures(run)
    for row in run.candidates.order_by("pk").values_list(*names).iterator(chunk_size=2000):
        pk, task, title, server, model, strategy, sample, *rest = row
        yield [
            pk,
            title,
            f"{server}/{model}",
            strategy,
            sample + 1,
            *rest,
            *origins[task],
            *scores.get(pk, (None, None)),
            *figures.get(pk, ()),
        ]


def _edit_scores(run: Run) -> dict[int, list[float | None]]:
    """Map each candidate to its scores of change and kept, for tasks of kind edit; read apart, because gradings are
    large.
    """
    current = FilteredRelation("gradings", condition=Q(gradings__is_current=True))
    of_edits = run.candidates.filter(task__kind=Kind.EDIT).annotate(current=current)
    rows = of_edits.annotate(**{name: OF_GRADING[name] for name in EDIT_SCORES}).values_list("pk", *EDIT_SCORES)
    return {pk: [None if text is None else float(text) for text in texts] for pk, *texts in rows}


def _visual_figures(run: Run) -> dict[int, list[float | None]]:
    """Map each candidate to its five figures, for tasks of kind visual."""
    current = FilteredRelation("gradings", condition=Q(gradings__is_current=True))
    of_pictures = run.candidates.filter(task__kind=Kind.VISUAL).annotate(current=current)
    rows = of_pictures.annotate(windows=OF_GRADING["windows"]).values_list("pk", "windows")
    return {pk: list(figure_cells(windows).values()) for pk, windows in rows}
