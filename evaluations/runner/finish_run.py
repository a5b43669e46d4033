"""The end of a run: the worker that stored its last answer marks it as done and tells open pages."""

from __future__ import annotations

from django.db import transaction

from evaluations import events
from evaluations.models import Run


def finish_run(run: Run) -> None:
    """Mark the run as done when nothing is left to do, and say so once the transaction is through.

    Webhooks are told by a periodic job, from the rows.
    """
    if run.finish_if_complete():
        given = (run.pk, run.team_id, run.title, run.created_by_id)
        transaction.on_commit(lambda: events.run_ended(*given), robust=True)
