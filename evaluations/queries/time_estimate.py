"""How long a prompt will take and how many answers come before it, before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.models import LanguageModel, Team
from evaluations.queries.queue_order import n_before_prompt
from evaluations.queries.run_cost import TimeRange, run_costs, side_by_side
from evaluations.queries.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeEstimate:
    """From Run to the last verdict, without what comes before. time: None where no model's speed is known.

    unknown: the models that were neither asked nor probed, so the time is without them.
    """

    time: TimeRange | None
    n_before: int
    unknown: tuple[LanguageModel, ...] = ()


def estimate(team: Team, models: Sequence[LanguageModel], work: Work) -> TimeEstimate:
    """Estimate the time of a prompt to these models."""
    costs = run_costs(team, [(model, work) for model in models])
    times = [(model, cost.time) for model, cost in zip(models, costs, strict=True)]
    return TimeEstimate(
        time=side_by_side((model, time) for model, time in times if time),
        n_before=n_before_prompt({model.server_id for model in models}),
        unknown=tuple(model for model, time in times if time is None),
    )
