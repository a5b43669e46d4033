"""The second run that was asked for with a run: its suite's renamed variant, or the original of a variant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from evaluations.models import Run
from evaluations.models.runs import BESIDE
from evaluations.stored_json import VariantState

SecondRunState = VariantState | Literal["ready"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondRun:
    """How far the second run is. waiting: for a worker, or for what `reason` says. making: a worker renames its tasks.

    seed, since: of the renamed variant, and when this state began; None once it is ready. reason: why it failed or
    still waits; may be empty. n_tasks: of the first run's suite. run: the second run, once it is ready.
    """

    state: SecondRunState
    seed: int | None = None
    since: datetime | None = None
    reason: str = ""
    n_tasks: int = 0
    run: Run | None = None

    @property
    def is_pending(self) -> bool:
        """Whether it is still being prepared."""
        return self.state in ("waiting", "making")


def second_run_of(run: Run) -> SecondRun | None:
    """Return the second run of a run; None if none was asked for, or it will not come. One or two queries."""
    beside = Run.objects.filter(team=run.team_id, import_key=f"{BESIDE}{run.pk}").select_related("suite_version__suite")
    if second := beside.first():
        return SecondRun(state="ready", run=second)
    pending = run.pending_variant
    if pending is None or (run.state == Run.State.CANCELLED and pending["state"] != "failed"):
        return None
    return SecondRun(
        state=pending["state"],
        seed=pending["seed"],
        since=datetime.fromisoformat(pending["since"]),
        reason=pending["reason"],
        n_tasks=run.suite_version.tasks.count(),
    )
