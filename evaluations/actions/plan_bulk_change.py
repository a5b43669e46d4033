"""The preview of a bulk change: counts, before it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q

from evaluations.limits import MAX_ADDED_MODELS, MAX_ADDED_SAMPLES
from evaluations.models.candidates import Candidate, CandidateQuerySet
from evaluations.models.changes import ChangeKind, can_be_asked_again, can_be_regraded
from evaluations.models.runs import Run
from evaluations.models.servers import LanguageModel
from evaluations.models.suites import Task

MOST_NEW = 200_000
Cell = tuple[int, int, int, str, int]  # run, task, model, strategy, first new sample


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkChangeRequest:
    """The requested change: candidates, additional samples, models."""

    kind: ChangeKind
    rows: CandidateQuerySet
    n_more: int = 1
    models: Sequence[LanguageModel] = ()


@dataclass(slots=True)
class Line:
    """Answers of one model, or to one task: how many are asked for again, and how many are only regraded."""

    name: str
    n_asked: int = 0
    n_regraded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """error: why it is not possible. notes: remarks. n_left: chosen candidates that stay unchanged."""

    by_model: list[Line] = field(default_factory=list)
    by_task: list[Line] = field(default_factory=list)
    n_asked: int = 0
    n_regraded: int = 0
    n_left: int = 0
    error: str = ""
    notes: list[str] = field(default_factory=list)

    @property
    def n(self) -> int:
        """The number of all affected answers."""
        return self.n_asked + self.n_regraded


def plan(request: BulkChangeRequest) -> Plan:
    """Count what would change, by model and task; change nothing."""
    if request.kind == ChangeKind.REGRADE:
        return _of_rows(request, can_be_regraded(request.rows), "There is no finished answer among these.")
    if request.kind == ChangeKind.AGAIN:
        return _of_rows(request, can_be_asked_again(request.rows), "Nothing among these is unscored or left out.")
    runs = list(Run.objects.filter(pk__in=request.rows.order_by().values("run")).distinct())
    if error := _change_error(request, runs):
        return Plan(error=error)
    return _of_cells(
        request,
        samples_of(request) if request.kind == ChangeKind.SAMPLES else models_of(request, runs[0]),
    )


def _of_rows(request: BulkChangeRequest, rows: object, nothing: str) -> Plan:
    assert isinstance(rows, CandidateQuerySet)
    answered = Count("pk", filter=Q(generation__isnull=False))
    selected = Candidate.objects.filter(pk__in=rows.order_by().values("pk"))
    grouped = list(selected.order_by().values_list("model", "task").annotate(n=Count("pk"), had=answered))
    parts = [(model, task, n - had, had) for model, task, n, had in grouped]
    n = sum(n_asked + n_again for *_, n_asked, n_again in parts)
    return _totals(parts, n_left=request.rows.count() - n, problem="" if n else nothing)


def _change_error(request: BulkChangeRequest, runs: list[Run]) -> str:
    if not runs:
        return "No answer matches the filter. Choose another one."
    if stored := next((run for run in runs if run.origin == Run.Origin.STORED), None):
        return f"{stored.title} has answers made elsewhere, with their own settings: none can be added here."
    if request.kind == ChangeKind.SAMPLES:
        ok = 1 <= request.n_more <= MAX_ADDED_SAMPLES
        return "" if ok else f"{request.n_more} more samples are not between 1 and {MAX_ADDED_SAMPLES}."
    if len(runs) > 1:
        return "A model is added to one run at a time. Choose answers of one run."
    if not request.models:
        return "No model is ticked. Tick at least one."
    if len(request.models) > MAX_ADDED_MODELS:
        return f"{len(request.models)} models are more than {MAX_ADDED_MODELS} in one change. Leave some out."
    return ""


def samples_of(request: BulkChangeRequest) -> list[Cell]:
    """Return each chosen run, task, model and strategy with its next free sample number."""
    keys = ("run", "task", "model", "strategy")
    existing = set(request.rows.order_by().values_list(*keys).distinct())
    runs = {run for run, *_ in existing}
    last = Candidate.objects.filter(run__in=runs).order_by().values_list(*keys).annotate(last=Max("sample"))
    return sorted((*key, top + 1) for *key, top in last if tuple(key) in existing)


def models_of(request: BulkChangeRequest, run: Run) -> list[Cell]:
    """Return each chosen task with each of its strategies, for each model that has no answer to it.

    Not every task can be asked by every strategy of a run.
    """
    tasks = list(request.rows.order_by("task__position").values_list("task", flat=True).distinct())
    asked_pairs = set(run.tallies.filter(n__gt=0).values_list("task", "strategy"))
    have = set(run.candidates.filter(model__in=[m.pk for m in request.models]).values_list("task", "model", "strategy"))
    return [
        (run.pk, task, model.pk, strategy, 0)
        for model in request.models
        for task in dict.fromkeys(tasks)
        for strategy in run.strategies
        if (task, strategy) in asked_pairs and (task, model.pk, strategy) not in have
    ]


def n_each(request: BulkChangeRequest, run: Run | None = None) -> int:
    """Return the number of new candidates for each cell."""
    return request.n_more if request.kind == ChangeKind.SAMPLES else (run.n_samples if run else 1)


def _of_cells(request: BulkChangeRequest, cells: list[Cell]) -> Plan:
    if not cells:
        return Plan(error="These models have been asked these tasks already. Add samples instead.")
    runs = Run.objects.in_bulk({run for run, *_ in cells})
    parts = [(model, task, n_each(request, runs[run]), 0) for run, task, model, _, _ in cells]
    n = sum(n_asked for _, _, n_asked, _ in parts)
    error = f"{n:,} new answers are more than {MOST_NEW:,}. Choose fewer." if n > MOST_NEW else ""
    return _totals(parts, problem=error, notes=_notes({model for model, *_ in parts}))


def _notes(models: set[int]) -> list[str]:
    available = set(LanguageModel.objects.can_generate().filter(pk__in=models).values_list("pk", flat=True))
    away = LanguageModel.objects.filter(pk__in=models - available).select_related("server")
    return [f"{model.model_id} cannot be asked now; its answers wait until it can." for model in away]


def _totals(
    parts: list[tuple[int, int, int, int]], *, n_left: int = 0, problem: str = "", notes: list[str] | None = None
) -> Plan:
    models = LanguageModel.objects.select_related("server").in_bulk({model for model, *_ in parts})
    tasks = Task.objects.defer("spec").in_bulk({task for _, task, *_ in parts})
    by_model: dict[int, Line] = {}
    by_task: dict[int, Line] = {}
    for model, task, n_asked, n_again in parts:
        lines = (
            by_model.setdefault(model, Line(models[model].model_id)),
            by_task.setdefault(task, Line(tasks[task].title)),
        )
        for line in lines:
            line.n_asked += n_asked
            line.n_regraded += n_again
    return Plan(
        by_model=sorted(by_model.values(), key=lambda line: line.name),
        by_task=[by_task[task] for task in sorted(by_task, key=lambda pk: (tasks[pk].position, pk))],
        n_asked=sum(part[2] for part in parts),
        n_regraded=sum(part[3] for part in parts),
        n_left=n_left,
        error=problem,
        notes=notes or [],
    )
