"""Starts a second run with the settings of another: a renamed variant beside its original."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from evaluations.actions.start_run import start_run
from evaluations.models import Run, SuiteVersion
from evaluations.prompts import skips


def start_beside(run: Run, version: SuiteVersion) -> Run | None:
    """Start the models of `run` on another version, with the same settings; once. None if it was started before.

    The caller wakes the workers. Raises LimitReached.
    """
    try:
        with transaction.atomic():
            return start_run(
                version,
                [row.model for row in run.run_models.select_related("model__server")],
                run.to_sampling(),
                team=run.team,
                title=f"{version.suite.title} v{version.number}"[:200],
                until_settled=bool(run.until_settled),
                n_samples=run.n_samples,
                strategies=run.strategies,
                created_by=run.created_by,
                skips=skips,
                import_key=f"beside-{run.pk}",
            )
    except IntegrityError:  # the job was delivered twice
        return None
