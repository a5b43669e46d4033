"""Starts a second run with the settings of another: a renamed variant beside its original."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from evaluations.actions.start_run import start_run
from evaluations.models import Run, SuiteVersion
from evaluations.models.runs import BESIDE, WITH_VARIANT
from evaluations.prompts import skips


def wait_for_variant(run: Run, seed: int) -> None:
    """Note that the renamed variant with this seed is to be run beside `run`, once a worker has made it.

    It is stored with the run: a message alone is lost with the broker, or with the worker that took it.
    """
    run.import_key = f"{WITH_VARIANT}{seed}-{run.pk}"
    run.save(update_fields=["import_key"])


def end_wait(run: Run) -> None:
    """Note that the run waits for no variant any more."""
    Run.objects.waiting_for_variant().filter(pk=run.pk).update(import_key="")


def start_beside(run: Run, version: SuiteVersion) -> Run | None:
    """Start the models of `run` on another version, with the same settings; once. None if it was started before.

    The caller wakes the workers. Raises LimitReached; a run that waits for its variant then goes on waiting.
    """
    try:
        with transaction.atomic():
            beside = _start(run, version)
            end_wait(run)
            return beside
    except IntegrityError:  # the job was delivered twice
        end_wait(run)
        return None


def _start(run: Run, version: SuiteVersion) -> Run:
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
        import_key=f"{BESIDE}{run.pk}",
    )
