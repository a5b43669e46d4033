"""A worker's part in a second run: it makes the renamed variant, starts the run, and tells open pages how far it is."""

from __future__ import annotations

import logging

from django.db import DatabaseError

from evaluations import events
from evaluations.actions.run_beside import note_variant, start_pending
from evaluations.errors import EvaluationError, LimitReached
from evaluations.models import Run, SuiteVersion
from evaluations.queries.variant_difference import variant_with_seed
from evaluations.runner import renamed_variant
from evaluations.stored_json import VariantState

TOO_MANY_OPEN = "The variant is made. Its run starts by itself when you, or your team, have fewer open runs."
UNEXPECTED = "The worker met an unexpected error ({kind}), which is in its log."
log = logging.getLogger(__name__)


def prepare_variant(version: SuiteVersion, seed: int, run: Run | None) -> SuiteVersion | None:
    """Return the variant of a version; None when it cannot be made. run: the run that waits for it and gets the reason.

    Raises DatabaseError; recovery then tries it again.
    """
    make = renamed_variant.find_or_make_variant if run else renamed_variant.make_variant
    if variant_with_seed(version, seed) is None:
        _note(run, "making")
    try:
        return make(version, seed)
    except EvaluationError as exc:
        log.warning("No variant of %s: %s", version, exc)
        _note(run, "failed", str(exc))
    except DatabaseError:
        raise
    except Exception as exc:
        log.exception("No variant of %s.", version)
        _note(run, "failed", UNEXPECTED.format(kind=type(exc).__name__))
    return None


def start_second_run(run: Run, variant: SuiteVersion) -> bool:
    """Start the run of the variant; the caller wakes the workers. False when it has to wait."""
    try:
        start_pending(run, variant)
    except LimitReached as exc:
        log.info("The variant of %s cannot be run yet: %s", run, exc)
        _note(run, "waiting", TOO_MANY_OPEN)
        return False
    events.run_changed(run.pk, run.team_id)
    return True


def _note(run: Run | None, state: VariantState, reason: str = "") -> None:
    if run is not None and note_variant(run, state, reason):
        events.run_changed(run.pk, run.team_id)
