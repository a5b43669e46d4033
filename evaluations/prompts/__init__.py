"""Prompt strategies: task in, exactly what is sent out. Pure text. A new one: a function and a line in STRATEGIES."""

from __future__ import annotations

from collections.abc import Callable

from evaluations.errors import SuiteError
from evaluations.prompts import plain, repair, strategies
from evaluations.prompts.repair import Attempt
from evaluations.records import Prompt, TaskSpec

__all__ = ["ROUNDS", "STRATEGIES", "TITLES", "Attempt", "render", "render_again"]

STRATEGIES: dict[str, Callable[[TaskSpec], Prompt]] = {
    "plain": plain.render,
    "outline": strategies.outline,
    "numbered_plan": strategies.numbered_plan,
    "few_shot": strategies.few_shot,
    "guardrail": strategies.guardrail,
    "tests": strategies.tests,
    "repair": repair.first,
}
# How often an answer that does not pass goes back to the model.
ROUNDS = {"repair": 3}
TITLES = {
    "plain": "plain: the request as it stands",
    "outline": "outline first, then the code",
    "numbered_plan": "numbered plan, then the code",
    "few_shot": "one solved example before the request",
    "guardrail": "system message: only code, complete, no explanations",
    "tests": "the checks are part of the prompt",
    "repair": "what went wrong goes back to the model, up to 3 times",
}


def render(strategy: str, spec: TaskSpec) -> Prompt:
    """The prompt of this task by this strategy. Raises SuiteError for one that does not exist."""
    if strategy not in STRATEGIES:
        raise SuiteError(f'No prompt strategy "{strategy}". There are: {", ".join(STRATEGIES)}.')
    return STRATEGIES[strategy](spec)


def render_again(strategy: str, spec: TaskSpec, attempt: Attempt) -> Prompt:
    """The prompt after an answer that did not pass, for a strategy of ROUNDS. Raises SuiteError for another."""
    if strategy not in ROUNDS:
        raise SuiteError(f'Strategy "{strategy}" has no rounds. There are: {", ".join(ROUNDS)}.')
    return repair.again(spec, attempt)
