"""Execute and grade people's versions of answers.

They are graded before answers of models, because a person is waiting.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models.functions import Now

from evaluations import events
from evaluations.models import EditedAnswer, State
from evaluations.records import Extraction, Verdict
from evaluations.runner.attempts import MAX_ATTEMPTS
from evaluations.runner.grading import Executor, GradedAnswer, grade_extraction
from evaluations.runner.grading_fields import evidence_wanted, grading_fields, spec_of
from evaluations.runner.workers import retried

if TYPE_CHECKING:
    from evaluations.runner.workers import Liveness

RULE, REASON = "edited", "Edited by a person: the files as they were saved."
log = logging.getLogger(__name__)


def grade_waiting(executor: Executor, liveness: Liveness) -> int:
    """Grade versions until none wait; return how many."""
    n = 0
    while not liveness.stop_requested.is_set():
        edit = retried(lambda: EditedAnswer.objects.claim_next(liveness.name), liveness.stop_requested)
        if edit is None:
            break
        _grade(edit, executor, liveness)
        n += 1
    return n


def _grade(edit: EditedAnswer, executor: Executor, liveness: Liveness) -> None:
    try:
        graded = _graded(edit, executor)
    except Exception as exc:
        log.exception("Version %s could not be executed.", edit.pk)
        cause = f"It could not be executed: {exc}"
        retried(lambda: _retry_or_end(edit, liveness.name, cause), liveness.stop_requested)
        return
    if graded.outcome.verdict is Verdict.UNSCORED and edit.attempts + 1 < MAX_ATTEMPTS:
        retried(lambda: _retry_or_end(edit, liveness.name, graded.outcome.cause), liveness.stop_requested)
        return
    retried(lambda: _store(edit, graded, liveness.name), liveness.stop_requested)


def _graded(edit: EditedAnswer, executor: Executor) -> GradedAnswer:
    extraction = Extraction(files=edit.files, entry=edit.entry, rule=RULE, reason=REASON)
    spec = spec_of(edit.candidate.task_id)
    name = f"edit-{edit.pk}"
    return grade_extraction(extraction, spec, executor, candidate_id=name, evidence=evidence_wanted())


@transaction.atomic
def _store(edit: EditedAnswer, graded: GradedAnswer, worker: str) -> None:
    """Keep verdict and evidence, unless another worker has the row by now."""
    fields = grading_fields(graded)
    _store_result(edit, worker, fields)


def _retry_or_end(edit: EditedAnswer, worker: str, cause: str) -> None:
    """Execute it again, because our own work failed. After the last attempt it is unscored."""
    attempts = edit.attempts + 1
    if attempts >= MAX_ATTEMPTS:
        _store_result(edit, worker, {"verdict": Verdict.UNSCORED, "score": None, "cause": cause})
        return
    row = EditedAnswer.objects.filter(pk=edit.pk, state=State.EXECUTING, taken_by=worker)
    row.update(state=State.QUEUED, taken_by="", taken_at=None, attempts=attempts)


def _store_result(edit: EditedAnswer, worker: str, fields: dict[str, Any]) -> None:
    row = EditedAnswer.objects.filter(pk=edit.pk, state=State.EXECUTING, taken_by=worker)
    row.update(state=State.DONE, taken_by="", taken_at=None, finished_at=Now(), **fields)
    events.run_changed(edit.candidate.run_id, edit.candidate.run.team_id)
