"""Apply a bulk change (regrade, retry, add samples, add models), and undo it.

Each is one transaction: if a process dies, all of it is stored or nothing.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery, Value
from django.utils.timezone import now

from evaluations.actions.plan_bulk_change import BulkChangeRequest, Cell, models_of, n_each, plan, samples_of
from evaluations.errors import EvaluationError
from evaluations.models.candidates import Candidate, CandidateQuerySet, Grading
from evaluations.models.changes import (
    END_STATES,
    BulkChange,
    BulkChangeRow,
    ChangeKind,
    can_be_asked_again,
    can_be_regraded,
)
from evaluations.models.runs import Run, RunModel
from evaluations.models.servers import LanguageModel
from evaluations.models.states import RunState, State
from evaluations.models.teams import Team

UNTAKEN = {"taken_by": "", "attempts": 0, "not_before": None}
CLEARED = {"verdict": "", "score": None, "cause": "", "finished_at": None}
BATCH = 5000
COLUMNS = ("change_id", "candidate_id", "grading_id", "state", "verdict", "score", "cause", "is_flaky")


def change_run(
    run: Run, kind: ChangeKind, *, by: AbstractBaseUser | AnonymousUser | None, rows: CandidateQuerySet | None = None
) -> BulkChange | None:
    """Regrade or ask again for a run's candidates, all or these. None when there are none to change.

    It is recorded like any other bulk change, so it can be looked at and undone. The caller wakes the workers.
    """
    chosen = run.candidates.all() if rows is None else rows.filter(run=run)
    request = BulkChangeRequest(kind=kind, rows=chosen)
    if not plan(request).n:
        return None
    return apply(run.team, request, key=secrets.token_urlsafe(15), query=f"run={run.pk}", by=by)[0]


def apply(
    team: Team, request: BulkChangeRequest, *, key: str, query: str, by: AbstractBaseUser | AnonymousUser | None
) -> tuple[BulkChange, bool]:
    """Return the change, and whether it was applied now: for a known key return the change of that time.

    Raises EvaluationError when it cannot be done, with the plan's sentence. The caller wakes the workers.
    """
    if earlier := BulkChange.objects.filter(team=team, key=key).first():
        return earlier, False
    try:
        with transaction.atomic():
            return _apply(team, request, key=key, query=query, created_by_id=by.pk if by else None), True
    except IntegrityError as exc:
        if earlier := BulkChange.objects.filter(team=team, key=key).first():
            return earlier, False
        raise EvaluationError("Somebody else changed the same answers just now. Look at them again.") from exc


def _apply(team: Team, request: BulkChangeRequest, **kwargs: Any) -> BulkChange:
    planned = plan(request)
    if planned.error:
        raise EvaluationError(planned.error)
    change = BulkChange.objects.create(
        team=team,
        kind=request.kind,
        n_more=request.n_more if request.kind == ChangeKind.SAMPLES else 0,
        models_added=[model.model_id for model in request.models],
        n_asked=planned.n_asked,
        n_regraded=planned.n_regraded,
        **kwargs,
    )
    if request.kind == ChangeKind.REGRADE:
        snapshot_rows(change, can_be_regraded(request.rows))
        _rows(change).update(state=State.EXECUTING, **UNTAKEN)
    elif request.kind == ChangeKind.AGAIN:
        snapshot_rows(change, can_be_asked_again(request.rows))
        # Update the answered ones first, because the update of those without an answer reads the same rows.
        _rows(change).filter(generation__isnull=False).update(state=State.EXECUTING, **UNTAKEN, **CLEARED)
        _rows(change).filter(generation__isnull=True).update(state=State.QUEUED, **UNTAKEN, **CLEARED)
    else:
        _add(change, request)
    runs = Run.objects.filter(pk__in=_rows(change).order_by().values("run"))
    change.runs.set(runs)
    runs.exclude(state=RunState.PAUSED).update(state=RunState.RUNNING, finished_at=None)
    return change


def _rows(change: BulkChange) -> QuerySet[Candidate]:
    return Candidate.objects.filter(pk__in=change.rows.values("candidate"))


def snapshot_rows(change: BulkChange, rows: QuerySet[Candidate]) -> None:
    """Save the old state of each row. One INSERT from a SELECT, because a run may have a million rows."""
    current = Grading.objects.filter(candidate=OuterRef("pk"), is_current=True).values("pk")[:1]
    selected = Candidate.objects.filter(pk__in=rows.order_by().values("pk")).order_by()
    to_keep = selected.annotate(of_change=Value(change.pk), current=Subquery(current)).values_list(
        "of_change", "pk", "current", "state", "verdict", "score", "cause", "is_flaky"
    )
    sql, parameters = to_keep.query.sql_with_params()
    columns = ", ".join(connection.ops.quote_name(name) for name in COLUMNS)
    table = connection.ops.quote_name(BulkChangeRow._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) {sql}", parameters)


def _add(change: BulkChange, request: BulkChangeRequest) -> None:
    run = Run.objects.filter(pk__in=request.rows.order_by().values("run")[:1]).first()
    assert run is not None  # the plan has refused a filter that fits nothing
    cells = samples_of(request) if request.kind == ChangeKind.SAMPLES else models_of(request, run)
    if request.kind == ChangeKind.MODELS:
        last = run.run_models.aggregate(last=Max("position"))["last"] or 0
        have = set(run.run_models.values_list("model", flat=True))
        new = [model for model in request.models if model.pk not in have]
        RunModel.objects.bulk_create(RunModel(run=run, model=m, position=last + n) for n, m in enumerate(new, 1))
    added = Candidate.objects.bulk_create(_candidates(cells, n_each(request, run)), batch_size=500)
    BulkChangeRow.objects.bulk_create((BulkChangeRow(change=change, candidate=row) for row in added), batch_size=500)
    _count_samples({cell[0] for cell in cells})


def _candidates(cells: list[Cell], n: int) -> list[Candidate]:
    return [
        Candidate(run_id=run, task_id=task, model_id=model, strategy=strategy, sample=first + more)
        for run, task, model, strategy, first in cells
        for more in range(n)
    ]


def _count_samples(runs: set[int]) -> None:
    """Set n_samples of each run to the largest number of samples of a model and task."""
    for pk in runs:
        last = Candidate.objects.filter(run=pk).aggregate(last=Max("sample"))["last"]
        Run.objects.filter(pk=pk).update(n_samples=(last or 0) + 1)


@transaction.atomic
def undo(change: BulkChange) -> bool:
    """Restore old verdicts and cancel new answers that have not started. Return False when it is already undone.

    Work that a worker is doing at this moment finishes; its verdict then counts like any other.
    """
    if not BulkChange.objects.filter(pk=change.pk, undone_at=None).update(undone_at=now()):
        return False
    runs = list(change.runs.all())
    if change.kind in (ChangeKind.REGRADE, ChangeKind.AGAIN):
        _restore(change)
    else:
        _delete_added(change)
    for run in runs:
        run.finish_if_complete()
    return True


def _restore(change: BulkChange) -> None:
    """Restore the old state of rows that no worker holds and no later change has touched.

    Answers that were asked for again and have arrived are kept, because there is no old verdict to restore.
    """
    changed_last = _rows(change).exclude(pk__in=BulkChangeRow.objects.filter(change__gt=change.pk).values("candidate"))
    free = changed_last.filter(taken_by="")
    if change.kind == ChangeKind.AGAIN:
        free = free.exclude(state__in=END_STATES)
    pks = list(free.select_for_update(of=("self",)).values_list("pk", flat=True))
    was = BulkChangeRow.objects.filter(change=change, candidate=OuterRef("pk"))
    fields = {name: Subquery(was.values(name)[:1]) for name in ("state", "verdict", "score", "cause", "is_flaky")}
    for start in range(0, len(pks), BATCH):
        part = pks[start : start + BATCH]
        before = BulkChangeRow.objects.filter(change=change, candidate__in=part, grading__isnull=False).values(
            "grading"
        )
        current = Grading.objects.filter(candidate__in=part, is_current=True)
        current.exclude(pk__in=before).update(is_current=False)
        # A small number at once, because each row changes tallies.
        Grading.objects.filter(pk__in=before, is_current=False).update(is_current=True)
        Candidate.objects.filter(pk__in=part).update(**UNTAKEN, finished_at=now(), **fields)


def _delete_added(change: BulkChange) -> None:
    """Delete new candidates that no worker has started."""
    queued = _rows(change).filter(state=State.QUEUED, taken_by="", generation__isnull=True)
    runs = set(change.runs.values_list("pk", flat=True))
    Candidate.objects.filter(pk__in=list(queued.values_list("pk", flat=True))).delete()
    for run_model in RunModel.objects.filter(run__in=runs, model__in=_added_ids(change)).select_related("run"):
        if not run_model.run.candidates.filter(model=run_model.model_id).exists():
            run_model.delete()
    _count_samples(runs)


def _added_ids(change: BulkChange) -> list[int]:
    rows = LanguageModel.objects.select_related("server")
    return [row.pk for row in rows if row.model_id in set(change.models_added)]
