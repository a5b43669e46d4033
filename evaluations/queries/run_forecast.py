"""The forecast of a run at its first question, beside the real time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evaluations.models import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """low_s, high_s: between what the run was expected to take. took_s: from its first question to its end."""

    low_s: float
    high_s: float
    took_s: float


def forecast_of(run: Run) -> Forecast | None:
    """Return the forecast for a run that ended by itself; None if the pace of one of its models was not known."""
    if run.state != Run.State.DONE or run.finished_at is None or not run.forecast or not run.forecast["high_s"]:
        return None
    if run.changes.exists():
        return None  # it was regraded or got more answers, so it has a later end
    took_s = (run.finished_at - datetime.fromisoformat(run.forecast["begun_at"])).total_seconds()
    return Forecast(low_s=run.forecast["low_s"], high_s=run.forecast["high_s"], took_s=took_s)
