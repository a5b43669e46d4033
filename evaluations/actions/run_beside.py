"""Starts a second run with the settings of another: a renamed variant beside its original."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from evaluations.actions.start_run import start_run
from evaluations.models import Run, SuiteVersion
from evaluations.models.runs import BESIDE, WITH_VARIANT, RunQuerySet
from evaluations.prompts import skips
from evaluations.stored_json import StoredPendingVariant, VariantState


def wait_for_variant(run: Run, seed: int) -> None:
    """Note that the renamed variant with this seed is to be run beside `run`, once a worker has made it.

    It is stored with the run: a message alone is lost with the broker, or with the worker that took it.
    """
    run.pending_variant = _pending(seed, "waiting")
    run.save(update_fields=["pending_variant"])


def note_variant(run: Run, state: VariantState, reason: str = "") -> bool:
    """Note how far the variant is that a run waits for. False when nothing changed: it is noted already, or the run
    waits no more.
    """
    pending = run.pending_variant
    if pending is None or (pending["state"], pending["reason"]) == (state, reason):
        return False
    run.pending_variant = _pending(pending["seed"], state, reason)
    return bool(_waiting(run).update(pending_variant=run.pending_variant))


def try_variant_again(run: Run) -> bool:
    """Wait again for a variant that failed; the caller wakes a worker. False when none has failed."""
    pending = run.pending_variant
    if pending is None or pending["state"] != "failed":
        return False
    failed = Run.objects.filter(pk=run.pk, pending_variant__state="failed")
    run.pending_variant = _pending(pending["seed"], "waiting")
    return bool(failed.update(pending_variant=run.pending_variant))


def drop_variant(run: Run) -> bool:
    """Start no second run, and show no longer that it failed. False when no variant is pending."""
    return bool(Run.objects.filter(pk=run.pk, pending_variant__isnull=False).update(pending_variant=None))


def start_beside(run: Run, version: SuiteVersion) -> Run | None:
    """Start the models of `run` on another version, with the same settings; once. None if it was started before.

    The caller wakes the workers. Raises LimitReached.
    """
    try:
        with transaction.atomic():
            return _start(run, version)
    except IntegrityError:  # the job was delivered twice
        return None


@transaction.atomic
def start_pending(run: Run, variant: SuiteVersion) -> Run | None:
    """Start the second run of a run that waits for its variant. None if it waits no more or was started before.

    Raises LimitReached; the run then goes on waiting.
    """
    if not _waiting(run).update(pending_variant=None):
        return None
    return start_beside(run, variant)


def take_over_waits() -> None:
    """Note in pending_variant what processes of the release before noted in import_key. Remove it after one release."""
    for run in Run.objects.filter(import_key__startswith=WITH_VARIANT):
        seed = int(run.import_key.removeprefix(WITH_VARIANT).partition("-")[0])
        same = Run.objects.filter(pk=run.pk, import_key=run.import_key)
        same.update(import_key="", pending_variant=_pending(seed, "waiting"))


def _waiting(run: Run) -> RunQuerySet:
    """Return the run if it still waits for its variant."""
    return Run.objects.waiting_for_variant().filter(pk=run.pk)


def _pending(seed: int, state: VariantState, reason: str = "") -> StoredPendingVariant:
    return {"seed": seed, "state": state, "reason": reason, "since": now().isoformat()}


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
