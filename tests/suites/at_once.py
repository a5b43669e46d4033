"""Trials of answers in all slots of a sandbox at once. Many of them only wait for something that never happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from evaluations.execution_records import Outcome
from evaluations.graders.conditions import Condition, conditions_of, trials_of, try_answer
from evaluations.records import TaskSpec
from evaluations.sandbox import Sandbox

Tried = TypeVar("Tried")


def outcomes_of(judge: Callable[[Tried], Outcome], tried: Sequence[Tried], sandbox: Sandbox) -> list[Outcome]:
    """Judge each of these, as many at once as there are slots. Return the outcomes in the same order."""
    with ThreadPoolExecutor(sandbox.n_slots) as pool:
        return list(pool.map(judge, tried))


def conditions_at_once(spec: TaskSpec, sandbox: Sandbox) -> list[Condition]:
    """Return the conditions that `entry_conditions` gives when it tries each answer once."""
    trials = trials_of(spec)
    outcomes = outcomes_of(lambda trial: try_answer(spec, trial.files, sandbox.execute), trials, sandbox)
    return conditions_of(spec, [(trial, [outcome]) for trial, outcome in zip(trials, outcomes, strict=True)])
