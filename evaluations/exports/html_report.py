"""A run as a single HTML file: figures, charts, the matrix, chosen answers. It contains no script.

Models' code is text in it, never markup: the template escapes it, and the file's policy forbids scripts, frames and
requests (`POLICY`), so that a mistake in one of them does no harm.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, TypedDict

from django.conf import settings
from django.db.models import Sum
from django.utils.timezone import now

from evaluations.explanations import explain
from evaluations.exports.answers import licence_of
from evaluations.models import Candidate, Grading, LanguageModel, Mark, Run, SuiteVersion, Task
from evaluations.queries.comparison import MOST_PAIRS, Figures, by_key, figures, passes
from evaluations.queries.counts import Counts, Speed, cells, costs
from evaluations.queries.pictures import missing_picture_reason
from evaluations.queries.run_limits import run_limits
from evaluations.records import Json, Verdict
from evaluations.sampling import set_values
from evaluations.statistics import first_of_pairs
from evaluations.typed_template import TypedTemplate
from evaluations.verdicts import INFO_BY_KEY

STYLE = Path(settings.BASE_DIR) / "templates" / "share/report.css"
MOST_CHOSEN, MOST_SOURCE, MOST_PICTURE = 24, 20_000, 400_000
LEFT, WIDTH, ROW = 260, 520, 24  # of the pictures, in their own units
KINDS = list(INFO_BY_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One model with one strategy: figures, and where its marks are in the pictures."""

    name: str
    counts: Counts
    figures: Figures
    speed: Speed
    y: int
    low: str
    at: str
    high: str
    kinds: list[tuple[str, int]]
    bars: list[tuple[str, int, str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenAnswer:
    """One answer shown whole. why: its verdict explained. picture: a data: address, empty without a picture.

    no_picture: why, of an answer that failed.
    """

    candidate: Candidate
    model: str
    why: str
    files: list[tuple[str, str]]
    checks: list[tuple[str, str, str]]
    picture: str
    no_picture: str


class ReportPage(TypedDict):
    """rows: models, best first. site: address of the site for a link back. kinds: verdicts that occur.

    width, height, ticks: of the picture. lines: tasks with a cell of each model. ks: of pass@k. settings: name, value.
    """

    run: Run
    is_single: bool
    suite: SuiteVersion
    licences: list[str]
    rows: list[Row]
    site: str
    made_at: datetime
    policy: str
    style: str
    height: int
    width: int
    ticks: list[tuple[str, int]]
    kinds: list[str]
    lines: list[tuple[Task, list[Any]]]
    sentence: str
    chosen: list[ChosenAnswer]
    ks: list[int]
    settings: list[tuple[str, Json]]
    n_answers: int
    remote_models: list[LanguageModel]


REPORT_PAGE = TypedTemplate("share/report.html", ReportPage)


def policy() -> str:
    """Return the file's policy: it may only show itself in its own style."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def _style() -> str:
    return STYLE.read_text()


def write(run: Run, target: IO[bytes], *, candidates: Sequence[int] = (), site: str = "") -> None:
    """Write the file.

    candidates: answers to show whole; when left out, marked answers and those of tasks on which models differ.
    """
    target.write(to_html(run, candidates=candidates, site=site).encode(errors="replace"))


def to_html(run: Run, *, candidates: Sequence[int] = (), site: str = "") -> str:
    """Return what `write` writes, as text. site: its address, for a link back."""
    by_cell = cells(run.tallies.all())
    counts = by_key(run.pk, by_cell)
    models = LanguageModel.objects.select_related("server").in_bulk({key[1] for key in counts})
    names = _names(models, list(counts))
    rows = _rows(run, counts, names)
    tasks = list(run.suite_version.tasks.select_related("version__suite").order_by("position"))
    licences = sorted({licence_of(task) for task in tasks})
    number_of = {row.name: number for number, row in enumerate(rows)}
    keys = sorted(counts, key=lambda key: number_of[names[key]])
    is_single = run.suite_version.is_single_prompt
    context: ReportPage = {
        "run": run,
        "is_single": is_single,
        "suite": run.suite_version,
        "licences": licences,
        "rows": rows,
        "site": site,
        "made_at": now(),
        "policy": policy(),
        "style": _style(),
        "height": ROW * len(rows) + 28,
        "width": LEFT + WIDTH + 70,
        "ticks": [(f"{LEFT + WIDTH * share / 100:.1f}", share) for share in (0, 25, 50, 75, 100)],
        "kinds": [kind for kind in KINDS if any(kind == name and n for row in rows for name, n in row.kinds)],
        "lines": [(task, [_cell(counts[key].get(task.pk)) for key in keys]) for task in tasks],
        "sentence": "" if is_single else _sentence(counts, names, keys),
        "chosen": list(_chosen_answers(run, models, candidates)),
        "ks": [k for k in (5, 10) if any(row.figures.passes[k] for row in rows)],
        "settings": [(name.replace("_", " "), value) for name, value in set_values(run.sampling)]
        + [("token limits", run_limits(run).sentence)],
        "n_answers": sum(row.counts.n for row in rows),
        "remote_models": [model for model in models.values() if model.remote_host],
    }
    return REPORT_PAGE.text(context)


def _names(models: dict[int, LanguageModel], keys: list[Any]) -> dict[Any, str]:
    has_strategies = len({key[1] for key in keys}) < len(keys)
    return {key: models[key[1]].model_id + (f" · {key[2]}" if has_strategies else "") for key in keys}


def _rows(run: Run, counts: dict[Any, dict[int, Counts]], names: dict[Any, str]) -> list[Row]:
    """Return the rows, the best first."""
    quick, kinds = costs(run.tallies.all()), _kinds(run)
    figures_of = {key: figures(of_tasks.values()) for key, of_tasks in counts.items()}
    ordered = sorted(counts, key=lambda key: (figures_of[key].rank, names[key]))
    rows = []
    for number, key in enumerate(ordered):
        interval, y = figures_of[key].pass_1, ROW * number + 8
        bounds = (interval.low, interval.share, interval.high) if interval else ()
        low, at, high = [f"{LEFT + WIDTH * share:.1f}" for share in bounds] or ["", "", ""]
        of_kind = kinds.get(key[1:], [])
        rows.append(
            Row(
                name=names[key],
                counts=sum(counts[key].values(), Counts()),
                figures=figures_of[key],
                speed=quick[key][0] if key in quick else Speed(),
                y=y,
                low=low,
                at=at,
                high=high,
                kinds=of_kind,
                bars=_bars(of_kind),
            )
        )
    return rows


def _kinds(run: Run) -> dict[tuple[int, str], list[tuple[str, int]]]:
    """Return by model and strategy how many ended with each verdict, flaky ones apart."""
    sums = {f"sum_{kind}": Sum(f"n_{kind}") for kind in KINDS}
    grouped = run.tallies.order_by().values("model", "strategy").annotate(**sums)
    rows = grouped.values_list("model", "strategy", *sums)
    return {(model, strategy): list(zip(KINDS, counts, strict=True)) for model, strategy, *counts in rows}


def _bars(kinds: list[tuple[str, int]]) -> list[tuple[str, int, str, str]]:
    """Return the kind, count, and x and width of its part of a stacked bar."""
    total, at, bars = sum(n for _, n in kinds), float(LEFT), []
    for kind, n in kinds:
        if n:
            width = WIDTH * n / total
            bars.append((kind, n, f"{at:.1f}", f"{width:.1f}"))
            at += width
    return bars


def _cell(counts: Counts | None) -> tuple[str, str]:
    """Return the word and kind of one cell: passed of scored."""
    if counts is None or not counts.n:
        return "–", "none"
    if not counts.n_scored:
        kind = "unchecked" if counts.n_unchecked else "unscored"
        return ("open" if counts.n_open else kind), kind
    kind = "passed" if counts.n_passed == counts.n_scored else "failed" if not counts.n_passed else "mixed"
    return f"{counts.n_passed}/{counts.n_scored}", kind


def _sentence(counts: dict[Any, dict[int, Counts]], names: dict[Any, str], keys: list[Any]) -> str:
    """Return the best against the second, as the pages of comparison say it; empty for one model."""
    first, *others = [passes(counts[key]) for key in keys[: MOST_PAIRS + 1]] or [{}]
    comparison = first_of_pairs(first, others)
    if comparison is None:
        return ""
    many = (
        f" Corrected for {comparison.n_pairs} pairs that are compared together (Holm)."
        if comparison.n_pairs > 1
        else ""
    )
    return comparison.sentence(names[keys[0]], names[keys[1]]) + many


def _chosen_answers(run: Run, models: dict[int, LanguageModel], numbers: Sequence[int]) -> Iterator[ChosenAnswer]:
    rows = run.candidates.select_related("task").defer("task__spec")
    pks = shown_answers(run, numbers)
    by_pk = {row.pk: row for row in rows.filter(pk__in=pks)}
    gradings = Grading.objects.filter(candidate__in=pks, is_current=True).select_related("screenshot")
    grading_of = {grading.candidate_id: grading for grading in gradings}
    for pk in pks:
        if pk in by_pk:
            row = by_pk[pk]
            yield _chosen_answer(row, models[row.model_id].model_id, grading_of.get(pk))


def shown_answers(run: Run, candidates: Sequence[int] = ()) -> list[int]:
    """Return the numbers of the run's answers that its report shows whole: those named, else the most informative
    ones.
    """
    named = list(candidates)[:MOST_CHOSEN]
    if not named:
        return _answers_to_show(run)
    pks = set(run.candidates.filter(pk__in=named).values_list("pk", flat=True))
    return [pk for pk in named if pk in pks]


def _answers_to_show(run: Run) -> list[int]:
    """Return the answers to show whole: of a single prompt all of them.

    Of a suite those marked as references, then one that passed and one that did not of each task on which models
    differ.
    """
    if run.suite_version.is_single_prompt:
        return list(run.candidates.order_by("pk").values_list("pk", flat=True)[:MOST_CHOSEN])
    marked = Mark.objects.filter(candidate__run=run, kind=Mark.Kind.REFERENCE).values_list("candidate", flat=True)
    candidates = [int(pk) for pk in marked if pk]
    tasks: dict[int, dict[bool, int]] = {}
    rows = run.candidates.scored().filter(state="done")
    for pk, task, verdict in rows.order_by("task__position", "pk").values_list("pk", "task", "verdict")[:20_000]:
        tasks.setdefault(task, {}).setdefault(verdict == Verdict.PASSED, pk)
    for ends in tasks.values():
        if len(ends) == 2:
            candidates += [ends[True], ends[False]]
    return list(dict.fromkeys(candidates))[:MOST_CHOSEN]


def _chosen_answer(row: Candidate, model: str, grading: Grading | None) -> ChosenAnswer:
    checks = grading.checks() if grading else []
    picture = grading.screenshot if grading else None
    data, no_picture = "", missing_picture_reason(row, grading)
    if picture and not no_picture and picture.size_bytes <= MOST_PICTURE:
        data = f"data:image/png;base64,{base64.b64encode(picture.read()).decode()}"
    return ChosenAnswer(
        candidate=row,
        model=model,
        picture=data,
        no_picture=no_picture,
        why=grading.why if grading else explain(row.verdict, row.cause),
        files=[(path, source[:MOST_SOURCE]) for path, source in (grading.files if grading else {}).items()],
        checks=[(str(c.get("verdict", "")), str(c.get("name", "")), str(c.get("message", ""))) for c in checks[:40]],
    )
