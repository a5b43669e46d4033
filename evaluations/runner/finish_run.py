"""The end of a run: the worker that stored its last answer marks it as done and tells open pages."""

from __future__ import annotations

from django.db import transaction

from evaluations import events
from evaluations.actions.adaptive_runs import advance, due_runs
from evaluations.actions.automatic_runs import report_of
from evaluations.models import Run
from evaluations.models.states import RunState


def finish_run(run: Run) -> None:
    """Mark the run as done when nothing is left to do, and announce it once the transaction is committed.

    Webhooks are told by a periodic job, from the rows.
    """
    if run.finish_if_complete():
        transaction.on_commit(lambda: _announce_end(run), robust=True)


def _announce_end(run: Run) -> None:
    """Announce that the run ended; for a new model's automatic run, also how the model compares."""
    run.refresh_from_db()
    row = report_of(run)
    title = f"{row.model.model_id[:80]}: {row.get_result_display()}" if row and row.result else run.title
    events.run_ended(run.pk, run.team_id, title, run.created_by_id)


def plan_round(run: Run) -> bool:
    """Plan the next round of a run that asks until its ranking is settled, or end it. True when a round was planned.

    Call it once the last verdict is stored. A process that ends before leaves it to `plan_due_rounds`.
    """
    if not run.until_settled:
        return False
    if advance(run):
        events.run_changed(run.pk, run.team_id)
        return True
    finish_run(run)
    return False


def plan_due_rounds() -> int:
    """Plan the rounds that no other worker plans; return how many."""
    return sum(plan_round(run) for run in due_runs())


def finish_complete_runs() -> None:
    """Mark running runs as done when all their answers have ended.

    On PostgreSQL two workers may store the last two verdicts at the same moment: neither sees what the other has stored
    but not committed, so neither ends the run.
    """
    for run in Run.objects.filter(state=RunState.RUNNING):
        finish_run(run)
