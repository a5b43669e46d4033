"""Prompt strategies: task in, exactly what is sent out. Pure text. A new one: a function and a line in STRATEGIES."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from evaluations.errors import SuiteError
from evaluations.prompts import fill, plain, repair, repository, strategies
from evaluations.prompts.repair import Attempt
from evaluations.prompts.repository import TokenBudget
from evaluations.records import Prompt, TaskSpec

__all__ = [
    "CONDITIONS",
    "FILL_IN_MIDDLE",
    "ROUNDS",
    "STRATEGIES",
    "TITLES",
    "TRIMMED",
    "Attempt",
    "TokenBudget",
    "render",
    "render_repair",
    "skips",
    "unsupported_models",
    "why_not",
]

STRATEGIES: dict[str, Callable[[TaskSpec], Prompt]] = {
    "plain": plain.render,
    "outline": strategies.outline,
    "numbered_plan": strategies.numbered_plan,
    "few_shot": strategies.few_shot,
    "guardrail": strategies.guardrail,
    "repository": repository.render,
    "fill_in": fill.render,
    "tests": strategies.tests,
    "repair": repair.first,
}
# Those that respect a token budget: what does not fit is left out, and the prompt says so.
TRIMMED = {"repository": repository.render}
# Those that not every task can be asked by: why not, with the cure; "" when it can.
CONDITIONS = {"fill_in": fill.why_not}
# Those that a model must be made for: it fills in what stands between two texts.
FILL_IN_MIDDLE = {"fill_in"}
# How often an answer that does not pass goes back to the model.
ROUNDS = {"repair": 3}
TITLES = {
    "plain": "plain: the request as it stands",
    "outline": "outline first, then the code",
    "numbered_plan": "numbered plan, then the code",
    "few_shot": "one solved example before the request",
    "guardrail": "system message: only code, complete, no explanations",
    "repository": "repository: context files first, in the order of their imports, cut to fit",
    "fill_in": "fill in the middle: only what is missing in the given code",
    "tests": "the checks are part of the prompt",
    "repair": "what went wrong goes back to the model, up to 3 times",
}


def render(strategy: str, spec: TaskSpec, budget: TokenBudget | None = None) -> Prompt:
    """The prompt of this task by this strategy; budget: what it may take, for those of TRIMMED.

    Raises SuiteError for a strategy that does not exist, or that this task cannot be asked by.
    """
    if strategy not in STRATEGIES:
        raise SuiteError(f'No prompt strategy "{strategy}". There are: {", ".join(STRATEGIES)}.')
    if strategy in TRIMMED:
        return TRIMMED[strategy](spec, budget)
    return STRATEGIES[strategy](spec)


def why_not(strategy: str, spec: TaskSpec) -> str:
    """Why this task cannot be asked by this strategy, with the cure; "" when it can."""
    return CONDITIONS[strategy](spec) if strategy in CONDITIONS else ""


class HasSpec(Protocol):
    """A task's row."""

    def to_spec(self, *, with_files: bool = True) -> TaskSpec:
        """The task as the rooms know it."""


def skips(task: HasSpec, strategy: str) -> bool:
    """Whether this task cannot be asked by this strategy; a task is read only where it matters."""
    return strategy in CONDITIONS and bool(why_not(strategy, task.to_spec(with_files=False)))


def unsupported_models(strategy: str, can_insert: Mapping[str, bool | None]) -> str:
    """The sentence for models that say they cannot be asked so; "" when there are none. can_insert: by model id."""
    names = [name for name, can in can_insert.items() if can is False] if strategy in FILL_IN_MIDDLE else []
    if not names:
        return ""
    hint = "Leave this strategy out" if len(names) == len(can_insert) else "Untick it, or leave this strategy out"
    return f"{', '.join(names)} cannot fill in the middle: there is no form for it in the model. {hint}."


def render_repair(strategy: str, spec: TaskSpec, attempt: Attempt) -> Prompt:
    """The prompt after an answer that did not pass, for a strategy of ROUNDS. Raises SuiteError for another."""
    if strategy not in ROUNDS:
        raise SuiteError(f'Strategy "{strategy}" has no rounds. There are: {", ".join(ROUNDS)}.')
    return repair.again(spec, attempt)
