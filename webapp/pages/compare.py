"""Models side by side: rates with intervals, speed, and the tasks at which they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evaluations.models import Candidate, Grading, LanguageModel, Run
from evaluations.models.summaries import Cell, Counts, Speed, add_up, cells, speeds, tasks_that_differ
from webapp.access import current_team
from webapp.matrix import sets_by_filter

ROWS_A_PAGE = 50
MATRIX_COLUMNS = 16
DIFFERING_TASKS = 60
RUNS_TO_CHOOSE = 30
SETTINGS = ("temperature", "top_p", "top_k", "seed", "max_tokens", "context_tokens")
Key = tuple[int, int, str]  # run, model, strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One model of one run with one strategy."""

    run: Run
    model: LanguageModel
    strategy: str
    counts: Counts
    speed: Speed


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """The chosen runs (else the newest over a suite), as far as they may be compared."""
    team = current_team(request)
    mine = Run.objects.filter(team=team).select_related("suite_version__suite")
    asked = [int(pk) for pk in request.GET.getlist("run") if pk.isdecimal() and len(pk) < 18][:20]
    chosen = list(mine.filter(pk__in=asked)) if asked else _newest(team)
    chosen.sort(key=lambda run: asked.index(run.pk) if asked else 0)
    query, models = request.GET.get("q", "").strip(), _numbers(request.GET.getlist("model"))
    same = [run for run in chosen if run.suite_version_id == chosen[0].suite_version_id]
    found, quick = _cells(same, query, models)
    shared, is_common = shared_tasks(found), bool(request.GET.get("common"))
    if is_common and shared is not None:
        found = {pk: [cell for cell in some if cell.task in shared] for pk, some in found.items()}
    entries = _entries(same, found, quick)
    page = Paginator(entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "n_common": None if shared is None else len(shared), "is_common": is_common,
        "runs": same, "left_out": [run for run in chosen if run not in same],
        "differences": _differences(same),
        "page": page, "query": query, "chosen_models": LanguageModel.objects.filter(pk__in=models),
        "choices": mine[:RUNS_TO_CHOOSE], "version": chosen[0].suite_version if chosen else None,
        "chosen_pks": [run.pk for run in chosen],
        "has_strategies": len({(e.run.pk, e.model.pk) for e in entries}) < len(entries),
        **_differing(same, list(page)[:MATRIX_COLUMNS], found),
    }  # fmt: skip
    return render(request, "compare.html", context)


def _newest(team: Any) -> list[Run]:
    """The last run over a suite with a verdict, or else the last run."""
    rows = Run.objects.filter(team=team).select_related("suite_version__suite")
    over_suite = rows.exclude(suite_version__suite__origin="prompt")
    return list((over_suite or rows)[:1])


def _numbers(texts: list[str]) -> list[int]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 18]


def _cells(runs: list[Run], query: str, models: list[int]) -> tuple[dict[int, list[Cell]], dict[int, dict[int, Speed]]]:
    """Per run: its cells and speeds, of the models asked for."""
    found: dict[int, list[Cell]] = {}
    quick: dict[int, dict[int, Speed]] = {}
    for run in runs:
        rows = run.candidates.all()
        if models:
            rows = rows.filter(model__in=models)
        if query:
            rows = rows.filter(Q(model__name__icontains=query) | Q(model__server__slug__icontains=query))
        found[run.pk], quick[run.pk] = cells(rows), speeds(rows)
    return found, quick


def shared_tasks(found: dict[int, list[Cell]]) -> set[int] | None:
    """Tasks that every model (of every run, with every strategy) was asked; None when that is all of them."""
    asked: dict[Key, set[int]] = {}
    for run, some in found.items():
        for cell in some:
            asked.setdefault((run, cell.model, cell.strategy), set()).add(cell.task)
    sets = list(asked.values())
    shared = set.intersection(*sets) if sets else set()
    return None if not sets or shared == set.union(*sets) else shared


def _entries(runs: list[Run], found: dict[int, list[Cell]], quick: dict[int, dict[int, Speed]]) -> list[Entry]:
    """One row a run, model and strategy, best first."""
    entries: list[Entry] = []
    names = LanguageModel.objects.select_related("server").in_bulk({c.model for some in found.values() for c in some})
    for run in runs:
        sums = add_up(found[run.pk], lambda cell: (cell.model, cell.strategy))
        entries += [
            Entry(run=run, model=names[m], strategy=s, counts=counts, speed=quick[run.pk].get(m, Speed()))
            for (m, s), counts in sums.items()
        ]
    return sorted(entries, key=lambda e: (e.counts.rank, e.model.model_id))


def _differences(runs: list[Run]) -> list[str]:
    """What is not the same in these runs of the same suite version: sentences for a person."""
    said = []
    for name in SETTINGS:
        values = {run.pk: run.sampling.get(name) for run in runs if run.origin == Run.Origin.LIVE}
        if len({str(value) for value in values.values()}) > 1:
            listed = ", ".join(f"run {pk}: {'default' if value is None else value}" for pk, value in values.items())
            said.append(f"{name.replace('_', ' ')} ({listed})")
    if len({run.n_samples for run in runs}) > 1:
        said.append("samples (" + ", ".join(f"run {run.pk}: {run.n_samples}" for run in runs) + ")")
    if len({run.origin for run in runs}) > 1:
        said.append("origin (some answers were made elsewhere, with settings of their own)")
    graded = Grading.objects.filter(candidate__run__in=runs, is_current=True).order_by()
    for name in ("harness_version", "extractor_version", "grader_version"):
        versions = sorted({v for v in graded.values_list(name, flat=True).distinct() if v})
        if len(versions) > 1:
            said.append(f"{name.removesuffix('_version')} ({', '.join(versions)}; regrade the older run)")
    return said


def _differing(runs: list[Run], entries: list[Entry], found: dict[int, list[Cell]]) -> dict[str, Any]:
    """The matrix of the tasks at which these entries differ."""
    if not entries:
        return {"columns": [], "rows": [], "n_differ": 0}
    shown = {(e.run.pk, e.model.pk, e.strategy) for e in entries}
    of_shown = [c for pk, some in found.items() for c in some if (pk, c.model, c.strategy) in shown]
    # Two runs of one model are two columns: their shares count as different samples of the same task.
    wanted = tasks_that_differ(of_shown)
    tasks = [t for t in runs[0].suite_version.tasks.defer("spec").order_by("position") if t.pk in wanted]
    places: dict[tuple[int, Key], list[Candidate]] = {}
    rows = Candidate.objects.filter(run__in=runs, task__in=tasks[:DIFFERING_TASKS], model__in={m for _, m, _ in shown})
    for row in rows.order_by("sample", "pk"):
        places.setdefault((row.task_id, (row.run_id, row.model_id, row.strategy)), []).append(row)
    keys: list[Key] = [(e.run.pk, e.model.pk, e.strategy) for e in entries]
    return {
        "columns": entries, "n_differ": len(tasks), "n_tasks": runs[0].suite_version.tasks.count(),
        "rows": [(t, [places.get((t.pk, key), []) for key in keys]) for t in tasks[:DIFFERING_TASKS]],
        "n_all_fail": len(sets_by_filter(of_shown)["fail"]), "n_all_pass": len(sets_by_filter(of_shown)["pass"]),
    }  # fmt: skip
