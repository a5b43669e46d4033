"""Prompt strategies: from a task to the exact text that is sent. To add one: a function and a line in STRATEGIES."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from evaluations.errors import SuiteError
from evaluations.prompts import completion, fill, images, own, plain, repair, repository, strategies, words
from evaluations.prompts.own import OWN_NAME, Example, Recipe, is_own
from evaluations.prompts.repair import Attempt
from evaluations.prompts.repository import TokenBudget
from evaluations.records import Prompt, TaskSpec

__all__ = [
    "CONDITIONS",
    "FILL_IN_MIDDLE",
    "NEEDS_VISION",
    "NO_TASK",
    "OWN_NAME",
    "PLANNED",
    "REPAIR_ROUNDS",
    "STOPS",
    "STRATEGIES",
    "TITLES",
    "TRIMMABLE",
    "Attempt",
    "Example",
    "Recipe",
    "TokenBudget",
    "is_own",
    "render",
    "render_repair",
    "skips",
    "unsupported_models",
    "unsupported_reason",
]

STRATEGIES: dict[str, Callable[[TaskSpec], Prompt]] = {
    "plain": plain.render,
    "words": words.render,
    "outline": strategies.outline,
    "numbered_plan": strategies.numbered_plan,
    "few_shot": strategies.few_shot,
    "guardrail": strategies.guardrail,
    "guardrail_mistral": strategies.guardrail_mistral,
    "two_phase": strategies.plan,
    "editor_file": completion.editor_file,
    "completion": completion.completion,
    "images": images.render,
    "repository": repository.render,
    "fill_in": fill.render,
    "tests": strategies.tests,
    "repair": repair.first,
}
# Strategies with a token budget: text that does not fit is left out, and the prompt says so.
TRIMMABLE = {"repository": repository.render}
# Strategies that not every task supports: a function that returns why not, with what to do; "" when it does.
CONDITIONS = {
    "fill_in": fill.unsupported_reason,
    "completion": completion.unsupported_reason,
    "images": images.unsupported_reason,
    "words": words.unsupported_reason,
}
# Why a strategy of CONDITIONS can ask no task of a suite, as the end of a sentence about these tasks.
NO_TASK = {
    "fill_in": "none gives code with a place to fill in",
    "completion": "each changes given files or continues a conversation",
    "images": f"none has an image of at most {images.LARGEST // 2**20} MB",
    "words": "no prompt shows a signature to leave out",
}
# Strategies that need a special model: it fills in the text between two texts.
FILL_IN_MIDDLE = {"fill_in"}
# Those that send images, so a model must see.
NEEDS_VISION = {"images"}
# Strategies with two calls: the text of the second call, from the first prompt and its answer.
PLANNED = {"two_phase": strategies.code_after}
# Strategies with their own stop sequences.
STOPS = {"completion": completion.STOPS}
# How many times an answer that does not pass is sent back to the model.
REPAIR_ROUNDS = {"repair": 3}
TITLES = {
    "plain": "plain: the request unchanged",
    "words": "words alone: the request without the signature it shows",
    "outline": "outline first, then the code",
    "numbered_plan": "numbered plan, then the code",
    "few_shot": "one solved example before the request",
    "guardrail": "system message: only code, complete, no explanations",
    "guardrail_mistral": "system message: Mistral's own, on care and fairness",
    "two_phase": "two calls: a plan alone, then the code that follows it",
    "editor_file": "an editor plug-in's form: the beginning of a file",
    "completion": "raw completion: for base models, without a chat template",
    "images": "images: the task's pictures go along, for models that see",
    "repository": "repository: context files first, in the order of their imports, cut to fit",
    "fill_in": "fill in the middle: only what is missing in the given code",
    "tests": "the checks are part of the prompt",
    "repair": "what went wrong goes back to the model, up to 3 times",
}


def render(strategy: str, spec: TaskSpec, budget: TokenBudget | None = None, recipe: Recipe | None = None) -> Prompt:
    """Return the prompt of this task by this strategy; budget: what it may take, for those of TRIMMABLE.

    recipe: of a person's own strategy. Of those of PLANNED it is the first of two prompts.
    Raises SuiteError for a strategy that does not exist, or that this task cannot be asked by.
    """
    if recipe is not None:
        return own.render(strategy, spec, recipe)
    if strategy not in STRATEGIES:
        raise SuiteError(f'No prompt strategy "{strategy}". There are: {", ".join(STRATEGIES)}.')
    if strategy in TRIMMABLE:
        return TRIMMABLE[strategy](spec, budget)
    return STRATEGIES[strategy](spec)


def unsupported_reason(strategy: str, spec: TaskSpec) -> str:
    """Return why this task cannot be asked by this strategy, with what to do; "" when it can."""
    return CONDITIONS[strategy](spec) if strategy in CONDITIONS else ""


class HasSpec(Protocol):
    """A task's row."""

    def to_spec(self, *, with_files: bool = True) -> TaskSpec:
        """Return the task as a record."""


def spec_for(task: HasSpec, strategy: str) -> TaskSpec:
    """Return the task with what this strategy needs of it: its files are read only where images are sent."""
    return task.to_spec(with_files=strategy in NEEDS_VISION)


def skips(task: HasSpec, strategy: str) -> bool:
    """Return whether this task cannot be asked by this strategy; a task is read only where it matters."""
    return strategy in CONDITIONS and bool(unsupported_reason(strategy, spec_for(task, strategy)))


class HasAbilities(Protocol):
    """A model's row. can_insert: None if unknown; capabilities: empty if the server does not report any."""

    can_insert: bool | None
    capabilities: list[str]

    @property
    def model_id(self) -> str:
        """Return `server/name`."""


def cannot(strategy: str, model: HasAbilities) -> str:
    """Return what the strategy needs and the model cannot do; "" when it can, or when it is unknown."""
    if strategy in FILL_IN_MIDDLE and model.can_insert is False:
        return "cannot fill in the middle: there is no form for it in the model"
    if strategy in NEEDS_VISION and model.capabilities and not images.VISION & set(model.capabilities):
        return "cannot see images"
    return ""


def unsupported_models(strategy: str, models: Sequence[HasAbilities]) -> str:
    """Return the sentence about models that do not support the strategy; "" when there are none."""
    unable = {model.model_id: why for model in models if (why := cannot(strategy, model))}
    if not unable:
        return ""
    hint = "Leave this strategy out" if len(unable) == len(models) else "Untick it, or leave this strategy out"
    return f"{', '.join(unable)} {next(iter(unable.values()))}. {hint}."


def render_repair(strategy: str, spec: TaskSpec, attempt: Attempt) -> Prompt:
    """Return the prompt after an answer that did not pass, for a strategy of REPAIR_ROUNDS. Raises SuiteError for
    another.
    """
    if strategy not in REPAIR_ROUNDS:
        raise SuiteError(f'Strategy "{strategy}" has no rounds. There are: {", ".join(REPAIR_ROUNDS)}.')
    return repair.again(spec, attempt)
