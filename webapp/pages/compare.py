"""Models side by side: rates with intervals, speed, and the tasks at which they differ."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from evaluations.models import Candidate, LanguageModel, Membership, Run, Task
from evaluations.models.comparisons import Key, by_key, figures, to_regrade, what_differs
from evaluations.models.summaries import Cell, Counts, Speed, cells, speeds, tasks_that_differ
from webapp.access import current_team, may
from webapp.against import Entry, pairs
from webapp.matrix import sets_by_filter
from webapp.rounds import repaired

ROWS_A_PAGE = 50
MATRIX_COLUMNS = 16
DIFFERING_TASKS = 60
RUNS_TO_CHOOSE = 30


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
    of_tasks = {key: counts for pk, some in found.items() for key, counts in by_key(pk, some).items()}
    entries = _entries(same, of_tasks, quick)
    tasks = list(same[0].suite_version.tasks.defer("spec").order_by("position")) if same else []
    page = Paginator(entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "n_common": None if shared is None else len(shared), "is_common": is_common,
        "runs": same, "left_out": [run for run in chosen if run not in same],
        "differences": what_differs(same) if len(same) > 1 else [],
        "to_regrade": to_regrade(same), "may_run": may(request, Membership.Role.MEMBER),
        "pairs": pairs(request, entries, of_tasks, tasks), "repaired": repaired(same, entries, of_tasks),
        **_columns(entries),
        "page": page, "query": query, "chosen_models": LanguageModel.objects.filter(pk__in=models),
        "choices": mine[:RUNS_TO_CHOOSE], "version": chosen[0].suite_version if chosen else None,
        "chosen_pks": [run.pk for run in chosen],
        "has_strategies": len({(e.run.pk, e.model.pk) for e in entries}) < len(entries),
        **_differing(tasks, list(page)[:MATRIX_COLUMNS], found),
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
        rows = run.tallies.all()
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


def _entries(
    runs: list[Run], of_tasks: dict[Key, dict[int, Counts]], quick: dict[int, dict[int, Speed]]
) -> list[Entry]:
    """One row a run, model and strategy, best first."""
    by_pk = {run.pk: run for run in runs}
    names = LanguageModel.objects.select_related("server").in_bulk({model for _, model, _ in of_tasks})
    entries = [
        Entry(
            run=by_pk[pk], model=names[model], strategy=strategy, counts=sum(counts.values(), Counts()),
            figures=figures(counts.values()), speed=quick[pk].get(model, Speed()),
        )
        for (pk, model, strategy), counts in of_tasks.items()
    ]  # fmt: skip
    return sorted(entries, key=lambda e: (e.figures.rank, e.model.model_id))


def _columns(entries: list[Entry]) -> dict[str, Any]:
    """Which figures say something here: pass@k where samples allow it, score where tasks are graded by degrees."""
    return {
        "ks": [k for k in (5, 10) if any(entry.figures.passes[k] for entry in entries)],
        "has_samples": any(entry.counts.n_scored > entry.figures.n_tasks for entry in entries),
        "has_scores": any(abs(entry.counts.score_sum - entry.counts.n_passed) > 1e-6 for entry in entries),
    }


def _differing(all_tasks: list[Task], entries: list[Entry], found: dict[int, list[Cell]]) -> dict[str, Any]:
    """The matrix of the tasks at which these entries differ."""
    if not entries:
        return {"columns": [], "rows": [], "n_differ": 0}
    keys = [entry.key for entry in entries]
    shown = set(keys)
    of_shown = [c for pk, some in found.items() for c in some if (pk, c.model, c.strategy) in shown]
    # Two runs of one model are two columns: their shares count as different samples of the same task.
    wanted = tasks_that_differ(of_shown)
    tasks = [task for task in all_tasks if task.pk in wanted]
    places: dict[tuple[int, Key], list[Candidate]] = {}
    rows = Candidate.objects.filter(
        run__in=found, task__in=tasks[:DIFFERING_TASKS], model__in={model for _, model, _ in shown}
    )
    for row in rows.order_by("sample", "pk"):
        places.setdefault((row.task_id, (row.run_id, row.model_id, row.strategy)), []).append(row)
    return {
        "columns": entries, "n_differ": len(tasks), "n_tasks": len(all_tasks),
        "rows": [(t, [places.get((t.pk, key), []) for key in keys]) for t in tasks[:DIFFERING_TASKS]],
        "n_all_fail": len(sets_by_filter(of_shown)["fail"]), "n_all_pass": len(sets_by_filter(of_shown)["pass"]),
    }  # fmt: skip
