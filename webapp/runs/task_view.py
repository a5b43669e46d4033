"""The answers of all models of a run to one task, side by side."""

from __future__ import annotations

from typing import Any, TypedDict

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from evaluations.models import Candidate, Grading, Membership, Run, Task
from evaluations.queries.comparison import Key
from evaluations.queries.counts import cells_of_runs
from evaluations.queries.run_limits import limits_of
from evaluations.token_limits import TokenLimits
from evaluations.typed_template import TypedTemplate
from webapp.compare.matrix_cells import MatrixCell, lines
from webapp.runs.gallery import Card, can_run, cards_of
from webapp.site.access import get_for_team, may
from webapp.site.code_view import answer_code
from webapp.site.known_answers import note_known
from webapp.site.query_params import parse_number

SIDES_PER_PAGE = 8
MEMBER = Membership.Role.MEMBER
Side = tuple[Candidate, MatrixCell, list[tuple[str, SafeString]]]
"""An answer, the results of all its samples, and its code."""


class TaskPage(TypedDict):
    """limits: token limits, each with its models. sides: one answer of each column. place: of the task, from 1.

    previous, next: numbers of the tasks beside it. gallery_address: of the gallery alone; empty, as it never changes.
    """

    run: Run
    task: Task
    spec: dict[str, Any]
    page: Page[Key]
    sample: int
    limits: list[tuple[TokenLimits, list[str]]]
    fixtures: list[str]
    can_run: bool
    may_run: bool
    sides: list[Side]
    cards: list[Card]
    gallery_address: str
    place: int
    n_tasks: int
    previous: int | None
    next: int | None


TASK_PAGE = TypedTemplate("runs/task.html", TaskPage)


@require_GET
def task_answers(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    """Show the answers of all models to one task, side by side."""
    result = get_for_team(request, Run.objects.select_related("suite_version__suite"), pk=pk)
    tasks = list(result.suite_version.tasks.order_by("position").values_list("pk", flat=True))
    row = get_object_or_404(result.suite_version.tasks, pk=task)
    index = tasks.index(row.pk)
    positions = dict(result.run_models.values_list("model", "position"))
    of_tasks = cells_of_runs(result.tallies.filter(task=row))
    keys = sorted(of_tasks, key=lambda key: (positions.get(key[1], 0), key[2]))
    page = Paginator(keys, SIDES_PER_PAGE).get_page(request.GET.get("page"))
    sample = parse_number(request.GET.get("sample"), below=10**8) or 0
    (line,) = lines([row], list(page), of_tasks) if page else (None,)
    sides = _sides(result, row, list(page), sample, line.squares) if line else []
    candidates = [candidate for candidate, _, _ in sides]
    note_known(request, [candidate.pk for candidate in candidates])
    context: TaskPage = {
        "run": result,
        "task": row,
        "spec": row.spec,
        "page": page,
        "sample": sample,
        "limits": _limits_by_model(result, row) if result.origin == Run.Origin.LIVE else [],
        "fixtures": sorted(row.droppable),
        "can_run": can_run(row),
        "may_run": may(request, MEMBER),
        "sides": sides,
        "cards": cards_of(result, candidates),
        "gallery_address": "",
        "place": index + 1,
        "n_tasks": len(tasks),
        "previous": tasks[index - 1] if index else None,
        "next": tasks[index + 1] if index + 1 < len(tasks) else None,
    }
    return TASK_PAGE.response(request, context)


def _limits_by_model(run: Run, task: Task) -> list[tuple[TokenLimits, list[str]]]:
    """Return the token limits of this task, each with the models that it was sent to."""
    models: dict[TokenLimits, list[str]] = {}
    for model in run.chosen.select_related("server").order_by("runmodel__position"):
        models.setdefault(limits_of(run, task.spec["max_tokens"], model), []).append(model.model_id)
    return list(models.items())


def _sides(run: Run, task: Task, keys: list[Key], sample: int, squares: list[MatrixCell]) -> list[Side]:
    """Return per column the requested sample (else the first), the results of all its samples, and its code."""
    of_models = {model for _, model, _ in keys}
    rows = run.candidates.filter(task=task, model__in=of_models).select_related("model__server", "task")
    first: dict[tuple[int, str], Candidate] = {}
    for candidate in rows.order_by("sample"):  # a sample may have been deleted
        key = (candidate.model_id, candidate.strategy)
        if key not in first or candidate.sample == sample:
            first[key] = candidate
    chosen = [first[model, strategy] for _, model, strategy in keys]
    gradings = Grading.objects.filter(candidate__in=chosen, is_current=True).select_related("candidate__generation")
    grading_of = {grading.candidate_id: grading for grading in gradings}
    return [
        (candidate, square, answer_code(grading_of.get(candidate.pk)))
        for candidate, square in zip(chosen, squares, strict=True)
    ]
